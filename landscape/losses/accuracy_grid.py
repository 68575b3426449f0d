"""How many examples are classified correctly on a whole grid, exactly.

Along a grid line the correct class beats each other class on a half line, hence all of them on one interval of b: an
example is counted in at the interval's first grid point and out behind its last. Where rounding could decide a tie,
the example is counted plainly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscape.losses.loss import Labels, above_correct
from landscape.work import Work
from trainers.objective import Array

NEAR = 1e-11  # differences of scores this small beside the scores themselves may be ties


def correct_grid_counts(
    s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
) -> Labels:
    """Counts (n_a, n_b) of n examples whose class wins at ``s0 + a[i] along_a + b[j] along_b``, all (n, C).

    Ties go to the lowest class index; scores that are not finite are counted as argmax finds them.
    """
    finite = np.isfinite(s0).all(axis=1) & np.isfinite(along_a).all(axis=1) & np.isfinite(along_b).all(axis=1)
    wins_ties = np.arange(s0.shape[1]) > labels[:, None]
    own = np.arange(s0.shape[1]) == labels[:, None]
    p0, u, q = (above_correct(scores, labels) for scores in (s0, along_a, along_b))
    # Scores that are the same number everywhere tie plainly; all others may tie by rounding.
    moving = (p0 != 0) | (u != 0) | (q != 0)
    counts = np.empty((len(a), len(b)), dtype=np.int64)
    # The largest score that can occur, per example: what rounding errors are measured by.
    size = np.abs(s0).max(axis=1) + np.abs(a).max() * np.abs(along_a).max(axis=1)
    size += np.abs(b).max() * np.abs(along_b).max(axis=1)
    for i, step_a in enumerate(a):
        work.check()
        p = p0 + step_a * u
        first, behind, unsure = _interval(p, q, b, own, wins_ties, moving, NEAR * size)
        unsure |= ~finite
        sure = ~unsure & (first < behind)
        changes = np.bincount(first[sure], minlength=len(b) + 1) - np.bincount(behind[sure], minlength=len(b) + 1)
        counts[i] = np.cumsum(changes)[: len(b)]
        if unsure.any():
            row = s0[unsure] + step_a * along_a[unsure]
            counts[i] += _plain_counts(row, along_b[unsure], labels[unsure], b)
    return counts


def _interval(
    p: Array,
    q: Array,
    b: Array,
    own: NDArray[np.bool_],
    wins_ties: NDArray[np.bool_],
    moving: NDArray[np.bool_],
    near: Array,
) -> tuple[Labels, Labels, NDArray[np.bool_]]:
    """For each example the first grid point where its class wins, the one behind the last, and where that is unsure.

    p + b q (n, C) is by how much each class leads the correct one; that class wins where all are below zero, or at
    zero for classes that lose ties.
    """
    n = len(b)
    step = (b[-1] - b[0]) / (n - 1) if n > 1 else 1.0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        place = (-p / q - b[0]) / step  # in grid cells
        nearest = np.clip(np.rint(place), 0, n - 1)
        lead = np.where(q == 0, p, p + (b[0] + step * nearest) * q)  # at the grid point nearest to the tie
    falling, rising = q < 0, q > 0
    lower = np.where(falling, np.clip(np.floor(place) + 1, 0, n), 0)
    upper = np.where(rising, np.clip(np.ceil(place), 0, n), n)
    never = (q == 0) & ((p > 0) | ((p == 0) & ~wins_ties)) & ~own
    first = np.where(own, 0, lower).max(axis=1)
    behind = np.where(own, n, upper).min(axis=1)
    behind = np.where(never.any(axis=1), 0, behind)
    close = (np.abs(lead) <= near[:, None]) & moving
    unsure: NDArray[np.bool_] = np.any(close & ~own, axis=1)
    return first.astype(np.int64), behind.astype(np.int64), unsure


def _plain_counts(row: Array, along_b: Array, labels: Labels, b: Array) -> Labels:
    counts = np.empty(len(b), dtype=np.int64)
    for j, step_b in enumerate(b):
        counts[j] = np.count_nonzero((row + step_b * along_b).argmax(axis=1) == labels)
    return counts
