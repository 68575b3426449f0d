"""A frozen set of labeled examples: stored as they came, with an affine map folded in where they are used."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.data.file_rows import FileRows
from landscape.work import blocks
from trainers.objective import Array, Rows

EDGE_IMAGES = 256  # whose edges say whether images are written
Stored = NDArray[Any] | FileRows  # (N, D) uint8 or float32, as it came; ``x[rows]`` is an array either way


@dataclass(frozen=True, eq=False)
class AffineMap:
    """What a stored feature x becomes: ``scale * x - mean``; mean (D,) of the scaled training split, or None.

    The scale is one number, or (D,) where every feature has its own.
    """

    scale: float | Array
    mean: Array | None

    def __call__(self, stored: NDArray[Any]) -> Array:
        """Mapped features (n, D) in float64 of stored ones (n, D)."""
        mapped = stored.astype(np.float64) * self.scale
        if self.mean is not None:
            mapped -= self.mean
        return mapped


@dataclass(frozen=True, eq=False)
class Examples:
    """Stored features x (N, D), in memory or in files, with their labels y (N,), int64 in 0 .. n_classes - 1."""

    x: Stored
    y: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.y)

    def take(self, rows: Rows) -> Examples:
        """The examples at the given rows; what is in files stays there until it is used."""
        x = self.x.take(rows) if isinstance(self.x, FileRows) else self.x[rows]
        return Examples(x, self.y[rows])


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test examples of one source, and how they are mapped.

    Attributes:
        image_shape: (height, width) or (height, width, 3) where an example is an image, else None. Stored
            features of an image are in the order of ``image.ravel()``; a color image's features are planar
            as in CIFAR's files (all red, all green, all blue) where `planar` is true.
        peak: the stored value that an image shows as full brightness.
        note: where the data comes from and how it was split, in words for the provenance.
    """

    source: str
    train: Examples
    test: Examples
    map: AffineMap
    class_names: tuple[str, ...]
    image_shape: tuple[int, ...] | None
    planar: bool
    peak: float
    note: str

    @property
    def n_features(self) -> int:
        """D, the number of features without the bias."""
        return int(self.train.x.shape[1])

    @property
    def n_classes(self) -> int:
        """C, the number of classes."""
        return len(self.class_names)

    @property
    def seen(self) -> str:
        """What of an example the classifier sees, in a few words, where that is something else than the data."""
        return ""

    @property
    def is_ink(self) -> bool:
        """Whether these are gray images of something written: dark on white is how they are shown, though 0 is paper.

        Their edges say it: of the first training images most of a written one's edge is 0.
        """
        if self.image_shape is None or len(self.image_shape) == 3:
            return False
        rows = np.arange(min(len(self.train), EDGE_IMAGES))
        images = self.train.x[rows].reshape(-1, *self.image_shape)
        edges = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
        return bool(np.median(edges) <= 0.05 * self.peak)

    @cached_property
    def hash(self) -> str:
        """SHA-256 over stored bytes, labels and map, as 64 hex digits; the same wherever the bytes are stored.

        Raises:
            DataError: examples are in a file that is gone, unreadable or changed.
        """
        digest = hashlib.sha256()
        for part in (self.train.x, self.train.y, self.test.x, self.test.y):
            digest.update(f"{part.dtype.str}{part.shape}".encode())
            for rows in blocks(len(part)):
                digest.update(np.ascontiguousarray(part[rows]).data)
        digest.update(np.asarray(self.map.scale, dtype=np.float64).tobytes())
        digest.update(b"" if self.map.mean is None else self.map.mean.tobytes())
        return digest.hexdigest()

    def image(self, examples: Examples, row: int) -> NDArray[np.float64] | None:
        """Example `row` as an image with values 0 to 1, (h, w) or (h, w, 3); None where it is no image."""
        if self.image_shape is None:
            return None
        stored = examples.x[np.array([row])][0]
        return self.as_image(np.clip(stored.astype(np.float64) / self.peak, 0.0, 1.0))

    def as_image(self, features: Array) -> NDArray[np.float64]:
        """Features (D,) laid out as the image (h, w) or (h, w, 3); a class's row of W is shown this way too."""
        if self.image_shape is None:
            raise ValueError("these examples are not images")
        if len(self.image_shape) == 3 and self.planar:
            height, width, channels = self.image_shape
            return features.reshape(channels, height, width).transpose(1, 2, 0)
        return features.reshape(self.image_shape)
