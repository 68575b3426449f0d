"""Every weight's gradient against a centered difference of the loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscape.lessons.gradient_check import TOLERANCE
from landscape.lessons.gradient_table import has_fast_way
from landscape.objectives.catalogue import Classifier
from landscape.objectives.column_gradient import column_numeric_gradient
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.playground.kinks import kinked_weights
from trainers.finite_differences import best_step, check_step, numeric_gradient
from trainers.objective import Array

SMALL = 1e-2  # of the largest slope: smaller ones are held to this size, for what is left of them is rounding


@dataclass(frozen=True, eq=False)
class WeightCheck:
    """What the check found for P weights.

    Attributes:
        analytic, numeric: slopes (P,). At a kink `numeric` is the value between the one-sided slopes that lies nearest
            to the analytic one.
        errors: (P,) ``|analytic - numeric| / max(|analytic|, |numeric|, a hundredth of the largest slope)``.
        kinked: (P,), where a kink of the loss lies within h of the weight: the difference measures no slope there.
        h: the step of the differences.
    """

    analytic: Array
    numeric: Array
    errors: Array
    kinked: NDArray[np.bool_]
    h: float

    @property
    def worst_place(self) -> int | None:
        """The weight with the largest error, kinks left out; None where every weight is at one."""
        return None if self.kinked.all() else int(np.where(self.kinked, -1.0, self.errors).argmax())

    @property
    def worst(self) -> float:
        """The largest error, kinks left out; 0 where every weight is at one, NaN where a slope is none."""
        return 0.0 if self.worst_place is None else float(self.errors[~self.kinked].max())

    @property
    def passed(self) -> bool:
        """Whether every slope agrees to 1e-6; one at a kink, where it lies between the one-sided slopes."""
        return bool((self.errors <= TOLERANCE).all())


def check_weights(
    model: Classifier, weights: Array, gradient: Array | None = None, h: float | None = None
) -> WeightCheck:
    """Check `gradient` (P,), or the model's own one, at weights (P,), all of them; meant for some hundred weights.

    `h` is `best_step` of float64 where it is not given.

    Raises:
        InvalidValue: h is not a finite number above 0.
    """
    h = best_step(np.float64) if h is None else h
    check_step(h)
    analytic = np.asarray(model.gradient(weights) if gradient is None else gradient)
    centered, kinked = _numeric(model, weights, h, True), kinked_weights(model, weights, h)
    numeric = centered
    if kinked.any():
        forward = _numeric(model, weights, h, False)
        backward = 2 * centered - forward
        low, high = np.minimum(forward, backward), np.maximum(forward, backward)
        numeric = np.where(kinked, np.clip(analytic, low, high), centered)
    either = np.maximum(np.abs(analytic), np.abs(numeric))
    size, difference = np.maximum(either, SMALL * float(either.max())), np.abs(analytic - numeric)
    errors = np.divide(difference, size, out=np.zeros_like(difference), where=size != 0)
    return WeightCheck(analytic, numeric, errors, kinked, h)


def _numeric(model: Classifier, weights: Array, h: float, centered: bool) -> Array:
    if isinstance(model, LinearClassifier) and has_fast_way(model):
        return column_numeric_gradient(model, weights, h=h, centered=centered)
    return numeric_gradient(model, weights, h=h, centered=centered)
