"""The data loss and the accuracy of a linear classifier on a grid, each for itself: who needs one pays for one."""

from __future__ import annotations

import numpy as np

from landscape.losses.accuracy_grid import correct_grid_counts
from landscape.losses.loss import Labels
from landscape.objectives.restricted_classifier import RestrictedClassifier
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array


def data_grid(restricted: RestrictedClassifier, a: Array, b: Array, work: Work, stage: str = "surface") -> Array:
    """The mean data loss (n_a, n_b) without regularization; b is ``[0.0]`` for a line.

    Spacing as the loss's `grid_sums` asks for: the softmax loss takes any increasing places.
    """
    s0, along_a, along_b = _scores(restricted)

    def block(part: slice) -> Array:
        scores = s0[part], along_a[part], along_b[part]
        return restricted.data_loss.grid_sums(*scores, restricted.labels[part], a, b, work)

    total = np.zeros((len(a), len(b)))
    for sums in map_in_order(block, blocks(restricted.n_examples), work, stage):
        total += sums
    return total / restricted.n_examples


def accuracy_grid(restricted: RestrictedClassifier, a: Array, b: Array, work: Work) -> Array:
    """The share (n_a, n_b) of examples whose class wins, counted exactly; a and b evenly spaced."""
    s0, along_a, along_b = _scores(restricted)

    def block(part: slice) -> Labels:
        scores = s0[part], along_a[part], along_b[part]
        return correct_grid_counts(*scores, restricted.labels[part], a, b, work)

    total = np.zeros((len(a), len(b)), dtype=np.int64)
    for counts in map_in_order(block, blocks(restricted.n_examples), work, "accuracy"):
        total += counts
    return total / restricted.n_examples


def _scores(restricted: RestrictedClassifier) -> tuple[Array, Array, Array]:
    """Scores (N, C) of the origin and of both axes; the second axis of a line is zero everywhere."""
    if restricted.n_weights > 2:
        raise ValueError(f"a grid of 1 or 2 axes does not fit a slice of {restricted.n_weights}")
    origin, along_a = restricted.cached[0], restricted.cached[1]
    return origin, along_a, restricted.cached[2] if restricted.n_weights == 2 else np.zeros_like(origin)
