"""The multiclass support vector machine loss of Weston and Watkins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.losses.loss import Labels, above_correct
from landscape.losses.svm_grid import svm_grid_sums
from landscape.work import Work
from trainers.objective import Array


@dataclass(frozen=True)
class MulticlassSVM:
    """``sum over j != y of max(0, s_j - s_y + 1)``: C - 1 where all scores are equal (Weston and Watkins 1999)."""

    name: ClassVar[str] = "svm"
    summary: ClassVar[str] = "Multiclass SVM (hinge): every wrong class must stay one point below the correct one."
    smooth: ClassVar[bool] = False

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        return np.asarray(self._hinges(scores, labels).sum(axis=-1))

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and their slopes (..., C): 1 per violated margin; 0 is taken at a kink."""
        hinges = self._hinges(scores, labels)
        slopes = (hinges > 0).astype(np.float64)
        np.put_along_axis(slopes, labels[..., None], -slopes.sum(axis=-1, keepdims=True), axis=-1)
        return np.asarray(hinges.sum(axis=-1)), slopes

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over a grid, by `svm_grid_sums`."""
        return svm_grid_sums(s0, along_a, along_b, labels, a, b, work)

    def probabilities(self, scores: Array) -> None:
        """None: margins are no probabilities."""

    def _hinges(self, scores: Array, labels: Labels) -> Array:
        hinges = above_correct(scores, labels)
        hinges += 1.0
        np.maximum(hinges, 0.0, out=hinges)
        np.put_along_axis(hinges, labels[..., None], 0.0, axis=-1)
        return hinges
