"""How the slopes of a loss change as the scores move: its second derivatives, as products with a direction."""

from __future__ import annotations

import numpy as np

from landscape.losses.loss import Labels, Loss, above_correct
from landscape.losses.softmax import Softmax
from landscape.losses.squared_hinge import SquaredHinge
from trainers.objective import Array


def has_curvature(loss: Loss) -> bool:
    """Whether a loss bends between its kinks, so that its second derivatives tell of its shape."""
    return isinstance(loss, (Softmax, SquaredHinge))


def slopes_along(loss: Loss, scores: Array, labels: Labels, along: Array) -> Array:
    """The change (n, C) of the slopes at scores (n, C), labels (n,), per unit of moving the scores `along` (n, C).

    Softmax: p (dz - sum p dz). Squared hinge: twice the change of each violated margin, minus their sum at the correct
    class; at a margin met exactly the side without violation. The other losses are straight between their kinks: 0.
    """
    if isinstance(loss, Softmax):
        shares = loss.probabilities(scores)
        return np.asarray(shares * (along - (shares * along).sum(axis=-1, keepdims=True)))
    if isinstance(loss, SquaredHinge):
        violated = above_correct(scores, labels) + 1.0 > 0
        changes = 2.0 * violated * above_correct(along, labels)
        np.put_along_axis(changes, labels[:, None], 0.0, axis=-1)
        np.put_along_axis(changes, labels[:, None], -changes.sum(axis=-1, keepdims=True), axis=-1)
        return changes
    return np.zeros_like(scores)
