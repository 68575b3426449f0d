"""The ravine: a quadratic fifty times steeper across than along."""

from __future__ import annotations

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array

STEEPNESS = 50.0  # the Hessian's condition number


def value(x: Array, y: Array) -> Array:
    """(x^2 + 50 y^2) / 2."""
    return (x**2 + STEEPNESS * y**2) / 2


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """Mostly across the ravine, hardly along it."""
    return x * 1.0, STEEPNESS * y


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """The same everywhere: 1 along, 50 across."""
    return np.ones_like(x), np.zeros_like(x), np.full_like(x, STEEPNESS)


RAVINE = PlaneFunction(
    name="ravine",
    label="ravine",
    formula="(x² + 50 y²) / 2",
    summary="A ravine: the gradient points at its wall, so gradient descent zigzags where momentum adds up the way.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-5.0, 1.0), (-1.5, 1.5)),
    start=(-4.5, 1.0),
    minima=((0.0, 0.0),),
    lowest=0.0,
    convex=True,
)
