"""The data themselves: examples of every class, how many there are, and what a class looks like on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Dataset, Examples
from landscape.errors import InvalidValue
from landscape.features.drawing import shown
from landscape.features.extract import FeaturedDataset
from landscape.features.feature import ImageRows, shape_of
from landscape.lessons.ask import Ask
from landscape.version import VERSION
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows
from trainers.randomness import Purpose, generator

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

MOST_CLASSES = 10  # of which examples are shown
PER_CLASS = 10
POINTS_PER_CLASS = 500


@dataclass(frozen=True)
class DataFacts:
    """What a picture of data must state.

    `seen` are the features that a classifier sees instead, "" where it sees the data; `shape` says what an example is.
    """

    source: str
    n_train: int
    n_test: int
    n_classes: int
    hash: str
    shape: str
    seen: str
    version: str = VERSION


@dataclass(frozen=True, eq=False)
class Samples:
    """Test examples of the first classes, each class in the order of its seeded draw.

    Attributes:
        names: of the classes; rows: their test rows, for each class an array (n,), n as far as there are any.
        images: (n, h, w, 3) for each class, values 0 to 1; empty where examples are points.
        points: (n, 2) for each class; empty where examples are images.
        seed: of the draw.
    """

    facts: DataFacts
    names: tuple[str, ...]
    rows: tuple[Rows, ...]
    images: tuple[Array, ...]
    points: tuple[Array, ...]
    seed: int


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """How many training (C,) and test examples (C,) each class has."""

    facts: DataFacts
    names: tuple[str, ...]
    train: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MeanImages:
    """The mean training image of every class (C, h, w, 3), NaN of a class without any, and of all (h, w, 3)."""

    facts: DataFacts
    names: tuple[str, ...]
    means: Array
    overall: Array


def samples_lesson(experiment: Experiment, ask: Ask) -> Samples:
    """Ten test examples of each of the first ten classes, drawn by the seed of the data.

    Raises:
        InvalidValue: the examples are neither images nor points of two features.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    return samples_of(experiment.dataset, experiment.full.data.seed)


def class_counts_lesson(experiment: Experiment, ask: Ask) -> ClassCounts:
    """How many examples each class has.

    Raises:
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    return counts_of(experiment.dataset)


def mean_images_lesson(experiment: Experiment, ask: Ask) -> MeanImages:
    """The mean image of every class.

    Raises:
        InvalidValue: the examples are no images.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    return means_of(experiment.dataset, experiment.work)


def data_facts(dataset: Dataset) -> DataFacts:
    """The facts of a dataset; of features, those of the images that they are of."""
    images = images_of(dataset)
    if images.image_shape is None:
        shape = f"{images.n_features:,} features each"
    else:
        height, width, channels = shape_of(images)
        shape = f"{height} × {width} pixels, {'gray' if channels == 1 else 'color'}"
    sizes = len(images.train), len(images.test), images.n_classes
    return DataFacts(images.source, *sizes, images.hash, shape, dataset.seen)


def images_of(dataset: Dataset) -> Dataset:
    """The dataset whose examples are the images, where another one's are their features."""
    return dataset.pixels if isinstance(dataset, FeaturedDataset) else dataset


def shown_examples(data: Dataset) -> Examples:
    """The examples that are shown one by one: the test ones; the training ones of a source without a test split."""
    return data.test if len(data.test) else data.train


def samples_of(dataset: Dataset, seed: int, per_class: int = PER_CLASS) -> Samples:
    """Examples of the first classes, at most `per_class` of each, without any twice: test ones where there are any.

    Raises:
        InvalidValue: the examples are neither images nor points of two features.
    """
    data = images_of(dataset)
    if data.image_shape is None and data.n_features != 2:
        raise InvalidValue(
            f"samples need images or points of 2 features; {data.source} has {data.n_features:,} features. "
            "Try --kind class-counts, or data.source=digits."
        )
    random = generator(seed, Purpose.SAMPLES)
    examples = shown_examples(data)
    names = data.class_names[:MOST_CLASSES]
    most = per_class if data.image_shape is not None else POINTS_PER_CLASS
    rows = tuple(random.permutation(np.flatnonzero(examples.y == label))[:most] for label in range(len(names)))
    facts = data_facts(dataset)
    if data.image_shape is None:
        points = tuple(_points(examples, part) for part in rows)
        return Samples(facts, names, rows, (), points, seed)
    return Samples(facts, names, rows, tuple(shown_images(data, examples, part) for part in rows), (), seed)


def counts_of(dataset: Dataset) -> ClassCounts:
    """How many training and test examples each class has."""
    counts = [np.bincount(part.y, minlength=dataset.n_classes) for part in (dataset.train, dataset.test)]
    return ClassCounts(data_facts(dataset), dataset.class_names, *counts)


def means_of(dataset: Dataset, work: Work) -> MeanImages:
    """The mean training images, block by block.

    Raises:
        InvalidValue: the examples are no images.
        Cancelled: the work was asked to stop.
    """
    data = images_of(dataset)
    if data.image_shape is None:
        raise InvalidValue(
            f"mean images need images; {data.source} has none. Try --kind class-counts, or data.source=digits."
        )
    images, labels, n = ImageRows(data, data.train), data.train.y, data.n_classes

    def of_block(rows: slice) -> Array:
        flat = images[rows].reshape(rows.stop - rows.start, -1)
        sums: Array = (labels[rows] == np.arange(n)[:, None]).astype(np.float64) @ flat
        return sums

    total = np.zeros((n, int(np.prod(images.shape))))
    for part in map_in_order(of_block, blocks(len(images)), work, "averaging images"):
        total += part
    counts = np.bincount(labels, minlength=n)
    with np.errstate(invalid="ignore"):  # a class without training examples has no mean: NaN
        means = (total / counts[:, None]).reshape(n, *images.shape)
    overall = (total.sum(axis=0) / len(images)).reshape(images.shape)
    each = np.stack([shown(mean, data.is_ink) for mean in means])
    return MeanImages(data_facts(dataset), data.class_names, each, shown(overall, data.is_ink))


def shown_images(data: Dataset, examples: Examples, rows: Rows) -> Array:
    """Examples as images (n, h, w, 3) for a page or screen."""
    images = ImageRows(data, examples)[rows]
    return np.array([shown(image, data.is_ink) for image in images]).reshape(len(rows), *images.shape[1:3], 3)


def _points(examples: Examples, rows: Rows) -> Array:
    return np.asarray(examples.x[np.sort(rows)], dtype=np.float64)
