"""A thin slider with a round handle, a caption that follows it and words at both ends."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, text_font

RADIUS = 8.5  # of the handle, in pixels at the light theme's text size


class Slider(QAbstractSlider):
    """A horizontal slider over whole numbers; arrows, page keys, Home, End and the wheel work as in every slider.

    A click on the track takes the handle there at once. `valueChanged` is QAbstractSlider's own.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._caption = self._left = self._right = ""
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(80)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_caption(self, text: str) -> None:
        """The words above the handle, empty for none; parts set off by " · " are left out from the end to fit."""
        self._caption = text
        self.setAccessibleDescription(text)
        self.updateGeometry()
        self.update()

    def set_ends(self, left: str, right: str) -> None:
        """The words below the track's two ends; empty for none."""
        self._left, self._right = left, right
        self.updateGeometry()
        self.update()

    @property
    def caption(self) -> str:
        """The words above the handle."""
        return self._caption

    @property
    def ends(self) -> tuple[str, str]:
        """The words below the two ends."""
        return self._left, self._right

    def sizeHint(self) -> QSize:
        return QSize(240, round(self._above + 2 * self._radius + 4 + self._below))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def handle_position(self) -> QPointF:
        """The handle's center in the widget's pixels."""
        span = max(1, self.maximum() - self.minimum())
        share = (self.sliderPosition() - self.minimum()) / span
        return QPointF(self._first + share * (self._last - self._first), self._middle)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        handle = self.handle_position()
        thick = 5.0 * self._scale
        ink = QColor(theme.text if self.isEnabled() else theme.faint)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.track))
        track = QRectF(self._first, self._middle - thick / 2, self._last - self._first, thick)
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        painter.setBrush(ink)
        track.setRight(handle.x())
        painter.drawRoundedRect(track, thick / 2, thick / 2)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(handle, self._radius + 2.5, self._radius + 2.5)
        painter.setPen(QPen(ink, 2.2 * self._scale))
        painter.setBrush(QColor(theme.card))
        painter.drawEllipse(handle, self._radius - 1, self._radius - 1)
        self._paint_words(painter, handle.x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.setSliderDown(True)
            self.setSliderPosition(self._value_at(event.position().x()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._value_at(event.position().x()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)

    def sliderChange(self, change: QAbstractSlider.SliderChange) -> None:
        super().sliderChange(change)
        self.update()

    def _paint_words(self, painter: QPainter, handle: float) -> None:
        theme = self._theme
        if self._caption:
            painter.setFont(text_font(theme))
            painter.setPen(QColor(theme.text))
            metrics, caption = QFontMetricsF(text_font(theme)), self._caption
            while metrics.horizontalAdvance(caption) > self.width() and " · " in caption:
                caption = caption.rpartition(" · ")[0]  # whole parts only: a number must never lose its end
            width = metrics.horizontalAdvance(caption) + 2
            left = min(max(0.0, handle - width / 2), max(0.0, self.width() - width))
            painter.drawText(QRectF(left, 0, width, self._above), Qt.AlignmentFlag.AlignVCenter, caption)
        painter.setFont(small_font(theme))
        painter.setPen(QColor(theme.muted))
        below = QRectF(0, self._middle + self._radius + 2, self.width(), self._below)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._left)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._right)

    def _value_at(self, x: float) -> int:
        share = (x - self._first) / max(1.0, self._last - self._first)
        return self.minimum() + round(min(1.0, max(0.0, share)) * (self.maximum() - self.minimum()))

    @property
    def _scale(self) -> float:
        return float(max(1.0, self._theme.text_size / LIGHT.text_size) ** 0.5)

    @property
    def _radius(self) -> float:
        return RADIUS * self._scale

    @property
    def _above(self) -> float:
        return QFontMetricsF(text_font(self._theme)).height() + 2 if self._caption else 0.0

    @property
    def _below(self) -> float:
        return QFontMetricsF(small_font(self._theme)).height() + 2 if self._left or self._right else 0.0

    @property
    def _middle(self) -> float:
        spare = self.height() - (self._above + self._below)
        return self._above + spare / 2

    @property
    def _first(self) -> float:
        return self._radius + 3

    @property
    def _last(self) -> float:
        return self.width() - self._radius - 3
