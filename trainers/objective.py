"""What a method needs of the thing that it minimizes."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


class Objective(Protocol):
    """A mean loss over examples, plus terms of the weights alone, as a function of a flat weight vector.

    `rows` picks the examples that are looked at (indices, (m,)); None means all of them, in order.
    """

    @property
    def n_weights(self) -> int: ...

    @property
    def n_examples(self) -> int: ...

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at `weights` (P,)."""
        ...

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The gradient at `weights` (P,), of the same shape."""
        ...

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """Both at once, for the price of the gradient."""
        ...


@runtime_checkable
class StackedObjective(Protocol):
    """An objective that evaluates many weight vectors in one pass over its examples."""

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) of K weight vectors (K, P)."""
        ...


def losses_of(objective: Objective, stack: Array, rows: Rows | None = None) -> Array:
    """The losses (K,) of a stack (K, P): in one pass where the objective can, else one at a time."""
    if isinstance(objective, StackedObjective):
        return objective.losses(stack, rows)
    return np.array([objective.loss(weights, rows) for weights in stack])
