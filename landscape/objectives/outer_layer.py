"""The second layer of a network: from the hidden units' values to scores, and the way back."""

from __future__ import annotations

import numpy as np

from landscape.objectives.activations import Activation
from trainers.objective import Array

TILE = 16  # columns that every BLAS kernel in use treats alike


def outer_scores(outer: Array, values: Array) -> Array:
    """Scores (n, C) under the second layer `outer` (C, H + 1), bias last, of hidden values (n, H).

    In memory class by class: losses sum over classes faster that way.
    """
    n_classes = len(outer)
    # Full tiles only: in the rest of a matrix product equal columns can differ in the last bit, which breaks ties.
    columns = np.zeros((outer.shape[1] - 1, n_classes + -n_classes % TILE))
    columns[:, :n_classes] = outer[:, :-1].T
    sums = (values @ columns)[:, :n_classes]
    return np.add(sums.T, outer[:, -1:], out=np.empty((n_classes, len(values)))).T


def outer_gradient(outer: Array, values: Array, slopes: Array, activation: Activation) -> tuple[Array, Array]:
    """From the slopes (n, C) by the scores: the gradient (C, H + 1) by `outer`, and the slopes (n, H) by the sums."""
    by_outer = np.empty_like(outer)
    by_outer[:, :-1] = slopes.T @ values
    by_outer[:, -1] = slopes.sum(axis=0)
    return by_outer, (slopes @ outer[:, :-1]) * activation.slopes(values)
