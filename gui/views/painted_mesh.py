"""A surface as quads that QPainter fills from back to front, the painter's algorithm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from gui import colors
from gui.views.box import Box
from gui.views.camera import Points, Projection
from landscape.surfaces.surface import Surface

# Where the light comes from: over the viewer's left shoulder at the default camera. It is fixed to the surface, so a
# place keeps its color while the picture is turned.
LIGHT = np.array([-0.42, -0.30, 0.86])
SHADING = 0.42  # how much a slope that turns away from the light darkens
OVERLAP = 0.6  # pixels by which a quad reaches under the next, so that no background shines through between them


def picked(count: int, limit: int) -> NDArray[np.intp]:
    """At most `limit` of `count` indices, evenly spread, both ends among them."""
    return np.unique(np.rint(np.linspace(0, count - 1, min(count, limit))).astype(np.intp))


@dataclass(frozen=True, eq=False)
class Mesh:
    """A surface at chosen rows and columns, in the units of the camera.

    Attributes:
        a, b: coordinates (n,) and (m,) of the vertices; vertices: points (n, m, 3), NaN in z where not finite.
        heights: loss (n, m); solid: quads (n-1, m-1) to draw; the others hold a grid point that is not finite.
        fills: colors #rrggbb as integers (n-1, m-1).
    """

    a: Points
    b: Points
    vertices: Points
    heights: Points
    solid: NDArray[np.bool_]
    fills: NDArray[np.int64]

    @property
    def n_quads(self) -> int:
        """How many quads there are, holes included."""
        return self.solid.size

    def order(self, eye: Points) -> NDArray[np.intp]:
        """Flat indices of the solid quads, the farthest from an eye (3,) first.

        Exact for a height field: along a line of sight the distances to the eye along either axis never shrink.
        """
        x, y = self.vertices[:, 0, 0], self.vertices[0, :, 1]
        far_x = np.argsort(-np.abs((x[:-1] + x[1:]) / 2 - eye[0]), kind="stable")
        far_y = np.argsort(-np.abs((y[:-1] + y[1:]) / 2 - eye[1]), kind="stable")
        flat = (far_x[:, None] * self.solid.shape[1] + far_y[None, :]).ravel()
        return flat[self.solid.ravel()[flat]]


def mesh_of(surface: Surface, box: Box, limit: int, color_map: str) -> Mesh:
    """The mesh of a surface over a plane, with at most `limit` rows and columns.

    Colors span the surface's own finite losses, as in the contour view. A quad is left out where any grid point that it
    covers is not finite, also one between the chosen rows: a hole never vanishes by thinning.
    """
    rows, columns = picked(len(surface.a), limit), picked(len(surface.b), limit)
    a, b = surface.a[rows], surface.b[columns]
    heights = np.where(surface.finite, surface.loss, np.nan)[np.ix_(rows, columns)]
    vertices = box.place(a[:, None], b[None, :], heights)
    solid = _blocks(~surface.finite, rows, columns) == 0
    middle = (heights[:-1, :-1] + heights[1:, :-1] + heights[1:, 1:] + heights[:-1, 1:]) / 4
    table = colors.lut(color_map)[:, :3].astype(float)
    color = table[colors.indices(middle, surface.lowest, surface.highest)]
    rgb = np.clip(np.rint(color * _shade(vertices)[..., None]), 0, 255)
    rgb = np.where(solid[..., None], rgb, 0).astype(np.int64)
    return Mesh(a, b, vertices, heights, solid, rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2])


class DrawnMesh:
    """A mesh under one projection: drawn, and asked what lies under a pixel."""

    def __init__(self, mesh: Mesh, projection: Projection) -> None:
        self.mesh = mesh
        screen = projection(mesh.vertices)
        quads = np.stack([screen[:-1, :-1], screen[1:, :-1], screen[1:, 1:], screen[:-1, 1:]], axis=2)
        self.order = mesh.order(projection.camera.eye)
        self.quads: Points = quads.reshape(-1, 4, 2)[self.order]  # the nearest last
        x, y = self.quads[..., 0], self.quads[..., 1]
        diagonals = (x[:, 2] - x[:, 0]) * (y[:, 3] - y[:, 1]) - (y[:, 2] - y[:, 0]) * (x[:, 3] - x[:, 1])
        # All quads turn the same way: the projection is one to one, and nothing hides anything.
        self.folds = bool((diagonals > 0).any() and (diagonals < 0).any())
        self._turn = np.where(diagonals < 0, -1.0, 1.0)

    def paint(self, painter: QPainter) -> None:
        """Fill the quads that touch the painter's window, from back to front, seamless and with smooth outlines."""
        window = painter.window()
        low, high = self.quads.min(axis=1), self.quads.max(axis=1)
        shown = (high[:, 0] > 0) & (high[:, 1] > 0) & (low[:, 0] < window.width()) & (low[:, 1] < window.height())
        grown = self._grown()[shown]
        points = map(QPointF, grown[..., 0].ravel().tolist(), grown[..., 1].ravel().tolist())
        fills = map(QColor.fromRgb, (self.mesh.fills.ravel()[self.order][shown] | 0xFF000000).tolist())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        set_brush, draw = painter.setBrush, painter.drawConvexPolygon
        for fill, polygon in zip(fills, zip(points, points, points, points, strict=True), strict=True):
            set_brush(fill)
            draw(polygon)

    def coordinates_at(self, x: float, y: float) -> tuple[float, float] | None:
        """Coordinates (a, b) of the frontmost place of the surface at a pixel; None off the surface."""
        low, high = self.quads.min(axis=1), self.quads.max(axis=1)
        near = np.flatnonzero((low[:, 0] <= x) & (x <= high[:, 0]) & (low[:, 1] <= y) & (y <= high[:, 1]))
        for index in near[::-1]:
            found = _within(self.quads[index], x, y)
            if found is not None:
                i, j = divmod(int(self.order[index]), self.mesh.solid.shape[1])
                a, b = self.mesh.a, self.mesh.b
                return float(a[i] + found[0] * (a[i + 1] - a[i])), float(b[j] + found[1] * (b[j + 1] - b[j]))
        return None

    def _grown(self) -> Points:
        """The quads with each edge moved outward by OVERLAP pixels."""
        edges = np.roll(self.quads, -1, axis=1) - self.quads
        lengths = np.maximum(np.hypot(edges[..., 0], edges[..., 1]), 1e-9)[..., None]
        normals = np.stack([edges[..., 1], -edges[..., 0]], axis=-1) / lengths * self._turn[:, None, None]
        before = np.roll(normals, 1, axis=1)
        # Two edges meet where both are moved; in sharp corners that point runs away, so it is held back.
        miter = np.maximum(1.0 + (normals * before).sum(axis=-1, keepdims=True), 0.4)
        return self.quads + OVERLAP * (normals + before) / miter


def _shade(vertices: Points) -> Points:
    """Brightness (n-1, m-1): 1 for a level quad, less where it turns away from the light (Lambert's cosine)."""
    down = vertices[1:, 1:] - vertices[:-1, :-1]
    across = vertices[:-1, 1:] - vertices[1:, :-1]
    normals = np.cross(down, across)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    light = LIGHT / np.linalg.norm(LIGHT)
    return np.clip(1.0 + SHADING * (normals @ light - light[2]), 0.6, 1.1)


def _blocks(holes: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.int64]:
    """How many holes lie in each closed block between neighboring rows and columns: sums of a summed-area table."""
    table = np.zeros((holes.shape[0] + 1, holes.shape[1] + 1), dtype=np.int64)
    table[1:, 1:] = holes.cumsum(axis=0).cumsum(axis=1)
    top, bottom = rows[:-1], rows[1:] + 1
    left, right = columns[:-1], columns[1:] + 1
    ends = table[np.ix_(bottom, right)] - table[np.ix_(top, right)]
    return ends - table[np.ix_(bottom, left)] + table[np.ix_(top, left)]


def _within(quad: Points, x: float, y: float) -> tuple[float, float] | None:
    """Shares (u, v) in [0, 1] along a quad's sides at a pixel, None outside; corners (0,0), (1,0), (1,1), (0,1)."""
    for corners, shares in (((0, 1, 2), ((0, 0), (1, 0), (1, 1))), ((0, 2, 3), ((0, 0), (1, 1), (0, 1)))):
        p, q, r = quad[list(corners)]
        area = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        if abs(area) < 1e-9:
            continue
        second = ((x - p[0]) * (r[1] - p[1]) - (y - p[1]) * (r[0] - p[0])) / area
        third = ((q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])) / area
        first = 1.0 - second - third
        if min(first, second, third) >= -1e-9:
            weights = (first, second, third)
            u = sum(w * s[0] for w, s in zip(weights, shares, strict=True))
            v = sum(w * s[1] for w, s in zip(weights, shares, strict=True))
            return u, v
    return None
