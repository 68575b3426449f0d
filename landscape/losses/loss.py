"""What a loss of scores must give."""

from __future__ import annotations

from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from landscape.work import Work
from trainers.objective import Array

Labels = NDArray[np.int64]


class Loss(Protocol):
    """A loss of one example's scores. Scores are (..., C), labels (...) in 0 .. C - 1.

    `smooth`: whether it has all derivatives, and `grid_sums` takes places of `b` that are not evenly spaced, too.
    """

    name: ClassVar[str]
    summary: ClassVar[str]
    smooth: ClassVar[bool]

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        ...

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and their derivatives by the scores (..., C)."""
        ...

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over n examples at scores ``s0 + a[i] along_a + b[j] along_b``, all (n, C); labels (n,).

        `a` and `b` increase evenly. Equal to summing `values` at every grid point, up to rounding.
        """
        ...

    def probabilities(self, scores: Array) -> Array | None:
        """What the loss takes the classes' probabilities (..., C) to be; None where it knows of none."""
        ...


def above_correct(scores: Array, labels: Labels) -> Array:
    """Scores minus the correct class's score, (..., C): 0 at the correct class."""
    return scores - np.take_along_axis(scores, labels[..., None], axis=-1)
