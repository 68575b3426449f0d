"""Himmelblau's function: four minima, all equally low.

Source: Himmelblau, Applied Nonlinear Programming, 1972.
"""

from __future__ import annotations

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array


def value(x: Array, y: Array) -> Array:
    """(x^2 + y - 11)^2 + (x + y^2 - 7)^2."""
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """By the chain rule, from the two squares."""
    first, second = x**2 + y - 11, x + y**2 - 7
    return 4 * x * first + 2 * second, 2 * first + 4 * y * second


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """(12 x^2 + 4 y - 42, 4 x + 4 y, 4 x + 12 y^2 - 26)."""
    return 12 * x**2 + 4 * y - 42, 4 * x + 4 * y, 4 * x + 12 * y**2 - 26


HIMMELBLAU = PlaneFunction(
    name="himmelblau",
    label="Himmelblau’s function",
    formula="(x² + y − 11)² + (x + y² − 7)²",
    summary="Four minima, all equally low: which one a method ends in depends on where it starts, and on the method.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-5.0, 5.0), (-5.0, 5.0)),
    start=(0.0, -1.0),
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
    lowest=0.0,
)
