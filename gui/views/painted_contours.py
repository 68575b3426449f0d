"""Contour lines that lie on a painted surface."""

from __future__ import annotations

import contourpy
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import colors
from gui.views.box import Box
from gui.views.camera import HEIGHT, Points, Projection
from gui.views.mesh import Mesh
from gui.views.relief import Relief
from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface

LIFT = 0.006 * HEIGHT  # above the surface, so that the surface does not hide its own lines
DARK = 70  # luminance (0 to 255) below which a line is drawn light


class Contours:
    """The level lines of a mesh as polylines in the units of the camera.

    They are traced on the mesh that is drawn, so they lie on its quads; the levels are the surface's own.
    """

    def __init__(self, mesh: Mesh, surface: Surface, box: Box, color_map: str) -> None:
        levels = contour_levels(surface)
        self._points = np.empty((0, 3))
        self._ends: list[int] = []  # where each line ends in the points
        self._light: list[bool] = []
        if len(levels) == 0:
            return
        table = colors.lut(color_map)[:, :3] @ np.array([0.299, 0.587, 0.114])
        light = table[colors.indices(levels, surface.lowest, surface.highest)] < DARK
        # contourpy takes values[row, column] with rows along its y: views transpose.
        generator = contourpy.contour_generator(mesh.a, mesh.b, np.ma.masked_invalid(mesh.heights).T)
        parts: list[Points] = []
        for level, is_light in zip(levels, light, strict=True):
            for line in generator.lines(float(level)):
                self._ends.append((self._ends[-1] if self._ends else 0) + len(line))
                self._light.append(bool(is_light))
                points = box.place(line[:, 0], line[:, 1], np.asarray(level))
                points[:, 2] += LIFT
                parts.append(points)
        if parts:
            self._points = np.concatenate(parts)

    def paint(self, painter: QPainter, projection: Projection, relief: Relief | None, width: float) -> None:
        """Draw what the surface does not hide; `relief` is None where it hides nothing."""
        if not self._ends:
            return
        screen = projection(self._points)
        broken = np.zeros(len(screen), dtype=bool)
        if relief is not None:
            broken = relief.hides(self._points, projection.camera.eye)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        starts = [0, *self._ends]
        for is_light, color in ((False, QColor(0, 0, 0, 62)), (True, QColor(255, 255, 255, 58))):
            painter.setPen(QPen(color, width))
            for start, end, light in zip(starts, self._ends, self._light, strict=False):
                if light == is_light:
                    for part in _visible_parts(broken[start:end]):
                        run = screen[start:end][part]
                        painter.drawPolyline(list(map(QPointF, run[:, 0].tolist(), run[:, 1].tolist())))


def _visible_parts(hidden: np.ndarray) -> list[slice]:
    """Slices of two and more neighbors that are not hidden."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], hidden, [True]]).astype(np.int8)))
    return [slice(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 1]
