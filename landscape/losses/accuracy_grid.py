"""How many examples are classified correctly on a whole grid, exactly.

Along a grid line the correct class beats each other class on a half line, hence all of them on one interval of b: an
example is counted in at the interval's first grid point and out behind its last. Where rounding could decide a tie,
the example is counted plainly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscape.losses.loss import Labels, above_correct
from landscape.work import Work, blocks
from trainers.objective import Array

NEAR = 1e-11  # differences of scores this small beside the scores themselves may be ties
LINES_AT_ONCE = 16  # grid lines per operation: enough work to outweigh numpy's calls, few enough for the cache


def correct_grid_counts(
    s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
) -> Labels:
    """Counts (n_a, n_b) of n examples whose class wins at ``s0 + a[i] along_a + b[j] along_b``, all (n, C).

    `b` increases evenly. Ties go to the lowest class index; scores that are not finite are counted as argmax finds
    them.
    """
    n, n_wrong = len(b), s0.shape[1] - 1
    step = (b[-1] - b[0]) / (n - 1) if n > 1 else 1.0
    finite = np.isfinite(s0).all(axis=1) & np.isfinite(along_a).all(axis=1) & np.isfinite(along_b).all(axis=1)
    wrong = np.arange(n_wrong + 1) != labels[:, None]
    # By how much each wrong class leads the correct one, class by class (C - 1, n): p0 + a u + b q.
    p0, u, q = (
        np.ascontiguousarray(above_correct(scores, labels)[wrong].reshape(len(labels), n_wrong).T)
        for scores in (s0, along_a, along_b)
    )
    # The largest score that can occur, per example: what rounding errors are measured by.
    size = np.abs(s0).max(axis=1) + np.abs(a).max() * np.abs(along_a).max(axis=1)
    near = NEAR * (size + np.abs(b).max() * np.abs(along_b).max(axis=1))
    level = q == 0
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        start, rate = (-p0 / q - b[0]) / step, -u / (q * step)  # where the lead is zero, in grid cells
        width = np.where(level, -1.0, near / np.abs(q * step))  # how near to a grid point rounding could decide
    start, rate = np.where(level, 0.0, start), np.where(level, 0.0, rate)
    falling, rising = np.where(q < 0, 0.0, -np.inf), np.where(q > 0, 0.0, np.inf)
    has_level = np.flatnonzero(level.any(axis=0))
    level_leads = _LevelLeads(p0[:, has_level], u[:, has_level], level[:, has_level], near[has_level])
    ties_won = (np.arange(n_wrong + 1) > labels[:, None])[wrong].reshape(len(labels), n_wrong).T[:, has_level]
    counts = np.empty((len(a), n), dtype=np.int64)
    for part in blocks(len(a), LINES_AT_ONCE):
        work.check()
        lines = a[part]
        with np.errstate(invalid="ignore", over="ignore"):
            place = start + lines[:, None, None] * rate
            unsure: NDArray[np.bool_] = np.any(np.abs(place - np.rint(place)) <= width, axis=1) | ~finite
            # A lead that falls with b ends at its place, one that rises begins there.
            first = np.clip(np.floor((place + falling).max(axis=1, initial=-np.inf)) + 1, 0, n)
            behind = np.clip(np.ceil((place + rising).min(axis=1, initial=np.inf)), 0, n)
        if len(has_level):
            never, tied = level_leads.at(lines, ties_won)
            behind[:, has_level] = np.where(never, 0, behind[:, has_level])
            unsure[:, has_level] |= tied
        sure = ~unsure & (first < behind)
        counts[part] = _inside(first, behind, sure, n)
        for line in np.flatnonzero(unsure.any(axis=1)):
            few = unsure[line]
            counts[part.start + line] += _plain_counts(
                s0[few] + lines[line] * along_a[few], along_b[few], labels[few], b
            )
    return counts


@dataclass(frozen=True, eq=False)
class _LevelLeads:
    """The leads (C - 1, m) of examples that have some which do not change along b: p0 + a u where `level`."""

    p0: Array
    u: Array
    level: NDArray[np.bool_]
    near: Array

    def at(self, lines: Array, ties_won: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For lines (l,): where (l, m) such a lead lets the correct class never win, and where rounding decides."""
        lead = self.p0 + lines[:, None, None] * self.u
        # Scores that are the same number everywhere tie plainly; all others may tie by rounding.
        moving = (self.p0 != 0) | (self.u != 0)
        never: NDArray[np.bool_] = np.any(self.level & ((lead > 0) | ((lead == 0) & ~ties_won)), axis=1)
        tied: NDArray[np.bool_] = np.any(self.level & moving & (np.abs(lead) <= self.near), axis=1)
        return never, tied


def _inside(first: Array, behind: Array, sure: NDArray[np.bool_], n: int) -> Labels:
    """How many of the intervals first <= j < behind, each (l, N), hold j, for j in 0 .. n - 1: counts (l, n)."""
    offsets = (np.arange(len(first)) * (n + 1))[:, None]
    size = len(first) * (n + 1)
    begun = np.bincount((first + offsets)[sure].astype(np.int64), minlength=size)
    ended = np.bincount((behind + offsets)[sure].astype(np.int64), minlength=size)
    counts: Labels = np.cumsum((begun - ended).reshape(len(first), n + 1), axis=1)[:, :n]
    return counts


def _plain_counts(row: Array, along_b: Array, labels: Labels, b: Array) -> Labels:
    counts = np.empty(len(b), dtype=np.int64)
    for j, step_b in enumerate(b):
        counts[j] = np.count_nonzero((row + step_b * along_b).argmax(axis=1) == labels)
    return counts
