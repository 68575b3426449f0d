"""Finite differences of the multiclass SVM loss by every weight of a linear classifier, exactly, kinks included.

Raising the weight of class c and feature d by h raises the one score s_c of an example by t = h x_d. Where c is a
wrong class, that moves one hinge by t; where it is the correct one, all C - 1 hinges by -t. A hinge max(0, m) that
moves by t changes by

    t 1[m > 0] + max(0, -sigma t - |m|),    sigma = 1 where m > 0, else -1

The first part is the slope at the weights themselves. The second is 0 unless the move crosses the kink, so that it
concerns the few hinges that lie within h max |x_d| of theirs.
"""

from __future__ import annotations

import numpy as np

from landscape.losses.loss import Labels, above_correct
from landscape.work import Work, blocks
from trainers.objective import Array

PAIRS_AT_ONCE = 32  # hinges near their kink, with all features: 0.8 MB for 3,073 of them


def svm_column_differences(
    scores: Array, labels: Labels, features: Array, h: float, centered: bool, work: Work
) -> Array:
    """Sums (C, F) over n examples of the change of the loss per h, when score c moves by ``h features[:, d]``.

    Centered, half of the change from a move down to a move up. Scores are (n, C), labels (n,), features (n, F).
    """
    margins = above_correct(scores, labels) + 1.0
    wrong = np.arange(scores.shape[1]) != labels[:, None]
    slopes = ((margins > 0) & wrong).astype(np.float64)
    slopes[np.arange(len(labels)), labels] = -slopes.sum(axis=1)
    changes = slopes.T @ features
    reach = h * np.maximum(features.max(axis=1), -features.min(axis=1))
    examples, classes = np.nonzero((np.abs(margins) < reach[:, None]) & wrong)
    for few in blocks(len(examples), PAIRS_AT_ONCE):
        work.check()
        near, moved = examples[few], classes[few]
        up, down = _crossed(margins[near, moved], h * features[near])
        own, correct = _indicator(moved, scores.shape[1]), _indicator(labels[near], scores.shape[1])
        if centered:
            changes += (own - correct) @ ((up - down) / (2 * h))
        else:
            changes += own @ (up / h) + correct @ (down / h)
    return np.asarray(changes)


def _crossed(margins: Array, moves: Array) -> tuple[Array, Array]:
    """What hinges (k,) change by beyond their slope, when each margin rises, or falls, by moves (k, F)."""
    toward_kink = np.where(margins > 0, -1.0, 1.0)[:, None] * moves
    distance = np.abs(margins)[:, None]
    return np.maximum(toward_kink - distance, 0.0), np.maximum(-toward_kink - distance, 0.0)


def _indicator(classes: Labels, n_classes: int) -> Array:
    """(C, k), 1 where the row is the class."""
    return np.equal(np.arange(n_classes)[:, None], classes).astype(np.float64)
