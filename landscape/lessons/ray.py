"""The step-size ray: the loss after one step down the full gradient, over the size of the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, center_weights, facts_of
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

STEP_SIZES = tuple(10.0 ** (exponent / 10) for exponent in range(-40, 41))
GOLDEN = (5**0.5 - 1) / 2
ROUNDS = 80  # of golden sections: a bracket of two grid steps shrinks to rounding
DOWN_THE_GRADIENT = ("gradient-descent", "sgd", "momentum", "nesterov")  # whose first step is step_size times a slope


@dataclass(frozen=True, eq=False)
class Ray:
    """``L(w - s g)`` along the gradient g at w.

    Attributes:
        step_sizes: s (n,), increasing; losses: (n,), infinity and NaN as they are.
        here: L(w); slope: its derivative by s at 0, which is -|g|^2.
        best: the step size of the line's minimum near the lowest of `losses`; lowest: the loss there.
        even: the step size beyond it where the loss is back at L(w), and above which a step makes it worse; NaN where
            no step size does. For a parabola of curvature c along the line it is 2 / c, twice `best`.
    """

    step_sizes: Array
    losses: Array
    here: float
    slope: float
    best: float
    lowest: float
    even: float


@dataclass(frozen=True, eq=False)
class RayLesson:
    """The ray at a place, with the step sizes (label, method, step size) of the runs that step down a gradient."""

    facts: Facts
    ray: Ray
    own: tuple[tuple[str, str, float], ...]


def ray_lesson(experiment: Experiment, ask: Ask) -> RayLesson:
    """The ray at the slice's center; `ask.label` leaves only that run's step size.

    Raises:
        InvalidValue: the gradient is zero or not finite there.
        Cancelled: the work was asked to stop.
    """
    own = tuple(
        (part.label, part.method, float(part.settings["step_size"]))
        for part in map(experiment.numbered, experiment.full.methods)
        if part.method in DOWN_THE_GRADIENT
        and isinstance(part.settings.get("step_size"), (int, float))
        and ask.label in (None, part.label)
    )
    ray = step_size_ray(experiment.model, center_weights(experiment), work=experiment.work)
    return RayLesson(facts_of(experiment), ray, own)


def step_size_ray(
    model: Any, weights: Array, step_sizes: Sequence[float] = STEP_SIZES, work: Work | None = None
) -> Ray:
    """The ray of a classifier from weights (P,) on all its examples, by one pass over them.

    The minimum is refined by golden sections between the neighbors of the lowest step size. On a line a convex loss
    has no other minimum; for a network it is the one that the step sizes found.

    Raises:
        InvalidValue: the gradient is zero or not finite, or a step size is not above 0, or they do not increase.
        Cancelled: `work` was asked to stop.
    """
    sizes = np.asarray(step_sizes, dtype=np.float64)
    if len(sizes) < 2 or not (sizes > 0).all() or not (np.diff(sizes) > 0).all():
        raise InvalidValue("step sizes of a ray must be at least two, above 0 and increasing. Try 0.01, 0.1, 1, 10.")
    here, gradient = model.loss_and_gradient(weights)
    squared = float(gradient @ gradient)
    if not (squared > 0 and np.isfinite(squared)):
        raise InvalidValue("the gradient here is zero or not finite, so it leads nowhere. Choose another point.")
    line = model.restrict(Slice(weights, -gradient[None]), work=work)
    losses = np.asarray(line.losses(sizes[:, None]))
    if not np.isfinite(losses).any():
        raise InvalidValue("no loss on the ray is finite. Choose smaller step sizes.")
    place = int(np.nanargmin(np.where(np.isfinite(losses), losses, np.nan)))
    low = 0.0 if place == 0 else float(sizes[place - 1])
    best = _golden(line, low, float(sizes[min(place + 1, len(sizes) - 1)]))
    lowest = float(line.loss(np.array([best])))
    return Ray(sizes, losses, float(here), -squared, best, lowest, _even(line, sizes, losses, float(here), best))


def _golden(line: Any, low: float, high: float) -> float:
    """The place of the minimum between two step sizes."""

    def loss(s: float) -> float:
        return float(line.loss(np.array([s])))

    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    for _ in range(ROUNDS):
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2


def _even(line: Any, sizes: Array, losses: Array, here: float, best: float) -> float:
    """Where the loss beyond the minimum is back at `here`, by halving the bracket; NaN where it stays below."""
    above = np.flatnonzero((sizes > best) & ~(losses < here))
    if not len(above):
        return float("nan")
    low, high = max(best, float(sizes[max(0, above[0] - 1)])), float(sizes[above[0]])
    for _ in range(ROUNDS):
        middle = (low + high) / 2
        if float(line.loss(np.array([middle]))) < here:
            low = middle
        else:
            high = middle
    return high
