"""Losses and correct counts on a grid, every point from its scores: the plain way."""

from __future__ import annotations

import numpy as np

from landscape.losses.loss import Labels, Loss
from landscape.work import Work
from trainers.objective import Array

SCORES_AT_ONCE = 2**17  # scores held at a time: about 1 MB stays in the cache


def plain_grid_sums(
    loss: Loss, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
) -> tuple[Array, Labels]:
    """Sums over n examples of the loss and of "the correct class wins", each (n_a, n_b).

    Scores at ``(a[i], b[j])`` are ``s0 + a[i] along_a + b[j] along_b``, all (n, C); labels (n,).
    Ties go to the lowest class index.
    """
    sums = np.empty((len(a), len(b)))
    right = np.empty((len(a), len(b)), dtype=np.int64)
    width = max(1, SCORES_AT_ONCE // max(1, s0.size))
    with np.errstate(over="ignore", invalid="ignore"):
        for i, step_a in enumerate(a):
            row = s0 + step_a * along_a
            for first in range(0, len(b), width):
                work.check()
                few = slice(first, first + width)
                scores = row + b[few, None, None] * along_b
                correct = np.broadcast_to(labels, scores.shape[:-1])
                sums[i, few] = loss.values(scores, correct).sum(axis=-1)
                right[i, few] = (scores.argmax(axis=-1) == labels).sum(axis=-1)
    return sums, right
