"""A function of two variables as an objective: two weights, no examples, and a slice of it in one evaluation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from landscape.objectives.functions.plane_layout import PlaneLayout
from landscape.objectives.restricted import GridValues, PointValues, grid_points, grid_shape
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array, Rows
from trainers.randomness import Purpose, generator


@dataclass(frozen=True, eq=False)
class PlaneObjective:
    """``L(w) = f(w[0], w[1])``.

    There are no examples: `n_examples` is 1, so that a cost counts evaluations, every batch is the whole function, and
    rows are of no account. No accuracy exists; it is NaN wherever one is asked for.
    """

    function: PlaneFunction
    work: Work = field(default_factory=Work)
    layout: ClassVar[PlaneLayout] = PlaneLayout()
    n_weights: ClassVar[int] = 2
    n_examples: ClassVar[int] = 1

    @property
    def name(self) -> str:
        """What a person calls it."""
        return self.function.label

    @property
    def convex(self) -> bool:
        """Whether no minimum is higher than another."""
        return self.function.convex

    @property
    def statement(self) -> str:
        """The function in symbols, for a picture."""
        return f"f(x, y) = {self.function.formula}"

    def start(self, seed: int, scale: float) -> Array:
        """The usual start (2,), plus seeded Gaussian numbers of standard deviation `scale`."""
        return np.array(self.function.start) + scale * generator(seed, Purpose.START).standard_normal(2)

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """f at weights (2,)."""
        return float(self.losses(weights[None])[0])

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """f (K,) at weights (K, 2)."""
        with np.errstate(over="ignore", invalid="ignore"):  # what a diverging run meets
            return np.asarray(self.function.value(stack[:, 0], stack[:, 1]))

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The analytic gradient (2,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.concatenate(self.function.gradient(weights[:1], weights[1:]))

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """Both at once."""
        return self.loss(weights), self.gradient(weights)

    def hessian(self, weights: Array) -> Array:
        """The analytic Hessian (2, 2)."""
        xx, xy, yy = (float(part[0]) for part in self.function.hessian(weights[:1], weights[1:]))
        return np.array([[xx, xy], [xy, yy]])

    def evaluate(self, stack: Array, work: Work, stage: str = "true losses") -> tuple[Array, Array]:
        """f (K,) at weights (K, 2), and accuracies (K,) that do not exist: NaN."""
        work.check()
        work.progress(stage, 1.0)
        return self.losses(stack), np.full(len(stack), np.nan)

    def restrict(self, through: Slice, rows: Rows | None = None, work: Work | None = None) -> RestrictedPlane:
        """The same function of the slice's k coordinates."""
        return RestrictedPlane(self, through)


@dataclass(frozen=True, eq=False)
class RestrictedPlane:
    """A function of two variables on a slice with one or two axes."""

    objective: PlaneObjective
    slice: Slice
    n_examples: ClassVar[int] = 1

    @property
    def n_weights(self) -> int:
        """k, the number of axes."""
        return self.slice.n_axes

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """f at coordinates (k,)."""
        return self.objective.loss(self.slice.embed(weights))

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """f (K,) at coordinates (K, k)."""
        return self.objective.losses(self.slice.embed(stack))

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The gradient (k,) by the coordinates."""
        return np.asarray(self.slice.axes @ self.objective.gradient(self.slice.embed(weights)))

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """Both at once."""
        return self.loss(weights), self.gradient(weights)

    def at(self, coordinates: Array) -> PointValues:
        """f at coordinates (k,), with no regularization in it and no accuracy."""
        return PointValues(self.loss(coordinates), 0.0, float("nan"))

    def grid(self, a: Array, b: Array, work: Work) -> GridValues:
        """f at every ``(a[i], b[j])``, or at ``a[i]`` where b is empty."""
        work.check()
        loss = self.losses(grid_points(a, b)).reshape(grid_shape(a, b))
        return GridValues(loss, np.zeros_like(loss), np.full_like(loss, np.nan))
