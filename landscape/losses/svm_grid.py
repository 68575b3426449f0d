"""The multiclass SVM loss on a whole grid, exactly, by the breakpoints of its hinges."""

from __future__ import annotations

import numpy as np

from landscape.losses.hinge_grid import hinge_line_sums
from landscape.losses.loss import Labels, above_correct
from landscape.work import Work
from trainers.objective import Array


def svm_grid_sums(
    s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work, margin: float = 1.0
) -> Array:
    """Sums (n_a, n_b) over n examples of the Weston-Watkins loss at ``s0 + a[i] along_a + b[j] along_b``, all (n, C).

    `b` increases and is evenly spaced. Exact up to rounding.
    """
    wrong = np.arange(s0.shape[1]) != labels[:, None]
    p0, u, q = (above_correct(scores, labels)[wrong] for scores in (s0, along_a, along_b))
    p0 = p0 + margin
    total = np.empty((len(a), len(b)))
    with np.errstate(over="ignore", invalid="ignore"):
        for i, step_a in enumerate(a):
            work.check()
            total[i] = hinge_line_sums(p0 + step_a * u, q, b)
    return total
