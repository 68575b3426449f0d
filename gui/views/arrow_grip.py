"""The hand on an arrow's head: dragged along the arrow's own ray, it tells how many times as long that would be."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent

from gui.views.map_plot import MapPlot
from trainers.objective import Array

GRIP = 16.0  # pixels from the head within which a press takes hold of it
LEAST = 6.0  # pixels: a shorter arrow has no ray that a hand could follow


class ArrowGrip(QObject):
    """Hears the mouse before the plot does.

    Signals:
        dragged(float): the factor on `own` under the hand. let_go(float): the factor that the hand left.
    """

    dragged = Signal(float)
    let_go = Signal(float)

    def __init__(self, plot: MapPlot, parent: QObject) -> None:
        super().__init__(parent)
        self._plot = plot
        self._foot, self._own, self._factor = np.zeros(2), np.zeros(2), 1.0
        self._on = self._grabbed = False
        plot.viewport().installEventFilter(self)

    def set_arrow(self, foot: Array, own: Array, factor: float) -> None:
        """An arrow from a foot (2,) that is `factor` times `own` (2,), in data units."""
        self._foot, self._own, self._factor, self._on = foot, own, factor, bool(np.any(own))

    def let_be(self) -> None:
        """There is no arrow that could be dragged."""
        self._show_hand(False)
        self._on = self._grabbed = False

    @property
    def is_dragged(self) -> bool:
        """Whether the hand has the head."""
        return self._grabbed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A press on the head drags it, before the plot would pan."""
        if not isinstance(event, QMouseEvent) or not self._on:
            return super().eventFilter(watched, event)
        kind, left = event.type(), event.button() == Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and left:
            self._grabbed = self._is_near(event)
        elif kind == QEvent.Type.MouseButtonRelease and left and self._grabbed:
            self._grabbed = False
            self.let_go.emit(self._factor)
            return True
        elif kind == QEvent.Type.MouseMove and self._grabbed:
            self._factor = self._factor_at(event)
            self.dragged.emit(self._factor)
        elif kind == QEvent.Type.MouseMove:
            self._show_hand(self._is_near(event))
        return self._grabbed or super().eventFilter(watched, event)

    def _is_near(self, event: QMouseEvent) -> bool:
        foot, head, own = (
            self._plot.place_of(*map(float, place))
            for place in (self._foot, self._foot + self._factor * self._own, self._foot + self._own)
        )
        return QLineF(foot, own).length() >= LEAST and QLineF(head, event.position()).length() <= GRIP

    def _factor_at(self, event: QMouseEvent) -> float:
        # In pixels: what is nearest to the hand there is what a person expects.
        foot, own = (self._plot.place_of(*map(float, place)) for place in (self._foot, self._foot + self._own))
        along, hand = own - foot, event.position() - foot
        return (along.x() * hand.x() + along.y() * hand.y()) / (along.x() ** 2 + along.y() ** 2)

    def _show_hand(self, near: bool) -> None:
        shape = Qt.CursorShape.SizeAllCursor if near else Qt.CursorShape.ArrowCursor
        if self._plot.viewport().cursor().shape() != shape:
            self._plot.viewport().setCursor(shape)
