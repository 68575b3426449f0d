"""Random Gaussian axes, raw: every weight of an axis is a standard normal number."""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows


def choose(context: Context, count: int) -> Axes:
    """Raw Gaussian axes (count, P); in P dimensions each is about sqrt(P) long, and any two nearly orthogonal.

    Where they are to be orthogonal, each keeps its length.
    """
    axes = context.gaussian(count)
    if context.orthogonal(False):
        axes = np.linalg.norm(axes, axis=1)[:, None] * orthonormal_rows(axes)
    return Axes(axes, seeded=True)


RANDOM = Direction(
    name="random",
    label="random",
    summary="Random Gaussian directions as drawn, about sqrt(P) long and only nearly orthogonal.",
    stream=1,
    needs_runs=False,
    choose=choose,
    told_by=("orthogonal",),
)
