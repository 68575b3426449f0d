"""Beale's function: a flat floor between walls that rise with the sixth power.

Source: Beale, On an iterative method for finding a local minimum of a function of more than one variable, 1958; the
start is the one of More, Garbow and Hillstrom, Testing unconstrained optimization software, 1981.
"""

from __future__ import annotations

from landscape.objectives.functions.plane_function import PlaneFunction
from trainers.objective import Array

TARGETS = (1.5, 2.25, 2.625)


def value(x: Array, y: Array) -> Array:
    """Sum over k = 1, 2, 3 of (c_k - x (1 - y^k))^2."""
    return sum(((c - x * (1 - y**k)) ** 2 for k, c in enumerate(TARGETS, 1)), 0.0 * x)


def gradient(x: Array, y: Array) -> tuple[Array, Array]:
    """With r_k = c_k - x (1 - y^k): the sums of -2 r_k (1 - y^k) and of 2 k r_k x y^(k - 1)."""
    by_x, by_y = 0.0 * x, 0.0 * x
    for k, c in enumerate(TARGETS, 1):
        rest, slope = c - x * (1 - y**k), k * y ** (k - 1)
        by_x = by_x - 2 * rest * (1 - y**k)
        by_y = by_y + 2 * rest * x * slope
    return by_x, by_y


def hessian(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """The derivatives of the gradient's sums."""
    xx, xy, yy = 0.0 * x, 0.0 * x, 0.0 * x
    for k, c in enumerate(TARGETS, 1):
        share = 1 - y**k
        rest, slope = c - x * share, k * y ** (k - 1)
        bend = k * (k - 1) * y ** (k - 2) if k > 1 else 0.0 * y
        xx = xx + 2 * share**2
        xy = xy + 2 * slope * (rest - x * share)
        yy = yy + 2 * x * (x * slope**2 + rest * bend)
    return xx, xy, yy


BEALE = PlaneFunction(
    name="beale",
    label="Beale’s function",
    formula="(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
    summary="Flat, then steep: a step that is right for its floor is far too large for its walls.",
    value=value,
    gradient=gradient,
    hessian=hessian,
    range=((-1.0, 4.5), (-1.5, 1.5)),
    start=(1.0, 1.0),
    minima=((3.0, 0.5),),
    lowest=0.0,
)
