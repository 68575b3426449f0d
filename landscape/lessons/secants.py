"""The slope in any direction: a dot product with the gradient, and what secants become as they get shorter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.errors import InvalidValue
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, center_weights, facts_of
from landscape.slice import Slice
from trainers.objective import Array, Objective
from trainers.randomness import Purpose, generator

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

LENGTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-5, 1e-6)
POINTS = 121  # of the curve
LONGEST = 2.0  # secant, in units of the distance at which the tangent reaches a loss of 0


@dataclass(frozen=True, eq=False)
class Secants:
    """Slopes of the loss along a unit direction.

    Attributes:
        slope: the dot product of gradient and direction; cosine: of the angle between them (NaN at a zero gradient).
        lengths: (n,) h; secants: (n,) ``(L(w + h d) - L(w)) / h``; their limit for short h is `slope`.
    """

    slope: float
    cosine: float
    lengths: Array
    secants: Array


@dataclass(frozen=True, eq=False)
class SecantLesson:
    """The loss along a direction, and its secants.

    Attributes:
        here: L(w); steepest: the gradient's length; direction: what it is, in words.
        at: (m,) how far from w along the unit direction, 0 among them; losses: (m,) the loss there.
    """

    facts: Facts
    found: Secants
    here: float
    steepest: float
    direction: str
    at: Array
    losses: Array


def secant_lesson(experiment: Experiment, ask: Ask) -> SecantLesson:
    """Secants at the slice's center along the first viewed axis, taken downhill.

    Raises:
        SliceError: the slice has no axes.
        InvalidValue: the slope is zero or not finite.
        Cancelled: the work was asked to stop.
    """
    model, weights = experiment.model, center_weights(experiment)
    axis = experiment.slice.view.axes[0]
    unit = axis / np.linalg.norm(axis)
    here, gradient = model.loss_and_gradient(weights)
    slope = float(gradient @ unit)
    if not (slope != 0 and np.isfinite(slope)):
        raise InvalidValue(f"the slope along axis 1 is {slope:g}, so secants show nothing. Choose another slice.")
    if slope > 0:
        unit = -unit
    longest = float(10.0 ** np.round(np.log10(LONGEST * here / abs(slope)))) if here > 0 else 1.0
    found = secants_along(model, weights, unit, tuple(longest * length for length in LENGTHS))
    at = longest * np.linspace(-0.3, 1.2, POINTS)
    at[np.argmin(np.abs(at))] = 0.0
    line = model.restrict(Slice(weights, unit[None]), work=experiment.work)
    words = "axis 1 of the slice" + (", reversed so that it leads down" if slope > 0 else "")
    losses = np.asarray(line.losses(at[:, None]))
    return SecantLesson(facts_of(experiment), found, float(here), float(np.linalg.norm(gradient)), words, at, losses)


def random_direction(n_weights: int, seed: int) -> Array:
    """A unit direction (P,), uniform over all of them."""
    drawn = generator(seed, Purpose.DIRECTION).standard_normal(n_weights)
    return np.asarray(drawn / np.linalg.norm(drawn))


def secants_along(
    objective: Objective, weights: Array, direction: Array, lengths: tuple[float, ...] = LENGTHS
) -> Secants:
    """The slope at weights (P,) along a direction (P,), which is brought to length 1, and secants to it.

    Raises:
        InvalidValue: the direction is zero or not finite.
    """
    size = float(np.linalg.norm(direction))
    if not (size > 0 and np.isfinite(size)):
        raise InvalidValue(f"a direction must have a finite length above 0; got {size:g}. Choose another one.")
    unit = direction / size
    here, gradient = objective.loss_and_gradient(weights)
    slope, steepest = float(gradient @ unit), float(np.linalg.norm(gradient))
    found = [(objective.loss(weights + h * unit) - here) / h for h in lengths]
    cosine = slope / steepest if steepest > 0 else float("nan")
    return Secants(slope, cosine, np.array(lengths), np.array(found))
