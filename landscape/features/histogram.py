"""How often colors occur in an image, wherever they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.features.feature import Feature, Images, Learned, Numbers, Shape
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Histogram(Feature):
    """Square roots of the shares of an image's pixels by hue, saturation and value together; of a gray one by value.

    The square root (Hellinger's kernel) keeps large even areas from outweighing everything. Sources: M. Swain and
    D. Ballard, "Color Indexing", 1991; A. Vedaldi and A. Zisserman, "Efficient Additive Kernels", 2012.
    """

    name: ClassVar[str] = "histogram"
    label: ClassVar[str] = "color histogram"
    summary: ClassVar[str] = "How often each color occurs, wherever it is; of gray images, each brightness."

    bins: int = parameter(6, at_least=2, at_most=16, help="Bins of each color channel of the histogram.")

    def extract(self, images: Images, learned: Learned) -> Numbers:
        """(n, bins^channels)."""
        n, height, width, channels = images.shape
        if channels == 3:
            from skimage.color import rgb2hsv

            images = rgb2hsv(images)
        steps = np.minimum((images * self.bins).astype(np.int64), self.bins - 1).reshape(n, -1, channels)
        size = self.bins**channels
        place = steps @ (self.bins ** np.arange(channels)[::-1]) + size * np.arange(n)[:, None]
        counts = np.bincount(place.ravel(), minlength=n * size).reshape(n, size)
        shares = counts / (height * width)
        roots: Numbers = np.sqrt(shares).astype(np.float32)
        return roots

    def statement(self, shape: Shape) -> str:
        """The channels and their bins."""
        if shape[2] == 1:
            return f"histogram of brightness, {self.bins} bins"
        return f"color histogram, {self.bins} bins each of hue, saturation and value together"
