"""The loss along one step's ray as a curve, on which a handle chooses how long the step is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.fonts import small_font
from landscape.lessons.step_ray import StepRay

RESTING = 700  # milliseconds without another key that count as letting go
RISE = 1.0  # the curve's top: how far above the loss before the step, in drops from there to the lowest


class RaySlider(QAbstractSlider):
    """A slider over the places of a `StepRay`.

    Signals:
        dragged(float): the factor under the hand. let_go(float): the factor that the hand, or the keys, left.
    """

    dragged = Signal(float)
    let_go = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._ray: StepRay | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING)
        self._resting.timeout.connect(self._leave)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Length of this step")
        self.setToolTip(
            "How long the step is (a line search, by hand): drag, or use the arrow keys; a double click takes the "
            "method's own step again. The curve is the loss along the step's ray on all training examples"
        )
        self.setPageStep(10)

    def set_ray(self, ray: StepRay | None, factor: float) -> None:
        """Show a ray with the handle at a factor on it; nothing is emitted."""
        self._resting.stop()
        self._ray = ray
        self.blockSignals(True)
        if ray is not None:
            self.setRange(0, len(ray.factors) - 1)
            self.setValue(int(np.argmin(np.abs(ray.factors - factor))))
        self.blockSignals(False)
        self._describe()
        self.update()

    def set_factor(self, factor: float) -> None:
        """Move the handle to the place nearest to a factor; nothing is emitted."""
        if self._ray is not None:
            self.set_ray(self._ray, factor)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    @property
    def factor(self) -> float:
        """The factor under the handle."""
        return 1.0 if self._ray is None else float(self._ray.factors[self.sliderPosition()])

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(small_font(self._theme)).height()
        return QSize(260, round(4.6 * line))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def place_of(self, factor: float) -> QPointF:
        """The pixel of the curve at the factor of a place."""
        assert self._ray is not None
        place, (_, loss) = self._frame(), self._ray.nearest(factor)
        low, high = self._losses()
        share = (loss - low) / (high - low) if np.isfinite(loss) else 1.0
        return QPointF(self._x(factor), place.bottom() - min(1.0, max(0.0, share)) * place.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._ray is not None:
            self.setSliderDown(True)
            self._go(self._index_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(self._index_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self._leave()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The method's own length again."""
        if self._ray is not None:
            self._go(int(np.argmin(np.abs(self._ray.factors - 1.0))))
            self._leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that passes by must not train anew."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._resting.isActive():
            self._leave()
            return
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self._describe()
            self.dragged.emit(self.factor)
            self._resting.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, ray = QPainter(self), self._theme, self._ray
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), theme)
        if ray is None:
            return
        place = self._frame()
        painter.setFont(small_font(theme))
        metrics = QFontMetricsF(small_font(theme))
        for factor in (0.0, 1.0):
            x = self._x(factor)
            painter.setPen(QPen(QColor(theme.faint), 1))
            painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))
        self._paint_ticks(painter, place, metrics)
        painter.setPen(QPen(QColor(theme.muted), 0.8 * theme.line_width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.save()
        painter.setClipRect(place.adjusted(-2, -2, 2, 2))
        for part in self._curve():
            painter.drawPolyline(QPolygonF(part))
        painter.restore()
        handle = self.place_of(self.factor)
        painter.setPen(QPen(QColor(theme.text), theme.line_width))
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(handle, 2.6 * theme.line_width, 2.6 * theme.line_width)

    def _paint_ticks(self, painter: QPainter, place: QRectF, metrics: QFontMetricsF) -> None:
        """Below: the weights before the step, its own length, and the ray's end, unless they would touch."""
        assert self._ray is not None
        painter.setPen(QColor(self._theme.muted))
        end = float(self._ray.factors[-1])
        free = self.width() - 2.0
        for factor, words in ((end, f"× {end:g}"), (0.0, "before"), (1.0, "× 1")):
            width = metrics.horizontalAdvance(words) + 2
            left = min(max(0.0, self._x(factor) - width / 2), self.width() - width)
            if factor == 1.0:  # right of "before", where it may not reach
                left = max(left, self._x(0.0) + metrics.horizontalAdvance("before") / 2 + 8)
            if factor == end or left + width < free:
                painter.drawText(
                    QRectF(left, place.bottom() + 2, width, metrics.height()), Qt.AlignmentFlag.AlignCenter, words
                )
            if factor == end:
                free = left - 8

    def _curve(self) -> list[list[QPointF]]:
        """The curve's finite parts in pixels."""
        assert self._ray is not None
        place = self._frame()
        low, high = self._losses()
        parts: list[list[QPointF]] = [[]]
        for factor, loss in zip(self._ray.factors, self._ray.losses, strict=True):
            if not np.isfinite(loss):
                parts.append([])
                continue
            share = min(4.0, float(loss - low) / (high - low))
            parts[-1].append(QPointF(self._x(float(factor)), place.bottom() - share * place.height()))
        return [part for part in parts if len(part) > 1]

    def _losses(self) -> tuple[float, float]:
        """What the curve's bottom and top stand for: the lowest loss, and as far above the one before the step."""
        assert self._ray is not None
        here, own = self._ray.nearest(0.0)[1], self._ray.nearest(1.0)[1]
        low = self._ray.best[1] if self._ray.best[0] or np.isfinite(self._ray.best[1]) else 0.0
        high = here + RISE * (here - low)
        if np.isfinite(own) and own > high:
            high = own
        return (low, high) if high > low else (low - 0.5, low + 0.5)

    def _frame(self) -> QRectF:
        line = QFontMetricsF(small_font(self._theme)).height()
        margin = 3.0 * self._theme.line_width + 3
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -line - 6)

    def _x(self, factor: float) -> float:
        assert self._ray is not None
        place, first, last = self._frame(), float(self._ray.factors[0]), float(self._ray.factors[-1])
        return place.left() + (factor - first) / (last - first) * place.width()

    def _index_at(self, x: float) -> int:
        place = self._frame()
        share = (x - place.left()) / max(1.0, place.width())
        return round(min(1.0, max(0.0, share)) * self.maximum())

    def _go(self, index: int) -> None:
        if index != self.sliderPosition():
            self.setSliderPosition(index)
            self._describe()
            self.dragged.emit(self.factor)
            self.update()

    def _leave(self) -> None:
        self._resting.stop()
        self.let_go.emit(self.factor)

    def _describe(self) -> None:
        if self._ray is not None:
            self.setAccessibleDescription(f"× {self.factor:g}: loss {self._ray.nearest(self.factor)[1]:.4g}")
