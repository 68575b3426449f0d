"""Where they went: the leading directions of the displacements of the runs.

Uncentered, so that the origin is the base point itself, and with every run scaled to equal energy, so that a
long run does not hide a short one. Random search jumps far and would turn the plane toward its jumps: runs
that follow gradients decide, where there are any.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from trainers.objective import Array

NOTHING_LEFT = 1e-7  # singular values below this share of the largest are rounding of the Gram matrix


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P): the leading right singular vectors of all displacements w_t - base.

    Too few distinct directions are completed by seeded random orthogonal axes, and a note says so.

    Raises:
        SliceError: no run moved.
    """
    stacked = equal_energy_displacements(context)
    leading, values = leading_right_vectors(stacked, count)
    shares = values[:count] ** 2 / np.einsum("tp,tp->", stacked, stacked)
    notes = [f"captured energy {shares_words(shares, count)}"]
    if len(leading) < count:
        missing = count - len(leading)
        notes.append(f"the runs span {count - missing} direction(s): {missing} random orthogonal one(s) complete them")
    numbers = {"energy_shares": [float(share) for share in shares]}
    return Axes(context.completed(leading, count), tuple(notes), seeded=len(leading) < count, numbers=numbers)


def shares_words(shares: Array, count: int) -> str:
    """Shares (r,) of a whole as "93 % / 5 %", with 0 % for each of `count` axes that has none."""
    return " / ".join(f"{100 * share:.4g} %" for share in [*shares, *np.zeros(count - len(shares))])


def equal_energy_displacements(context: Context) -> Array:
    """Displacements (T, P) of the runs that decide, one below the other, each run with squared sum 1.

    Raises:
        SliceError: there is no run that moved and stayed finite.
    """
    scaled = [run.weights - context.base for run in context.deciding("paths")]
    scaled = [moved / np.linalg.norm(moved) for moved in scaled]
    return np.concatenate(scaled)


def leading_right_vectors(stacked: Array, count: int) -> tuple[Array, Array]:
    """Up to `count` leading right singular vectors (r, P) of (T, P), orthonormal, with singular values (r,).

    By the smaller of the two Gram matrices. The sign is chosen so that the largest component is positive.
    """
    from scipy.linalg import eigh  # it takes long to load, and a window shows itself first

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


PATHS = Direction(
    name="paths",
    label="where they went",
    summary="The directions that the runs moved along most, every run weighing the same.",
    stream=4,
    needs_runs=True,
    choose=choose,
    told_by=("runs",),
)
