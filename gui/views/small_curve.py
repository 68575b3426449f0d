"""The loss of one path over its steps, small: where it was, where it is, where it will go."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import blend, small_font
from landscape.figures.wording import loss_text
from trainers.objective import Array


class SmallCurve(QWidget):
    """True losses (T,) at steps (T,), with a dot at the present row. What comes after it is faint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._steps: Array = np.empty(0)
        self._losses: Array = np.empty(0)
        self._row, self._color = 0, LIGHT.text
        self.setMinimumSize(120, 20)
        self.setAccessibleName("The loss over the steps")
        self.setToolTip(
            "<b>The loss curve.</b> The loss on all examples after each step; the tab curves shows it large."
        )

    def set_path(self, steps: Array, losses: Array, color: str) -> None:
        """Another path, in its color #rrggbb."""
        self._steps, self._losses, self._color = np.asarray(steps, float), np.asarray(losses, float), color
        self.set_row(len(self._steps) - 1)
        self.update()

    def set_row(self, row: int) -> None:
        """Where the path is now."""
        if row == self._row:
            return
        self._row = row
        if len(self._losses):
            row = min(row, len(self._losses) - 1)
            self.setAccessibleDescription(f"loss {loss_text(float(self._losses[row]))} at step {int(self._steps[row])}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        finite = np.isfinite(self._losses)
        if not finite.any():
            return
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(theme))
        metrics = QFontMetricsF(small_font(theme))
        top = float(self._losses[finite].max())
        low = min(0.0, float(self._losses[finite].min()))
        left = max(metrics.horizontalAdvance(loss_text(top)), metrics.horizontalAdvance("loss")) + 6
        bottom = metrics.height() + 2
        place = QRectF(left, 5, self.width() - left - 8, self.height() - bottom - 7)
        if place.height() < 12:
            return
        painter.setPen(QColor(theme.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        height = metrics.height()
        painter.drawText(QRectF(0, place.top() - 5, left - 5, height), right, loss_text(top))
        painter.drawText(QRectF(0, place.bottom() - height / 2, left - 5, height), right, f"{low:.3g}")
        last = int(self._steps[-1])
        below = QRectF(place.left(), place.bottom() + 2, place.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "loss over the steps")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{last:,}")
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        painter.drawLine(place.bottomLeft(), place.topLeft())
        span = top - low or 1.0
        x = place.left() + (self._steps - self._steps[0]) / max(1.0, self._steps[-1] - self._steps[0]) * place.width()
        y = place.bottom() - (self._losses - low) / span * place.height()
        places = [QPointF(float(u), float(v)) if ok else None for u, v, ok in zip(x, y, finite, strict=True)]
        row = min(max(0, self._row), len(places) - 1)
        dark = QColor(theme.card).lightnessF() < 0.5  # the paths' colors are made for a light ground
        ink = blend(self._color, theme.halo, 0.35 if dark else 0.0)
        later = QColor(ink)
        later.setAlpha(120 if dark else 70)
        for part, color, width in (
            (places[row:], later, 0.6 * theme.line_width),
            (places[: row + 1], ink, theme.line_width),
        ):
            painter.setPen(QPen(color, width))
            painter.drawPolyline(QPolygonF([point for point in part if point is not None]))
        here = places[row]
        if here is not None:
            radius = 1.2 + 1.6 * theme.line_width
            painter.setPen(QPen(QColor(theme.card), 1.5))
            painter.setBrush(ink)
            painter.drawEllipse(here, radius, radius)
