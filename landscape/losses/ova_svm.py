"""One support vector machine per class: is it this class or any other?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.losses.hinge_grid import hinge_line_sums
from landscape.losses.loss import Labels
from landscape.work import Work
from trainers.objective import Array


@dataclass(frozen=True)
class OneVersusAllSVM:
    """``sum over c of max(0, 1 - t_c s_c)``, t = 1 for the correct class and -1 for every other: C at zero scores.

    Classes are judged one by one, so that, unlike in every other loss here, a number added to all scores matters.
    Source: Rifkin and Klautau, "In Defense of One-Vs-All Classification", JMLR 5, 2004.
    """

    name: ClassVar[str] = "ova-svm"
    summary: ClassVar[str] = "One-vs-all SVM: the correct class must score above 1, every other one below -1."
    smooth: ClassVar[bool] = False

    def values(self, scores: Array, labels: Labels) -> Array:
        """The loss (...) of each example."""
        return np.asarray(_margins(scores, labels).clip(min=0.0).sum(axis=-1))

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and their slopes (..., C): -t per violated margin; 0 is taken at a kink."""
        hinges = _margins(scores, labels).clip(min=0.0)
        return np.asarray(hinges.sum(axis=-1)), np.asarray(_toward(scores, labels) * (hinges > 0))

    def grid_sums(
        self, s0: Array, along_a: Array, along_b: Array, labels: Labels, a: Array, b: Array, work: Work
    ) -> Array:
        """Sums (n_a, n_b) over a grid, exactly, by the breakpoints of the hinges."""
        p0 = _margins(s0, labels).ravel()
        u, q = ((_toward(scores, labels) * scores).ravel() for scores in (along_a, along_b))
        total = np.empty((len(a), len(b)))
        with np.errstate(over="ignore", invalid="ignore"):
            for i, step_a in enumerate(a):
                work.check()
                total[i] = hinge_line_sums(p0 + step_a * u, q, b)
        return total

    def probabilities(self, scores: Array) -> None:
        """None: margins are no probabilities."""


def _toward(scores: Array, labels: Labels) -> Array:
    """-t: the sign (..., C) with which a score raises its hinge."""
    return np.where(np.arange(scores.shape[-1]) == labels[..., None], -1.0, 1.0)


def _margins(scores: Array, labels: Labels) -> Array:
    """``1 - t s`` (..., C), above 0 where the class is on the wrong side or too near."""
    return np.asarray(1.0 + _toward(scores, labels) * scores)
