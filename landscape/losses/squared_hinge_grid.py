"""Sums of squared hinges on a grid line, exactly, by their breakpoints and differences that are never negative.

A rising hinge has some value r at the first grid point where it is active, and grows by h from point to point. Its
squares there are r^2, (r + h)^2, (r + 2 h)^2, ..: they grow by 2 r h + h^2 first, and each growth is 2 h^2 larger than
the one before. So three sums per grid cell, of r^2, 2 r h + h^2 and 2 h^2, and cumulative sums over them give all
squares; and as nothing is ever subtracted, small sums keep their digits, which b^2 Q + 2 b R + S would lose.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscape.losses.hinge_grid import breakpoint_cells
from trainers.objective import Array


def squared_hinge_line_sums(p: Array, q: Array, b: Array) -> Array:
    """The sums (n_b,) over m hinges of ``max(0, p + q b[j])^2``; p and q (m,), b increasing and evenly spaced.

    Exact up to rounding. Where an input is not finite, so are the sums.
    """
    rising, cells = breakpoint_cells(p, q, b)
    n = len(b)
    step = (b[-1] - b[0]) / (n - 1) if n > 1 else 0.0
    falling = ~rising
    with np.errstate(over="ignore", invalid="ignore"):
        total = _growing_sums(p[rising], q[rising], q[rising] * step, cells[rising], b)
        # From right to left a falling hinge rises; cell k, active at b[k - 1] and below, is n - k from there.
        total += _growing_sums(p[falling], q[falling], -q[falling] * step, n - cells[falling], b[::-1])[::-1]
    return total


def _growing_sums(p: Array, q: Array, h: Array, first: NDArray[np.int64], b: Array) -> Array:
    """Sums (n_b,) of squares of hinges that are active from point `first` of b on, n_b for never, and grow by h."""
    n = len(b)
    r = np.maximum(p + q * b[np.minimum(first, n - 1)], 0.0)
    values, growth, growth_of_growth = (
        np.bincount(first, weights=weights, minlength=n + 1)[:n] for weights in (r * r, (2.0 * r + h) * h, 2.0 * h * h)
    )
    # From point i to i + 1 a hinge that is active since k grows by its first growth plus (i - k) times 2 h^2.
    steps = np.cumsum(growth) + _earlier_sums(np.cumsum(growth_of_growth))
    return np.asarray(np.cumsum(values) + _earlier_sums(steps))


def _earlier_sums(bins: Array) -> Array:
    """For each place j the sum of the bins 0 .. j - 1."""
    return np.concatenate([[0.0], np.cumsum(bins)[:-1]])
