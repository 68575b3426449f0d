"""Finite differences of the softmax loss by every weight of a linear classifier, without evaluating a loss.

Raising the weight of class c and feature d by h raises the one score s_c of an example by t = h x_d. With p the
probability of that class, the example's loss changes by

    K(t) - t 1[y = c],    K(t) = log(1 + p (exp(t) - 1)) = log1p(p expm1(t))

so the probabilities at the weights themselves, one column of expm1 shared by all classes, and a log1p are all that
it takes. Both functions keep their digits near 0, which is where everything happens: t is about 1e-5, and
``log(1 + p (exp(t) - 1))`` as it stands would round t to 1e-16 twice, losing eleven of its sixteen digits.
"""

from __future__ import annotations

import numpy as np

from landscape.losses.loss import Labels
from landscape.work import Work, blocks
from trainers.objective import Array

SERIES_COLUMNS = 256  # features of 1,024 examples at a time: 2 MB
LOG_COLUMNS = 16  # with a fresh log1p for each class the tile must stay in the cache: 128 kB
MOST_TERMS = 8  # from here on log1p itself is the faster way


def softmax_column_differences(
    scores: Array, labels: Labels, features: Array, h: float, centered: bool, work: Work
) -> Array:
    """Sums (C, F) over n examples of the change of the loss per h, when score c moves by ``h features[:, d]``.

    Scores are (n, C), labels (n,), features (n, F). Any finite scores are safe. Where h moves a score by more than
    709, expm1 overflows and so does the result: to infinity or NaN.
    """
    small, likely = _smaller_probabilities(scores)
    # With q = 1 - p: log1p(p expm1(t)) = t + log1p(q expm1(-t)). Taken for the class that is more likely than not,
    # no log1p comes near -1 and no p near 1 hides what is left of it; t joins the correct class's t, exactly.
    straight = likely.astype(np.float64)
    straight[np.arange(len(labels)), labels] -= 1.0
    changes = straight.T @ features
    sign = np.where(likely, -1.0, 1.0)
    if centered:
        sides = [(h, sign / (2 * h)), (-h, -sign / (2 * h))]
    else:
        sides = [(h, (sign > 0) / h), (-h, (sign < 0) / h)]
    for step, factors in sides:
        changes += _weighted_logs(factors, small, step, features, work)
    return changes


def _smaller_probabilities(scores: Array) -> tuple[Array, Array]:
    """min(p, 1 - p) of each class (n, C), to full relative precision, and where p > 1/2."""
    leader = scores.argmax(axis=-1)[:, None]
    raised = np.exp(scores - np.take_along_axis(scores, leader, axis=-1))
    np.put_along_axis(raised, leader, 0.0, axis=-1)
    rest = raised.sum(axis=-1, keepdims=True)  # 1 - p of the leader is rest / (1 + rest): never a difference
    np.put_along_axis(raised, leader, np.minimum(rest, 1.0), axis=-1)
    likely = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(likely, leader, rest < 1.0, axis=-1)
    return raised / (1.0 + rest), likely


def _weighted_logs(factors: Array, small: Array, step: float, features: Array, work: Work) -> Array:
    """Sums (C, F) over examples of ``factors[:, c] log1p(small[:, c] expm1(step features[:, d]))``."""
    largest = float(small.max()) * float(np.expm1(abs(step) * np.abs(features).max()))
    terms = _n_terms(largest)
    sums = np.empty((small.shape[1], features.shape[1]))
    for part in blocks(features.shape[1], SERIES_COLUMNS if terms else LOG_COLUMNS):
        work.check()
        if terms:
            sums[:, part] = _by_series(factors, small, np.expm1(step * features[:, part]), terms)
        else:
            sums[:, part] = _by_logs(factors, small, np.expm1(step * features[:, part].T))
    return sums


def _n_terms(largest: float) -> int:
    """How many terms of ``log1p(z) = z - z^2 / 2 + z^3 / 3 - ..`` are exact to rounding where \\|z\\| <= largest."""
    for terms in range(1, MOST_TERMS + 1):
        if largest**terms <= np.finfo(np.float64).eps / 4:
            return terms
    return 0


def _by_series(factors: Array, small: Array, raised: Array, terms: int) -> Array:
    # A term is (small^k) (raised^k): the sum over examples is a matrix product, for all classes and features at once.
    weighted, power = factors * small, raised.copy()
    sums = weighted.T @ power
    for k in range(2, terms + 1):
        weighted *= small
        power *= raised
        sums += (weighted.T @ power) * ((-1) ** (k + 1) / k)
    return np.asarray(sums)


def _by_logs(factors: Array, small: Array, raised: Array) -> Array:
    raised = np.ascontiguousarray(raised)  # (F, n): examples side by side, as the class's probabilities are
    sums = np.empty((small.shape[1], len(raised)))
    for c, probabilities in enumerate(np.ascontiguousarray(small.T)):
        logs = probabilities * raised
        sums[c] = np.log1p(logs, out=logs) @ factors[:, c]
    return sums
