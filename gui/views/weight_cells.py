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
    """Lay out matrices of `shapes`, bias last; a cell has room for `lines` lines, or for fewer.

    Above each other where rows are high enough to be read so, else beside each other.
    """
    small, head = QFontMetricsF(small_font(theme)), _head(theme)
    n_rows, n = sum(rows for rows, _ in shapes), len(shapes)
    room = max(10.0, height - n * head - (n - 1) * GAP)
    stacked = n == 1 or room / n_rows >= small.height()
    top = left = 0.0
    first, blocks = 0, []
    shares = [columns + 2.0 for _, columns in shapes]  # about two columns' room for what stands beside
    for layer, (rows, columns) in enumerate(shapes):
        if stacked:
            place = QRectF(0, top, width, head + room * rows / n_rows)
            top = top + head + min(place.height() - head, rows * _wanted(theme, lines)) + GAP
        else:
            wide = (width - (n - 1) * GAP) * shares[layer] / sum(shares)
            place = QRectF(left, 0, wide, height)
            left += wide + GAP
        blocks.append(_block(place, first, layer, (rows, columns), n, theme, lines))
        first += rows * columns
    cells, heads, sides = (tuple(part for block in blocks for part in block[k]) for k in range(3))
    return Cells(cells, heads, sides)


def _block(
    place: QRectF, first: int, layer: int, shape: tuple[int, int], n_layers: int, theme: Theme, lines: int
) -> tuple[list[Cell], list[tuple[QRectF, str]], list[tuple[QRectF, int, int]]]:
    """The cells of one matrix, its heads and its sides; words that have no room are left out."""
    (rows, columns), head = shape, _head(theme)
    value, small = QFontMetricsF(text_font(theme)), QFontMetricsF(small_font(theme))
    beside = "class 0" if layer == n_layers - 1 else "h12"
    side = min(small.horizontalAdvance(beside) + 12 + 2 * theme.text_size, 0.4 * place.width())
    tall = min(_wanted(theme, lines), (place.height() - head) / rows)
    wide = min(WIDEST * theme.text_size / 10, (place.width() - side - 2) / columns)
    inner = tall - 3
    leasts = (small.height() - 2, *(value.height() + n * small.height() - 4 for n in (1, 2)))
    fit = sum(inner >= least for least in leasts)
    n_lines = min(fit, lines) if wide >= small.horizontalAdvance("−0.00") + 4 else 0
    gap = 1.5 if min(tall, wide) > 9 else 0.5
    cells, heads, sides = [], [], []
    for column in range(columns):
        text = head_of(layer, column, columns, n_layers)
        if wide >= small.horizontalAdvance(text):
            heads.append((QRectF(place.left() + side + column * wide, place.top(), wide, head), text))
    for row in range(rows):
        top = place.top() + head + row * tall
        if tall >= 0.8 * small.height():
            sides.append((QRectF(place.left(), top, side - 6, tall), layer, row))
        for column in range(columns):
            where = QRectF(place.left() + side + column * wide, top, wide, tall).adjusted(gap, gap, -gap, -gap)
            cells.append(Cell(first + row * columns + column, layer, row, column, where, n_lines))
    return cells, heads, sides


def _head(theme: Theme) -> float:
    return QFontMetricsF(small_font(theme)).height() + 2


def _wanted(theme: Theme, lines: int) -> float:
    return QFontMetricsF(text_font(theme)).height() + (lines - 1) * QFontMetricsF(small_font(theme)).height() + 8


def head_of(layer: int, column: int, columns: int, n_layers: int) -> str:
    """What stands above a column: the feature or hidden unit that it weighs, or b."""
    if column == columns - 1:
        return "b"
    if layer > 0:
        return f"h{column + 1}"
    return ("x", "y")[column] if columns == 3 else f"x{column + 1}"
