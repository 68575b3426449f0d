"""What a feature sees of an image, as marks to draw. No library of pictures is in it, so that all draw the same.

Coordinates are pixels of the image: x from its left edge to the right, y from its upper edge down.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array

Shown = NDArray[np.float64]  # (h, w, 3), values 0 to 1: what a screen or a page shows

INK = "#0b3d91"
REST = "#7f8794"  # of places whose word is none of the most frequent
# Of the words that occur most often, in order; they keep apart for color-blind eyes on a faded image.
WORD_COLORS = ("#d95f02", "#1f78b4", "#6a3d9a", "#2e8555", "#c2185b", "#7f6000")
MOST_WORDS = len(WORD_COLORS)
PALE = 0.4  # of an image's contrast is left beneath marks


@dataclass(frozen=True, eq=False)
class Strokes:
    """Line segments: ends (n, 2, 2) as ((x, y), (x, y)); strengths (n,) from 0, not there, to 1."""

    ends: Array
    strengths: Array
    color: str = INK


@dataclass(frozen=True, eq=False)
class Rings:
    """Circles: centers (n, 2) as (x, y), radii (n,), and directions (n,) in radians from right to down, NaN for none.

    `colors` are those of the words at these places; `filled` makes them dots.
    """

    centers: Array
    radii: Array
    directions: Array
    colors: tuple[str, ...]
    filled: bool = False


@dataclass(frozen=True, eq=False)
class Panel:
    """A picture of `width` by `height` of its own units: an image that fills it, strokes, circles, and borders in it.

    `borders` are ends (n, 2, 2) of quiet lines, such as those between quadrants.
    """

    width: float
    height: float
    image: Shown | None = None
    strokes: Strokes | None = None
    rings: Rings | None = None
    borders: Array = field(default_factory=lambda: np.empty((0, 2, 2)))


@dataclass(frozen=True, eq=False)
class Tile:
    """A word of a vocabulary drawn as what it is, with how much of it there is: 0 to 1 of the most, and in words.

    `color` is the one of its places; "" where places have none.
    """

    panel: Panel
    share: float
    words: str
    color: str = ""


@dataclass(frozen=True, eq=False)
class Swatch:
    """A bin of a histogram: its share 0 to 1 of the fullest, in words, and its color (3,), values 0 to 1."""

    share: float
    words: str
    color: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Drawing:
    """One feature of one image.

    Attributes:
        name: the feature with its settings in a few words; count: how many numbers it is.
        main: over or in the place of the image.
        tiles: words, strongest first; with `group` so many of each quadrant, upper ones first.
        swatches: bins, fullest first.
        says: what is drawn, in a sentence.
    """

    name: str
    count: int
    main: Panel
    says: str
    tiles: tuple[Tile, ...] = ()
    group: int = 0
    swatches: tuple[Swatch, ...] = ()


def shown(image: NDArray[np.float64], is_ink: bool) -> Shown:
    """An image (h, w, channels), values 0 to 1, as it is shown: ink, where values are that, dark on white."""
    if image.shape[2] == 3:
        return image
    return np.repeat(1.0 - image if is_ink else image, 3, axis=2)


def pale(image: Shown) -> Shown:
    """An image faded to white, so that marks on it stand out."""
    return 1.0 - PALE * (1.0 - image)


def rays(vectors: Array) -> Strokes:
    """A glyph of cells with rays of the `vectors` (rows, columns, n, 2) as (x, y), the longest half a cell long."""
    rows, columns = vectors.shape[:2]
    middle = np.stack(np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5), axis=-1)[:, :, None]
    lengths = np.linalg.norm(vectors, axis=-1)
    largest = float(lengths.max()) or 1.0
    tips = middle + 0.5 * vectors / largest
    ends = np.stack([np.broadcast_to(middle, tips.shape), tips], axis=-2).reshape(-1, 2, 2)
    return Strokes(ends, lengths.ravel() / largest)
