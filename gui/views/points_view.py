"""The plane of points: regions, the classes' lines, and points that a hand drags, adds, changes and deletes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QWidget

from gui.theme import LIGHT, Theme
from gui.views.card import paint_focus
from gui.views.plain_numbers import cell_text, small_text
from gui.views.points_painting import (
    Frame,
    Limits,
    mark_radius,
    paint_frame,
    paint_lines,
    paint_note,
    paint_pointed,
    paint_points,
    region_image,
    square_within,
)
from landscape.figures.wording import share_text
from landscape.playground.judge import Judged
from landscape.playground.lines import ClassLine
from trainers.objective import Array

SHAKE = 4.0  # pixels that a hand may move in a click
COARSE, FINE = 0.02, 0.004  # of the plane's width: what an arrow key moves a point
ARROWS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class PointsView(QWidget):
    """Points (N, 2) with classes (N,). Drag one, click an empty place to add one, right-click for more.

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
        self._theme: Theme = LIGHT
        self._points: Array = np.empty((0, 2))
        self._labels: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._names: tuple[str, ...] = ()
        self._limits: Limits = ((-1.0, 1.0), (-1.0, 1.0))
        self._judged: Judged | None = None
        self._winners: NDArray[np.int64] | None = None
        self._regions: QImage | None = None
        self._lines: Sequence[ClassLine | None] = ()
        self._margins = False
        self._ground: QPixmap | None = None  # all that does not move with a point
        self._at: int | None = None
        self._pressed: QPointF | None = None
        self._grabbed: int | None = None
        self._moved = False
        self._framed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 160)
        self.setAccessibleName("The plane of points")
        self.setToolTipDuration(8000)

    def set_points(
        self, points: Array, labels: NDArray[np.int64], names: Sequence[str], limits: Limits | None = None
    ) -> None:
        """Show points (N, 2) of classes (N,); `limits` of the plane stay where they are None."""
        self._points, self._labels, self._names = np.array(points, dtype=float), np.array(labels), tuple(names)
        if limits is not None and limits != self._limits:
            self._limits = limits
            self._ground = None
        if self._judged is not None and len(self._judged.losses) != len(points):
            self._judged = None
        if self._at is not None and self._at >= len(points):
            self.set_pointed(None)
        self._describe()
        self.update()

    def set_judged(self, judged: Judged | None) -> None:
        """What the weights make of the points: rings, and words for the one looked at."""
        self._judged = judged if judged is None or len(judged.losses) == len(self._points) else None
        self._describe()
        self.update()

    def set_regions(self, winners: NDArray[np.int64] | None) -> None:
        """Winners [i, j] on a grid over the limits; None paints none."""
        self._winners, self._ground = winners, None
        self._regions = None if winners is None else region_image(winners, self._theme)
        self.update()

    def set_lines(self, lines: Sequence[ClassLine | None]) -> None:
        """The line of each class; none for a network."""
        self._lines, self._ground = lines, None
        self.update()

    def set_margins(self, shown: bool) -> None:
        """Whether the lines of score 1 and -1 are drawn beside those of score 0."""
        self._margins, self._ground = shown, None
        self.update()

    def set_pointed(self, index: int | None) -> None:
        """Look at a point; None looks at none."""
        if index != self._at:
            self._at = index
            self._describe()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        self.set_regions(self._winners)

    @property
    def limits(self) -> Limits:
        """What of the plane is seen."""
        return self._limits

    @property
    def looked_at(self) -> int | None:
        """The index of the point that is looked at."""
        return self._at

    @property
    def is_grabbed(self) -> bool:
        """Whether the mouse holds a point."""
        return self._grabbed is not None

    @property
    def frame(self) -> Frame:
        """Where the plane is drawn."""
        return Frame(square_within(self.width(), self.height(), self._theme), self._limits)

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def words(self, index: int) -> list[str]:
        """What is said of a point: its class, scores, loss and share of the gradient."""
        said = [f"Point {index + 1} · class {self._names[int(self._labels[index])]}"]
        if self._judged is not None:
            scores = "  ".join(cell_text(float(score)) for score in self._judged.scores[index])
            share = float(self._judged.shares[index])
            said += [f"scores {scores}", f"loss {small_text(float(self._judged.losses[index]))}"]
            said += [] if np.isnan(share) else [f"{pull_text(share)} of the gradient"]
        return said

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, frame, theme = QPainter(self), self.frame, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        if self._ground is None or self._ground.size() != size:
            self._ground = self._paint_ground(size, ratio)
        painter.drawPixmap(0, 0, self._ground)
        judged = self._judged
        losses, wrong = (None, None) if judged is None else (judged.losses, judged.winners != self._labels)
        paint_points(painter, frame, self._points, self._labels, losses, wrong, theme)
        if self._at is not None and self._at < len(self._points):
            x, y = (float(value) for value in self._points[self._at])
            paint_pointed(painter, frame, (x, y), len(self._points), theme)
            paint_note(painter, frame, self.words(self._at), frame.pixel(x, y), self._points, theme)
        if self._framed:
            paint_focus(painter, frame.place, theme)

    def _paint_ground(self, size: QSize, ratio: float) -> QPixmap:
        ground, frame = QPixmap(size), self.frame
        ground.setDevicePixelRatio(ratio)
        ground.fill(QColor(self._theme.card))
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_frame(painter, frame, self._theme, self._regions)
        painter.setClipRect(frame.place)
        paint_lines(painter, frame, self._lines, self._theme, self._margins)
        painter.end()
        return ground

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
            action.setChecked(label == self._labels[index])
            action.setData((index, label))
        menu.addSeparator()
        menu.addAction("Delete this point\tDel").setData((index, -1))
        menu.triggered.connect(self._chosen)
        menu.popup(event.globalPos())

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = Qt.Key(event.key()), self._at
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        label = key.value - Qt.Key.Key_0.value
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._framed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._framed = False
        self.update()

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

    def _describe(self) -> None:
        said = f"{len(self._points)} points of {len(self._names)} classes."
        if self._at is not None and self._at < len(self._points):
            said = ", ".join(self.words(self._at))
        self.setAccessibleDescription(said)


def pull_text(share: float) -> str:
    """A share of the gradient, which is negative for a point that pulls against the others."""
    if abs(share) < 5e-4:
        return "0 %"
    return share_text(share) if share > 0 else f"−{share_text(-share)}"
