"""The multiclass hinge loss with every hinge squared: kinks become bends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.losses.loss import Labels, above_correct
from landscape.losses.squared_hinge_grid import squared_hinge_line_sums
from landscape.work import Work
from trainers.objective import Array


@dataclass(frozen=True)
class SquaredHinge:
    """``sum over j != y of max(0, s_j - s_y + 1)^2``: C - 1 where all scores are equal, as (0 + 1)^2 = 1.

    It has slopes everywhere, but where a margin is met exactly the slope bends: it is not smooth enough to be
    interpolated by polynomials.
    """

    name: ClassVar[str] = "squared-hinge"
    summary: ClassVar[str] = "Squared hinge: as the multiclass SVM, with every violated margin squared."
    smooth: ClassVar[bool] = False

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        hinges = _hinges(scores, labels)
        return np.asarray(np.square(hinges, out=hinges).sum(axis=-1))

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and their slopes (..., C): twice the violation, and at the correct class minus their sum."""
        hinges = _hinges(scores, labels)
        slopes = 2.0 * hinges
        np.put_along_axis(slopes, labels[..., None], -slopes.sum(axis=-1, keepdims=True), axis=-1)
        return np.asarray(np.square(hinges, out=hinges).sum(axis=-1)), slopes

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over a grid, exactly, by the breakpoints of the hinges."""
        wrong = np.arange(s0.shape[1]) != labels[:, None]
        p0, u, q = (above_correct(scores, labels)[wrong] for scores in (s0, along_a, along_b))
        p0 = p0 + 1.0
        total = np.empty((len(a), len(b)))
        with np.errstate(over="ignore", invalid="ignore"):
            for i, step_a in enumerate(a):
                work.check()
                total[i] = squared_hinge_line_sums(p0 + step_a * u, q, b)
        return total

    def probabilities(self, scores: Array) -> None:
        """None: margins are no probabilities."""


def _hinges(scores: Array, labels: Labels) -> Array:
    hinges = above_correct(scores, labels)
    hinges += 1.0
    np.maximum(hinges, 0.0, out=hinges)
    np.put_along_axis(hinges, labels[..., None], 0.0, axis=-1)
    return hinges
