"""The loss over a plane as a shaded surface in three dimensions, with the paths above it at their true losses.

Painted with QPainter alone, so it looks the same on every machine and needs no OpenGL.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from gui.theme import LIGHT, Theme
from gui.views.camera import Camera
from gui.views.surface_overlay import paint_ball, paint_reading, paint_words
from gui.views.surface_picture import BoxedScene, SurfacePicture
from landscape.experiment.scene import Path
from landscape.surfaces.surface import Surface

DEGREES_PER_PIXEL = 0.4
KEYS = {  # with Shift, since the bare arrows step the timeline
    Qt.Key.Key_Left: (-6.0, 0.0),
    Qt.Key.Key_Right: (6.0, 0.0),
    Qt.Key.Key_Up: (0.0, 4.0),
    Qt.Key.Key_Down: (0.0, -4.0),
}


class SurfaceView(QWidget):
    """The surface and the paths of a scene. Setters emit nothing; signals tell what the user did.

    Drag to look around, turn the wheel to zoom, double-click to return to the first view, click to pick a place.
    With the keyboard: Shift and an arrow, plus and minus, zero.
    """

    cursor_moved = Signal(object)  # coordinates (a, b) under the mouse, or None off the surface
    picked = Signal(float, float)  # coordinates of a click
    camera_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Loss surface")
        self.setAccessibleDescription("The loss over a plane through weight space, with the paths of all methods.")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._color_map = "viridis"
        self._scene: BoxedScene | None = None
        self._picture: SurfacePicture | None = None
        self._camera = Camera()
        self._touched = False  # whether the user chose the camera
        self._rows: dict[str, int] = {}
        self._visible: set[str] | None = None
        self._cursor: tuple[float, float] | None = None
        self._hint = ""
        self._hovered: tuple[str, int] | None = None
        self._framed = False  # the keyboard is here
        self._pressed: QPointF | None = None
        self._dragging = False
        self._last = QPointF()
        self._pick: tuple[float, float] | None = None
        # A click starts all methods anew, so the view waits to see that it is no double click.
        self._pick_timer = QTimer(self)
        self._pick_timer.setSingleShot(True)
        self._pick_timer.timeout.connect(self._emit_pick)

    # What it shows

    def set_scene(self, surface: Surface, paths: tuple[Path, ...], theme: Theme) -> None:
        """Show a surface (n_a, n_b) and paths, each to its last row. A line is answered with a message."""
        self._theme = theme
        self._rows = {path.label: len(path.loss) - 1 for path in paths}
        self._scene = BoxedScene(surface, paths, self._color_map)
        if not self._touched:
            self._camera = self._scene.best_camera()
        self._renew()

    def set_preview(self, surface: Surface, paths: tuple[Path, ...] | None = None) -> None:
        """Show another surface while it is being chosen, with its own paths.

        Without paths none are drawn, and the picture says so: the scene's belong to the scene's plane.
        """
        self._scene = BoxedScene(surface, paths or (), self._color_map, without_paths=paths is None)
        self._renew()

    def set_theme(self, theme: Theme) -> None:
        """Change colors, line widths and text size."""
        self._theme = theme
        self._renew()

    def set_color_map(self, name: str) -> None:
        """Color heights by another map of the `cmap` catalogue.

        Raises:
            InvalidValue: there is no such map.
        """
        if self._scene is not None:
            self._scene = self._scene.recolored(name)
        self._color_map = name
        self._renew()

    def set_rows(self, rows: dict[str, int]) -> None:
        """How far each path is drawn: the row of its head by label; paths not named keep theirs."""
        self._rows.update(rows)
        self.update()

    def set_visible(self, labels: set[str]) -> None:
        """Draw only the paths with these labels."""
        self._visible = set(labels)
        self.update()

    def set_cursor(self, coordinates: tuple[float, float] | None) -> None:
        """Lay a ball on the surface at coordinates (a, b), or take it away."""
        self._cursor = coordinates
        self.update()

    def set_hint(self, text: str) -> None:
        """The quiet line at the bottom left."""
        self._hint = text
        self.update()

    @property
    def camera(self) -> Camera:
        """Where the view looks from."""
        return self._camera

    def set_camera(self, camera: Camera) -> None:
        """Look from elsewhere."""
        self._camera, self._touched = camera, True
        self._renew()

    def reset_camera(self) -> None:
        """Look from where the scene's paths are seen best."""
        self._camera, self._touched = Camera() if self._scene is None else self._scene.best_camera(), False
        self._renew()

    def project(self, a: float, b: float, loss: float) -> QPointF | None:
        """The pixel of a point, also of one that is hidden or outside the view; None where there is no surface."""
        picture = self._drawn()
        return None if picture is None else picture.project(a, b, loss)

    def coordinates_at(self, position: QPointF) -> tuple[float, float] | None:
        """Coordinates of the surface under a pixel, None off the surface."""
        picture = self._drawn()
        return None if picture is None else picture.coordinates_at(position)

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self._last = event.position()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        position = event.position()
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._framed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._framed = False
        self.update()

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
            picture.paint(painter)
            rows = self._shown_rows()
            picture.paint_paths(painter, rows, self._hovered)
            if self._cursor is not None:
                place, hidden = picture.on_surface(*self._cursor)
                paint_ball(painter, place, hidden, self._theme)
            paint_reading(painter, picture, self._hovered, self._theme)
        paint_words(painter, self._scene, self._shown_rows(), self._hint, self._theme)
        if self._framed:
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), self._theme.radius, self._theme.radius)

    def _drawn(self) -> SurfacePicture | None:
        """The picture of the present scene, camera, size and screen, made when first needed."""
        if self._scene is None or self._scene.box is None:
            return None
        ratio = self.devicePixelRatioF()
        if self._picture is None or self._picture.ratio != ratio:
            self._picture = SurfacePicture(
                self._scene, self._camera, self.size(), ratio, self._theme, coarse=self._dragging
            )
        return self._picture

    def _shown_rows(self) -> dict[str, int]:
        paths = () if self._scene is None else self._scene.paths
        return {
            path.label: min(max(self._rows.get(path.label, len(path.loss) - 1), 0), len(path.loss) - 1)
            for path in paths
            if self._visible is None or path.label in self._visible
        }

    def _renew(self) -> None:
        self._picture = None
        self._hovered = None
        self.update()

    def _look(self, camera: Camera) -> None:
        self.set_camera(camera)
        self.camera_changed.emit()

    def _hover(self, position: QPointF) -> None:
        picture = self._drawn()
        if picture is None:
            return
        hovered = picture.point_at(position, self._shown_rows())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()
        self.cursor_moved.emit(picture.coordinates_at(position))

    def _emit_pick(self) -> None:
        if self._pick is not None:
            self.picked.emit(*self._pick)
