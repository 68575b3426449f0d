"""The bowl: a round quadratic. The gradient points straight at the minimum."""

from __future__ import annotations

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array


def value(x: Array, y: Array) -> Array:
    """x^2 + y^2."""
    return x**2 + y**2


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """Twice the place itself."""
    return 2 * x, 2 * y


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """The same everywhere: 2 in every direction."""
    return np.full_like(x, 2.0), np.zeros_like(x), np.full_like(x, 2.0)


BOWL = PlaneFunction(
    name="bowl",
    label="bowl",
    formula="x² + y²",
    summary="A round bowl: every method that follows the gradient walks straight to the minimum.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-2.0, 2.0), (-2.0, 2.0)),
    start=(-1.5, 1.0),
    minima=((0.0, 0.0),),
    lowest=0.0,
    convex=True,
)
