"""What every loss restricted to a slice offers, and the restriction that works for any objective."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from landscape.objectives.pointwise import evaluate_in_tiles
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array, Objective, Rows, losses_of


@dataclass(frozen=True, eq=False)
class GridValues:
    """Values on a grid, (n_a, n_b), or (n_a,) for a line: the whole loss, its regularization, the accuracy."""

    loss: Array
    regularization: Array
    accuracy: Array


@dataclass(frozen=True)
class PointValues:
    """Values at one point: the whole loss, its regularization, the accuracy (NaN where it is not known)."""

    loss: float
    regularization: float
    accuracy: float


class RestrictedObjective(Objective, Protocol):
    """An objective of the k coordinates of a slice."""

    @property
    def slice(self) -> Slice: ...

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) at coordinates (K, k)."""
        ...

    def at(self, coordinates: Array) -> PointValues:
        """Values at coordinates (k,)."""
        ...

    def grid(self, a: Array, b: Array, work: Work) -> GridValues:
        """Values at every ``(a[i], b[j])`` of a slice with two axes, or at ``a[i]`` of one with one (b empty)."""
        ...


@dataclass(frozen=True, eq=False)
class PointwiseRestriction:
    """Any objective on a slice, one evaluation per point: slow, and right by construction.

    It is what the fast restrictions are tested against, and what serves where they do not apply.
    """

    objective: Objective
    slice: Slice

    @property
    def n_weights(self) -> int:
        """k, the number of axes."""
        return self.slice.n_axes

    @property
    def n_examples(self) -> int:
        """The number of examples of the whole objective."""
        return self.objective.n_examples

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at coordinates (k,)."""
        return self.objective.loss(self.slice.embed(weights), rows)

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The gradient (k,) by the coordinates: the whole gradient along each axis."""
        return np.asarray(self.slice.axes @ self.objective.gradient(self.slice.embed(weights), rows))

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """Both at once."""
        loss, gradient = self.objective.loss_and_gradient(self.slice.embed(weights), rows)
        return loss, np.asarray(self.slice.axes @ gradient)

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) at coordinates (K, k)."""
        return losses_of(self.objective, self.slice.embed(stack), rows)

    def at(self, coordinates: Array) -> PointValues:
        """The loss at coordinates (k,); the regularization and the accuracy of any objective are not known."""
        return PointValues(self.loss(coordinates), float("nan"), float("nan"))

    def tile(self, points: Array, work: Work) -> Array:
        """Loss, regularization and accuracy, (3, n), at coordinates (n, k); the last two are not known: NaN."""
        values = np.full((3, len(points)), np.nan)
        with np.errstate(over="ignore", invalid="ignore"):  # neither threads nor processes inherit it
            for index, point in enumerate(points):
                work.check()
                values[0, index] = self.loss(point)
        return values

    def grid(self, a: Array, b: Array, work: Work, executor: Executor | None = None) -> GridValues:
        """Values at every grid point, one at a time, here or by the workers of any `executor`: the same values.

        Raises:
            Cancelled, Exception: as `landscape.objectives.pointwise.evaluate_in_tiles`.
        """
        shape, values = grid_shape(a, b), evaluate_in_tiles(self.tile, grid_points(a, b), work, executor)
        return GridValues(*(part.reshape(shape) for part in values))


def grid_shape(a: Array, b: Array) -> tuple[int, ...]:
    """(n_a, n_b), or (n_a,) where b is empty."""
    return (len(a), len(b)) if len(b) else (len(a),)


def grid_points(a: Array, b: Array) -> Array:
    """All grid points (n_a n_b, 2) with b running fastest, or (n_a, 1) where b is empty."""
    if not len(b):
        return np.asarray(a)[:, None]
    return np.stack(np.meshgrid(a, b, indexing="ij"), axis=-1).reshape(-1, 2)
