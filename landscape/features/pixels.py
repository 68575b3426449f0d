"""The pixels themselves, so that they can be joined with features and compared with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.features.feature import Feature, Images, Learned, Numbers, Shape


@dataclass(frozen=True, kw_only=True)
class Pixels(Feature):
    """The values of an image's pixels from 0 to 1, a color image's as all red, all green, all blue."""

    name: ClassVar[str] = "pixels"
    label: ClassVar[str] = "raw pixels"
    summary: ClassVar[str] = "The pixels themselves, one feature each."
    cached: ClassVar[bool] = False

    def extract(self, images: Images, learned: Learned) -> Numbers:
        """(n, channels x h x w)."""
        return images.transpose(0, 3, 1, 2).reshape(len(images), -1).astype(np.float32)

    def statement(self, shape: Shape) -> str:
        """How many there are."""
        height, width, channels = shape
        return f"raw pixels, {height} x {width}{' x 3' if channels == 3 else ''}"
