"""The slope in any direction: a dot product with the gradient, and what secants become as they get shorter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landscape.errors import InvalidValue
from trainers.objective import Array, Objective
from trainers.randomness import Purpose, generator

LENGTHS = (1.0, 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-5, 1e-6)


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
