"""Yes or no: a box with a tick and its words."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.fonts import text_font


class TickEditor(QAbstractButton):
    """A box to tick; its words are part of it, so that a click on them counts too."""

    committed = Signal(object)
    complained = Signal(str)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value, self._theme = False, LIGHT
        self.setText(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(self._take)

    def show_value(self, value: Any, default: Any) -> None:
        """Show a value."""
        self._value = bool(default if value is None else value)
        self.setChecked(self._value)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_refused(self, refused: bool) -> None:
        """Go back to the value that holds."""
        if refused:
            self.restore()

    def restore(self) -> None:
        """Show the value that holds."""
        self.setChecked(self._value)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(text_font(self._theme))
        width = self._side + 10 + metrics.horizontalAdvance(self.text()) + 4
        return QSize(round(width), round(metrics.height() + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, side = QPainter(self), self._theme, self._side
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2.5, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        painter.setPen(QPen(QColor(theme.text if on else theme.faint), 1.2))
        painter.setBrush(QColor(theme.text if on else theme.card))
        painter.drawRoundedRect(box, 3, 3)
        if on:
            pen = QPen(QColor(theme.card), side * 0.14)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            tick = [(0.25, 0.53), (0.43, 0.71), (0.77, 0.31)]
            painter.drawPolyline(QPolygonF([QPointF(box.x() + x * side, box.y() + y * side) for x, y in tick]))
        font = text_font(theme)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if self.isEnabled() else theme.faint))
        words = QRectF(box.right() + 8, 0, self.width() - box.right() - 8, self.height())
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), theme)

    def _take(self, checked: bool) -> None:
        self.committed.emit(checked)

    @property
    def _side(self) -> float:
        return QFontMetricsF(text_font(self._theme)).height() * 0.85
