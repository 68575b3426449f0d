"""A slim color bar that marks the lowest loss in sight and the lowest one known."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.colors import indices
from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font
from landscape.figures.wording import loss_text
from landscape.surfaces.ticks import nice_ticks, tick_text

FINE = 512  # rows of color: near the lowest loss colors change fast
WIDTH = 10.0  # pixels of the bar itself
WIDEST_GAP = 0.3  # how much of the height may go to losses below the picture's; more is drawn broken
MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass
class Mark:
    """A labeled place on the bar: its words and the height of their middle, which may differ from its own."""

    words: tuple[str, str]
    place: float
    middle: float


class ColorBar(QWidget):
    """Colors from the lowest loss shown, at the bottom, to the highest; below them, where needed, the lowest known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._low = self._high = self._known = self._here = math.nan
        self._colors: NDArray[np.uint8] = np.zeros((256, 4), np.uint8)
        self._margins = (8.0, 8.0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_losses(
        self, low: float, high: float, known: float, colors: NDArray[np.uint8], here: float | None = None
    ) -> None:
        """The lowest and highest loss shown, the lowest known, NaN where there is none, and the colors (256, 4).

        `here` is the lowest loss in sight where the colors begin elsewhere.
        """
        self._here = low if here is None else here
        self._low, self._high, self._known, self._colors = low, high, known, colors
        self.setAccessibleDescription(", ".join(" ".join(mark.words) for mark in self.marks()))
        self.update()

    def set_margins(self, top: float, bottom: float) -> None:
        """Room above and below the bar, so that it lines up with the picture beside it."""
        self._margins = (top, bottom)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(small_font(self._theme)).horizontalAdvance("lowest known ")
        return QSize(round(WIDTH + 16 + words), 160)

    def marks(self) -> list[Mark]:
        """The marks from top to bottom; their words never overlap."""
        found = []
        if math.isfinite(self._here):
            found.append(Mark(("lowest here", loss_text(self._here)), self._y(self._here), 0.0))
        if math.isfinite(self._known):
            known = min(self._known, self._low) if math.isfinite(self._low) else self._known
            found.append(Mark(("lowest known", loss_text(self._known)), self._y(known), 0.0))
        height = self.mark_height
        # From the bottom up: the last word keeps above the widget's edge, each other one above the one beneath it.
        room = self.height() - height / 2
        for mark in reversed(found):
            mark.middle = min(mark.place, room)
            room = mark.middle - height - 2
        return found

    def bar_place(self) -> QRectF:
        """Where the colors are, in the widget's pixels."""
        return QRectF(2, self._top, WIDTH, self._y(self._low) - self._top)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not math.isfinite(self._low):
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = self.bar_place()
        self._paint_colors(painter, bar)
        self._paint_gap(painter, bar)
        painter.setFont(small_font(theme))
        marks = self.marks()
        highest_word = min((mark.middle for mark in marks), default=math.inf) - self.mark_height / 2
        text_height = QFontMetricsF(small_font(theme)).height()
        ticks, spacing = nice_ticks(self._low, self._high, max(2, int(bar.height() / (2.4 * text_height))))
        for tick in ticks:
            y = self._y(tick)
            if y + text_height / 2 > highest_word:
                continue
            painter.setPen(QPen(QColor(theme.faint), 1))
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y))
            painter.setPen(QColor(theme.muted))
            middle = max(y, text_height / 2)  # a number at the very top stays whole
            beside = QRectF(bar.right() + 7, middle - text_height / 2, 80, text_height)
            painter.drawText(beside, MIDDLE, tick_text(tick, spacing))
        for mark in marks:
            self._paint_mark(painter, bar, mark)

    def _paint_colors(self, painter: QPainter, bar: QRectF) -> None:
        losses = np.linspace(self._high, self._low, FINE)
        column = np.ascontiguousarray(self._colors[indices(losses, self._low, self._high)])
        if self._flat:
            column = np.repeat(self._colors[128:129], 2, axis=0)
        painter.drawImage(bar, QImage(column.data, 1, len(column), 4, QImage.Format.Format_RGBA8888))

    def _paint_gap(self, painter: QPainter, bar: QRectF) -> None:
        if self._bottom - bar.bottom() < 0.5:
            return
        pen = QPen(QColor(self._theme.faint), 1.4)
        if self._is_broken:
            pen.setDashPattern([2.0, 2.5])
        painter.setPen(pen)
        painter.drawLine(QPointF(bar.center().x(), bar.bottom()), QPointF(bar.center().x(), self._bottom))

    def _paint_mark(self, painter: QPainter, bar: QRectF, mark: Mark) -> None:
        theme = self._theme
        tip = QPointF(bar.right() + 1, mark.place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text))
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(6, -3.5), tip + QPointF(6, 3.5)]))
        height = self.mark_height / 2
        left = bar.right() + 12
        if abs(mark.middle - mark.place) > 3:
            painter.setPen(QPen(QColor(theme.faint), 1))
            painter.drawLine(tip + QPointF(6, 0), QPointF(left - 2, mark.middle))
        painter.setPen(QColor(theme.muted))
        painter.setFont(small_font(theme))
        painter.drawText(QRectF(left, mark.middle - height, self.width() - left, height), MIDDLE, mark.words[0])
        painter.setPen(QColor(theme.text))
        painter.setFont(small_font(theme, bold=True))
        painter.drawText(QRectF(left, mark.middle, self.width() - left, height), MIDDLE, mark.words[1])

    @property
    def mark_height(self) -> float:
        """The height of a mark's two lines in pixels."""
        return 2 * QFontMetricsF(small_font(self._theme)).height()

    @property
    def _top(self) -> float:
        return self._margins[0]

    @property
    def _bottom(self) -> float:
        return max(self._top + 20, self.height() - self._margins[1])

    @property
    def _flat(self) -> bool:
        return not self._high > self._low

    @property
    def _gap(self) -> float:
        """The share of the bar's height that lies below the lowest loss shown."""
        if not math.isfinite(self._known) or self._known >= self._low:
            return 0.0
        whole = max(self._high, self._low) - self._known
        return min(WIDEST_GAP, (self._low - self._known) / whole)

    @property
    def _is_broken(self) -> bool:
        return self._gap == WIDEST_GAP

    def _y(self, loss: float) -> float:
        length = self._bottom - self._top
        floor = self._bottom - self._gap * length
        if loss < self._low:
            return self._bottom
        share = 0.0 if self._flat else (loss - self._low) / (self._high - self._low)
        return floor - min(1.0, share) * (floor - self._top)
