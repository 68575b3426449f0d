"""Lines that lie on a surface or on the floor beneath it: contour lines, and the wires of its grid."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import contourpy
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui import colors
from gui.views.box import Box
from gui.views.camera import HEIGHT, Points, Projection
from gui.views.mesh import Mesh, picked
from gui.views.relief import Relief
from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface

LIFT = 0.006 * HEIGHT  # above the surface, so that the surface does not hide its own lines
DARK = 70  # luminance (0 to 255) below which a line is drawn light
LUMINANCE = np.array([0.299, 0.587, 0.114])
ON_LIGHT, ON_DARK = (0, 0, 0, 62), (255, 255, 255, 58)
WIRES = 25  # along each side, about; more would hide the colors


@dataclass(frozen=True, eq=False)
class DrapedLines:
    """Polylines in the units of the camera.

    Attributes:
        points: (N, 3), one line after another; ends: where each line ends in them, increasing.
        tints: red, green, blue and opacity, 0 to 255, of each line.
    """

    points: Points
    ends: tuple[int, ...]
    tints: tuple[tuple[int, int, int, int], ...]

    def segments(self) -> NDArray[np.intp]:
        """Indices of all points that the next one follows in the same line."""
        first = np.ones(len(self.points), dtype=bool)
        first[np.array(self.ends, dtype=np.intp) - 1] = False
        return np.flatnonzero(first)

    def colors(self) -> NDArray[np.uint8]:
        """The color (N, 4) of each point."""
        counts = np.diff(np.concatenate([[0], self.ends])).astype(np.intp)
        return np.repeat(np.array(self.tints, dtype=np.uint8).reshape(-1, 4), counts, axis=0)

    def paint(self, painter: QPainter, projection: Projection, relief: Relief | None, width: float) -> None:
        """Draw what the surface does not hide; `relief` is None where it hides nothing."""
        if not self.ends:
            return
        points = list(map(QPointF, *projection(self.points).T.tolist()))
        broken = np.zeros(len(points), dtype=bool)
        if relief is not None:
            broken = relief.hides(self.points, projection.camera.eye)
        cut = bool(broken.any())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        last = None
        for start, end, tint in zip((0, *self.ends), self.ends, self.tints, strict=False):
            if tint != last:
                painter.setPen(QPen(QColor(*tint), width))
                last = tint
            for part in _visible_parts(broken[start:end]) if cut else (slice(0, end - start),):
                painter.drawPolyline(points[start:end][part])


@dataclass(frozen=True, eq=False)
class LevelLines:
    """Level lines in coordinates: places (N, 2), one line after another, where each ends, and its level.

    `losses` are those that the colors span.
    """

    places: Points
    ends: tuple[int, ...]
    levels: Points
    losses: tuple[float, float]

    @property
    def level_of_place(self) -> Points:
        """The level (N,) of each place."""
        return np.repeat(self.levels, np.diff((0, *self.ends)))


def level_lines(mesh: Mesh, surface: Surface, box: Box) -> LevelLines:
    """The level lines of a mesh.

    They are traced on the mesh that is drawn, so they lie on its quads; the levels are the surface's own.
    """
    levels, lines = contour_levels(surface), []
    # Heights, not losses: between grid points the surface is straight in what is drawn.
    # contourpy takes values[row, column] with rows along its y: views transpose.
    if len(levels):
        heights = np.ma.masked_invalid(box.height(mesh.heights)).T
        generator = contourpy.contour_generator(mesh.a, mesh.b, heights)
        lines = [(level, line) for level in levels for line in generator.lines(float(box.height(level)))]
    places = np.concatenate([np.empty((0, 2)), *(line for _, line in lines)])
    ends = np.cumsum([len(line) for _, line in lines], dtype=np.intp)
    losses = box.colors or (surface.lowest, surface.highest)
    return LevelLines(places, tuple(ends.tolist()), np.array([level for level, _ in lines]), losses)


def contour_lines(lines: LevelLines, box: Box, color_map: str) -> DrapedLines:
    """Level lines on the surface."""
    points = box.place(lines.places[:, 0], lines.places[:, 1], lines.level_of_place)
    points[:, 2] += LIFT
    luminance = colors.lut(color_map)[:, :3] @ LUMINANCE
    light = luminance[colors.indices(lines.levels, *lines.losses)] < DARK
    return DrapedLines(points, lines.ends, tuple(ON_DARK if is_light else ON_LIGHT for is_light in light))


def floor_contours(lines: LevelLines, box: Box, color_map: str) -> DrapedLines:
    """The same lines on the floor, each in its level's color."""
    points = box.place(lines.places[:, 0], lines.places[:, 1], box.loss[0])
    found = colors.lut(color_map)[colors.indices(lines.levels, *lines.losses), :3].tolist()
    return DrapedLines(points, lines.ends, tuple((red, green, blue, 255) for red, green, blue in found))


def wires(mesh: Mesh) -> DrapedLines:
    """Lines along both axes at about WIRES of the mesh's rows and columns, broken at holes."""
    n, m = mesh.heights.shape
    texels = mesh.texels
    # Light wires where the surface is dark, asked at the vertices.
    light = np.array([
        [
            QColor(mesh.texture.pixel((i + 1) * texels, (j + 1) * texels)).lightness() < DARK
            for j in range(m)
        ]
        for i in range(n)
    ])  # fmt: skip
    lifted = mesh.vertices + np.array([0.0, 0.0, LIFT])
    parts = []
    for along, flags, is_solid, rows in (
        (lifted, light, _solid_along(mesh.solid), picked(n, WIRES)),
        (lifted.transpose(1, 0, 2), light.T, _solid_along(mesh.solid.T), picked(m, WIRES)),
    ):
        for row in rows:
            # A run ends where the next segment has no surface beside it, or where the tint changes.
            state = np.where(is_solid[row], flags[row, :-1].astype(int), -1)
            cuts = [0, *(np.flatnonzero(np.diff(state)) + 1).tolist(), len(state)]
            for start, end in pairwise(cuts):
                if state[start] >= 0:
                    parts.append((along[row, start : end + 1], ON_DARK if state[start] else ON_LIGHT))
    return _joined(parts)


def _solid_along(solid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each segment along the second axis (n + 1, m) has a quad at either side."""
    beside = np.zeros((solid.shape[0] + 1, solid.shape[1]), dtype=bool)
    beside[:-1] |= solid
    beside[1:] |= solid
    return beside


def _joined(parts: list[tuple[Points, tuple[int, int, int, int]]]) -> DrapedLines:
    if not parts:
        return DrapedLines(np.empty((0, 3)), (), ())
    ends = np.cumsum([len(points) for points, _ in parts])
    points = np.concatenate([points for points, _ in parts])
    return DrapedLines(points, tuple(ends.tolist()), tuple(tint for _, tint in parts))


def _visible_parts(hidden: NDArray[np.bool_]) -> list[slice]:
    """Slices of two and more neighbors that are not hidden."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], hidden, [True]]).astype(np.int8)))
    return [slice(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 1]
