"""Speeded-up robust features: sums of box-filter responses around a point, as visual words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.features.bag import CELLS, Bag, Places
from landscape.features.drawing import Strokes, rays
from landscape.features.feature import Images, Shape, enlarged, enlargement, gray
from landscape.features.vocabulary import Descriptors
from trainers.objective import Array

SIDES = {"dense": 64, "keypoints": 128}  # of the images that it works on: its smallest filters need room
GRID = 16  # points of the dense grid along the shorter side
SCALE = 1.2  # of the dense descriptors: SURF's smallest
RADIUS = 2.0  # of a keypoint’s circle, in its scale
PEAK = 255.0  # of the brightness that the threshold is meant for
SIZE = 64


@dataclass(frozen=True, kw_only=True)
class Surf(Bag):
    """SURF descriptors of an image's brightness, as a bag of visual words; computed by mahotas.

    Source: H. Bay, A. Ess, T. Tuytelaars, L. Van Gool, "Speeded-Up Robust Features (SURF)", 2008.
    """

    name: ClassVar[str] = "surf"
    label: ClassVar[str] = "SURF"
    summary: ClassVar[str] = "SURF descriptors of the brightness, as a bag of visual words."

    def describe(self, images: Images) -> list[Descriptors]:
        """Descriptors (m, 64) of each image."""
        bright = enlarged(gray(images), enlargement(images.shape[1:], SIDES[self.points])) * PEAK
        return [self._of(image)[1] for image in bright]

    def places(self, image: Images) -> Places:
        """A dense grid, or keypoints with their scales as radii; both have directions."""
        factor = enlargement(image.shape, SIDES[self.points])
        found, descriptors = self._of(enlarged(gray(image[None]), factor)[0] * PEAK)
        rows, columns, scales, angles = found.T
        centers = (np.stack([columns, rows], axis=1) + 0.5) / factor
        # mahotas measures a direction from up to left.
        directions = np.arctan2(-np.cos(angles), -np.sin(angles))
        if self.points == "dense":
            spacing = max(1, min(image.shape[:2]) * factor // GRID)
            return Places(centers, np.full(len(centers), 0.35 * spacing / factor), directions, descriptors)
        return Places(centers, RADIUS * scales / factor, directions, descriptors)

    def glyph(self, word: Array) -> Strokes:
        """A ray in each cell, the sum of the responses there; the point's own direction points up."""
        ahead, left = np.moveaxis(word.reshape(CELLS, CELLS, 4), -1, 0)[:2]
        return rays(np.stack([-left, -ahead], axis=-1)[:, :, None])

    def _of(self, image: NDArray[np.float64]) -> tuple[Array, Descriptors]:
        """Row, column, scale and direction (m, 4) of the points of an image, and their descriptors (m, 64)."""
        from mahotas.features import surf

        if self.points == "dense":
            spacing = max(1, min(image.shape) // GRID)
            found = surf.dense(image, spacing, scale=SCALE, include_interest_point=True)
        else:
            found = surf.surf(image)
        found = np.asarray(found, dtype=np.float64).reshape(-1, 6 + SIZE)
        # Even places have no direction and no length: 0, and no NaN.
        return found[:, [0, 1, 2, 5]], np.nan_to_num(found[:, 6:].astype(np.float32))

    def statement(self, shape: Shape) -> str:
        """Words, places and enlargement."""
        factor = enlargement(shape, SIDES[self.points])
        larger = f", images enlarged {factor} times" if factor > 1 else ""
        spacing = max(1, min(shape[:2]) * factor // GRID)
        where = f"on a grid of {spacing} pixels" if self.points == "dense" else "at keypoints"
        return f"bag of {self.words:,} SURF words, {where}{larger}"
