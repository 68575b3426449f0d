"""The analytic gradient of a classifier against a numeric one: how far it is off, where most, and what may be wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.lessons.gradient_table import has_fast_way
from landscape.lessons.planted_bugs import suspects
from landscape.objectives.column_gradient import column_numeric_gradient
from landscape.work import Work
from trainers.finite_differences import best_step, check_step, numeric_gradient, relative_error
from trainers.objective import Array
from trainers.randomness import Purpose, generator

TOLERANCE = 1e-6  # norm-wise, in float64
CHECKED = 200  # weights that are checked where each costs whole losses, and the model has more
AFFORDABLE = 1_000  # weights up to which all of them are checked whatever it costs
KINK = 1e-6  # of the largest slope: one-sided slopes further apart than this, and than curvature makes them, are a kink
CURVATURE = 30.0  # times a gap of the one-sided slopes that is small among all of them
CLEAR = 1e-3  # of the largest slope: a gap that no curvature makes within h
EXPLAINED = 0.01  # a hypothesis that leaves less than this of the difference is taken to be the cause


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """What a check found.

    Attributes:
        dimensions: the weights (m,) that were checked, ascending.
        analytic, numeric: slopes (m,). At a kink `numeric` is the value between the one-sided slopes that lies
            nearest to the analytic one, so that any value between them passes.
        kinks: at how many of them a kink of the loss lies within h.
        h: the step of the centered differences.
        step_error: the formula's own error, relative and norm-wise, measured against a step of h / 2.
        rounding_error: a bound for what rounding the losses adds, likewise: eps |L| / h for each slope.
        relative_error: ``|analytic - numeric| / max(|analytic|, |numeric|)``; passes up to `tolerance`.
        worst: the weight with the largest absolute difference.
        misfits: for each planted bug how much of the difference it leaves unexplained; empty where the check passes.
    """

    dimensions: NDArray[np.int64]
    analytic: Array
    numeric: Array
    kinks: int
    h: float
    step_error: float
    rounding_error: float
    tolerance: float
    misfits: dict[str, float]

    @property
    def relative_error(self) -> float:
        """Norm-wise; NaN where a slope is not finite."""
        return relative_error(self.analytic, self.numeric)

    @property
    def passed(self) -> bool:
        """Whether the two agree."""
        return self.relative_error <= self.tolerance

    @property
    def worst_place(self) -> int:
        """The place of the largest absolute difference in `dimensions`."""
        return int(np.argmax(np.abs(self.analytic - self.numeric)))

    @property
    def located(self) -> str | None:
        """The bug that explains the difference; None where the check passes or none of them does."""
        if not self.misfits:
            return None
        name = min(self.misfits, key=lambda name: self.misfits[name])
        return name if self.misfits[name] <= EXPLAINED else None


def check_gradient(
    model: Any,
    weights: Array,
    gradient: Array | None = None,
    h: float | None = None,
    tolerance: float = TOLERANCE,
    seed: int = 0,
    work: Work | None = None,
) -> GradientCheck:
    """Check `gradient` (P,), or the model's own one, at weights (P,) on all examples.

    All weights are checked where the model has them in one pass, else all of a small model and a seeded sample, with
    biases, of a large one. `h` is `best_step` of float64 where it is not given.

    Raises:
        InvalidValue: h is not a finite number above 0.
        Cancelled: `work` was asked to stop.
    """
    work = work or Work()
    h = best_step(np.float64) if h is None else h
    check_step(h)
    chosen = _chosen(model, seed)
    analytic = np.asarray(model.gradient(weights) if gradient is None else gradient)[chosen]
    centered = _numeric(model, weights, chosen, h, True, work)
    finer = _numeric(model, weights, chosen, h / 2, True, work)  # a kink within h / 2 is one within h, too
    kinked = np.zeros(len(chosen), dtype=np.bool_)
    numeric = centered
    if not is_smooth(model):
        forward = _numeric(model, weights, chosen, h, False, work)
        backward = 2 * centered - forward
        # The penalty's own bend, which is the same everywhere, is no kink.
        bend = np.where(model.layout.is_bias[chosen], 0.0, 2 * model.regularization * h)
        gap = np.abs(forward - backward - bend)
        largest = max(np.abs(forward).max(), np.abs(backward).max())
        kinked = gap > max(KINK * largest, min(CURVATURE * np.quantile(gap, 0.1), CLEAR * largest))
        between = np.clip(analytic, np.minimum(forward, backward), np.maximum(forward, backward))
        numeric = np.where(kinked, between, centered)
    size = max(float(np.linalg.norm(centered[~kinked])), np.finfo(float).tiny)
    step_error = 4 / 3 * float(np.linalg.norm((centered - finer)[~kinked])) / size
    rounding = float(np.finfo(np.float64).eps) * abs(float(model.loss(weights))) / h * np.sqrt(len(chosen)) / size
    found = GradientCheck(
        chosen, analytic, numeric, int(kinked.sum()), h, step_error, float(rounding), tolerance, {}
    )  # fmt: skip
    if found.passed or not np.isfinite(analytic).all():
        return found
    of_data = _numeric(replace(model, regularization=0.0), weights, chosen, h, True, work)
    of_data = of_data + (numeric - centered)  # the same value at kinks
    return replace(found, misfits=suspects(model, weights, chosen, analytic, numeric, of_data))


def is_smooth(model: Any) -> bool:
    """Whether the loss has a slope everywhere: neither the loss of scores nor a hidden unit has kinks."""
    activation = getattr(model, "activation", None)
    return bool(model.data_loss.smooth) and (activation is None or activation.name != "relu")


def _chosen(model: Any, seed: int) -> NDArray[np.int64]:
    n = model.n_weights
    if has_fast_way(model) or n <= AFFORDABLE:
        return np.arange(n)
    random = generator(seed, Purpose.SUBSET)
    biases = np.flatnonzero(model.layout.is_bias)
    others = np.flatnonzero(~model.layout.is_bias)
    some = random.permutation(biases)[: CHECKED // 10], random.permutation(others)[: CHECKED - CHECKED // 10]
    return np.sort(np.concatenate(some))


def _numeric(model: Any, weights: Array, chosen: NDArray[np.int64], h: float, centered: bool, work: Work) -> Array:
    work.check()
    if has_fast_way(model):
        return column_numeric_gradient(model, weights, h=h, centered=centered, work=work)
    return numeric_gradient(model, weights, h=h, centered=centered, dimensions=[int(j) for j in chosen])
