"""Runs that differ by their seeds alone are one curve, their median, in the band that all of them lie in."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.figure import Figure

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.experiment.vary import with_variations
from landscape.figures.catalogue import KINDS
from landscape.figures.curves import draw_bands
from landscape.figures.spread import families_of

SMALL = {"data.examples": 60, "run.steps": 8, "run.batch": 4, "grid.resolution": 5}
TWO = with_values(with_methods(Description(), ["sgd", "adam"]), SMALL)
SEEDED = with_variations(TWO, ["sgd.step_size=0.1,0.5", "sgd.seed=0,1,2"])


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline(timings=True).scene(SEEDED)


def text_of(scene: Scene) -> str:
    figure = Figure(figsize=(8, 5.2))
    KINDS["curves"].draw(figure, scene)
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(lambda a: hasattr(a, "get_text")))


def test_the_line_is_the_median_and_the_band_reaches_from_lowest_to_highest(scene: Scene) -> None:
    slow, fast, adam = families_of(scene)
    losses = np.array([path.loss for path in scene.paths])
    for family, rows in ((slow, losses[:3]), (fast, losses[3:6])):
        np.testing.assert_array_equal(family.median.loss, np.sort(rows, axis=0)[1])
        np.testing.assert_array_equal((family.low, family.high), (rows.min(axis=0), rows.max(axis=0)))
        assert (family.high[1:] > family.low[1:]).all()
    assert [family.n_runs for family in (slow, fast, adam)] == [3, 3, 1]
    assert adam.median is scene.paths[6]
    assert [slow.median.note, fast.median.note] == ["step size 0.1", "step size 0.5"]


def test_runs_of_different_lengths_are_compared_where_all_of_them_are() -> None:
    ended = Pipeline().scene(with_values(SEEDED, {"run.target_loss": 2.2}))
    lengths = {len(path.step) for path in ended.paths[:3]}
    assert len(lengths) > 1
    family = families_of(ended)[0]
    assert len(family.median.step) == min(lengths)


def test_bands_are_drawn_for_families_and_said(scene: Scene) -> None:
    ax = Figure().add_subplot()
    first, _ = draw_bands(ax, families_of(scene), "step")
    heights = first.get_paths()[0].vertices
    np.testing.assert_allclose(heights[:, 1].max(), scene.paths[0].loss[0])
    assert heights[:, 0].max() == 8
    words = text_of(scene)
    assert "3 runs that differ by their seeds alone" in words
    assert "3 seeds" in words


def test_without_families_nothing_is_said_of_bands() -> None:
    plain = Pipeline().scene(TWO)
    assert [family.n_runs for family in families_of(plain)] == [1, 1]
    assert "Bands" not in text_of(plain)
    assert "seconds" not in text_of(plain)


def test_seconds_have_a_panel_where_they_were_measured(scene: Scene) -> None:
    words = text_of(scene)
    assert "loss by time" in words
    assert "not reproducible" in words
