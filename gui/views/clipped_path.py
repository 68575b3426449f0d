"""A path in the box of a 3-D view: its segments cut at the box's walls, and how clearly each is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gui.views.box import Box
from gui.views.camera import HEIGHT, SIDE_A, SIDE_B, Points
from landscape.experiment.scene import Path

FAINTEST = 0.35  # a path far off the slice stays visible
BEYOND = 0.08  # how far paths may leave the floor, relative to its sides
WALLS = np.array([(0.5 + BEYOND) * SIDE_A, (0.5 + BEYOND) * SIDE_B, HEIGHT])
WALLS_LOW = np.array([-WALLS[0], -WALLS[1], 0.0])


@dataclass(frozen=True, eq=False)
class Trace:
    """What of a path can be drawn, in the units of the camera. Nothing here depends on the camera.

    Attributes:
        points: each row at its true loss (T, 3), NaN where that is not finite; feet: at its loss beneath (T, 3).
        inside: rows (T,) within the walls.
        row: the row at the end of each drawn segment (N,), increasing.
        starts, ends: the ends of the segments (N, 3), cut at the walls.
        opacity: of each segment (N,), FAINTEST to 1.
    """

    points: Points
    feet: Points
    inside: NDArray[np.bool_]
    row: NDArray[np.intp]
    starts: Points
    ends: Points
    opacity: Points

    def head(self, row: int) -> tuple[Points, bool] | None:
        """Where the path stands at a row, and whether that is its true place; None where nothing can be drawn.

        Where the row's point is outside the walls or not finite it is the last drawn place before, and not true.
        """
        if self.inside[row]:
            return self.points[row], True
        before = int(np.searchsorted(self.row, row, side="right"))
        if before:
            return self.ends[before - 1], False
        finite = np.flatnonzero(np.isfinite(self.points[: row + 1]).all(axis=1))
        return (np.clip(self.points[finite[-1]], WALLS_LOW, WALLS), False) if finite.size else None


def trace_of(path: Path, box: Box) -> Trace:
    """The trace of a path with coordinates (T, 2) or more; the first two count."""
    a, b = path.coordinates[:, 0], path.coordinates[:, 1]
    with np.errstate(over="ignore", invalid="ignore"):
        points = box.place(a, b, path.loss)
        feet = box.place(a, b, path.view_loss)
        points[~np.isfinite(points).all(axis=1)] = np.nan
        # The floor's lowest loss is a path's own, so rounding alone could put a point beneath it.
        inside = ((points >= WALLS_LOW - 1e-9) & (points <= WALLS + 1e-9)).all(axis=1)
        feet[:, 2] = np.clip(feet[:, 2], 0.0, HEIGHT)
    feet[~(np.isfinite(feet).all(axis=1) & inside)] = np.nan
    first, last, kept = _cut(points[:-1], points[1:])
    faint = opacities(path)
    opacity = np.minimum(faint[:-1], faint[1:])[kept]
    return Trace(points, feet, inside, np.flatnonzero(kept) + 1, first[kept], last[kept], opacity)


def opacities(path: Path) -> Points:
    """Opacity (T,) of each row: 1 on the slice, down to FAINTEST where it is as far off it as the path is long.

    The length is the largest distance from the start, in and off the slice; coordinates count as distances, which they
    are where the slice's axes have length 1.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # where it diverged
        along = np.linalg.norm(path.coordinates - path.coordinates[0], axis=1)
    extent = np.hypot(along, path.residual)
    longest = float(np.max(extent, where=np.isfinite(extent), initial=0.0))
    if longest == 0.0:
        return np.ones(len(extent))
    share = np.where(np.isfinite(path.residual), path.residual, longest) / longest
    return np.maximum(FAINTEST, 1.0 - (1.0 - FAINTEST) * share)


def _cut(starts: Points, ends: Points) -> tuple[Points, Points, NDArray[np.bool_]]:
    """Segments cut at the walls by Liang and Barsky's method, and which of them anything is left of."""
    way = ends - starts
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        low, high = (WALLS_LOW - 1e-9 - starts) / way, (WALLS + 1e-9 - starts) / way
        enter, leave = np.minimum(low, high), np.maximum(low, high)
        # A segment along a wall never crosses it: it is wholly within or wholly outside.
        still = way == 0
        within = (starts >= WALLS_LOW - 1e-9) & (starts <= WALLS + 1e-9)
        enter = np.where(still, np.where(within, -np.inf, np.inf), enter)
        leave = np.where(still, np.inf, leave)
        first = np.maximum(enter.max(axis=1, initial=0.0), 0.0)
        last = np.minimum(leave.min(axis=1, initial=1.0), 1.0)
        kept = (first <= last) & np.isfinite(way).all(axis=1)
        return starts + first[:, None] * way, starts + last[:, None] * way, kept
