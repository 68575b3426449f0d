"""Features as pictures: test images, and what the classifier sees of them instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.data.dataset import Dataset
from landscape.errors import InvalidValue
from landscape.experiment.edit import with_values
from landscape.features.drawing import Drawing, shown
from landscape.features.extract import FeaturedDataset
from landscape.features.feature import ImageRows
from landscape.features.pixels import Pixels
from landscape.lessons.ask import Ask
from landscape.lessons.data_pictures import DataFacts, data_facts, images_of, shown_examples
from landscape.lessons.features_beside import USUAL
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

MOST = 3  # images, each the first test example of its class


@dataclass(frozen=True, eq=False)
class FeaturePictures:
    """Images (n, h, w, 3) with their classes' names, and a drawing of each feature for each of them.

    `statement` says what the features are with all their settings.
    """

    facts: DataFacts
    statement: str
    names: tuple[str, ...]
    images: Array
    drawings: tuple[tuple[Drawing, ...], ...]


def feature_pictures_lesson(experiment: Experiment, ask: Ask) -> FeaturePictures:
    """The first test image of each of the first three classes, by the description's features before standardization.

    A description without features is shown by HOG and histogram.

    Raises:
        InvalidValue: the examples are not images.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    from landscape.experiment.stages import Experiment

    kind = experiment.full.features.kind if experiment.full.features.kinds else USUAL
    asked = with_values(experiment.asked, {"features.kind": kind})
    dataset = Experiment(experiment.memory, asked, experiment.work).dataset
    if not isinstance(dataset, FeaturedDataset):
        raise InvalidValue(f"features as pictures need images; {dataset.source} has none. Try data.source=digits.")
    labels = dataset.test.y
    rows = np.array([int(np.argmax(labels == label)) for label in np.unique(labels)[:MOST]])
    found = [drawings_of(dataset, int(row)) for row in rows]
    names = tuple(dataset.class_names[labels[row]] for row in rows)
    images = np.stack([image for image, _ in found])
    return FeaturePictures(
        data_facts(dataset), dataset.statement, names, images, tuple(drawings for _, drawings in found)
    )


def drawings_of(dataset: Dataset, row: int) -> tuple[Array, tuple[Drawing, ...]]:
    """Image `row` of `shown_examples` as it is shown (h, w, 3), and a drawing of each feature; of raw pixels, itself.

    Raises:
        InvalidValue: the examples are no images.
    """
    data = images_of(dataset)
    if data.image_shape is None:
        raise InvalidValue(f"a feature is drawn of an image; {data.source} has none. Choose digits or CIFAR-10.")
    image = ImageRows(data, shown_examples(data))[np.array([row])][0]
    ground = shown(image, data.is_ink)
    if not isinstance(dataset, FeaturedDataset):
        return ground, (Pixels().draw(image, {}, ground),)
    pairs = zip(dataset.features, dataset.learned, strict=True)
    return ground, tuple(feature.draw(image, learned, ground) for feature, learned in pairs)
