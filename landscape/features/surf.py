"""Speeded-up robust features: sums of box-filter responses around a point, as visual words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.features.bag import Bag
from landscape.features.feature import Images, Shape, enlarged, enlargement, gray
from landscape.features.vocabulary import Descriptors

SIDES = {"dense": 64, "keypoints": 128}  # of the images that it works on: its smallest filters need room
GRID = 16  # points of the dense grid along the shorter side
SCALE = 1.2  # of the dense descriptors: SURF's smallest
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
        return [self._of(image) for image in bright]

    def _of(self, image: NDArray[np.float64]) -> Descriptors:
        from mahotas.features import surf

        if self.points == "dense":
            found = surf.dense(image, max(1, min(image.shape) // GRID), scale=SCALE)
        else:
            found = surf.surf(image, descriptor_only=True)
        # Even places have no direction and no length: 0, and no NaN.
        return np.nan_to_num(np.asarray(found, dtype=np.float32).reshape(-1, SIZE))

    def statement(self, shape: Shape) -> str:
        """Words, places and enlargement."""
        factor = enlargement(shape, SIDES[self.points])
        larger = f", images enlarged {factor} times" if factor > 1 else ""
        spacing = max(1, min(shape[:2]) * factor // GRID)
        where = f"on a grid of {spacing} pixels" if self.points == "dense" else "at keypoints"
        return f"bag of {self.words:,} SURF words, {where}{larger}"
