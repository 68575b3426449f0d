"""Random orthonormal axes: coordinates are distances in weight space."""

from __future__ import annotations

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows


def choose(context: Context, count: int) -> Axes:
    """Orthonormal axes (count, P) that span a uniformly random subspace."""
    return Axes(orthonormal_rows(context.gaussian(count)))


UNIT = Direction(
    name="unit",
    label="random, unit length",
    summary="Random orthonormal directions: coordinates are distances in weight space.",
    stream=2,
    needs_runs=False,
    choose=choose,
)
