"""Choosing rows at random while every class keeps its share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Rows


def stratified(labels: NDArray[np.int64], count: int, random: np.random.Generator) -> Rows:
    """Exactly `count` row numbers of labels (N,), in increasing order, drawn without replacement.

    Each class's number of rows is within one of its proportional share, see `largest_remainder`. From one
    generator state, a class's rows at a smaller count are among its rows at a larger one.
    """
    totals = np.bincount(labels)
    counts = largest_remainder(totals, count)
    order = random.permutation(len(labels))
    by_class = order[np.argsort(labels[order], kind="stable")]
    rank_in_class = np.arange(len(labels)) - np.repeat(np.cumsum(totals) - totals, totals)
    return np.sort(by_class[rank_in_class < np.repeat(counts, totals)])


def largest_remainder(totals: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """How many of `count` rows go to each class (C,) of `totals` rows: the method of Hamilton.

    Shares are rounded down and the rows left over go to the largest remainders, ties to the lowest class.
    The sum is exactly `count`, which must lie between 0 and ``totals.sum()``.
    """
    available = int(totals.sum())
    if not 0 <= count <= available:
        raise ValueError(f"count must lie in 0 .. {available}; got {count}")
    if available == 0:
        return np.zeros_like(totals)
    counts, remainders = np.divmod(totals * count, available)  # whole numbers, so that a tie is a tie
    counts[np.argsort(-remainders, kind="stable")[: count - counts.sum()]] += 1
    return np.asarray(counts, dtype=np.int64)
