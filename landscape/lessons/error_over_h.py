"""How far a numeric gradient is off, over its step h: a V between the formula's own error and rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from landscape.data.dataset import Examples
from landscape.errors import InvalidValue
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, center_weights, facts_of
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work, blocks
from trainers.finite_differences import moved_losses, relative_error
from trainers.objective import Array, Rows
from trainers.randomness import Purpose, generator

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

H_VALUES = tuple(10.0 ** (exponent / 2) for exponent in range(-26, 1))
N_WEIGHTS = 12  # enough that one lucky cancellation does not make the curve
STEEP = 0.02  # of the largest slope: weights whose slope is near 0 have no relative error to speak of


@dataclass(frozen=True, eq=False)
class ErrorCurve:
    """Relative errors (n,) of one formula ("forward", "centered") in one precision ("float32", "float64") at each h."""

    formula: str
    precision: str
    h: Array
    error: Array

    @property
    def best(self) -> tuple[float, float]:
        """The h with the smallest error, and that error."""
        place = int(np.nanargmin(self.error))
        return float(self.h[place]), float(self.error[place])


@dataclass(frozen=True, eq=False)
class ErrorLesson:
    """The errors over h at a place, of how many weights, and what rounding alone leads one to expect.

    `rounding` is |L| / |slopes| per weight: an error of one rounding (eps |L|) in a loss makes about
    eps * rounding / h of relative error.
    """

    facts: Facts
    curves: tuple[ErrorCurve, ...]
    n_weights: int
    rounding: float


def error_lesson(experiment: Experiment, ask: Ask) -> ErrorLesson:
    """The errors at the slice's center, by 12 weights with steep slopes that the slice's seed draws.

    Raises:
        Cancelled: the work was asked to stop.
    """
    model, weights = experiment.model, center_weights(experiment)
    here, gradient = model.loss_and_gradient(weights)
    if not np.abs(gradient).max() > 0:
        raise InvalidValue("the gradient here is zero, so its error is nothing to compare with. Choose another point.")
    chosen = steep_dimensions(gradient, experiment.full.slice.seed)
    curves = error_curves(model, weights, chosen, work=experiment.work)
    rounding = abs(here) * len(chosen) ** 0.5 / float(np.linalg.norm(gradient[chosen]))
    return ErrorLesson(facts_of(experiment), curves, len(chosen), rounding)


@dataclass(frozen=True, eq=False)
class SinglePrecision:
    """A linear classifier whose losses are computed and summed in float32 throughout, as a graphics card would."""

    model: LinearClassifier

    @property
    def n_weights(self) -> int:
        """P."""
        return self.model.n_weights

    @property
    def n_examples(self) -> int:
        """N."""
        return self.model.n_examples

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at weights (P,), which are rounded to float32 first."""
        model = self.model
        matrix = model.layout.matrix(np.asarray(weights)).astype(np.float32)
        chosen: Examples = model.examples if rows is None else model.examples.take(rows)
        total = np.float32(0.0)
        for part in blocks(len(chosen)):
            x = model.map(chosen.x[part]).astype(np.float32)
            scores: Any = x @ matrix[:, :-1].T + matrix[:, -1]
            total += np.float32(model.data_loss.values(scores, chosen.y[part]).sum(dtype=np.float32))
        penalty = np.float32(model.regularization) * np.float32(np.square(matrix[:, :-1]).sum(dtype=np.float32))
        return float(total / np.float32(len(chosen)) + penalty)


def error_curves(
    model: Any,
    weights: Array,
    dimensions: Sequence[int],
    h_values: Sequence[float] = H_VALUES,
    work: Work | None = None,
) -> tuple[ErrorCurve, ...]:
    """The errors of forward and centered differences by some weights against the analytic slopes, norm-wise.

    In float64, and in float32 for a linear classifier. Each difference is taken of two losses that are evaluated
    anew, as in the plain loop; the analytic slopes are those of float64 for both.

    Raises:
        InvalidValue: no weight was chosen, or an h is not above 0.
        Cancelled: `work` was asked to stop.
    """
    work = work or Work()
    if not len(dimensions) or not all(h > 0 for h in h_values):
        raise InvalidValue("errors over h need at least one dimension, and every h above 0. Try dimension 5.")
    slopes = model.gradient(weights)[list(dimensions)]
    objectives: dict[str, Any] = {"float64": model}
    if isinstance(model, LinearClassifier):
        objectives["float32"] = SinglePrecision(model)
    curves = []
    for done, (precision, objective) in enumerate(objectives.items()):
        here = objective.loss(weights)
        errors = np.empty((2, len(h_values)))
        for place, h in enumerate(h_values):
            work.check()
            work.progress("errors over h", (done + place / len(h_values)) / len(objectives))
            above = moved_losses(objective, weights, dimensions, h)
            below = moved_losses(objective, weights, dimensions, -h)
            errors[0, place] = relative_error((above - here) / h, slopes)
            errors[1, place] = relative_error((above - below) / (2 * h), slopes)
        for formula, error in zip(("forward", "centered"), errors, strict=True):
            curves.append(ErrorCurve(formula, precision, np.array(h_values), error))
    return tuple(curves)


def steep_dimensions(gradient: Array, seed: int, count: int = N_WEIGHTS) -> list[int]:
    """Some weights, drawn among those whose slope is at least 2 % of the largest, ascending; all where all are zero."""
    sizes = np.abs(gradient)
    steep = np.flatnonzero(sizes >= STEEP * sizes.max())
    chosen = generator(seed, Purpose.DIRECTION, 1).permutation(steep)[:count]
    return [int(j) for j in np.sort(chosen)]
