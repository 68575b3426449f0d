"""Where they went: the leading directions of the displacements of the runs.

Uncentered, so that the origin is the base point itself, and with every run scaled to equal energy, so that a
long run does not hide a short one. Random search jumps far and would turn the plane toward its jumps: runs
that follow gradients decide, where there are any.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.errors import SliceError
from trainers.objective import Array
from trainers.randomness import Purpose

NOTHING_LEFT = 1e-7  # singular values below this share of the largest are rounding of the Gram matrix


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P): the leading right singular vectors of all displacements w_t - base.

    Too few distinct directions are completed by seeded random orthogonal axes, and a note says so.

    Raises:
        SliceError: no run moved.
    """
    stacked = equal_energy_displacements(context)
    leading, values = leading_right_vectors(stacked, count)
    energy = values**2 / np.einsum("tp,tp->", stacked, stacked)
    notes = ["captured energy " + " / ".join(f"{100 * share:.4g} %" for share in _padded(energy, count))]
    if len(leading) < count:
        missing = count - len(leading)
        drawn = context.gaussian(missing, Purpose.COMPLETION)
        leading = orthonormal_rows(np.concatenate([leading, drawn]))
        notes.append(f"the runs span {count - missing} direction(s): {missing} random orthogonal one(s) complete them")
    return Axes(leading, tuple(notes))


def equal_energy_displacements(context: Context) -> Array:
    """Displacements (T, P) of the runs that decide, one below the other, each run with squared sum 1.

    Raises:
        SliceError: there is no run that moved and stayed finite.
    """
    deciding = [run for run in context.runs if run.uses_gradient] or list(context.runs)
    scaled = []
    for run in deciding:
        moved = run.weights - context.base
        size = float(np.linalg.norm(moved))
        if size > 0 and np.isfinite(size):
            scaled.append(moved / size)
    if not scaled:
        raise SliceError(
            "slice.kind=paths needs at least one run that moved; got none. "
            "Add a method or steps, or use slice.kind=unit."
        )
    return np.concatenate(scaled)


def leading_right_vectors(stacked: Array, count: int) -> tuple[Array, Array]:
    """Up to `count` leading right singular vectors (r, P) of (T, P), orthonormal, with singular values (r,).

    By the smaller of the two Gram matrices. The sign is chosen so that the largest component is positive.
    """
    n_rows, n_weights = stacked.shape
    by_rows = n_rows <= n_weights
    gram = stacked @ stacked.T if by_rows else stacked.T @ stacked
    size = len(gram)
    first = max(0, size - count)
    squares, vectors = eigh(gram, subset_by_index=[first, size - 1])
    values = np.sqrt(np.maximum(squares[::-1], 0.0))
    vectors = vectors[:, ::-1]
    kept = values > NOTHING_LEFT * values[0]
    right = (vectors[:, kept].T @ stacked) if by_rows else vectors[:, kept].T
    right = orthonormal_rows(right)
    largest = np.abs(right).argmax(axis=1)
    signs = np.where(right[np.arange(len(right)), largest] < 0, -1.0, 1.0)
    return right * signs[:, None], values[kept]


def _padded(shares: Array, count: int) -> Array:
    return np.concatenate([shares, np.zeros(count - len(shares))])


PATHS = Direction(
    name="paths",
    label="where they went",
    summary="The directions that the runs moved along most, every run weighing the same.",
    stream=4,
    needs_runs=True,
    choose=choose,
)
