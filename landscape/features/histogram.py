"""How often colors occur in an image, wherever they are."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.features.drawing import Drawing, Panel, Shown, Swatch
from landscape.features.feature import Feature, Images, Learned, Numbers, Shape
from trainers.parameters import parameter

MOST_BINS = 8  # that are drawn


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
        size = self.bins**channels
        place = self._bins_of(images).reshape(n, -1) + size * np.arange(n)[:, None]
        counts = np.bincount(place.ravel(), minlength=n * size).reshape(n, size)
        shares = counts / (height * width)
        roots: Numbers = np.sqrt(shares).astype(np.float32)
        return roots

    def statement(self, shape: Shape) -> str:
        """The channels and their bins."""
        if shape[2] == 1:
            return f"histogram of brightness, {self.bins} bins"
        return f"color histogram, {self.bins} bins each of hue, saturation and value together"

    def short(self, shape: Shape) -> str:
        """What is counted."""
        return "brightness histogram" if shape[2] == 1 else "color histogram"

    def draw(self, image: Images, learned: Learned, ground: Shown) -> Drawing:
        """The image in the colors of its bins, which is all that is seen of it, and the fullest bins."""
        channels = image.shape[2]
        places = self._bins_of(image[None])[0]
        counts = np.bincount(places.ravel(), minlength=self.bins**channels)
        is_ink = channels == 1 and bool(np.abs(ground[..., 0] - image[..., 0]).max() > 0)
        colors = {int(place): self._color(int(place), channels, is_ink) for place in np.unique(places)}
        painted = np.array([colors[place] for place in places.ravel().tolist()]).reshape(*places.shape, 3)
        order = [int(place) for place in np.argsort(-counts, kind="stable")[:MOST_BINS] if counts[place]]
        swatches = tuple(
            Swatch(counts[place] / counts[order[0]], _percent(counts[place] / places.size), colors[place])
            for place in order
        )
        says = "each pixel in its bin’s color, and the fullest bins by their share of the pixels"
        main = Panel(image.shape[1], image.shape[0], painted)
        return Drawing(self.short(image.shape), len(counts), main, says, swatches=swatches)

    def _bins_of(self, images: Images) -> NDArray[np.int64]:
        """The number of each pixel's bin (n, h, w)."""
        channels = images.shape[3]
        if channels == 3:
            from skimage.color import rgb2hsv

            images = rgb2hsv(images)
        steps = np.minimum((images * self.bins).astype(np.int64), self.bins - 1)
        found: NDArray[np.int64] = steps @ (self.bins ** np.arange(channels)[::-1])
        return found

    def _color(self, place: int, channels: int, is_ink: bool) -> tuple[float, float, float]:
        """The color in the middle of a bin."""
        if channels == 1:
            value = (place + 0.5) / self.bins
            return (1 - value if is_ink else value,) * 3
        hue, saturation, value = ((place // self.bins**power % self.bins + 0.5) / self.bins for power in (2, 1, 0))
        return colorsys.hsv_to_rgb(hue, saturation, value)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.0095 else f"{100 * share:.1f} %"
