"""The gradient from loss values alone: slow, plain, and the reference for every formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from trainers.errors import InvalidValue
from trainers.objective import Array, Objective, Rows


@dataclass(frozen=True)
class TableRow:
    """A line of the table that a numeric gradient is made of: one weight, raised by h, and what the loss does."""

    dimension: int
    weight: float
    raised: float
    loss: float
    slope: float


def numeric_gradient(
    objective: Objective,
    weights: Array,
    rows: Rows | None = None,
    h: float = 1e-5,
    centered: bool = True,
    dimensions: Sequence[int] | None = None,
) -> Array:
    """The gradient (P,) at `weights` (P,), one weight at a time.

        centered:  (L(w + h e_j) - L(w - h e_j)) / 2h       error about h^2; 2 P losses
        forward:   (L(w + h e_j) - L(w)) / h                error about h; P + 1 losses

    Below h = 1e-5 (centered) or 1e-8 (forward) rounding outweighs what a smaller h gains in float64.
    With `dimensions` only these, in their order, (m,), from 2 m or m + 1 losses. `weights` is not written to.

    Raises:
        InvalidValue: h is not a finite number above 0, or a dimension is none of 0 .. P - 1.
    """
    check_step(h)
    weights = np.asarray(weights, dtype=np.float64)
    chosen = range(len(weights)) if dimensions is None else checked_dimensions(dimensions, len(weights))
    above = moved_losses(objective, weights, chosen, h, rows)
    if centered:
        return (above - moved_losses(objective, weights, chosen, -h, rows)) / (2 * h)
    return (above - objective.loss(weights, rows)) / h


def moved_losses(
    objective: Objective, weights: Array, dimensions: Sequence[int], h: float, rows: Rows | None = None
) -> Array:
    """The losses (m,) at `weights` (P,) with one of m weights moved by `h` at a time, each evaluated anew."""
    moved = np.array(weights, dtype=np.float64)
    losses = np.empty(len(dimensions))
    for place, j in enumerate(dimensions):
        moved[j] = weights[j] + h
        losses[place] = objective.loss(moved, rows)
        moved[j] = weights[j]
    return losses


def gradient_table(
    weights: Array, dimensions: Sequence[int], h: float, here: float, above: Sequence[float] | Array
) -> tuple[TableRow, ...]:
    """The lecture's table from the losses: `here` at weights (P,), `above[i]` with weight `dimensions[i]` raised by h.

    >>> table = gradient_table(np.array([0.34, -1.11, 0.78]), [0, 1, 2], 1e-4, 1.25347, [1.25322, 1.25353, 1.25347])
    >>> [round(row.slope, 6) for row in table]
    [-2.5, 0.6, 0.0]

    Source: the table of "evaluating the gradient numerically" in the CS231n lecture on optimization.

    Raises:
        InvalidValue: as `numeric_gradient`.
    """
    check_step(h)
    chosen = checked_dimensions(dimensions, len(weights))
    return tuple(
        TableRow(j, float(weights[j]), float(weights[j] + h), float(loss), float((loss - here) / h))
        for j, loss in zip(chosen, above, strict=True)
    )


def best_step(precision: DTypeLike = np.float64, centered: bool = True) -> float:
    """The h where rounding (eps / h) and the formula's own error (h^2, forward h) are about equal, for values near 1.

    The cube root of the precision's eps for centered differences (6.1e-06 in float64), else its square root.

    Source: Nocedal and Wright, Numerical Optimization, 2nd edition, section 8.1.
    """
    eps = float(np.finfo(np.dtype(precision)).eps)
    return float(eps ** (1 / 3 if centered else 1 / 2))


def relative_error(a: Array, b: Array) -> float:
    """``|a - b| / max(|a|, |b|)`` with Euclidean norms; 0 where both are zero, NaN where one holds NaN."""
    scale = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    return 0.0 if scale == 0 else float(np.linalg.norm(a - b)) / scale


def check_step(h: float) -> None:
    """Raise `InvalidValue` where h is not a finite number above 0."""
    if not (h > 0 and np.isfinite(h)):
        raise InvalidValue(f"h of a numeric gradient must be above 0 and finite; got {h!r}. Try 1e-5.")


def checked_dimensions(dimensions: Sequence[int], n_weights: int) -> list[int]:
    """The dimensions as whole numbers; raises `InvalidValue` where one is none of 0 .. n_weights - 1."""
    for j in dimensions:
        if not 0 <= j < n_weights:
            raise InvalidValue(f"a dimension of a gradient must be from 0 to {n_weights - 1}; got {j}. Try 0.")
    return [int(j) for j in dimensions]
