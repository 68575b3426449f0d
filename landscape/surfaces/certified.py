"""A smooth loss on any grid from its values at few points, with a bound on the error; exact where that does not do.

The data term is interpolated between Chebyshev points, the regularization term is known exactly and added as it is, and
correct examples are counted exactly, as a count is not smooth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landscape.objectives.restricted import GridValues, RestrictedObjective, grid_shape
from landscape.objectives.restricted_classifier import RestrictedClassifier
from landscape.surfaces.chebyshev import Interpolant, Limits, chebyshev_points
from landscape.surfaces.terms import accuracy_grid, data_grid
from landscape.work import Work
from trainers.objective import Array

DEGREES = (8, 16, 32, 48)  # compared with twice as many each; what does not pass at 48 costs less the exact way
TOLERANCE = 1e-9  # of a surface that is kept: nine digits, more than any picture or table of it shows
ROUNDING = 1e-14  # of the largest value: what values at nodes and matrix products may add


@dataclass(frozen=True, eq=False)
class CertifiedGrid:
    """Values on a grid, and how far they may be off.

    Attributes:
        values: loss, regularization, accuracy; the accuracy is NaN where it was not asked for.
        error_bound: the largest error of any loss on the grid; 0.0 where values are exact up to rounding.
        interpolant: of the data term, where values come from it; None where they are exact.
    """

    values: GridValues
    error_bound: float
    interpolant: Interpolant | None

    @property
    def degree(self) -> int | None:
        """The polynomial's degree per axis, or None where values are exact."""
        return None if self.interpolant is None else max(self.interpolant.degrees)

    @property
    def method(self) -> str:
        """What `Surface.method` is to be: "exact" or "certified"."""
        return "exact" if self.interpolant is None else "certified"


def certified_grid(
    restricted: RestrictedObjective,
    a: Array,
    b: Array,
    work: Work,
    tolerance: float = TOLERANCE,
    *,
    accuracy: bool = True,
    known: Interpolant | None = None,
) -> CertifiedGrid:
    """The loss at every ``(a[i], b[j])``; a and b increase evenly, b is empty for a line.

    The bound is the largest difference on this grid between the polynomials of degrees n and 2n, plus rounding. It
    is the error of degree n, and the values are those of 2n, which on real planes are ten to thousands of times
    closer. It is empirical, but a loss that is convex along every line can hide no bump from both polynomials.

    The grid is evaluated exactly (with accuracy: byte for byte as ``restricted.grid`` does it) for losses with kinks,
    where no degree up to 48 brings the bound to `tolerance` times the largest loss, or 1 if that is larger, and
    where the nodes would be more than half of the grid.

    Args:
        tolerance: at 0, the grid is evaluated exactly.
        accuracy: whether to count correct examples, which costs about as much as an exact loss.
        known: the interpolant of an earlier grid of the same data term; it serves again where it covers this grid
            and passes.

    Raises:
        ValueError: the slice does not have the grid's number of axes.
        Cancelled: the work was asked to stop.
    """
    if not isinstance(restricted, RestrictedClassifier):
        return CertifiedGrid(restricted.grid(a, b, work), 0.0, None)
    if restricted.n_weights != (2 if len(b) else 1):
        raise ValueError(f"a grid of {2 if len(b) else 1} axes does not fit a slice of {restricted.n_weights}")
    steps_b = b if len(b) else np.zeros(1)
    with np.errstate(over="ignore", invalid="ignore"):  # infinity and NaN are results
        found = _passing(restricted, a, steps_b, work, tolerance, known)
        if found is None and accuracy:
            return CertifiedGrid(restricted.grid(a, b, work), 0.0, None)
        data, bound, interpolant = found or (data_grid(restricted, a, steps_b, work), 0.0, None)
        penalty = restricted.penalty.grid(a, steps_b)
        data += penalty
        shares = accuracy_grid(restricted, a, steps_b, work) if accuracy else np.full(data.shape, np.nan)
    shape = grid_shape(a, b)
    return CertifiedGrid(
        GridValues(data.reshape(shape), penalty.reshape(shape), shares.reshape(shape)), bound, interpolant
    )


def _passing(
    restricted: RestrictedClassifier, a: Array, b: Array, work: Work, tolerance: float, known: Interpolant | None
) -> tuple[Array, float, Interpolant] | None:
    """Data losses (n_a, n_b) with a bound within the tolerance and what they come from, or None."""
    if tolerance <= 0 or not restricted.data_loss.smooth:
        return None
    if known is not None and known.covers(a, b):
        values, bound = _bounded(known, a, b)
        if bound <= _allowed(values, tolerance):
            return values, bound, known
    limits = (float(a[0]), float(a[-1])), (float(b[0]), float(b[-1]))
    left, room = list(DEGREES), len(a) * len(b) // 2
    while left:
        nodes_a, nodes_b = (_nodes(axis, 2 * left[0]) for axis in limits)
        room -= len(nodes_a) * len(nodes_b)
        if room < 0:
            return None
        found = data_grid(restricted, nodes_a, nodes_b, work, f"surface at {len(nodes_a)} x {len(nodes_b)} nodes")
        interpolant = Interpolant(*limits, found)  # with a value that is not finite, its bound is NaN: it cannot pass
        values, bound = _bounded(interpolant, a, b)
        if bound <= _allowed(values, tolerance):
            return values, bound, interpolant
        left = _promising(left, interpolant, _allowed(values, tolerance))
    return None


def _nodes(limits: Limits, degree: int) -> Array:
    """The Chebyshev points of an axis; a single one where it has no width."""
    low, high = limits
    return chebyshev_points(limits, degree if high > low else 0)


def _bounded(interpolant: Interpolant, a: Array, b: Array) -> tuple[Array, float]:
    """Values (n_a, n_b) and the bound on their errors, rounding included."""
    values, difference = interpolant.bounded_on(a, b)
    return values, difference + ROUNDING * float(np.abs(interpolant.values).max())


def _allowed(values: Array, tolerance: float) -> float:
    return tolerance * max(1.0, float(values.max()))  # a data loss is never negative


def _promising(tried: list[int], interpolant: Interpolant, allowed: float) -> list[int]:
    """Of the degrees behind the first of `tried`, those that could pass, so that the exact way is taken at once.

    From degree n / 2 to n the difference fell by some factor. On real planes it falls more slowly from there on than
    as that power, so a degree that fails even then would fail for sure.
    """
    now, before = (float(np.abs(polynomial.change).max()) for polynomial in (interpolant, interpolant.half))
    if not now < before:  # rounding, or NaN
        return []
    first = tried[0]
    return [n for n in tried[1:] if now * (now / before) ** (2 * (n - first) / first) <= allowed]
