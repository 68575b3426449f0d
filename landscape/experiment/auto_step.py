"""Step sizes that are "auto": as large as the curvature at the start lets them be.

On a bowl whose largest curvature is lambda, gradient descent converges with any step size below 2 / lambda and runs
away above it. A velocity adds up about 1 / (1 - momentum) slopes, so momentum and Nesterov get
2 (1 - momentum) / lambda, with which that sum moves as far. Both converge there: their limits are
2 (1 + momentum) / lambda and, Nesterov's, 2 (1 + momentum) / ((1 + 2 momentum) lambda). Methods that divide the slope
by its own size have no such limit, and "auto" is refused for them. The curvature is that of all examples, also for
methods that look at batches.

Source: Nesterov, Introductory Lectures on Convex Optimization, 2004, section 1.2.3; Polyak, Some methods of speeding
up the convergence of iteration methods, 1964; O'Donoghue and Candes, Adaptive restart, 2015, for Nesterov's limit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.losses.second_derivative import has_curvature
from landscape.objectives.catalogue import Model
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.restricted import RestrictedObjective
from landscape.work import Work
from trainers.catalogue import METHODS
from trainers.objective import Array

AUTO = "auto"
STEP = 1e-4  # of the centered differences of slopes inside a slice

Settings = Mapping[str, Any]

# The methods that have a limit, and the momentum that 2 / lambda must be shared with, from a method's parameters.
MOMENTUM: dict[str, Callable[[Settings], float]] = {
    "gradient-descent": lambda settings: 0.0,
    "sgd": lambda settings: 0.0,
    "momentum": lambda settings: float(settings["momentum"]),
    "nesterov": lambda settings: float(settings["momentum"]),
}


@dataclass(frozen=True)
class AutoStep:
    """A step size and where it comes from: 2 (1 - `momentum`) / `curvature`, the Hessian's largest eigenvalue."""

    step_size: float
    curvature: float
    momentum: float

    @property
    def statement(self) -> str:
        """In words: "step size 0.8 = 2 / lambda_max (2.5) at the start"."""
        factor = f"2 (1 - {self.momentum:g})" if self.momentum else "2"
        return f"step size {self.step_size:.4g} = {factor} / lambda_max ({self.curvature:.4g}) at the start"


def is_auto(settings: Settings) -> bool:
    """Whether a run's step size is to be found from the curvature."""
    return bool(settings.get("step_size") == AUTO)


def check_auto(method: str, label: str) -> None:
    """Hold an "auto" step size to methods that have a limit from the curvature.

    Raises:
        InvalidValue: `method` has none.
    """
    if method not in MOMENTUM and hasattr(METHODS[method], "step_size"):
        raise InvalidValue(
            f"step_size of methods.{label} must be a number: {method} divides each slope by its own size, so no "
            f"curvature limits its step; got 'auto'. Try {METHODS[method].step_size}."
        )


def auto_step(method: str, label: str, settings: Settings, curvature: float) -> AutoStep:
    """The step size of a run whose objective has the largest curvature `curvature` at its start.

    Raises:
        InvalidValue: the curvature is not above 0, so that it limits no step.
    """
    if not (np.isfinite(curvature) and curvature > 0):
        raise InvalidValue(
            f"step_size of methods.{label} cannot be auto: the largest curvature at the start must be above 0; got "
            f"{curvature:.3g}. Set a number, or another start.seed."
        )
    momentum = MOMENTUM[method](settings)
    return AutoStep(2.0 * (1.0 - momentum) / curvature, curvature, momentum)


def curvature_at(model: Model, weights: Array, label: str, work: Work) -> float:
    """lambda_max at weights (P,), on all training examples.

    Raises:
        InvalidValue: the loss has kinks, where the curvature says nothing of a step.
    """
    from landscape.objectives.curvature import largest_curvature

    _check_smooth(model, label)
    return largest_curvature(model, weights, work)


def curvature_inside(
    model: Model, restricted: RestrictedObjective, coordinates: Array, label: str, work: Work
) -> float:
    """lambda_max of the loss on a slice with orthonormal axes, at coordinates (k,): by differences of its slopes.

    Raises:
        InvalidValue: as `curvature_at`.
    """
    _check_smooth(model, label)
    n = len(coordinates)
    hessian = np.empty((n, n))
    for row, shift in enumerate(STEP * np.eye(n)):
        work.check()
        difference = restricted.gradient(coordinates + shift) - restricted.gradient(coordinates - shift)
        hessian[row] = difference / (2 * STEP)
    return float(np.linalg.eigvalsh((hessian + hessian.T) / 2)[-1])


def _check_smooth(model: Model, label: str) -> None:
    loss = None if isinstance(model, PlaneObjective) else model.data_loss
    if loss is not None and not has_curvature(loss):
        raise InvalidValue(
            f"step_size of methods.{label} cannot be auto: the {loss.name} loss is straight between kinks, so that "
            "its curvature says nothing of a step. Set a number such as 0.1, or --set objective.loss=softmax."
        )
