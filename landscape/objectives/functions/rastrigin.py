"""Rastrigin's function: a bowl with an egg carton laid into it.

Source: Rastrigin, Systems of Extremal Control, 1974 (in Russian); two variables and A = 10, as usual.
"""

from __future__ import annotations

import numpy as np

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array

DEPTH = 10.0  # A
TURN = 2 * np.pi


def value(x: Array, y: Array) -> Array:
    """20 + x^2 - 10 cos(2 pi x) + y^2 - 10 cos(2 pi y)."""
    return 2 * DEPTH + x**2 - DEPTH * np.cos(TURN * x) + y**2 - DEPTH * np.cos(TURN * y)


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """(2 x + 20 pi sin(2 pi x), likewise in y)."""
    wave = DEPTH * TURN
    return 2 * x + wave * np.sin(TURN * x), 2 * y + wave * np.sin(TURN * y)


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """(2 + 40 pi^2 cos(2 pi x), 0, likewise in y)."""
    wave = DEPTH * TURN**2
    return 2 + wave * np.cos(TURN * x), np.zeros_like(x), 2 + wave * np.cos(TURN * y)


RASTRIGIN = PlaneFunction(
    name="rastrigin",
    label="Rastrigin’s function",
    formula="20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
    summary="A minimum beside every whole number, only one of them lowest: who follows the slope stays in the nearest.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-4.0, 4.0), (-4.0, 4.0)),
    start=(-2.7, 1.6),
    minima=((0.0, 0.0),),
    lowest=0.0,
)
