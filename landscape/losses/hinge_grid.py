"""Sums of hinges on a whole grid, exactly: along a grid line every hinge is zero up to its breakpoint, then linear.

A hinge max(0, p + q b) starts (q > 0) or ends (q < 0) at b = -p / q. Its slope and offset are added to the bin of the
grid cell that holds this breakpoint; cumulative sums over the bins, forward or backward, then give the sum of all
active hinges at every grid point. One division per hinge and line replaces an evaluation per grid point.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array


def hinge_line_sums(p: Array, q: Array, b: Array) -> Array:
    """The sums (n_b,) over m hinges of ``max(0, p + q b[j])``; p and q (m,), b increasing and evenly spaced.

    Exact up to rounding. Where an input is not finite, so are the sums.
    """
    rising, cells = breakpoint_cells(p, q, b)
    n = len(b)
    bins = cells + np.where(rising, 0, n + 1)
    offsets: Array = np.bincount(bins, weights=p, minlength=2 * n + 2).astype(np.float64, copy=False)
    slopes: Array = np.bincount(bins, weights=q, minlength=2 * n + 2).astype(np.float64, copy=False)
    active_p = np.cumsum(offsets[:n]) + _later_sums(offsets[n + 1 :])
    active_q = np.cumsum(slopes[:n]) + _later_sums(slopes[n + 1 :])
    return np.asarray(active_p + active_q * b)


def breakpoint_cells(p: Array, q: Array, b: Array) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which hinges rise (or stay), and the cell 0 .. n_b that each one's breakpoint falls into.

    A rising hinge of cell k is active at b[k], b[k + 1], ...; a falling one at ..., b[k - 2], b[k - 1]. A hinge
    without slope is active everywhere or nowhere.
    """
    n = len(b)
    step = (b[-1] - b[0]) / (n - 1) if n > 1 else 1.0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        place = np.ceil((-p / q - b[0]) / step)
        cells = np.clip(place, 0, n)
    cells = np.where(q == 0, np.where(p > 0, 0, n), cells)
    unknown = np.isnan(p) | np.isnan(q)  # active everywhere, so that every sum says so
    return (q >= 0) | unknown, np.where(unknown | np.isnan(cells), 0, cells).astype(np.int64)


def _later_sums(bins: Array) -> Array:
    """For each place j the sum of the bins j + 1, j + 2, ..."""
    return np.cumsum(bins[::-1])[::-1][1:]
