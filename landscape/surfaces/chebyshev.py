"""Polynomials through a function's values at Chebyshev points: few values of a smooth function give it everywhere.

The points of degree n are the extrema of the Chebyshev polynomial T_n; those of degree 2n contain them, so that the
polynomial of half the degree comes for nothing and the two can be compared. Evaluation is by the barycentric formula,
which is stable at any degree (J.-P. Berrut and L. N. Trefethen, "Barycentric Lagrange Interpolation", SIAM Review 46
(2004) 501-517).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trainers.objective import Array

Limits = tuple[float, float]


def chebyshev_points(limits: Limits, degree: int) -> Array:
    """The degree + 1 Chebyshev points of an interval, increasing, both ends among them; its middle for degree 0."""
    low, high = limits
    points = (low + high) / 2 + (high - low) / 2 * _unit_points(degree)
    if degree:
        points[0], points[-1] = low, high  # which rounding may miss
    return np.asarray(points)


def interpolation_matrix(limits: Limits, degree: int, places: Array) -> Array:
    """The matrix (m, degree + 1) that takes values at the Chebyshev points to the polynomial's at places (m,)."""
    low, high = limits
    if degree == 0:
        return np.ones((len(places), 1))
    away = (((places - low) - (high - places)) / (high - low))[:, None] - _unit_points(degree)
    weights = np.where(np.arange(degree + 1) % 2, -1.0, 1.0)
    weights[[0, -1]] /= 2
    hit = away == 0
    terms = weights / np.where(hit, 1.0, away)
    matrix = terms / terms.sum(axis=1, keepdims=True)
    on_a_point = hit.any(axis=1)
    matrix[on_a_point] = hit[on_a_point]
    return np.asarray(matrix)


def _unit_points(degree: int) -> Array:
    """Extrema of T_n in [-1, 1], as sines: symmetric to the last bit."""
    if degree == 0:
        return np.zeros(1)
    return np.asarray(np.sin(np.pi * np.arange(-degree, degree + 1, 2) / (2 * degree)))


@dataclass(frozen=True, eq=False)
class Interpolant:
    """The polynomial of degrees (n_a, n_b) through values at the Chebyshev points of a rectangle.

    Attributes:
        limits_a, limits_b: the rectangle; an axis without width has degree 0.
        values: (n_a + 1, n_b + 1) at the pairs of points.
    """

    limits_a: Limits
    limits_b: Limits
    values: Array

    @property
    def degrees(self) -> tuple[int, int]:
        """The degree along each axis."""
        return self.values.shape[0] - 1, self.values.shape[1] - 1

    @cached_property
    def half(self) -> Interpolant:
        """The polynomial of half the degrees, which must be even, through those of the values that it needs."""
        return Interpolant(self.limits_a, self.limits_b, self.values[::2, ::2])

    @cached_property
    def change(self) -> Array:
        """Values minus those of the polynomial of half the degrees, (n_a + 1, n_b + 1), at the pairs of points."""
        n_a, n_b = self.degrees
        return self.values - self.half.on(chebyshev_points(self.limits_a, n_a), chebyshev_points(self.limits_b, n_b))

    def covers(self, a: Array, b: Array) -> bool:
        """True where the grid of a and b, both increasing, lies within the rectangle."""
        (low_a, high_a), (low_b, high_b) = self.limits_a, self.limits_b
        return bool(low_a <= a[0] and a[-1] <= high_a and low_b <= b[0] and b[-1] <= high_b)

    def on(self, a: Array, b: Array) -> Array:
        """Values (len(a), len(b)) at every ``(a[i], b[j])``."""
        along_a, along_b = self._matrices(a, b)
        return np.asarray(along_a @ self.values @ along_b)

    def bounded_on(self, a: Array, b: Array) -> tuple[Array, float]:
        """Values as of `on`, with their largest difference from those of the polynomial of half the degrees.

        The difference is the error of that coarser polynomial up to the finer one's own, hence a wide bound for the
        finer one's. The bound is empirical: a function can be made that is the same at all points of both, T_32 at
        degrees 8 and 16 for one.
        """
        along_a, along_b = self._matrices(a, b)
        difference = along_a @ self.change @ along_b
        return along_a @ self.values @ along_b, float(np.abs(difference, out=difference).max())

    def _matrices(self, a: Array, b: Array) -> tuple[Array, Array]:
        n_a, n_b = self.degrees
        return interpolation_matrix(self.limits_a, n_a, a), interpolation_matrix(self.limits_b, n_b, b).T
