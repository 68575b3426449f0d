"""The softmax loss, also called cross-entropy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.losses.loss import Labels, above_correct
from landscape.losses.softmax_grid import softmax_grid_sums
from landscape.work import Work
from trainers.objective import Array


@dataclass(frozen=True)
class Softmax:
    """``-log p_y`` with ``p = exp(s) / sum exp(s)``: ln C where all scores are equal.

    Safe at any finite scores: exponents are taken after subtracting the largest, and the rest enters through
    log1p, so that losses near 1e-7 keep their digits.
    """

    name: ClassVar[str] = "softmax"
    summary: ClassVar[str] = "Softmax (cross-entropy): minus the log probability of the correct class."
    smooth: ClassVar[bool] = True

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        return self._terms(scores, labels)[0]

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and ``p - 1[y]`` (..., C)."""
        values, slopes, leader = self._terms(scores, labels)
        np.put_along_axis(slopes, leader, 1.0, axis=-1)
        slopes /= slopes.sum(axis=-1, keepdims=True)
        correct = labels[..., None]
        np.put_along_axis(slopes, correct, np.take_along_axis(slopes, correct, axis=-1) - 1.0, axis=-1)
        return values, slopes

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over a grid, by `softmax_grid_sums`."""
        return softmax_grid_sums(s0, along_a, along_b, labels, a, b, work)

    def probabilities(self, scores: Array) -> Array:
        """The probabilities (..., C) of the classes."""
        raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=-1, keepdims=True))

    def _terms(self, scores: Array, labels: Labels) -> tuple[Array, Array, Labels]:
        shifted = above_correct(scores, labels)
        leader = shifted.argmax(axis=-1)[..., None]
        top = np.take_along_axis(shifted, leader, axis=-1)
        rest = np.exp(shifted - top)
        np.put_along_axis(rest, leader, 0.0, axis=-1)
        return top[..., 0] + np.log1p(rest.sum(axis=-1)), rest, leader
