"""Where searches tried and did not go: points in the box of a 3-D view, at the losses of the tries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gui.theme import Theme
from gui.views.box import Box
from gui.views.camera import Points, Projection
from gui.views.clipped_path import WALLS, WALLS_LOW
from gui.views.relief import Relief
from landscape.experiment.scene import Path
from landscape.figures.wording import count_text
from landscape.palette import Style, display_name

MOST = 10_000  # points of a run that are painted; of more tries every k-th is
OPACITY, HIDDEN = 0.6, 0.2  # of a point, and of one that a hill hides
WIDTH, RIM = 1.6, 0.6  # line widths


@dataclass(frozen=True, eq=False)
class TriedPoints:
    """The tries of one run. Nothing here depends on the camera.

    Attributes:
        points: of the tries within the walls (n, 3), in the units of the camera, at most `MOST` of them.
        n_inside, n_outside: how many tries lie within the walls and beyond; n_unknown: how many have no height.
    """

    points: Points
    n_inside: int
    n_outside: int
    n_unknown: int

    def words(self, path: Path) -> str:
        """What a picture with these points must say."""
        name = display_name(path.label, path.method)
        if self.n_unknown and not self.n_inside + self.n_outside:
            return f"{name}: tries are points of the loss alone"
        text = f"{name}: {count_text(self.n_inside)} tries as points"
        if len(self.points) < self.n_inside:
            text += f", of which {count_text(len(self.points))} are drawn"
        beyond = self.n_outside + self.n_unknown
        return f"{text}, {count_text(beyond)} beyond the picture" if beyond else text

    def paint(self, painter: QPainter, style: Style, projection: Projection, theme: Theme, relief: Relief) -> None:
        """Draw the points; those behind a hill fainter."""
        hidden = relief.hides(self.points, projection.camera.eye, seen_through=True)
        for behind in (True, False):
            places = projection(self.points[hidden == behind])
            polygon = QPolygonF(list(map(QPointF, places[:, 0].tolist(), places[:, 1].tolist())))
            for color, width in ((theme.halo, WIDTH + 2 * RIM), (style.color, WIDTH)):
                shade = QColor(color)
                shade.setAlphaF(HIDDEN if behind else OPACITY)
                pen = QPen(shade, width * theme.line_width)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(polygon)


def tried_points(path: Path, box: Box) -> TriedPoints | None:
    """The tries of a path that were not taken; None where it has none."""
    if path.tries is None or path.coordinates.shape[1] < 2:
        return None
    kept = ~path.tries.taken
    places, losses = path.tries.coordinates[kept], path.tries.loss[kept]
    with np.errstate(over="ignore", invalid="ignore"):
        points = box.place(places[:, 0], places[:, 1], losses)
        finite = np.isfinite(points).all(axis=1)
        inside = ((points >= WALLS_LOW - 1e-9) & (points <= WALLS + 1e-9)).all(axis=1)
    within = np.flatnonzero(inside)
    shown = within[:: max(1, -(-len(within) // MOST))]
    n_finite = int(np.count_nonzero(finite))
    return TriedPoints(points[shown], len(within), n_finite - len(within), int(kept.sum()) - n_finite)
