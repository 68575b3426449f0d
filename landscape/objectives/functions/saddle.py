"""A saddle between two minima: the slope vanishes at it, so whoever comes near it waits.

Source: Nesterov, Introductory Lectures on Convex Optimization, 2004, example 1.2.2.
"""

from __future__ import annotations

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array


def value(x: Array, y: Array) -> Array:
    """x^2 / 2 + y^4 / 4 - y^2 / 2."""
    return x**2 / 2 + y**4 / 4 - y**2 / 2


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """(x, y^3 - y): along the ridge y = 0 it points at the saddle."""
    return x * 1.0, y**3 - y


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """(1, 0, 3 y^2 - 1): at the saddle one curvature is 1, the other -1."""
    return np.ones_like(x), np.zeros_like(x), 3 * y**2 - 1


SADDLE = PlaneFunction(
    name="saddle",
    label="saddle",
    formula="x²/2 + y⁴/4 − y²/2",
    summary="A saddle between two minima: close to it the slope is next to nothing, and methods wait there.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-1.5, 1.5), (-1.5, 1.5)),
    start=(-1.2, 0.001),
    minima=((0.0, -1.0), (0.0, 1.0)),
    lowest=-0.25,
)
