"""Histograms of oriented gradients: which way brightness changes, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.errors import InvalidValue
from landscape.features.drawing import Drawing, Panel, Shown, Strokes, pale
from landscape.features.feature import Feature, Images, Learned, Numbers, Shape
from trainers.objective import Array
from trainers.parameters import parameter

BLOCK = 2  # cells along each side of a block, within which histograms are normalized


@dataclass(frozen=True, kw_only=True)
class Hog(Feature):
    """Gradients counted by orientation in square cells, normalized over blocks of 2 x 2 cells (L2-Hys).

    A color image's gradient is its strongest channel's at every pixel. Source: N. Dalal and B. Triggs, "Histograms of
    Oriented Gradients for Human Detection", 2005; computed by scikit-image.
    """

    name: ClassVar[str] = "hog"
    label: ClassVar[str] = "HOG"
    summary: ClassVar[str] = "Histograms of oriented gradients in square cells."

    cell: int | None = parameter(
        None, at_least=2, at_most=512, help="Pixels along each side of a cell; unset, an eighth of the shorter side."
    )
    orientations: int = parameter(9, at_least=2, at_most=36, help="Bins of a gradient's direction over 180 degrees.")

    def check(self, shape: Shape) -> None:
        """Two cells must fit along each side."""
        cell = self.cell_for(shape)
        if min(shape[:2]) < BLOCK * cell:
            largest = min(shape[:2]) // BLOCK
            remedy = f"Try features.cell={largest}." if largest >= 2 else "Try features.kind=pixels."
            raise InvalidValue(
                f"cell of features must fit twice along each side of an image; got {cell} for images of "
                f"{shape[0]} x {shape[1]} pixels. {remedy}"
            )

    def cell_for(self, shape: Shape) -> int:
        """The cell's side in pixels for images (h, w, channels)."""
        return max(2, min(shape[:2]) // 8) if self.cell is None else self.cell

    def extract(self, images: Images, learned: Learned) -> Numbers:
        """(n, blocks x 2 x 2 x orientations)."""
        from skimage.feature import hog

        cell = self.cell_for(images.shape[1:])
        gray = images.shape[3] == 1

        def of(image: Images) -> Numbers:
            found = hog(
                image[..., 0] if gray else image,
                orientations=self.orientations,
                pixels_per_cell=(cell, cell),
                cells_per_block=(BLOCK, BLOCK),
                block_norm="L2-Hys",
                channel_axis=None if gray else -1,
            )
            return np.asarray(found, dtype=np.float32)

        return np.stack([of(image) for image in images])

    def statement(self, shape: Shape) -> str:
        """Cells and orientations."""
        cell = self.cell_for(shape)
        return f"HOG, cells of {cell} x {cell} pixels, {self.orientations} orientations, blocks of 2 x 2 cells"

    def short(self, shape: Shape) -> str:
        """The cell's sides."""
        cell = self.cell_for(shape)
        return f"HOG {cell} × {cell}"

    def draw(self, image: Images, learned: Learned, ground: Shown) -> Drawing:
        """Strokes along the edges in every cell over the image, as long as the bin is full."""
        numbers = self.extract(image[None], learned)[0]
        main = Panel(image.shape[1], image.shape[0], pale(ground), self.strokes(numbers, image.shape))
        says = "strokes along edges, as long as their bin is full, the mean over blocks"
        return Drawing(self.short(image.shape), len(numbers), main, says)

    def strokes(self, numbers: Numbers, shape: Shape) -> Strokes:
        """The glyph of features (D,) of an image (h, w, channels): a star of strokes in each cell."""
        cell, histograms = self.cell_for(shape), self.cell_histograms(numbers, shape)
        shares = histograms / (float(histograms.max()) or 1.0)
        # The bin's middle is the gradient's direction; an edge runs across it.
        angles = np.pi * ((np.arange(self.orientations) + 0.5) / self.orientations + 0.5)
        half = 0.5 * cell * shares[..., None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        rows, columns = shares.shape[:2]
        middle = cell * (np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1)[:, :, None] + 0.5)
        return Strokes(np.stack([middle - half, middle + half], axis=-2).reshape(-1, 2, 2), shares.ravel())

    def cell_histograms(self, numbers: Numbers, shape: Shape) -> Array:
        """Each cell's histogram (rows, columns, orientations): the mean over the blocks that hold the cell."""
        cell = self.cell_for(shape)
        rows, columns = shape[0] // cell, shape[1] // cell
        blocks = numbers.reshape(rows - BLOCK + 1, columns - BLOCK + 1, BLOCK, BLOCK, self.orientations)
        total = np.zeros((rows, columns, self.orientations))
        count = np.zeros((rows, columns, 1))
        for down in range(BLOCK):
            for right in range(BLOCK):
                place = slice(down, down + len(blocks)), slice(right, right + blocks.shape[1])
                total[place] += blocks[:, :, down, right]
                count[place] += 1
        return total / count
