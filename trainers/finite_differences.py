"""The gradient from loss values alone: slow, plain, and the reference for every formula."""

from __future__ import annotations

import numpy as np

from trainers.errors import InvalidValue
from trainers.objective import Array, Objective, Rows


def numeric_gradient(
    objective: Objective, weights: Array, rows: Rows | None = None, h: float = 1e-5, centered: bool = True
) -> Array:
    """The gradient (P,) at `weights` (P,), one weight at a time.

        centered:  (L(w + h e_j) - L(w - h e_j)) / 2h       error about h^2; 2 P losses
        forward:   (L(w + h e_j) - L(w)) / h                error about h; P + 1 losses

    Below h = 1e-5 (centered) or 1e-8 (forward) rounding outweighs what a smaller h gains in float64.
    `weights` is not written to.

    Raises:
        InvalidValue: h is not a finite number above 0.
    """
    if not (h > 0 and np.isfinite(h)):
        raise InvalidValue(f"h of a numeric gradient must be above 0 and finite; got {h!r}. Try 1e-5.")
    weights = np.asarray(weights, dtype=np.float64)
    here = 0.0 if centered else objective.loss(weights, rows)
    moved = weights.copy()
    gradient = np.empty_like(moved)
    for j, weight in enumerate(weights):
        moved[j] = weight + h
        above = objective.loss(moved, rows)
        if centered:
            moved[j] = weight - h
            gradient[j] = (above - objective.loss(moved, rows)) / (2 * h)
        else:
            gradient[j] = (above - here) / h
        moved[j] = weight
    return gradient


def relative_error(a: Array, b: Array) -> float:
    """``|a - b| / max(|a|, |b|)`` with Euclidean norms; 0 where both are zero, NaN where one holds NaN."""
    scale = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    return 0.0 if scale == 0 else float(np.linalg.norm(a - b)) / scale
