"""The direction dial: a small half circle whose needle turns the plane from "where they went" to random."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.keyboard_framed import KeyboardFramed

LAST = 90.0  # degrees between the two planes; the needle goes twice as far, from the left to the right
FINE, COARSE = 2.0, 15.0  # degrees of an arrow key and of a page key
WIDTH, HEIGHT = 56, 32  # pixels at the light theme's text size
KEYS = {
    Qt.Key.Key_Right: FINE, Qt.Key.Key_Up: FINE, Qt.Key.Key_Left: -FINE, Qt.Key.Key_Down: -FINE,
    Qt.Key.Key_PageUp: COARSE, Qt.Key.Key_PageDown: -COARSE, Qt.Key.Key_Home: -LAST, Qt.Key.Key_End: LAST,
}  # fmt: skip
TOOLTIP = (
    "<b>Turn the plane itself.</b> Drag the needle: at the left you see the plane that the methods moved in, at the "
    "right a random one, between them every plane on the way.<br>Watch the lowest visible loss rise while the heads "
    "stay: the plane you chose decides what you see.<br>(slice.turn; arrow keys turn by 2°)"
)


class Dial(KeyboardFramed):
    """An angle from 0 to 90 degrees, or none. Setters emit nothing.

    Signals:
        turned(float): the angle while it is turned. released(): the mouse let go.
        nudged(float): the angle after a key or the wheel, which nobody lets go.
        wanted(): the pointer or the keyboard came here: it may be turned soon.
    """

    turned = Signal(float)
    released = Signal()
    nudged = Signal(float)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._degrees: float | None = 0.0
        self._dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Direction of the plane")
        self.setToolTip(TOOLTIP)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_degrees(0.0)

    @property
    def degrees(self) -> float | None:
        """Where the needle stands; None where the plane is none that the dial goes through."""
        return self._degrees

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds the needle."""
        return self._dragging

    def set_degrees(self, degrees: float | None) -> None:
        """Put the needle somewhere; while the mouse holds it, it stays under the mouse."""
        if self._dragging:
            return
        self._put(degrees)

    def set_theme(self, theme: Theme) -> None:
        """Take colors from `theme` and grow with its text."""
        self._theme = theme
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        scale = max(1.0, self._theme.text_size / LIGHT.text_size) ** 0.5
        return QSize(round(WIDTH * scale), round(HEIGHT * scale))

    def place_of(self, degrees: float) -> QPointF:
        """The pixel where the needle's tip is at an angle."""
        angle = math.pi - math.radians(2 * degrees)
        return self._hub + QPointF(math.cos(angle), -math.sin(angle)) * self._radius

    def enterEvent(self, event: object) -> None:
        self.wanted.emit()
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._degrees is not None:
            self._dragging = True
            self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging:
            self._follow(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._dragging:
            self._dragging = False
            self.update()
            self.released.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._nudge(math.copysign(FINE, event.angleDelta().y()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._nudge(KEYS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hub, radius = self._hub, self._radius
        ring = QRectF(hub.x() - radius, hub.y() - radius, 2 * radius, 2 * radius)
        thick = radius * 0.2
        pen = QPen(QColor(theme.track), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, 0, 180 * 16)
        known = self._degrees is not None and self.isEnabled()
        ink = QColor(theme.text if known else theme.faint)
        if self._degrees is not None:
            pen.setColor(QColor(theme.accent if self._dragging else ink))
            painter.setPen(pen)
            painter.drawArc(ring, 180 * 16, -round(2 * self._degrees * 16))
            tip = self.place_of(self._degrees)
            needle = QPen(ink, max(2.0, thick * 0.6))
            needle.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(needle)
            painter.drawLine(hub, hub + (tip - hub) * 0.62)
            hovered = self.underMouse() or self._dragging
            painter.setPen(QPen(QColor(theme.accent if hovered else ink), max(1.8, thick * 0.5)))
            painter.setBrush(QColor(theme.card))
            painter.drawEllipse(tip, thick * 0.95, thick * 0.95)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(hub, thick * 0.6, thick * 0.6)
        if self.is_framed:
            paint_focus(painter, QRectF(self.rect()), theme)

    def _follow(self, position: QPointF) -> None:
        away = position - self._hub
        if math.hypot(away.x(), away.y()) < 2:
            return
        angle = math.degrees(math.atan2(max(0.0, -away.y()), away.x()))  # below the hub: the nearer end
        self._put(round((180.0 - angle) / 2, 1))
        assert self._degrees is not None
        self.turned.emit(self._degrees)

    def _nudge(self, by: float) -> None:
        if self._degrees is None or self._dragging:
            return
        before = self._degrees
        self._put(min(max(0.0, before + by), LAST))
        if self._degrees != before:
            self.nudged.emit(self._degrees)

    def _put(self, degrees: float | None) -> None:
        self._degrees = degrees
        self.setEnabled(degrees is not None)
        self.setAccessibleDescription("another plane" if degrees is None else f"{degrees:g} of 90 degrees to random")
        self.update()

    @property
    def _radius(self) -> float:
        return min((self.width() / 2 - 2.0) / 1.25, self.height() - 12.0)

    @property
    def _hub(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() - 6.0)
