"""A plot that is a map without end: it tells where a hand wants it, by mouse, wheel and keys, and stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gui.views.plot import Plot

STEP = 1.25  # what one notch of the wheel makes of the range
DRAG_PIXELS = 5  # of a hand that shakes in a click, as in pyqtgraph


class MapPlot(Plot):
    """What is asked for comes back as another picture. Clicks and hovering are a plot's.

    Signals:
        panned(float, float): the center should move by so much; released(): the hand let go.
        zoomed(float, float, float): a factor of the range, around a place. home_wanted(): the first view.
        wanted(): the pointer is here, so the map may be moved soon.
    """

    panned = Signal(float, float)
    released = Signal()
    zoomed = Signal(float, float, float)
    home_wanted = Signal()
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._reached: tuple[float, float] | None = None  # where the hand is that drags
        self.box.setMouseEnabled(x=False, y=False)

    def minimumSizeHint(self) -> QSize:
        """Flatter than other plots: where a window is small, the card beneath it must not be cut off."""
        return QSize(140, 76)

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds the map."""
        return self._reached is not None

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoomed.emit(STEP ** (-event.angleDelta().y() / 120), *self._place(event.position()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, or back to the first view; all other keys are the window's."""
        keys = {Qt.Key.Key_Plus: 1 / STEP, Qt.Key.Key_Equal: 1 / STEP, Qt.Key.Key_Minus: STEP}
        if event.key() == Qt.Key.Key_0:
            self.home_wanted.emit()
        elif event.key() in keys:
            (left, right), (bottom, top) = self.box.viewRange()
            self.zoomed.emit(keys[Qt.Key(event.key())], (left + right) / 2, (bottom + top) / 2)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        inside = self.box.sceneBoundingRect().contains(self.mapToScene(event.position().toPoint()))
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self._pressed = event.position()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.home_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._pressed is None:
            return
        at = event.position()
        if self._reached is None and (at - self._pressed).manhattanLength() < DRAG_PIXELS:
            return
        a0, b0 = self._reached or self._place(self._pressed)
        self._reached = a, b = self._place(at)
        self.panned.emit(a0 - a, b0 - b)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            was_dragged, self._pressed, self._reached = self.is_dragged, None, None
            if was_dragged:
                self.released.emit()

    def _place(self, pixel: QPointF) -> tuple[float, float]:
        found = self.box.mapSceneToView(self.viewportTransform().inverted()[0].map(pixel))
        return float(found.x()), float(found.y())
