"""The simplest objective: half the mean squared distance to some targets. For examples, and to test methods on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trainers.objective import Array, Rows


@dataclass(frozen=True, eq=False)
class Quadratic:
    """The mean over rows i of ``0.5 |w - targets[i]|^2``; targets (N, P). Its minimum is the targets' mean.

    >>> objective = Quadratic(np.array([[1.0, 2.0], [3.0, 6.0]]))
    >>> objective.loss(np.array([2.0, 4.0])), objective.gradient(np.array([0.0, 0.0]))
    (2.5, array([-2., -4.]))
    """

    targets: Array

    @property
    def n_weights(self) -> int:
        """P, the number of weights."""
        return int(self.targets.shape[1])

    @property
    def n_examples(self) -> int:
        """N, the number of targets."""
        return int(self.targets.shape[0])

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at `weights` (P,)."""
        return self.loss_and_gradient(weights, rows)[0]

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The gradient (P,) at `weights` (P,): their distance from the mean target."""
        return self.loss_and_gradient(weights, rows)[1]

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """Both at once."""
        away = weights - (self.targets if rows is None else self.targets[rows])
        return 0.5 * float(np.einsum("ip,ip->", away, away)) / len(away), np.asarray(away.mean(axis=0))
