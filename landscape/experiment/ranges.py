"""Where a grid lies: asked for, or chosen so that it covers every path, or where there is none from the curvature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from landscape.experiment.parts import GridPart
from trainers.objective import Array

MARGIN = 0.15  # of the span, on either side
NARROWEST = 1 / 3  # of the wider axis, in lengths through weight space: else a picture true to scale is a ribbon
FURTHEST_REACH = 6.0  # decades from 1 that a range from the curvature is looked for
COARSE, FINE = 0.5, 0.05  # decades between the places looked at, first everywhere and then between two
REPRESENTABLE = 1e300  # a diverged path may go further, to where a span or a margin is no number any more


@dataclass(frozen=True, eq=False)
class GridCoordinates:
    """The places evaluated: a (n_a,) and b (n_b,), both ends included, b empty for a line; and why these."""

    a: Array
    b: Array
    statement: str


def grid_coordinates(
    part: GridPart,
    n_axes: int,
    paths: list[Array],
    losses: Callable[[Array], Array] | None = None,
    usual: Array | None = None,
    lengths: Array | None = None,
) -> GridCoordinates:
    """The grid of a slice with 1, 2 or more axes, given the coordinates (T, k) of every path.

    "auto" covers the center and all finite places of all paths with a margin of 15 % of the span; an axis along
    which nothing moved takes the other one's span, and one along which little moved a third of it, measured in
    weight space by the `lengths` (1 or 2,) of the viewed axes (unset: all equal). Where nothing moved along any, the
    range follows the curvature of `losses`, from coordinates (K, 1 or 2) in the viewed plane to values (K,); it is
    [-1, 1] where there is none.

    "square" is the same, the shorter side made as long as the longer one: a path that hardly leaves one axis is not
    drawn as a strip.

    Where there are `usual` places (K, k), as a function of two variables has them, "auto" covers these, and goes
    beyond them, with the margin, only on the sides where a path does.
    """
    limits = part.fixed_range
    if limits is None:
        seen = min(2, n_axes)
        limits, statement = _covering(paths, seen, losses, lengths) if usual is None else _widened(usual, paths, seen)
        if part.range == "square" and seen == 2:
            limits, statement = _squared(limits), f"{statement}; both sides equally long"
    else:
        along = [f"{name} from {low:.4g} to {high:.4g}" for name, (low, high) in zip("ab", limits, strict=True)]
        statement = "range as asked for: " + ", ".join(along[: min(2, n_axes)])
    axes = [np.linspace(low, high, count) for (low, high), count in zip(limits, part.counts, strict=True)]
    return GridCoordinates(axes[0], axes[1] if n_axes > 1 else np.empty(0), statement)


Limits = tuple[tuple[float, float], tuple[float, float]]


def _squared(limits: Limits) -> Limits:
    half = max(high - low for low, high in limits) / 2
    first, second = (((low + high) / 2 - half, (low + high) / 2 + half) for low, high in limits)
    return first, second


def _covering(
    paths: list[Array], n_seen: int, losses: Callable[[Array], Array] | None, lengths: Array | None
) -> tuple[Limits, str]:
    places = [np.zeros((1, n_seen))] + [path[:, :n_seen] for path in paths]
    together = np.concatenate(places)
    together = together[(np.abs(together) < REPRESENTABLE).all(axis=1)]
    low, high = together.min(axis=0), together.max(axis=0)
    span = high - low
    widest = float(span.max())
    if widest == 0:
        return _from_curvature(losses, n_seen)
    flat = span <= 1e-9 * widest
    length = np.ones(n_seen) if lengths is None else lengths[:n_seen]
    least = NARROWEST * float((span * length).max()) / length
    narrow = ~flat & (span < least)
    span = np.where(flat, widest, np.where(narrow, least, span))
    middle = (low + high) / 2
    low, high = (np.where(flat | narrow, middle + side * span / 2, end) for side, end in ((-1, low), (1, high)))
    limits = [(float(x - MARGIN * s), float(y + MARGIN * s)) for x, y, s in zip(low, high, span, strict=True)]
    statement = "range covers the center and every path, with a margin of 15 %"
    if narrow.any():
        statement += f"; {'ab'[int(np.argmax(narrow))]} a third as wide as the other"
    return (limits[0], limits[-1]), statement


def _widened(usual: Array, paths: list[Array], n_seen: int) -> tuple[Limits, str]:
    low, high = usual[:, :n_seen].min(axis=0), usual[:, :n_seen].max(axis=0)
    places = np.concatenate([usual[:, :n_seen], *(path[:, :n_seen] for path in paths)])
    places = places[(np.abs(places) < REPRESENTABLE).all(axis=1)]
    least, most = places.min(axis=0), places.max(axis=0)
    if (least >= low).all() and (most <= high).all():
        statement = "range usual for this function; it covers every path"
    else:
        margin = MARGIN * (most - least)
        low, high = np.where(least < low, least - margin, low), np.where(most > high, most + margin, high)
        statement = "range usual for this function, wider where a path leaves it, with a margin of 15 %"
    limits = [(float(x), float(y)) for x, y in zip(low, high, strict=True)]
    return (limits[0], limits[-1]), statement


def _from_curvature(losses: Callable[[Array], Array] | None, n_seen: int) -> tuple[Limits, str]:
    """Limits -r to r along each axis, where the loss has on average risen by what it is at the center."""
    why = "no path moves within the slice"
    found = [None if losses is None else _reach(losses, axis, n_seen) for axis in range(n_seen)]
    known = [reach for reach in found if reach is not None]
    if not known:
        flat = "" if losses is None else ", and the loss does not rise from the center on both sides"
        return ((-1.0, 1.0), (-1.0, 1.0)), f"range [-1, 1]: {why}{flat}"
    reaches = [max(known) if reach is None else reach for reach in found]
    along = ", ".join(f"{name} ± {reach:g}" for name, reach in zip("ab", reaches, strict=False))
    limits = [(-reach, reach) for reach in reaches]
    words = f"range from the curvature, {along}: {why}; at ± that far the loss has about doubled"
    return (limits[0], limits[-1]), words


def _reach(losses: Callable[[Array], Array], axis: int, n_seen: int) -> float | None:
    """How far along an axis the loss must go to rise, on average of both sides, by its value at the center (or by 1
    where that is 0): r in ``(L(r) + L(-r)) / 2 - L(0) = L(0)`` to two digits; None where it does not rise.

    For a quadratic it is ``sqrt(2 L(0) / curvature)``; asked for with values, it also holds for hinges, whose second
    derivative is 0 or infinite.
    """

    def first_risen(exponents: Array) -> float | None:
        reaches = 10.0**exponents
        places = np.zeros((2 * len(reaches) + 1, n_seen))
        places[1:, axis] = np.concatenate([reaches, -reaches])
        values = losses(places)
        here, ahead, behind = values[0], values[1 : len(reaches) + 1], values[len(reaches) + 1 :]
        with np.errstate(over="ignore", invalid="ignore"):
            risen = (ahead + behind) / 2 - here >= (here if here > 0 else 1.0)
        return float(exponents[np.argmax(risen)]) if np.isfinite(here) and risen.any() else None

    coarse = first_risen(np.arange(-FURTHEST_REACH, FURTHEST_REACH + COARSE, COARSE))
    if coarse is None:
        return None
    fine = first_risen(np.arange(coarse - COARSE + FINE, coarse + FINE / 2, FINE))
    return float(f"{10.0 ** (coarse if fine is None else fine):.2g}")
