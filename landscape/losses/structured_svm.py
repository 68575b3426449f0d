"""The support vector machine that looks at the strongest rival alone, of Crammer and Singer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.losses.envelope_grid import largest_line_sums
from landscape.losses.loss import Labels, above_correct
from landscape.work import Work
from trainers.objective import Array


@dataclass(frozen=True)
class StructuredSVM:
    """``max(0, 1 + max over j != y of s_j - s_y)``: 1 where all scores are equal.

    Source: Crammer and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines",
    JMLR 2, 2001.
    """

    name: ClassVar[str] = "structured-svm"
    summary: ClassVar[str] = "Structured SVM: the strongest wrong class must stay one point below the correct one."
    smooth: ClassVar[bool] = False

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        return np.asarray(_margins(scores, labels).max(axis=-1))

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and their slopes (..., C): 1 at the strongest rival, -1 at the correct class.

        At a kink the slope is that of the correct class if it takes part, which is 0, else of the first rival.
        """
        margins = _margins(scores, labels)
        values, slopes = margins.max(axis=-1), np.zeros_like(margins)
        rival = margins.argmax(axis=-1)[..., None]
        violated = np.where(values[..., None] > 0, 1.0, 0.0)
        np.put_along_axis(slopes, rival, violated, axis=-1)
        np.put_along_axis(slopes, labels[..., None], -violated, axis=-1)
        return np.asarray(values), slopes

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over a grid, exactly: along a line each example is the largest of C straight lines."""
        p0, (u, q) = _margins(s0, labels), (above_correct(scores, labels) for scores in (along_a, along_b))
        total = np.empty((len(a), len(b)))
        with np.errstate(over="ignore", invalid="ignore"):
            for i, step_a in enumerate(a):
                work.check()
                total[i] = largest_line_sums(p0 + step_a * u, q, b)
        return total

    def probabilities(self, scores: Array) -> None:
        """None: margins are no probabilities."""


def _margins(scores: Array, labels: Labels) -> Array:
    """``1 + s_j - s_y`` (..., C), and 0 at the correct class, which bounds the largest from below."""
    margins = above_correct(scores, labels)
    margins += 1.0
    np.put_along_axis(margins, labels[..., None], 0.0, axis=-1)
    return margins
