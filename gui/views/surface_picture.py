"""What the surface view shows, apart from the widget: a scene in its box, and its picture from one camera."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from gui.theme import Theme
from gui.views.box import Box, box_around
from gui.views.camera import Camera, Margins, Points, fit
from gui.views.clipped_path import trace_of
from gui.views.draped_lines import DrapedLines, LevelLines, contour_lines, floor_contours, level_lines, wires
from gui.views.fonts import small_font
from gui.views.gl_renderer import GLRenderer, Stroke
from gui.views.mesh import TEXTURE, Mesh, mesh_of
from gui.views.painted_axes import paint_axes
from gui.views.painted_mesh import DrawnMesh
from gui.views.painted_paths import drawn_path, paint_start
from gui.views.relief import Relief, interpolate
from gui.views.surface_notes import surface_notes
from gui.views.tried_points import TriedPoints, tried_points
from landscape.experiment.scene import Path
from landscape.palette import styles
from landscape.surfaces.surface import Surface

FINE, COARSE = 61, 33  # rows and columns at rest and while dragging: 16 and 6 ms on a slow machine
QUICK = 19  # rows and columns of a preview: the whole window has 33 ms for it
QUICK_TEXTURE = 160  # texels per side of a preview: 1 ms instead of 5
WHOLE = 401  # rows and columns at most where OpenGL draws
SOFTWARE_WHOLE = 161  # where it draws without a card: 45 ms at rest; in motion it draws the fine mesh, 9 ms
AZIMUTHS = (Camera().azimuth, -180.0 - Camera().azimuth, Camera().azimuth + 180.0, -Camera().azimuth)


class Ground:
    """A mesh, and the lines on it and beneath it, each made when it is first drawn."""

    def __init__(self, mesh: Mesh, surface: Surface, box: Box, color_map: str) -> None:
        self.mesh = mesh
        self._surface, self._box, self._color_map = surface, box, color_map

    @cached_property
    def _lines(self) -> LevelLines:
        return level_lines(self.mesh, self._surface, self._box)

    @cached_property
    def contours(self) -> DrapedLines:
        """Level lines on the surface."""
        return contour_lines(self._lines, self._box, self._color_map)

    @cached_property
    def floor(self) -> DrapedLines:
        """Level lines on the floor."""
        return floor_contours(self._lines, self._box, self._color_map)

    @cached_property
    def wires(self) -> DrapedLines:
        """The grid's own lines on the surface."""
        return wires(self.mesh)


class BoxedScene:
    """A surface and paths placed in their box. Nothing here depends on camera, size or theme.

    `box` is None for a line, which has no surface.
    """

    def __init__(
        self,
        surface: Surface,
        paths: tuple[Path, ...],
        color_map: str,
        without_paths: bool = False,
        height_scale: str = "linear",
        held: tuple[float, float] | None = None,
        with_tries: bool = False,
    ) -> None:
        self.surface = surface
        self.paths = paths
        self.color_map = color_map
        self.without_paths = without_paths
        self.height_scale = height_scale  # what was asked for; the box has what could be done
        self.held = held  # losses that colors span; None: the surface's own
        self.styles = styles([path.method for path in paths])
        self.box: Box | None = None if surface.is_line else box_around(surface, paths, height_scale, held)
        self.with_tries = with_tries  # where searches tried, which a preview leaves out
        self.traces = [] if self.box is None else [trace_of(path, self.box) for path in paths]

    def recolored(self, color_map: str) -> BoxedScene:
        """The same in the colors of another map."""
        return self._with(color_map, self.height_scale)

    def rescaled(self, height_scale: str) -> BoxedScene:
        """The same with heights on another scale."""
        return self._with(self.color_map, height_scale)

    def _with(self, color_map: str, height_scale: str) -> BoxedScene:
        return BoxedScene(
            self.surface, self.paths, color_map, self.without_paths, height_scale, self.held, self.with_tries
        )

    @property
    def n_notes(self) -> int:
        """How many lines the picture must say whatever is played and hidden."""
        return len(surface_notes(self.surface)) + any(tried is not None for tried in self.tried)

    @cached_property
    def tried(self) -> list[TriedPoints | None]:
        """Where each path's search tried and did not go."""
        if self.box is None or not self.with_tries:
            return [None for _ in self.paths]
        return [tried_points(path, self.box) for path in self.paths]

    @cached_property
    def fine(self) -> Ground:
        """Mesh and lines for a picture at rest."""
        return self._meshed(FINE)

    @cached_property
    def coarse(self) -> Ground:
        """Mesh and lines for a picture that is being turned."""
        return self._meshed(QUICK if self.surface.preview else COARSE)

    @cached_property
    def whole(self) -> Ground:
        """Mesh and lines for OpenGL, at every grid point."""
        return self._meshed(WHOLE)

    @cached_property
    def whole_in_software(self) -> Ground:
        """Mesh and lines for OpenGL without a card."""
        return self.fine if max(self.surface.loss.shape) <= FINE else self._meshed(SOFTWARE_WHOLE)

    @cached_property
    def relief(self) -> Relief:
        """The heights of the fine mesh, or of the only one that a preview draws."""
        mesh = (self.coarse if self.surface.preview else self.fine).mesh
        return Relief(mesh.vertices[:, 0, 0], mesh.vertices[0, :, 1], mesh.vertices[..., 2])

    def best_camera(self) -> Camera:
        """The default camera, from the corner of the floor where hills hide the least of paths and surface.

        The first corner wins unless another one shows clearly more.
        """
        if self.box is None:
            return Camera()
        places = [trace.ends for trace in self.traces if len(trace.ends)]
        mesh = self.coarse.mesh
        ground = mesh.vertices[::4, ::4].reshape(-1, 3)
        ground = ground[np.isfinite(ground).all(axis=1)]
        cameras = [Camera(azimuth=azimuth) for azimuth in AZIMUTHS]
        hidden = []
        for camera in cameras:
            parts = [self.relief.hides(part, camera.eye, seen_through=True).mean() for part in places]
            surface = self.relief.hides(ground, camera.eye).mean() if len(ground) else 0.0
            hidden.append((np.mean(parts) if parts else 0.0) + surface)
        best = int(np.argmin(hidden))
        return cameras[best] if hidden[best] < hidden[0] - 0.05 else cameras[0]

    def _meshed(self, limit: int) -> Ground:
        assert self.box is not None
        texture = QUICK_TEXTURE if self.surface.preview else TEXTURE
        mesh = mesh_of(self.surface, self.box, limit, self.color_map, texture)
        return Ground(mesh, self.surface, self.box, self.color_map)


class SurfacePicture:
    """A scene from one camera at one size: the ground painted once, the paths over it as often as they change."""

    def __init__(
        self,
        scene: BoxedScene,
        camera: Camera,
        size: QSize,
        ratio: float,
        theme: Theme,
        coarse: bool = False,
        wireframe: bool = False,
        renderer: GLRenderer | None = None,
    ) -> None:
        """`coarse` is for a picture in motion; with a renderer OpenGL draws the surface, coarse or not."""
        assert scene.box is not None
        self.ratio = ratio
        self._scene = scene
        self._box = scene.box
        self._theme = theme
        self._size = size
        self._font = small_font(theme)
        self._projection = fit(camera, size.width(), size.height(), _margins(self._font, scene.n_notes))
        self._renderer = renderer
        self._wireframe = wireframe
        self._coarse = coarse
        self._tries: tuple[frozenset[str], QPixmap] | None = None  # as they were last painted, and of which runs
        self._drawn_ground = scene.coarse if coarse else scene.fine
        self._mesh = DrawnMesh(self._drawn_ground.mesh, self._projection)
        self._drawn = [
            drawn_path(trace, style, self._projection, scene.relief, self._mesh.folds)
            for trace, style in zip(scene.traces, scene.styles, strict=True)
        ]

    @cached_property
    def _ground(self) -> QPixmap:
        """Everything that paths, cursor and time do not change.

        Raises:
            GLFailed: the renderer cannot draw.
        """
        ground = self._ground_to_draw()
        width = 0.45 * self._theme.line_width
        lines = [ground.contours, *([ground.wires] if self._wireframe else [])]
        drawn = None
        if self._renderer is not None:  # before any painter is at work, since it may fail
            strokes = [Stroke(line, width) for line in lines]
            drawn = self._renderer.picture(ground.mesh, strokes, self._projection, self._size, self.ratio)
        pixmap = QPixmap(self._size * self.ratio)
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(QColor(self._theme.card))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_axes(painter, self._box, self._projection, self._theme, self._font)
        # Nothing on the floor is in front of the surface, whatever the camera: what is painted later covers it.
        ground.floor.paint(painter, self._projection, None, width)
        if drawn is not None:
            painter.drawImage(0, 0, drawn)
        else:
            self._mesh.paint(painter)
            relief = self._scene.relief if self._mesh.folds else None
            for line in lines:
                line.paint(painter, self._projection, relief, width)
        painter.end()
        return pixmap

    def _ground_to_draw(self) -> Ground:
        if self._renderer is None:
            return self._drawn_ground
        if not self._renderer.is_software:
            return self._scene.whole
        return self._scene.fine if self._coarse else self._scene.whole_in_software

    def paint(self, painter: QPainter) -> None:
        """Paint the surface, its floor and axes."""
        painter.drawPixmap(0, 0, self._ground)

    def paint_paths(self, painter: QPainter, rows: dict[str, int], hovered: tuple[str, int] | None) -> None:
        """Paint the named paths up to their rows: tries first, then lines, stems, and heads over everything."""
        self._paint_tries(painter, frozenset(rows))
        shown = [
            (drawn, path.label, rows[path.label])
            for drawn, path in zip(self._drawn, self._scene.paths, strict=True)
            if path.label in rows
        ]
        for drawn, _, row in shown:
            drawn.paint_line(painter, self._theme, row)
        for drawn, label, row in shown:
            drawn.paint_stem(painter, self._theme, row)
            if hovered is not None and hovered[0] == label:
                drawn.paint_stem(painter, self._theme, hovered[1])
        starts = {tuple(drawn.points[0].tolist()) for drawn, _, _ in shown if drawn.trace.inside[0]}
        for start in sorted(starts):
            paint_start(painter, QPointF(*start), self._theme)
        for drawn, _, row in shown:
            drawn.paint_head(painter, self._theme, self._projection, row)

    def _paint_tries(self, painter: QPainter, labels: frozenset[str]) -> None:
        """Paint where the named searches tried: the same picture at every moment, so it is kept."""
        found = list(zip(self._scene.tried, self._scene.paths, self._scene.styles, strict=True))
        shown = [(tried, style) for tried, path, style in found if tried is not None and path.label in labels]
        if not any(len(tried.points) for tried, _ in shown):
            return
        if self._tries is None or self._tries[0] != labels:
            pixmap = QPixmap(self._size * self.ratio)
            pixmap.setDevicePixelRatio(self.ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            over = QPainter(pixmap)
            over.setRenderHint(QPainter.RenderHint.Antialiasing)
            for tried, style in shown:
                tried.paint(over, style, self._projection, self._theme, self._scene.relief)
            over.end()
            self._tries = labels, pixmap
        painter.drawPixmap(0, 0, self._tries[1])

    def point_at(self, position: QPointF, rows: dict[str, int]) -> tuple[str, int] | None:
        """Label and row of the drawn path point at a pixel; None where there is none."""
        near = []
        for drawn, path in zip(self._drawn, self._scene.paths, strict=True):
            found = drawn.nearest(position.x(), position.y(), rows[path.label]) if path.label in rows else None
            if found is not None:
                near.append((found[1], path.label, found[0]))
        return min(near)[1:] if near else None

    def coordinates_at(self, position: QPointF) -> tuple[float, float] | None:
        """Coordinates of the surface under a pixel, None off the surface."""
        return self._mesh.coordinates_at(position.x(), position.y())

    def project(self, a: float, b: float, loss: float) -> QPointF:
        """The pixel of a point."""
        return QPointF(*self._projection(self._box.place(a, b, loss)).tolist())

    def path(self, label: str) -> Path:
        """The path with a label."""
        return next(path for path in self._scene.paths if path.label == label)

    def on_surface(self, a: float, b: float) -> tuple[QPointF | None, bool]:
        """The pixel of the surface at coordinates, None off it or in a hole; and whether a hill hides it."""
        surface = self._scene.surface
        # Between grid points the surface is straight in its height, which may be a logarithm.
        heights = self._box.height(surface.loss)
        height = float(interpolate(surface.a, surface.b, heights, np.asarray(a), np.asarray(b)))
        if not np.isfinite(height):
            return None, False
        point: Points = self._box.place_height(a, b, height)
        hidden = self._mesh.folds and bool(self._scene.relief.hides(point[None], self._projection.camera.eye)[0])
        return QPointF(*self._projection(point).tolist()), hidden


def _margins(font: QFont, n_notes: int) -> Margins:
    """Room for tick labels on the left and below, for "loss" above, for the hint, and for notes that always stay."""
    line = QFontMetricsF(font).height()
    return Margins(left=3.6 * line, top=1.9 * line, right=2.4 * line, bottom=(3.6 + n_notes) * line)
