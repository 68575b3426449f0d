"""Random Gaussian axes, raw: every weight of an axis is a standard normal number."""

from __future__ import annotations

from landscape.directions.direction import Axes, Context, Direction


def choose(context: Context, count: int) -> Axes:
    """Raw Gaussian axes (count, P); in P dimensions each is about sqrt(P) long, and any two nearly orthogonal."""
    return Axes(context.gaussian(count))


RANDOM = Direction(
    name="random",
    label="random",
    summary="Random Gaussian directions as drawn, about sqrt(P) long and only nearly orthogonal.",
    stream=1,
    needs_runs=False,
    choose=choose,
)
