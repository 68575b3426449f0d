"""A mesh on the screen: QPainter fills its quads from back to front, the painter's algorithm."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QTransform

from gui.views.camera import Points, Projection
from gui.views.mesh import Mesh

OUTLINE = 1.3  # pixels; half of it lies outside the surface and blends with what is behind
SLIVER = 1e-3  # quads of less than this many square pixels have no usable texture


class DrawnMesh:
    """A mesh under one projection: drawn, and asked what lies under a pixel."""

    def __init__(self, mesh: Mesh, projection: Projection) -> None:
        self.mesh = mesh
        self._screen = projection(mesh.vertices)
        screen = self._screen
        quads = np.stack([screen[:-1, :-1], screen[1:, :-1], screen[1:, 1:], screen[:-1, 1:]], axis=2)
        self._order = mesh.order(projection.camera.eye)
        self._quads: Points = quads.reshape(-1, 4, 2)[self._order]  # the nearest last
        self._low, self._high = self._quads.min(axis=1), self._quads.max(axis=1)
        x, y = self._quads[..., 0], self._quads[..., 1]
        self._area = ((x[:, 2] - x[:, 0]) * (y[:, 3] - y[:, 1]) - (y[:, 2] - y[:, 0]) * (x[:, 3] - x[:, 1])) / 2
        # Where all quads turn the same way the projection is one to one, and nothing hides anything.
        self.folds = bool((self._area > 0).any() and (self._area < 0).any())

    def paint(self, painter: QPainter) -> None:
        """Fill the quads that touch the painter's window, from back to front.

        Quads that share an edge must neither leave gaps nor mix with what is behind them, so they are filled without
        antialiasing; the outlines of the surface get theirs from thin lines in its own colors.
        """
        window = painter.window()
        shown = (self._high[:, 0] > 0) & (self._high[:, 1] > 0)
        shown &= (self._low[:, 0] < window.width()) & (self._low[:, 1] < window.height())
        shown &= np.abs(self._area) > SLIVER
        points = list(map(QPointF, *self._screen.reshape(-1, 2).T.tolist()))
        across = self._screen.shape[1]
        corner = self._order + self._order // (across - 1)  # of a quad, in the flat vertices
        outlines = self._outlines()
        brush = QBrush(self.mesh.texture)
        placed = map(QTransform, *self._placements()[shown].T.tolist())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        turn, set_brush, draw = brush.setTransform, painter.setBrush, painter.drawConvexPolygon
        for rank, k, transform in zip(np.flatnonzero(shown).tolist(), corner[shown].tolist(), placed, strict=True):
            turn(transform)
            set_brush(brush)
            draw((points[k], points[k + across], points[k + across + 1], points[k + 1]))
            if rank in outlines:
                self._paint_outline(painter, rank, [QLineF(points[p], points[q]) for p, q in outlines[rank]])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def coordinates_at(self, x: float, y: float) -> tuple[float, float] | None:
        """Coordinates (a, b) of the frontmost place of the surface at a pixel; None off the surface."""
        low, high = self._low, self._high
        near = np.flatnonzero((low[:, 0] <= x) & (x <= high[:, 0]) & (low[:, 1] <= y) & (y <= high[:, 1]))
        for index in near[::-1]:
            found = _within(self._quads[index], x, y)
            if found is not None:
                i, j = divmod(int(self._order[index]), self.mesh.solid.shape[1])
                a, b = self.mesh.a, self.mesh.b
                return float(a[i] + found[0] * (a[i + 1] - a[i])), float(b[j] + found[1] * (b[j + 1] - b[j]))
        return None

    def _placements(self) -> Points:
        """For each quad the affine map (6,) from its part of the texture that meets its corners best."""
        p, texels = self._quads, self.mesh.texels
        i, j = np.divmod(self._order, self.mesh.solid.shape[1])
        along_a = (p[:, 1] - p[:, 0] + p[:, 2] - p[:, 3]) / (2 * texels)
        along_b = (p[:, 3] - p[:, 0] + p[:, 2] - p[:, 1]) / (2 * texels)
        # The margin of the texture is one quad wide.
        u, v = (i + 1.5)[:, None] * texels, (j + 1.5)[:, None] * texels
        return np.concatenate([along_a, along_b, p.mean(axis=1) - along_a * u - along_b * v], axis=1)

    def _outlines(self) -> dict[int, list[tuple[int, int]]]:
        """Edges where the surface ends or turns away, as pairs of flat vertices by the rank of the later quad."""
        n, m = self.mesh.solid.shape
        rank = np.full((n + 2, m + 2), -1)
        turn = np.zeros((n + 2, m + 2))
        rank[1:-1, 1:-1].flat[self._order] = np.arange(len(self._order))
        turn[1:-1, 1:-1].flat[self._order] = np.sign(self._area)
        vertex = np.arange((n + 1) * (m + 1)).reshape(n + 1, m + 1)
        found: dict[int, list[tuple[int, int]]] = {}
        for one, other, start, end in (
            (np.s_[1:-1, :-1], np.s_[1:-1, 1:], vertex[:-1], vertex[1:]),
            (np.s_[:-1, 1:-1], np.s_[1:, 1:-1], vertex[:, :-1], vertex[:, 1:]),
        ):
            later = np.maximum(rank[one], rank[other])
            drawn = (turn[one] != turn[other]) & (later >= 0)
            for owner, p, q in zip(later[drawn].tolist(), start[drawn].tolist(), end[drawn].tolist(), strict=True):
                found.setdefault(owner, []).append((p, q))
        return found

    def _paint_outline(self, painter: QPainter, rank: int, lines: list[QLineF]) -> None:
        i, j = divmod(int(self._order[rank]), self.mesh.solid.shape[1])
        painter.setPen(QPen(self.mesh.color(i, j), OUTLINE))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawLines(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)


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
