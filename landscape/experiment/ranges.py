"""Where a grid lies: asked for, or chosen so that it covers every path."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landscape.experiment.parts import GridPart
from trainers.objective import Array

MARGIN = 0.15  # of the span, on either side
REPRESENTABLE = 1e300  # a diverged path may go further, to where a span or a margin is no number any more


@dataclass(frozen=True, eq=False)
class GridCoordinates:
    """The places evaluated: a (n_a,) and b (n_b,), both ends included, b empty for a line; and why these."""

    a: Array
    b: Array
    statement: str


def grid_coordinates(part: GridPart, n_axes: int, paths: list[Array]) -> GridCoordinates:
    """The grid of a slice with 1, 2 or more axes, given the coordinates (T, k) of every path.

    "auto" covers the center and all finite places of all paths with a margin of 15 % of the span; an axis along
    which nothing moved takes the other one's span, or [-1, 1].
    """
    limits = part.fixed_range
    if limits is None:
        limits, statement = _covering(paths, min(2, n_axes))
    else:
        along = [f"{name} from {low:.4g} to {high:.4g}" for name, (low, high) in zip("ab", limits, strict=True)]
        statement = "range as asked for: " + ", ".join(along[: min(2, n_axes)])
    axes = [np.linspace(low, high, count) for (low, high), count in zip(limits, part.counts, strict=True)]
    return GridCoordinates(axes[0], axes[1] if n_axes > 1 else np.empty(0), statement)


def _covering(paths: list[Array], n_seen: int) -> tuple[tuple[tuple[float, float], tuple[float, float]], str]:
    places = [np.zeros((1, n_seen))] + [path[:, :n_seen] for path in paths]
    together = np.concatenate(places)
    together = together[(np.abs(together) < REPRESENTABLE).all(axis=1)]
    low, high = together.min(axis=0), together.max(axis=0)
    span = high - low
    widest = float(span.max())
    if widest == 0:
        return ((-1.0, 1.0), (-1.0, 1.0)), "range [-1, 1]: no path moves within the slice"
    flat = span <= 1e-9 * widest
    span = np.where(flat, widest, span)
    middle = (low + high) / 2
    low, high = np.where(flat, middle - span / 2, low), np.where(flat, middle + span / 2, high)
    limits = [(float(x - MARGIN * s), float(y + MARGIN * s)) for x, y, s in zip(low, high, span, strict=True)]
    statement = "range covers the center and every path, with a margin of 15 %"
    return (limits[0], limits[-1]), statement
