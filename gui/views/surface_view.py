"""The loss over a plane as a shaded surface in three dimensions, with the paths above it at their true losses.

Painted with QPainter alone, so it looks the same on every machine, until it is given a renderer: then OpenGL draws
the surface itself at every grid point, and what lies over it stays painted.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.views.camera import Camera
from gui.views.gl_program import GLFailed
from gui.views.shown_surface import ShownSurface
from gui.views.surface_overlay import paint_ball, paint_reading, paint_words
from gui.views.surface_picture import SurfacePicture

DEGREES_PER_PIXEL = 0.4
GRIP = 14.0  # pixels from the ball within which a press takes hold of it
KEYS = {  # with Shift, since the bare arrows step the timeline
    Qt.Key.Key_Left: (-6.0, 0.0),
    Qt.Key.Key_Right: (6.0, 0.0),
    Qt.Key.Key_Up: (0.0, 4.0),
    Qt.Key.Key_Down: (0.0, -4.0),
}


class SurfaceView(ShownSurface):
    """The surface and the paths of a scene. Setters emit nothing; signals tell what the user did.

    Drag to look around, turn the wheel to zoom, double-click to return to the first view, click to pick a place.
    With the keyboard: Shift and an arrow, plus and minus, zero.
    """

    cursor_moved = Signal(object)  # coordinates (a, b) under the mouse, or None off the surface
    picked = Signal(float, float)  # coordinates of a click
    ball_dragged = Signal(float, float)  # coordinates that the held ball was dragged to
    menu_wanted = Signal(float, float, object)  # coordinates of a right click, and where it is on the screen
    camera_changed = Signal()
    renderer_lost = Signal(str)  # OpenGL failed, and why; the view is painted from now on

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss surface")
        self.setAccessibleDescription("The loss over a plane through weight space, with the paths of all methods.")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._pressed: QPointF | None = None
        self._dragging = False
        self._ball_held = self._ball_grabbed = False
        self._last = QPointF()
        self._pick: tuple[float, float] | None = None
        # A click starts all methods anew, so the view waits to see that it is no double click.
        self._pick_timer = QTimer(self)
        self._pick_timer.setSingleShot(True)
        self._pick_timer.timeout.connect(self._emit_pick)
        self._loss_of_renderer = ""
        self._tell_timer = QTimer(self)
        self._tell_timer.setSingleShot(True)
        self._tell_timer.timeout.connect(self._emit_lost)

    def project(self, a: float, b: float, loss: float) -> QPointF | None:
        """The pixel of a point, also of one that is hidden or outside the view; None where there is no surface."""
        picture = self._drawn()
        return None if picture is None else picture.project(a, b, loss)

    def coordinates_at(self, position: QPointF) -> tuple[float, float] | None:
        """Coordinates of the surface under a pixel, None off the surface."""
        picture = self._drawn()
        return None if picture is None else picture.coordinates_at(position)

    def set_ball_held(self, held: bool) -> None:
        """Whether the ball stays where it is until it is dragged, instead of following the mouse."""
        self._ball_held = held
        self._ball_grabbed = False

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_ball(event.position()):
            self._ball_grabbed = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._last = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if self._ball_grabbed:
            place = self.coordinates_at(position)
            if place is not None:
                self.ball_dragged.emit(*place)
            return
        if self._pressed is None:
            self._hover(position)
            return
        if (position - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
        if self._dragging:
            moved = position - self._last
            self._last = position
            self._look(self._camera.orbited(moved.x() * DEGREES_PER_PIXEL, moved.y() * DEGREES_PER_PIXEL))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._ball_grabbed:
            self._ball_grabbed = False
            self.unsetCursor()
            return
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._pressed = None
        if self._dragging:
            self._dragging = False
            self._renew()
            return
        self._pick = self.coordinates_at(event.position())
        if self._pick is not None:
            self._pick_timer.start(QApplication.doubleClickInterval())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pick_timer.stop()
        self._pressed = None
        self.reset_camera()
        self.camera_changed.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.coordinates_at(QPointF(event.pos()))
        if place is not None:
            self.menu_wanted.emit(*place, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._look(self._camera.zoomed(1.0015 ** event.angleDelta().y()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in KEYS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._look(self._camera.orbited(*KEYS[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._look(self._camera.zoomed(1.15 if event.key() == Qt.Key.Key_Plus else 1 / 1.15))
        elif event.key() == Qt.Key.Key_0:
            self.reset_camera()
            self.camera_changed.emit()
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.cursor_moved.emit(None)
        self.update()

    # Painting

    def sizeHint(self) -> QSize:
        return QSize(900, 590)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self._drawn()
        if picture is None:
            painter.fillRect(self.rect(), self._theme.card)
        else:
            picture = self._paint_ground(painter, picture)
            rows = self._shown_rows()
            picture.paint_paths(painter, rows, self._hovered)
            if self._cursor is not None:
                place, hidden = picture.on_surface(*self._cursor)
                paint_ball(painter, place, hidden, self._theme)
            paint_reading(painter, picture, self._hovered, self._theme, self._quantity)
        paint_words(painter, self._scene, self._shown_rows(), self._hint, self._theme, self._quantity, self._at_rest)
        if self.is_framed:
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), self._theme.radius, self._theme.radius)

    def _paint_ground(self, painter: QPainter, picture: SurfacePicture) -> SurfacePicture:
        """Paint the surface; where OpenGL fails, paint it without, and say so once."""
        try:
            picture.paint(painter)
            return picture
        except GLFailed as error:
            self.set_renderer(None)
            self._loss_of_renderer = str(error)
            self._tell_timer.start(0)  # not from within a paint event: who hears it may change the layout
        painted = self._drawn()
        assert painted is not None
        painted.paint(painter)
        return painted

    def _drawn(self) -> SurfacePicture | None:
        """The picture of the present scene, camera, size and screen, made when first needed."""
        if self._scene is None or self._scene.box is None:
            return None
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.ratio != ratio:
            self._picture = SurfacePicture(
                self._scene,
                self._camera,
                self.size(),
                ratio,
                self._theme,
                coarse=self._dragging or self._scene.surface.preview,
                wireframe=self._wireframe,
                renderer=self._renderer,
            )
        return self._picture

    def _shown_rows(self) -> dict[str, int]:
        paths = () if self._scene is None else self._scene.paths
        return {
            path.label: min(max(self._rows.get(path.label, len(path.loss) - 1), 0), len(path.loss) - 1)
            for path in paths
            if self._visible is None or path.label in self._visible
        }

    def _look(self, camera: Camera) -> None:
        self.set_camera(camera)
        self.camera_changed.emit()

    def _is_on_ball(self, position: QPointF) -> bool:
        picture = self._drawn()
        if not self._ball_held or self._cursor is None or picture is None:
            return False
        place, _ = picture.on_surface(*self._cursor)
        return place is not None and QLineF(place, position).length() <= GRIP

    def _hover(self, position: QPointF) -> None:
        picture = self._drawn()
        if picture is None:
            return
        hovered = picture.point_at(position, self._shown_rows())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        if self._ball_held:
            self.setCursor(Qt.CursorShape.OpenHandCursor if self._is_on_ball(position) else Qt.CursorShape.ArrowCursor)
        self.cursor_moved.emit(picture.coordinates_at(position))

    def _emit_pick(self) -> None:
        if self._pick is not None:
            self.picked.emit(*self._pick)

    def _emit_lost(self) -> None:
        self.renderer_lost.emit(self._loss_of_renderer)
