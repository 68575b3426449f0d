"""Where each weight of W and b stands in a table: its head, its row, its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from gui.theme import Theme
from gui.views.fonts import small_font, text_font

GAP = 14.0  # pixels between the matrices of two layers
WIDEST = 132.0  # pixels of a cell in the light theme


@dataclass(frozen=True)
class Cell:
    """One weight: its place in the flat vector, the layer, row and column of its matrix, and where it is drawn.

    `lines` of text have room in it: none, its value, its gradient too, a numeric one as well.
    """

    index: int
    layer: int
    row: int
    column: int
    place: QRectF
    lines: int


@dataclass(frozen=True)
class Cells:
    """All cells of a table, with the places of what stands above and beside them."""

    cells: tuple[Cell, ...]
    heads: tuple[tuple[QRectF, str], ...]
    sides: tuple[tuple[QRectF, int, int], ...]  # place, layer, row

    @property
    def say_all(self) -> bool:
        """Whether every cell has room for its value and its gradient."""
        return all(cell.lines >= 2 for cell in self.cells)

    def at(self, x: float, y: float) -> Cell | None:
        """The cell around a pixel."""
        return next((cell for cell in self.cells if cell.place.contains(x, y)), None)


def cells_in(width: float, height: float, shapes: Sequence[tuple[int, int]], theme: Theme, lines: int = 2) -> Cells:
    """Lay out matrices of `shapes`, bias last, above each other; a cell has room for `lines` lines, or for fewer."""
    value, small = QFontMetricsF(text_font(theme)), QFontMetricsF(small_font(theme))
    side = small.horizontalAdvance("class 0") + 20 + 10
    head, n_rows = small.height() + 2, sum(rows for rows, _ in shapes)
    room = max(10.0, height - len(shapes) * head - (len(shapes) - 1) * GAP)
    wanted = value.height() + (lines - 1) * small.height() + 8
    tall = min(wanted, room / max(1, n_rows))
    inner = tall - 3
    fit = sum(
        inner >= least for least in (small.height() - 2, *(value.height() + n * small.height() - 4 for n in (1, 2)))
    )
    cells, heads, sides, top, first = [], [], [], 0.0, 0
    for layer, (rows, columns) in enumerate(shapes):
        scale = theme.text_size / 10
        wide = min(WIDEST * scale, (width - side - 2) / columns)
        n_lines = min(fit, lines) if wide >= small.horizontalAdvance("−0.00") + 4 else 0
        for column in range(columns):
            heads.append((QRectF(side + column * wide, top, wide, head), head_of(layer, column, columns, len(shapes))))
        top += head
        for row in range(rows):
            sides.append((QRectF(0, top, side - 6, tall), layer, row))
            for column in range(columns):
                place = QRectF(side + column * wide, top, wide, tall).adjusted(1.5, 1.5, -1.5, -1.5)
                cells.append(Cell(first + row * columns + column, layer, row, column, place, n_lines))
            top += tall
        first += rows * columns
        top += GAP
    return Cells(tuple(cells), tuple(heads), tuple(sides))


def head_of(layer: int, column: int, columns: int, n_layers: int) -> str:
    """What stands above a column: the feature or hidden unit that it weighs, or b."""
    if column == columns - 1:
        return "b"
    if layer > 0:
        return f"h{column + 1}"
    return ("x", "y")[column] if columns == 3 else f"x{column + 1}"
