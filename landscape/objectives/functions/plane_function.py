"""A function of two variables as an entry of the catalogue: what it is worth anywhere, how it slopes and curves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trainers.objective import Array

Point = tuple[float, float]
Values = Callable[[Array, Array], Array]
Slopes = Callable[[Array, Array], tuple[Array, Array]]
Curvatures = Callable[[Array, Array], tuple[Array, Array, Array]]


@dataclass(frozen=True)
class PlaneFunction:
    """An entry of the catalogue. Its functions take x and y of any one shape and give values of that shape.

    Attributes:
        name: what a description calls it; label: what a person reads; formula: its value in symbols.
        summary: one sentence on what it teaches.
        value: f(x, y); gradient: (df/dx, df/dy); hessian: (d2f/dx2, d2f/dxdy, d2f/dy2).
        range: the usual limits along x and along y; start: where methods usually start.
        minima: every place with the lowest value; lowest: that value.
        convex: whether no minimum is higher than another.
    """

    name: str
    label: str
    formula: str
    summary: str
    value: Values = field(compare=False)
    gradient: Slopes = field(compare=False)
    hessian: Curvatures = field(compare=False)
    range: tuple[Point, Point]
    start: Point
    minima: tuple[Point, ...]
    lowest: float
    convex: bool = False
