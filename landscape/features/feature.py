"""What a feature is: from images to numbers, with what it first learns from the training images."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Dataset, Examples
from landscape.features.drawing import Drawing, Panel, Shown
from landscape.work import Work
from trainers.objective import Rows
from trainers.parameters import check_parameters

Images = NDArray[np.float64]  # (n, h, w, channels), channels 1 or 3, values 0 to 1
Numbers = NDArray[np.float32]
Shape = tuple[int, int, int]
Learned = Mapping[str, NDArray[np.float64]]

SECTION = "features"
LUMINANCE = (0.299, 0.587, 0.114)  # ITU-R BT.601


@dataclass(frozen=True, eq=False)
class ImageRows:
    """The examples of one split as images (h, w, channels), laid out where they are used."""

    dataset: Dataset
    examples: Examples

    def __len__(self) -> int:
        return len(self.examples)

    @property
    def shape(self) -> Shape:
        """(h, w, channels)."""
        return shape_of(self.dataset)

    def __getitem__(self, key: slice | Rows) -> Images:
        height, width, channels = self.shape
        stored = self.examples.x[key].astype(np.float64)
        values = np.clip(stored / self.dataset.peak, 0.0, 1.0)
        if self.dataset.planar and channels == 3:
            return np.ascontiguousarray(values.reshape(-1, channels, height, width).transpose(0, 2, 3, 1))
        return values.reshape(-1, height, width, channels)


@dataclass(frozen=True, kw_only=True)
class Feature(ABC):
    """One kind of feature with its settings.

    A feature is a subclass with `name` (its key in the catalogue), `label`, `summary` (one sentence) and `extract`.
    `version` is part of the cache's keys: it grows where the same settings give other numbers. What is as quickly
    computed as read is not `cached`.

    Raises:
        InvalidValue: a field breaks its rule.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    summary: ClassVar[str]
    version: ClassVar[int] = 1
    uses_seed: ClassVar[bool] = False
    cached: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_parameters(self, SECTION)

    def check(self, shape: Shape) -> None:  # noqa: B027  most features take images of any size
        """Refuse images (h, w, channels) that the feature cannot work on.

        Raises:
            InvalidValue: in one line, with the remedy.
        """

    def learn(self, images: ImageRows, seed: int, work: Work) -> Learned:
        """What `extract` must know beforehand, from the training images alone, by name.

        Raises:
            InvalidValue: there are too few images for the settings.
            Cancelled: the work was asked to stop.
        """
        return {}

    @abstractmethod
    def extract(self, images: Images, learned: Learned) -> Numbers:
        """The features (n, D) of images (n, h, w, channels)."""

    @abstractmethod
    def statement(self, shape: Shape) -> str:
        """What is computed, in words, with the numbers that the settings and the images' size give."""

    def short(self, shape: Shape) -> str:
        """The same in a few words, for a title."""
        return self.label

    def draw(self, image: Images, learned: Learned, ground: Shown) -> Drawing:
        """What the feature sees of an image (h, w, channels) that is shown as `ground` (h, w, 3): at first, itself."""
        count = self.extract(image[None], learned).shape[1]
        return Drawing(
            self.short(image.shape), count, Panel(image.shape[1], image.shape[0], ground), "the image itself"
        )


def shape_of(dataset: Dataset) -> Shape:
    """(h, w, channels) of a dataset's images."""
    if dataset.image_shape is None:
        raise ValueError("these examples are not images")
    height, width, *channels = dataset.image_shape
    return height, width, channels[0] if channels else 1


def gray(images: Images) -> NDArray[np.float64]:
    """The brightness (n, h, w) of images."""
    weights = np.ones(1) if images.shape[3] == 1 else np.array(LUMINANCE)
    bright: NDArray[np.float64] = images @ weights
    return bright


def enlargement(shape: Shape, side: int) -> int:
    """The whole factor that takes the shorter side of an image to at least `side` pixels."""
    return max(1, -(-side // min(shape[:2])))


def enlarged(images: NDArray[np.float64], factor: int) -> NDArray[np.float64]:
    """Images (n, h, w) with sides `factor` times as long, bilinear between the centers of pixels."""
    if factor == 1:
        return images
    return _stretched(_stretched(images, factor, 1), factor, 2)


def _stretched(images: NDArray[np.float64], factor: int, axis: int) -> NDArray[np.float64]:
    n = images.shape[axis]
    places = np.clip((np.arange(n * factor) + 0.5) / factor - 0.5, 0, n - 1)
    low = np.minimum(places.astype(np.int64), max(0, n - 2))
    high = np.minimum(low + 1, n - 1)
    share = (places - low).reshape([-1 if k == axis else 1 for k in range(3)])
    stretched: NDArray[np.float64] = np.take(images, low, axis) * (1 - share) + np.take(images, high, axis) * share
    return stretched
