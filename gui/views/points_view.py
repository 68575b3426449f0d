"""The plane of points under a hand, which drags, adds, changes and deletes them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from gui.views.painted_points import PaintedPoints
from gui.views.points_painting import (
    mark_radius,
)

SHAKE = 4.0  # pixels that a hand may move in a click
COARSE, FINE = 0.02, 0.004  # of the plane's width: what an arrow key moves a point
ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class PointsView(PaintedPoints):
    """The plane with hands on it. Drag a point, click an empty place to add one, right-click for more.

    With the keyboard: Page Up and Page Down choose a point, Ctrl and an arrow move it (with Shift finely), a digit
    changes its class, Delete deletes it, Enter adds one in the middle.

    Signals:
        pointed(object): the index of the point that is looked at, or None.
        dragged(int, float, float): where a point is held now; released(int, float, float): where it was let go.
        nudged(int, float, float): where keys moved a point; nobody lets it go.
        add_wanted(float, float), class_wanted(int, int), delete_wanted(int).
    """

    pointed = Signal(object)
    dragged = Signal(int, float, float)
    released = Signal(int, float, float)
    nudged = Signal(int, float, float)
    add_wanted = Signal(float, float)
    class_wanted = Signal(int, int)
    delete_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._grabbed: int | None = None
        self._moved = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTipDuration(8000)

    @property
    def is_grabbed(self) -> bool:
        """Whether the mouse holds a point."""
        return self._grabbed is not None

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._moved = event.position(), False
            self._grabbed = self._point_at(event.position())
            self._look_at(self._grabbed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            self._look_at(self._point_at(event.position()))
            self.setCursor(Qt.CursorShape.PointingHandCursor if self._at is not None else Qt.CursorShape.ArrowCursor)
            return
        if QLineF(self._pressed, event.position()).length() > SHAKE:
            self._moved = True
        if self._moved and self._grabbed is not None:
            self.dragged.emit(self._grabbed, *self._inside(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        grabbed, moved, self._pressed, self._grabbed = self._grabbed, self._moved, None, None
        if moved and grabbed is not None:
            self.released.emit(grabbed, *self._inside(event.position()))
        elif not moved and grabbed is None and self.frame.place.contains(event.position()):
            self.add_wanted.emit(*self.frame.plane(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        if self._pressed is None and not self.hasFocus():
            self._look_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self._point_at(QPointF(event.pos())) if by_mouse else self._at
        if index is None:
            return
        self._look_at(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(f"Point {index + 1}")
        for label, name in enumerate(self._names):
            action = menu.addAction(f"Class {name}\t{label}")
            action.setCheckable(True)
            action.setChecked(label == int(self._labels[index]))  # Qt takes no bool of numpy's
            action.setData((index, label))
        menu.addSeparator()
        menu.addAction("Delete this point\tDel").setData((index, -1))
        menu.triggered.connect(self._chosen)
        menu.popup(event.globalPos())

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self._at
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        label = key - Qt.Key.Key_0.value
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and len(self._points):
            step = 1 if key == Qt.Key.Key_PageDown else -1
            first = -1 if step == 1 else 0
            self._look_at(((first if index is None else index) + step) % len(self._points))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (left, right), (low, high) = self._limits
            self.add_wanted.emit((left + right) / 2, (low + high) / 2)
        elif index is None:
            event.ignore()
        elif control and key in ARROWS:
            share = FINE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else COARSE
            by = share * (self._limits[0][1] - self._limits[0][0])
            x, y = (float(value) + sign * by for value, sign in zip(self._points[index], ARROWS[key], strict=True))
            self.nudged.emit(index, x, y)
        elif 0 <= label < len(self._names):
            self.class_wanted.emit(index, label)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_wanted.emit(index)
        else:
            event.ignore()

    def _chosen(self, action: QAction) -> None:
        index, label = action.data()
        if label < 0:
            self.delete_wanted.emit(index)
        else:
            self.class_wanted.emit(index, label)

    def _point_at(self, pixel: QPointF) -> int | None:
        """The point beneath a pixel, the last drawn of those in reach."""
        if not len(self._points):
            return None
        frame, reach = self.frame, mark_radius(self._theme, len(self._points)) + 4
        distances = [QLineF(frame.pixel(float(x), float(y)), pixel).length() for x, y in self._points]
        near = int(np.argmin(distances))
        return near if distances[near] <= reach else None

    def _inside(self, pixel: QPointF) -> tuple[float, float]:
        x, y = self.frame.plane(pixel)
        (left, right), (low, high) = self._limits
        return min(max(x, left), right), min(max(y, low), high)

    def _look_at(self, index: int | None) -> None:
        if index != self._at:
            self.set_pointed(index)
            self.pointed.emit(index)
