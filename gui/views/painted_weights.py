"""W and b as a table to look at: each weight with its gradient beneath, the plane's axes marked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.class_marks import paint_class
from gui.views.fonts import blend, small_font, text_font
from gui.views.plain_numbers import cell_text, small_text
from gui.views.weight_cells import GAP, Cell, Cells, cells_in, head_of
from landscape.figures.wording import number_text
from trainers.objective import Array

PIN = 16.0  # pixels of the corner that marks a weight as an axis
SMALLEST = 0.7  # of the usual size, for numbers in narrow cells
CENTER = Qt.AlignmentFlag.AlignCenter
AXES = "ab"
RAISED, LOWERED = "#b2182b", "#2166ac"  # above zero and below


class PaintedWeights(QWidget):
    """The matrices of a model's flat weights (P,), rows of classes or hidden units, the bias last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._shapes: tuple[tuple[int, int], ...] = ()
        self._names: tuple[str, ...] = ()
        self._values: Array = np.empty(0)
        self._slopes: Array = np.empty(0)
        self._numeric: Array | None = None
        self._agrees: Array | None = None
        self._axes: tuple[int, ...] = ()
        self._at = 0
        self._hovered: int | None = None
        self._laid_out: tuple[tuple[object, ...], Cells] | None = None  # for what, and where everything is
        self.setAccessibleName("Weights W and b, with their gradient")

    def set_shapes(self, shapes: Sequence[tuple[int, int]], names: Sequence[str]) -> None:
        """One matrix (rows, columns) per layer, the bias last; `names` are the classes'."""
        if tuple(shapes) != self._shapes or tuple(names) != self._names:
            self._shapes, self._names = tuple(shapes), tuple(names)
            self._at, self._hovered = 0, None
            self.updateGeometry()
            self.update()

    def set_values(self, values: Array, slopes: Array) -> None:
        """Show weights (P,) and their gradient (P,); a comparison with the numeric one goes."""
        self._values, self._slopes = np.array(values, dtype=float), np.array(slopes, dtype=float)
        self._numeric = self._agrees = None
        self._describe()
        self.update()

    def set_check(self, numeric: Array | None, agrees: Array | None) -> None:
        """Show numeric slopes (P,) beneath the analytic ones, and whether each agrees; None takes them away."""
        self._numeric, self._agrees = numeric, agrees
        self.update()

    def set_axes(self, axes: Sequence[int]) -> None:
        """Which weights are the axes of the plane, a then b; none where its axes are no single weights."""
        self._axes = tuple(axes)
        self._describe()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    @property
    def layout_of_cells(self) -> Cells:
        """Where everything is drawn."""
        given = self.width(), self.height(), self._shapes, self._theme, self._lines
        if self._laid_out is None or self._laid_out[0] != given:
            self._laid_out = given, self._lay_out()
        return self._laid_out[1]

    def cell(self, index: int) -> Cell:
        """The cell of a weight."""
        return self.layout_of_cells.cells[index]

    def pin_of(self, index: int) -> QRectF:
        """The corner of a cell that marks it as an axis."""
        place = self.cell(index).place
        return QRectF(place.right() - PIN, place.top(), PIN, min(PIN, place.height()))

    def short_words(self, index: int) -> str:
        """The same with the signs that cells have: "x, class 0: 0.68, ∇ 0.05, Δ 0.05"."""
        column, row = self._place_words(index)
        said = f"{column.removeprefix('weight of ')}, {row}: {cell_text(float(self._values[index]))}"
        said += f", ∇ {small_text(float(self._slopes[index]))}"
        return said if self._numeric is None else f"{said}, Δ {small_text(float(self._numeric[index]))}"

    def words(self, index: int) -> str:
        """What a weight is, its value and its gradient."""
        column, row = self._place_words(index)
        said = f"{column}, {row}: {number_text(float(self._values[index]), '.4g')}"
        said += f", gradient {small_text(float(self._slopes[index]))}"
        if self._numeric is not None:
            said += f", numeric {small_text(float(self._numeric[index]))}"
        return said + (f", axis {AXES[self._axes.index(index)]}" if index in self._axes[:2] else "")

    def sizeHint(self) -> QSize:
        value, small = QFontMetricsF(text_font(self._theme)), QFontMetricsF(small_font(self._theme))
        rows = sum(rows for rows, _ in self._shapes)
        tall = value.height() + (self._lines - 1) * small.height() + 8
        between = (len(self._shapes) - 1) * GAP
        return QSize(360, round(rows * tall + len(self._shapes) * (small.height() + 2) + between))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shapes or len(self._values) != sum(rows * columns for rows, columns in self._shapes):
            return
        painter, theme, cells = QPainter(self), self._theme, self.layout_of_cells
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        for place, text in cells.heads:
            painter.drawText(place, CENTER, text)
        for place, layer, row in cells.sides:
            self._paint_side(painter, place, layer, row)
        largest = float(np.abs(self._values[np.isfinite(self._values)]).max(initial=0.0)) or 1.0
        for cell in cells.cells:
            self._paint_cell(painter, cell, largest)
        if not cells.say_all:
            metrics = QFontMetricsF(small_font(theme))
            height = metrics.height() + 2
            painter.setFont(small_font(theme))
            painter.setPen(QColor(theme.text))
            index = self._at if self._hovered is None else self._hovered
            told = self.words(index)
            if metrics.horizontalAdvance(told) > self.width():
                told = self.short_words(index)
            text = metrics.elidedText(told, Qt.TextElideMode.ElideRight, self.width())
            line = QRectF(0, self.height() - height, self.width(), height)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_side(self, painter: QPainter, place: QRectF, layer: int, row: int) -> None:
        theme = self._theme
        painter.setPen(QColor(theme.muted))
        painter.setFont(small_font(theme))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if layer < len(self._shapes) - 1:
            painter.drawText(place, right, f"h{row + 1}")
            return
        radius = min(0.32 * theme.text_size + 1.5, 0.4 * place.height())
        paint_class(
            painter, row, QPointF(place.left() + radius + 2, place.center().y()), radius, QPen(Qt.PenStyle.NoPen)
        )
        words = place.adjusted(2 * radius + 6, 0, 0, 0)
        painter.setPen(QColor(theme.text))
        name = self._names[row] if row < len(self._names) else str(row)
        name = f"class {name}" if name.isdigit() else name
        elided = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, elided)

    def _paint_cell(self, painter: QPainter, cell: Cell, largest: float) -> None:
        theme, place, value = self._theme, cell.place, float(self._values[cell.index])
        is_axis, is_at = cell.index in self._axes, cell.index == self._at and self.hasFocus()
        if cell.lines:
            ground = theme.selected if is_axis else theme.track if cell.index == self._hovered else theme.card
            painter.setBrush(QColor(ground))
        else:  # its color tells what has no room for words
            share = min(1.0, abs(value) / largest) if np.isfinite(value) else 1.0
            painter.setBrush(blend(theme.card, RAISED if value > 0 else LOWERED, 0.85 * share))
        edge = theme.accent if is_at or is_axis else theme.border
        painter.setPen(QPen(QColor(edge), 2 if is_at else 1))
        painter.drawRoundedRect(place, 4, 4)
        lines = self.fitted_lines(cell)
        heights = [QFontMetricsF(font).height() for font, _, _ in lines]
        y = place.center().y() - sum(heights) / 2
        for (font, ink, text), height in zip(lines, heights, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(place.left(), y, place.width(), height), CENTER, text)
            y += height
        if is_axis or (cell.index == self._hovered and cell.lines):
            self._paint_pin(painter, cell.index)

    def fitted_lines(self, cell: Cell) -> list[tuple[QFont, str, str]]:
        """The lines of a cell, set smaller where it is narrow."""
        lines, room = self._lines_of(cell), cell.place.width() - 4
        for font, _, text in lines:
            smallest = SMALLEST * font.pointSizeF()
            while font.pointSizeF() > smallest and QFontMetricsF(font).horizontalAdvance(text) > room:
                font.setPointSizeF(max(smallest, font.pointSizeF() - 0.25))
        return lines

    def _lines_of(self, cell: Cell) -> list[tuple[QFont, str, str]]:
        """What a cell says: font, color and text of each line. Beside a numeric slope the value may have to go."""
        theme = self._theme
        is_low = cell.place.height() < QFontMetricsF(text_font(theme)).height()
        font = small_font(theme, bold=True) if is_low else text_font(theme, bold=True)
        lines = [(font, theme.text, cell_text(float(self._values[cell.index])))]
        lines.append((small_font(theme), theme.muted, f"∇ {small_text(float(self._slopes[cell.index]))}"))
        if self._numeric is not None and self._agrees is not None:
            ink = theme.good if self._agrees[cell.index] else theme.bad
            lines.append((small_font(theme), ink, f"Δ {small_text(float(self._numeric[cell.index]))}"))
            if cell.lines == 2:
                return lines[1:]
        return lines[: cell.lines]

    def _paint_pin(self, painter: QPainter, index: int) -> None:
        theme, pin = self._theme, self.pin_of(index)
        if index in self._axes[:2]:
            painter.setFont(text_font(theme, bold=True))
            painter.setPen(QColor(theme.accent))
            painter.drawText(pin, CENTER, AXES[self._axes.index(index)])
        else:
            painter.setPen(QPen(QColor(theme.faint), 1.3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(pin.center(), 3.5, 3.5)

    def _lay_out(self) -> Cells:
        cells = cells_in(self.width(), self.height(), self._shapes, self._theme, self._lines)
        if cells.say_all:
            return cells
        spare = QFontMetricsF(small_font(self._theme)).height() + 4  # for a line that tells one weight in words
        return cells_in(self.width(), self.height() - spare, self._shapes, self._theme, self._lines)

    def _place_words(self, index: int) -> tuple[str, str]:
        """The column and the row of a weight: ("weight of x", "class 0")."""
        cell = self.cell(index)
        is_last = cell.layer == len(self._shapes) - 1 and cell.row < len(self._names)
        row = f"class {self._names[cell.row]}" if is_last else f"hidden unit {cell.row + 1}"
        is_bias = cell.column == self._shapes[cell.layer][1] - 1
        return "bias" if is_bias else f"weight of {self._source(cell)}", row

    def _source(self, cell: Cell) -> str:
        return head_of(cell.layer, cell.column, self._shapes[cell.layer][1], len(self._shapes))

    @property
    def _lines(self) -> int:
        return 3 if self._numeric is not None else 2

    def _describe(self) -> None:
        if len(self._values) and len(self._values) == sum(rows * columns for rows, columns in self._shapes):
            self.setAccessibleDescription(self.words(self._at))
