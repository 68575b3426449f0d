"""Random orthonormal axes: coordinates are distances in weight space."""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P) of length 1 that span a uniformly random subspace; orthogonal unless told otherwise."""
    axes = context.gaussian(count)
    if not context.orthogonal(True):
        return Axes(axes / np.linalg.norm(axes, axis=1)[:, None], seeded=True)
    return Axes(orthonormal_rows(axes), seeded=True)


UNIT = Direction(
    name="unit",
    label="random, unit length",
    summary="Random orthonormal directions: coordinates are distances in weight space.",
    stream=2,
    needs_runs=False,
    choose=choose,
    told_by=("orthogonal",),
)
