"""Pictures of data: each example is one of its class, counts add up, means are means."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from landscape.data.catalogue import SOURCES
from landscape.data.dataset import Dataset
from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.experiment.memory import StageMemory
from landscape.experiment.pipeline import KEPT
from landscape.experiment.stages import Experiment
from landscape.figures import class_counts, samples
from landscape.figures.data_words import data_subtitle
from landscape.figures.look import own_settings
from landscape.lessons.data_pictures import counts_of, data_facts, means_of, samples_of
from landscape.work import Work


def dataset(**values: object) -> Dataset:
    described = with_values(Description(), {name.replace("__", "."): value for name, value in values.items()})
    return Experiment(StageMemory(KEPT), described, Work()).dataset


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return dataset(data__examples=200)


def test_samples_are_test_images_of_their_class_drawn_by_the_seed(digits: Dataset) -> None:
    found, again, other = samples_of(digits, 3), samples_of(digits, 3), samples_of(digits, 4)
    assert found.names == tuple("0123456789")
    for label, (rows, images) in enumerate(zip(found.rows, found.images, strict=True)):
        assert len(set(rows.tolist())) == len(rows) == len(images) == 10
        assert (digits.test.y[rows] == label).all()
        ink = digits.test.x[rows].reshape(-1, 8, 8) / digits.peak
        np.testing.assert_allclose(images, np.repeat(1 - ink[..., None], 3, axis=3))
    assert all(np.array_equal(a, b) for a, b in zip(found.rows, again.rows, strict=True))
    assert not all(np.array_equal(a, b) for a, b in zip(found.rows, other.rows, strict=True))


def test_points_are_samples_too_and_wide_tables_say_what_to_do(tmp_path: Path) -> None:
    spiral = dataset(data__source="spiral")
    found = samples_of(spiral, 0)
    assert sum(len(points) for points in found.points) == len(spiral.test)
    with own_settings(10):
        ax = Figure().add_subplot()
        samples.draw_points(ax, found)
    drawn = np.concatenate([part.get_offsets() for part in ax.collections])
    assert np.array_equal(np.unique(np.asarray(drawn), axis=0), np.unique(spiral.test.x.astype(float), axis=0))
    table = tmp_path / "t.csv"
    table.write_text("a,b,c,label\n" + "".join(f"{n},{n * n % 7},{n % 5},{n % 2}\n" for n in range(40)))
    wide = dataset(data__source="csv", data__path=str(table))
    for make in (lambda: samples_of(wide, 0), lambda: means_of(spiral, Work())):
        with pytest.raises(InvalidValue, match=r"^[^\n]*need images[^\n]*--kind class-counts[^\n]*$"):
            make()
    assert counts_of(wide).train.sum() == len(wide.train)


@pytest.mark.parametrize("source", [name for name, kind in SOURCES.items() if name in ("digits", "xor", "noise")])
def test_counts_are_of_every_class_and_drawn_as_long_as_they_are(source: str) -> None:
    data = dataset(data__source=source)
    found = counts_of(data)
    for label in range(data.n_classes):
        assert found.train[label] == (data.train.y == label).sum()
        assert found.test[label] == (data.test.y == label).sum()
    with own_settings(10):
        ax = Figure().add_subplot()
        bars = class_counts.draw_counts(ax, found, numbered=False)
    widths = [bar.get_width() for bar in bars]
    assert widths == [*found.train, *found.test]


def test_means_are_those_of_training_images_and_of_features_those_of_their_images(digits: Dataset) -> None:
    found = means_of(digits, Work(workers=2))
    for label in range(10):
        mean = digits.train.x[digits.train.y == label].mean(axis=0).reshape(8, 8) / digits.peak
        np.testing.assert_allclose(found.means[label, ..., 0], 1 - mean, atol=1e-12)
    np.testing.assert_allclose(found.overall[..., 2], 1 - digits.train.x.mean(axis=0).reshape(8, 8) / 16, atol=1e-12)
    featured = dataset(data__examples=200, features__kind="hog")
    np.testing.assert_array_equal(means_of(featured, Work()).means, found.means)
    assert featured.seen == "HOG 2 × 2, 324 features"
    assert data_subtitle(data_facts(featured)).endswith(
        "8 × 8 pixels, gray · the classifier sees HOG 2 × 2, 324 features"
    )
