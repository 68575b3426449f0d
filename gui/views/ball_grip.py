"""The hand on a map's ball: a held ring is dragged where it is, and a right click asks for a menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent

from gui.views.map_plot import MapPlot

GRIP = 14.0  # pixels from the ring within which a press takes hold of it


class BallGrip(QObject):
    """Hears the mouse before the plot does. It knows no edges: whoever listens decides what lies on the picture."""

    dragged = Signal(float, float)  # coordinates that the ring was dragged to
    released = Signal(float, float)  # coordinates where it was let go, having been dragged
    menu_wanted = Signal(float, float, object)  # coordinates of a right click, and where it is on the screen

    def __init__(self, plot: MapPlot, parent: QObject) -> None:
        super().__init__(parent)
        self._plot, self._ball = plot, (0.0, 0.0)
        self._held = self._grabbed = self._moved = False
        plot.viewport().installEventFilter(self)

    def set_held(self, held: bool) -> None:
        """Whether the ball stays where it is until it is dragged."""
        self._held, self._grabbed = held, self._grabbed and held

    def set_ball(self, a: float, b: float) -> None:
        """Where the ball is."""
        self._ball = (a, b)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the held ring drags it, before the plot would pan; a right click asks for the menu."""
        if isinstance(event, QContextMenuEvent):
            self.menu_wanted.emit(*self._place_at(QPointF(event.pos())), event.globalPos())
            return True
        if not isinstance(event, QMouseEvent) or not self._held:
            return super().eventFilter(watched, event)
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            ring = self._plot.place_of(*self._ball)
            self._grabbed, self._moved = QLineF(ring, event.position()).length() <= GRIP, False
        elif kind == QEvent.Type.MouseButtonRelease and left and self._grabbed:
            self._grabbed = False
            if self._moved:
                self.released.emit(*self._ball)
            return True
        elif kind == QEvent.Type.MouseMove and self._grabbed:
            self._moved = True
            self.dragged.emit(*self._place_at(event.position()))
        return self._grabbed or super().eventFilter(watched, event)

    def _place_at(self, position: QPointF) -> tuple[float, float]:
        found = self._plot.box.mapSceneToView(self._plot.mapToScene(position.toPoint()))
        return found.x(), found.y()
