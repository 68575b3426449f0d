"""Rosenbrock's valley: into it is easy, along its bend is slow.

Source: Rosenbrock, An automatic method for finding the greatest or least value of a function, The Computer Journal 3,
1960, with the start that he gives.
"""

from __future__ import annotations

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array


def value(x: Array, y: Array) -> Array:
    """(1 - x)^2 + 100 (y - x^2)^2."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """(-2 (1 - x) - 400 x (y - x^2), 200 (y - x^2))."""
    height = y - x**2
    return -2 * (1 - x) - 400 * x * height, 200 * height


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """(2 - 400 (y - 3 x^2), -400 x, 200)."""
    return 2 - 400 * (y - 3 * x**2), -400 * x, np.full_like(x, 200.0)


ROSENBROCK = PlaneFunction(
    name="rosenbrock",
    label="Rosenbrock’s function",
    formula="(1 − x)² + 100 (y − x²)²",
    summary="A bent valley: methods are in it within a few steps, and then creep along its floor.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-2.0, 2.0), (-1.0, 3.0)),
    start=(-1.2, 1.0),
    minima=((1.0, 1.0),),
    lowest=0.0,
)
