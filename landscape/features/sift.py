"""Scale-invariant feature transform: histograms of gradient directions around a point, as visual words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.features.bag import CELLS, Bag, Places
from landscape.features.drawing import Strokes, rays
from landscape.features.feature import Images, Shape, enlarged, enlargement, gray
from landscape.features.vocabulary import Descriptors
from trainers.objective import Array

SIDE = 32  # of the images that it works on, in pixels: smaller ones are enlarged
DIRECTIONS = 8
SIZE = CELLS * CELLS * DIRECTIONS
RADIUS = 2.0  # of a keypoint’s circle, in deviations of its blur
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
        return [_at_keypoints(image)[1] for image in bright]

    def places(self, image: Images) -> Places:
        """Windows row by row, upright; or keypoints, each with the radius of its blur."""
        factor = enlargement(image.shape, SIDE)
        bright = enlarged(gray(image[None]), factor)
        if self.points == "keypoints":
            (rows, columns, sigmas, angles), descriptors = _at_keypoints(bright[0])
            centers = (np.stack([columns, rows], axis=1) + 0.5) / factor
            # scikit-image measures a direction from down to right.
            return Places(centers, RADIUS * sigmas / factor, np.pi / 2 - angles, descriptors)
        cell = cell_for(min(bright.shape[1:]))
        down, right = (_centers(side, cell).mean(axis=1) + 0.5 for side in bright.shape[1:])
        centers = np.stack(np.meshgrid(right, down), axis=-1).reshape(-1, 2) / factor
        radii = np.full(len(centers), 0.35 * _spacing(cell) / factor)
        return Places(centers, radii, np.full(len(centers), np.nan), dense_sift(bright)[0])

    def glyph(self, word: Array) -> Strokes:
        """Eight rays in each cell; of a keypoint's word its direction points up."""
        values = np.maximum(word, 0.0).reshape(CELLS, CELLS, DIRECTIONS, 1)
        turn = 2 * np.pi * np.arange(DIRECTIONS)[:, None] / DIRECTIONS
        if self.points == "dense":
            return rays(values * np.concatenate([np.cos(turn), np.sin(turn)], axis=1))
        # scikit-image's cells begin behind the point and at its right, its bins with the first turn.
        turn += 2 * np.pi / DIRECTIONS
        return rays(values[::-1, ::-1] * -np.concatenate([np.sin(turn), np.cos(turn)], axis=1))

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


def _at_keypoints(image: NDArray[np.float64]) -> tuple[tuple[Array, Array, Array, Array], Descriptors]:
    """Rows, columns, blurs and directions (m,) of an image's keypoints, and their descriptors (m, 128)."""
    from skimage.feature import SIFT

    sift: Any = SIFT()  # type: ignore[no-untyped-call]
    try:
        sift.detect_and_extract(image)
    except RuntimeError:  # "SIFT found no features": an even image
        nothing = np.empty(0)
        return (nothing,) * 4, np.empty((0, SIZE), dtype=np.float32)
    rows, columns = sift.positions.astype(np.float64).T
    found = sift.descriptors.astype(np.float64)
    lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    where = rows, columns, sift.sigmas.astype(np.float64), sift.orientations.astype(np.float64)
    return where, np.asarray(found / lengths, dtype=np.float32)
