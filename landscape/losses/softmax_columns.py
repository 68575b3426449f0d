"""Finite differences of the softmax loss by every weight of a linear classifier, without evaluating a loss.

Raising the weight of class c and feature d by h raises the one score s_c of an example by t = h x_d. With p the
probability of that class, the example's loss changes by

    K(t) - t 1[y = c],    K(t) = log(1 + p (exp(t) - 1)) = log1p(p expm1(t))

so the probabilities at the weights themselves, one column of expm1 shared by all classes, and a log1p are all that
it takes. Both functions keep their digits near 0, which is where everything happens: t is about 1e-5, and
``log(1 + p (exp(t) - 1))`` as it stands would round twice to 1e-16 beside 1, losing eleven of t's sixteen digits.
"""

from __future__ import annotations

import numpy as np

from landscape.losses.loss import Labels
from landscape.work import Work, blocks
from trainers.objective import Array

COLUMNS = 64  # features of 1,024 examples at a time: half a MB stays in the cache
MOST_TERMS = 12  # a series with more of them is no faster than log1p


def softmax_column_differences(
    scores: Array, labels: Labels, features: Array, h: float, centered: bool, work: Work
) -> Array:
    """Sums (C, F) over n examples of the change of the loss per h, when score c moves by ``h features[:, d]``.

    Centered, half of the change from a move down to a move up. Scores are (n, C), labels (n,), features (n, F). Any
    finite scores are safe; where h moves one by more than 709, expm1 overflows and so does the sum, to inf or NaN.
    """
    small, likely = _smaller_probabilities(scores)
    # With q = 1 - p: log1p(p expm1(t)) = t + log1p(q expm1(-t)). Taken for a class that is more likely than not, no
    # log1p comes near -1, and no p near 1 hides the q that is left. The t joins that of the correct class, exactly.
    straight = likely.astype(np.float64)
    straight[np.arange(len(labels)), labels] -= 1.0
    sign = np.where(likely, -1.0, 1.0)
    up, down = (sign / (2 * h), sign / (-2 * h)) if centered else ((sign > 0) / h, (sign < 0) / h)

    reach = h * max(float(features.max()), -float(features.min()))
    terms = _n_terms(float(small.max()) * float(np.expm1(reach)))
    changes = np.empty((scores.shape[1], features.shape[1]))
    for part in blocks(features.shape[1], COLUMNS):
        work.check()
        tile = features[:, part]
        changes[:, part] = straight.T @ tile
        for step, factors in ((h, up), (-h, down)):
            raised = step * tile
            np.expm1(raised, out=raised)
            changes[:, part] += (
                _sum_series(factors, small, raised, terms) if terms else _sum_logs(factors, small, raised)
            )
    return changes


def _smaller_probabilities(scores: Array) -> tuple[Array, Array]:
    """``min(p, 1 - p)`` of each class (n, C) to full relative precision, and where p > 1/2."""
    leader = scores.argmax(axis=-1)[:, None]
    raised = np.exp(scores - np.take_along_axis(scores, leader, axis=-1))
    np.put_along_axis(raised, leader, 0.0, axis=-1)
    rest = raised.sum(axis=-1, keepdims=True)  # the leader's 1 - p is rest / (1 + rest): a sum, never a difference
    np.put_along_axis(raised, leader, np.minimum(rest, 1.0), axis=-1)
    likely = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(likely, leader, rest < 1.0, axis=-1)
    return raised / (1.0 + rest), likely


def _n_terms(largest: float) -> int:
    """How many terms of ``log1p(z) = z - z^2 / 2 + z^3 / 3 - ..`` are exact to rounding for ``abs(z) <= largest``.

    0 where it would take more than are worth it.
    """
    for terms in range(1, MOST_TERMS + 1):
        if largest**terms <= np.finfo(np.float64).eps / 4:
            return terms
    return 0


def _sum_series(factors: Array, small: Array, raised: Array, terms: int) -> Array:
    """`_sum_logs` from the series: z = p e, and the sum over n of p^k e^k is a matrix product, all classes at once."""
    weighted, power = factors * small, raised.copy()
    sums = weighted.T @ power
    for k in range(2, terms + 1):
        weighted *= small
        power *= raised
        sums += (weighted.T @ power) * ((-1) ** (k + 1) / k)
    return np.asarray(sums)


def _sum_logs(factors: Array, small: Array, raised: Array) -> Array:
    """Sums (C, F) over n examples of ``factors[:, c] log1p(small[:, c] raised[:, d])``; raised is (n, F)."""
    sums = np.empty((small.shape[1], raised.shape[1]))
    for c, probabilities in enumerate(small.T):
        logs = probabilities[:, None] * raised
        sums[c] = factors[:, c] @ np.log1p(logs, out=logs)
    return sums
