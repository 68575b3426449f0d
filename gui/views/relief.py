"""Heights of a surface between its grid points, and what of a picture lies behind it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gui.views.camera import HEIGHT, SIDE_A, SIDE_B, Points

N_SIDE = 64  # lattice points per side; fine enough for the outline of a hill, small enough for the cache
N_STEPS = 28  # samples along a line of sight
TOLERANCE = 0.012 * HEIGHT


def interpolate(a: Points, b: Points, values: Points, at_a: Points, at_b: Points) -> Points:
    """Bilinear values at points of any shape; values (n_a, n_b). NaN outside the grid and beside a hole."""
    inside = (at_a >= a[0]) & (at_a <= a[-1]) & (at_b >= b[0]) & (at_b <= b[-1])
    i, u = _cell(a, np.where(inside, at_a, a[0]))
    j, v = _cell(b, np.where(inside, at_b, b[0]))
    i1, j1 = np.minimum(i + 1, len(a) - 1), np.minimum(j + 1, len(b) - 1)
    with np.errstate(invalid="ignore"):
        low = values[i, j] * (1 - v) + values[i, j1] * v
        high = values[i1, j] * (1 - v) + values[i1, j1] * v
        found = low * (1 - u) + high * u
    return np.where(inside & np.isfinite(found), found, np.nan)


class Relief:
    """The heights of a surface on a regular lattice of the box's floor, for fast looks along lines of sight."""

    def __init__(self, x: Points, y: Points, heights: Points) -> None:
        """Take heights (n, m) in the box at increasing x (n,) and y (m,) that end at the floor's sides."""
        lattice_x = np.linspace(-SIDE_A / 2, SIDE_A / 2, N_SIDE)
        lattice_y = np.linspace(-SIDE_B / 2, SIDE_B / 2, N_SIDE)
        found = interpolate(x, y, heights, *np.meshgrid(lattice_x, lattice_y, indexing="ij"))
        self._heights = np.where(np.isnan(found), -1.0, found).ravel()  # nothing hides behind a hole

    def hides(self, points: Points, eye: Points, seen_through: bool = False) -> NDArray[np.bool_]:
        """Which of the points (N, 3) the surface hides from an eye (3,).

        With `seen_through` a point beneath the surface counts as visible, unless another hill stands before it: a path
        that runs under the surface is drawn as if the surface above it were glass.
        """
        if len(points) == 0:
            return np.zeros(0, dtype=bool)
        with np.errstate(invalid="ignore"):
            way = eye - points
            share = np.clip((HEIGHT + TOLERANCE - points[:, 2]) / np.maximum(way[:, 2], 1e-9), 0.0, 1.0)
            # No line of sight stays above the floor for longer than its diagonal.
            level = np.hypot(way[:, 0], way[:, 1])
            share = np.minimum(share, np.hypot(SIDE_A, SIDE_B) / np.maximum(level, 1e-9))
            steps = np.linspace(0.0, 1.0, N_STEPS)[:, None] * share
            gap = (
                points[:, 2]
                + steps * way[:, 2]
                - self._at(points[:, 0] + steps * way[:, 0], points[:, 1] + steps * way[:, 1])
            )
        beneath = gap < -TOLERANCE
        if seen_through:
            beneath &= np.logical_or.accumulate(gap > -TOLERANCE / 2, axis=0)
        return np.asarray(beneath.any(axis=0))

    def _at(self, x: Points, y: Points) -> Points:
        """Heights at points of the floor; far below it elsewhere."""
        u = (np.nan_to_num(x) / SIDE_A + 0.5) * (N_SIDE - 1)
        v = (np.nan_to_num(y) / SIDE_B + 0.5) * (N_SIDE - 1)
        outside = (u < 0) | (u > N_SIDE - 1) | (v < 0) | (v > N_SIDE - 1)
        i = np.clip(u, 0, N_SIDE - 1.001).astype(np.intp)
        j = np.clip(v, 0, N_SIDE - 1.001).astype(np.intp)
        u, v, corner = u - i, v - j, i * N_SIDE + j
        heights = self._heights
        low = heights[corner] * (1 - v) + heights[corner + 1] * v
        high = heights[corner + N_SIDE] * (1 - v) + heights[corner + N_SIDE + 1] * v
        return np.where(outside, -1.0, low * (1 - u) + high * u)


def _cell(knots: Points, at: Points) -> tuple[NDArray[np.intp], Points]:
    """Index of the knot at or before, and the share of the way to the next."""
    if len(knots) == 1:
        return np.zeros(np.shape(at), dtype=np.intp), np.zeros(np.shape(at))
    index = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 2)
    return index, (at - knots[index]) / (knots[index + 1] - knots[index])
