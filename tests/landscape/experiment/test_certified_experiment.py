"""grid.method = "certified" in a whole experiment: a bound that holds, said on the picture, and bytes that repeat."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.figures.caption import subtitle
from landscape.files.dump_npz import read_npz, write_npz

ASKED = with_values(
    with_methods(Description(), ["sgd"]),
    {"run.steps": 5, "slice.kind": "unit", "grid.range": 2.0, "grid.resolution": 81, "grid.method": "certified"},
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_the_bound_holds_and_everything_says_what_it_is(pipeline: Pipeline, tmp_path: Path) -> None:
    exact = pipeline.scene(with_values(ASKED, {"grid.method": "exact"}))
    scene = pipeline.scene(ASKED)
    surface = scene.surface
    assert surface.method == "certified"
    assert 0 < surface.error_bound <= 1e-9 * max(1.0, exact.surface.highest)
    assert np.abs(surface.loss - exact.surface.loss).max() <= surface.error_bound
    np.testing.assert_array_equal(surface.accuracy, exact.surface.accuracy)
    assert scene.provenance["grid"]["error_bound"] == surface.error_bound
    assert "certified, error at most" in subtitle(scene)
    assert "exact on" in subtitle(exact)
    write_npz(scene, tmp_path / "run.npz")
    kept = read_npz(tmp_path / "run.npz").surface
    assert (kept.method, kept.error_bound) == ("certified", surface.error_bound)


def test_where_it_does_not_pass_the_surface_is_exact_and_says_so(pipeline: Pipeline) -> None:
    for changes in ({"objective.loss": "svm"}, {"grid.range": 300.0}, {"grid.resolution": 5}):
        scene = pipeline.scene(with_values(ASKED, changes))
        exact = pipeline.scene(with_values(ASKED, {**changes, "grid.method": "exact"}))
        assert (scene.surface.method, scene.surface.error_bound) == ("exact", 0.0)
        np.testing.assert_array_equal(scene.surface.loss, exact.surface.loss)


def test_bytes_do_not_depend_on_what_was_computed_before(pipeline: Pipeline, tmp_path: Path) -> None:
    pipeline.scene(with_values(ASKED, {"grid.range": 2.5}))
    write_npz(pipeline.scene(ASKED), tmp_path / "after.npz")
    write_npz(Pipeline().scene(ASKED), tmp_path / "alone.npz")
    assert (tmp_path / "after.npz").read_bytes() == (tmp_path / "alone.npz").read_bytes()
