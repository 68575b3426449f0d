"""Features as pictures: test images, and what the classifier sees of them instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.errors import InvalidValue
from landscape.experiment.edit import with_values
from landscape.features.extract import FeaturedDataset
from landscape.features.feature import Feature, ImageRows, Images, Learned, Numbers
from landscape.lessons.ask import Ask
from landscape.lessons.features_beside import USUAL
from landscape.lessons.place import Facts, facts_of

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

MOST = 3  # images, each the first test example of its class


@dataclass(frozen=True, eq=False)
class FeaturePictures:
    """Images (n, h, w, channels) with their classes' names, and for every feature its numbers of them (n, D)."""

    facts: Facts
    names: tuple[str, ...]
    images: Images
    features: tuple[Feature, ...]
    learned: tuple[Learned, ...]
    numbers: tuple[Numbers, ...]


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
    images = ImageRows(dataset.pixels, dataset.pixels.test)[rows]
    numbers = tuple(
        feature.extract(images, learned) for feature, learned in zip(dataset.features, dataset.learned, strict=True)
    )
    names = tuple(dataset.class_names[labels[row]] for row in rows)
    return FeaturePictures(facts_of(experiment), names, images, dataset.features, dataset.learned, numbers)
