"""From a dataset of images to one of their features: computed or found on disk, standardized, joined."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.cache_folder import cache_folder
from landscape.data.dataset import AffineMap, Dataset, Examples
from landscape.data.preparation import all_constant
from landscape.errors import InvalidValue
from landscape.features.cache import Extracted, load, save
from landscape.features.feature import Feature, ImageRows, Learned, Numbers, shape_of
from landscape.features.pixels import Pixels
from landscape.work import BLOCK_ROWS, Work, blocks, map_in_order
from trainers.objective import Array

BLOCK_IMAGES = 32  # small, so that work stops soon when asked; part of the contract as BLOCK_ROWS is
LIBRARIES = ("numpy", "scipy", "scikit-image", "scikit-learn", "mahotas")


@dataclass(frozen=True, eq=False)
class FeaturedDataset(Dataset):
    """Features of images as examples, with the images that they are of.

    Attributes:
        pixels: the dataset of the images, whose rows are the same examples.
        statement: what the features are, with all their settings and their number.
        features: the features joined; learned: what each of them learned from the training images.
    """

    pixels: Dataset
    features: tuple[Feature, ...]
    learned: tuple[Learned, ...]
    statement: str

    @property
    def seen(self) -> str:
        """The features in a few words and their number: "HOG 4 × 4 + color histogram, 1,234 features"."""
        shape = shape_of(self.pixels)
        return f"{' + '.join(feature.short(shape) for feature in self.features)}, {self.n_features:,} features"

    @property
    def is_ink(self) -> bool:
        """As of the images."""
        return self.pixels.is_ink

    def image(self, examples: Examples, row: int) -> NDArray[np.float64] | None:
        """The image that example `row` of the training or test examples is of."""
        for part, images in ((self.test, self.pixels.test), (self.train, self.pixels.train)):
            if examples is part:
                return self.pixels.image(images, row)
        raise ValueError("examples must be the training or the test examples of this dataset")


def with_features(
    dataset: Dataset, features: tuple[Feature, ...], seed: int, standardize: bool, work: Work
) -> FeaturedDataset:
    """The dataset whose examples are the features of another's images, float32, joined in their order.

    Features are computed in blocks of images on `work.workers` threads, with the same bytes for any number of them,
    and remembered on disk under the hash of the images and the settings. With `standardize` each has mean 0 and
    deviation 1 over the training images; one that is constant there is 0 everywhere.

    Raises:
        InvalidValue: the examples are no images, or a feature cannot work on images of their size.
        Cancelled: the work was asked to stop.
    """
    if dataset.image_shape is None:
        raise InvalidValue(
            f"features need images; {dataset.source} has none. Leave features.kind=none, or choose another data.source."
        )
    shape = shape_of(dataset)
    for feature in features:
        feature.check(shape)
    found = [_extracted(feature, dataset, seed, work) for feature in features]
    for part in found:
        _check_finite(part)
    n_constant = 0
    if standardize:
        n_constant = sum(_standardize(part, work) for part in found)
    train, test = (_joined([getattr(part, split) for part in found]) for split in ("train", "test"))
    if all_constant(train):
        names = "+".join(feature.name for feature in features)
        raise InvalidValue(
            f"features of {dataset.source} must differ between training images; all {train.shape[1]:,} of {names} are "
            "constant. Try another features.kind."
        )
    statement = _statement(features, shape, train.shape[1], seed, standardize, n_constant)
    only_pixels = len(features) == 1 and isinstance(features[0], Pixels)
    return FeaturedDataset(
        source=dataset.source,
        train=Examples(_read_only(train), dataset.train.y),
        test=Examples(_read_only(test), dataset.test.y),
        map=AffineMap(1.0, None),
        class_names=dataset.class_names,
        image_shape=dataset.image_shape if only_pixels else None,
        planar=True,
        peak=dataset.peak,
        note=f"{dataset.note} What the classifier sees of the images instead: {statement}.",
        pixels=dataset,
        features=features,
        learned=tuple(part.learned for part in found),
        statement=statement,
    )


def _extracted(feature: Feature, dataset: Dataset, seed: int, work: Work) -> Extracted:
    """A feature's numbers, from the disk where they are there."""
    work.check()
    train, test = ImageRows(dataset, dataset.train), ImageRows(dataset, dataset.test)
    folder, key = cache_folder("features"), _key(feature, dataset, seed)
    known = load(folder, key, len(train), len(test)) if feature.cached else None
    if known is not None:
        return known
    learned = feature.learn(train, seed, work)
    found = Extracted(
        _computed(feature, train, learned, work, f"{feature.label} of training images"),
        _computed(feature, test, learned, work, f"{feature.label} of test images"),
        learned,
    )
    if feature.cached:
        save(folder, key, found)
    return found


def _key(feature: Feature, dataset: Dataset, seed: int) -> str:
    """Of everything that a feature's numbers depend on; a setting of another feature is none of it."""
    facts = {
        "images": [dataset.hash, dataset.image_shape, dataset.planar, dataset.peak],
        "feature": [feature.name, feature.version, asdict(feature), seed if feature.uses_seed else None],
        "libraries": [version(name) for name in LIBRARIES],
        "block": BLOCK_IMAGES,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _computed(feature: Feature, images: ImageRows, learned: Learned, work: Work, stage: str) -> Numbers:
    parts = blocks(len(images), BLOCK_IMAGES)
    numbers: Numbers | None = None
    done = map_in_order(lambda rows: feature.extract(images[rows], learned), parts, work, stage)
    for rows, part in zip(parts, done, strict=True):
        if numbers is None:
            numbers = np.empty((len(images), part.shape[1]), dtype=np.float32)
        numbers[rows] = part
    assert numbers is not None  # a source has at least one example of each split
    return numbers


def _standardize(part: Extracted, work: Work) -> int:
    """Standardize in place by the training images' means and deviations; the number of constant features."""
    means = _sums(part.train, work) / len(part.train)
    deviations = np.sqrt(_sums(part.train, work, means) / len(part.train))
    constant = deviations <= 1e-6 * np.maximum(1.0, np.abs(means))
    factors = np.where(constant, 0.0, 1.0 / np.where(constant, 1.0, deviations))
    for numbers in (part.train, part.test):
        for rows in blocks(len(numbers)):
            work.check()
            numbers[rows] = (numbers[rows] - means) * factors
    return int(constant.sum())


def _sums(numbers: Numbers, work: Work, around: Array | None = None) -> Array:
    """The sum (D,) over all rows, or of squares around `around` (D,): float64 sums of fixed blocks, in order."""

    def of_block(rows: slice) -> Any:
        values = numbers[rows].astype(np.float64)
        return values.sum(axis=0) if around is None else ((values - around) ** 2).sum(axis=0)

    total = np.zeros(numbers.shape[1])
    for part in map_in_order(of_block, blocks(len(numbers), BLOCK_ROWS), work, "standardizing features"):
        total += part
    return total


def _check_finite(part: Extracted) -> None:
    for numbers in (part.train, part.test):
        if not all(np.isfinite(numbers[rows]).all() for rows in blocks(len(numbers))):
            raise InvalidValue("features of images must be finite; some are not. Try another features.kind.")


def _joined(parts: Iterable[Numbers]) -> Numbers:
    parts = list(parts)
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


def _read_only(array: Numbers) -> Numbers:
    array.flags.writeable = False
    return array


def _statement(
    features: tuple[Feature, ...],
    shape: tuple[int, int, int],
    count: int,
    seed: int,
    standardize: bool,
    n_constant: int,
) -> str:
    words = "; ".join(feature.statement(shape) for feature in features)
    seeded = f", seed {seed}" if any(feature.uses_seed for feature in features) else ""
    scaled = ", standardized by the training images" if standardize else ", as they are"
    constant = f", {n_constant:,} of them constant there and 0" if n_constant else ""
    return f"{words}{seeded}. {count:,} features{scaled}{constant}"
