"""Scale-invariant feature transform: histograms of gradient directions around a point, as visual words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.features.bag import Bag
from landscape.features.feature import Images, Shape, enlarged, enlargement, gray
from landscape.features.vocabulary import Descriptors

SIDE = 32  # of the images that it works on, in pixels: smaller ones are enlarged
CELLS = 4  # along each side of the window around a point
DIRECTIONS = 8
SIZE = CELLS * CELLS * DIRECTIONS
CLIP = 0.2  # of a normalized descriptor, so that no single edge decides


@dataclass(frozen=True, kw_only=True)
class Sift(Bag):
    """SIFT descriptors of an image's brightness, as a bag of visual words.

    Keypoints are found and described by scikit-image. The dense ones are upright and of one scale: windows of
    4 x 4 cells with 8 directions each, linear between cells and directions, clipped at 0.2. Sources: D. Lowe,
    "Distinctive Image Features from Scale-Invariant Keypoints", 2004; A. Bosch, A. Zisserman, X. Munoz, "Image
    Classification using Random Forests and Ferns", 2007 (dense).
    """

    name: ClassVar[str] = "sift"
    label: ClassVar[str] = "SIFT"
    summary: ClassVar[str] = "SIFT descriptors of the brightness, as a bag of visual words."

    def describe(self, images: Images) -> list[Descriptors]:
        """Descriptors (m, 128) of each image."""
        bright = enlarged(gray(images), enlargement(images.shape[1:], SIDE))
        if self.points == "dense":
            return list(dense_sift(bright))
        return [_at_keypoints(image) for image in bright]

    def statement(self, shape: Shape) -> str:
        """Words, places and enlargement."""
        factor = enlargement(shape, SIDE)
        larger = f", images enlarged {factor} times" if factor > 1 else ""
        cell = cell_for(min(shape[:2]) * factor)
        where = f"windows of {CELLS * cell} pixels every {_spacing(cell)}" if self.points == "dense" else "at keypoints"
        return f"bag of {self.words:,} SIFT words, {where}{larger}"


def cell_for(side: int) -> int:
    """Pixels along a cell of a dense descriptor."""
    return max(2, side // 8)


def dense_sift(bright: NDArray[np.float64]) -> Descriptors:
    """Descriptors (n, points, 128) of images (n, h, w): cells row by row, in each the directions from 0 degrees."""
    from scipy.ndimage import convolve1d

    n, height, width = bright.shape
    cell = cell_for(min(height, width))
    down, right = np.gradient(bright, axis=(1, 2))
    length = np.hypot(down, right)
    turn = (np.arctan2(down, right) / (2 * np.pi) % 1.0) * DIRECTIONS
    low = np.floor(turn).astype(np.int64)
    share = turn - low
    maps = np.zeros((DIRECTIONS, n, height, width))
    for direction in range(DIRECTIONS):
        maps[direction] = length * (
            (low % DIRECTIONS == direction) * (1 - share) + ((low + 1) % DIRECTIONS == direction) * share
        )
    triangle = 1 - np.abs(np.arange(1 - cell, cell)) / cell
    for axis in (2, 3):
        maps = convolve1d(maps, triangle, axis=axis, mode="constant")
    rows, columns = (_centers(side, cell) for side in (height, width))
    near = np.exp(-(((np.arange(CELLS) - (CELLS - 1) / 2) / (CELLS / 2)) ** 2) / 2)  # Lowe's: half a window's width
    picked = maps[:, :, rows[:, None, :, None], columns[None, :, None, :]] * (near[:, None] * near)
    windows = picked.transpose(1, 2, 3, 4, 5, 0).reshape(n, -1, SIZE)
    return _normalized(windows).astype(np.float32)


def _spacing(cell: int) -> int:
    return max(1, cell // 2)


def _centers(side: int, cell: int) -> NDArray[np.int64]:
    """The middle pixels (points, 4) of the cells of each window along one side."""
    first = np.arange(0, side - CELLS * cell + 1, _spacing(cell))
    return first[:, None] + cell * np.arange(CELLS) + cell // 2


def _normalized(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Length 1, then clipped, then length 1 again; an even window stays 0."""
    for clip in (CLIP, np.inf):
        lengths = np.linalg.norm(windows, axis=-1, keepdims=True)
        windows = np.minimum(windows / np.maximum(lengths, 1e-9), clip)
    return windows


def _at_keypoints(image: NDArray[np.float64]) -> Descriptors:
    from skimage.feature import SIFT

    sift: Any = SIFT()  # type: ignore[no-untyped-call]
    try:
        sift.detect_and_extract(image)
    except RuntimeError:  # "SIFT found no features": an even image
        return np.empty((0, SIZE), dtype=np.float32)
    found = sift.descriptors.astype(np.float64)
    return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), dtype=np.float32)
