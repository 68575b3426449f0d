"""Classical principal components of trajectories: the directions in which their recorded places vary most.

Centered at the mean of all places, which need not lie in the slice; "paths" is the uncentered one through the base
point. What a share of variance is worth tells the same number for random walks (see `random_walk`).

Source: Jolliffe, Principal Component Analysis, 2002; for trajectories Lorch, "Visualizing Deep Network Training
Trajectories with PCA", ICML workshop 2016.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction
from landscape.directions.paths import leading_right_vectors, shares_words
from landscape.errors import SliceError


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P): the leading principal components of all recorded places of the runs.

    Too few distinct directions are completed by seeded random orthogonal axes, and a note says so.

    Raises:
        SliceError: no run moved.
    """
    runs = context.deciding("pca")
    places = np.concatenate([run.weights for run in runs])
    centered = places - places.mean(axis=0)
    total = float(np.einsum("tp,tp->", centered, centered))
    if not (np.isfinite(total) and total > 0):
        raise SliceError("slice.kind=pca needs places whose variance is finite and above 0. Use slice.kind=unit.")
    leading, values = leading_right_vectors(centered, count)
    shares = values[:count] ** 2 / total
    names = ", ".join(run.label for run in runs)
    notes = [f"principal components of {names}: {shares_words(shares, count)} of the variance"]
    if len(leading) < count:
        missing = count - len(leading)
        notes.append(
            f"the places span {count - missing} direction(s): {missing} random orthogonal one(s) complete them"
        )
    numbers = {"variance_shares": [float(share) for share in shares]}
    return Axes(context.completed(leading, count), tuple(notes), seeded=len(leading) < count, numbers=numbers)


PCA = Direction(
    name="pca",
    label="principal components of the paths",
    summary="The directions in which the recorded places of the runs vary most, centered at their mean.",
    stream=10,
    needs_runs=True,
    choose=choose,
    told_by=("runs",),
)
