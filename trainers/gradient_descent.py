"""Gradient descent: downhill along the slope of all examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trainers.arrows import Arrow, ArrowKind
from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.schedule import schedule_choice, schedule_drop, schedule_period, step_size_at
from trainers.trainer import State


@dataclass(frozen=True)
class GradientDescent:
    """Gradient descent on all examples, with step sizes that are fixed beforehand.

        g       = gradient of L at w_t, all rows
        w_(t+1) = w_t - s_t * g                             s_t = step_size unless a schedule changes it

    One step costs 3 * all rows.

    Parameters:
        step_size: above 0; multiplies the gradient (the learning rate). Near a minimum the method converges below
            2 / the largest eigenvalue of the Hessian.
        schedule: one of constant, steps, cosine, inverse; how s_t, the step size after t steps, changes: see
            trainers.schedule.
        period: at least 1; steps between two drops (steps), down to 0 (cosine) or down to a half (inverse).
        drop_by: above 0 and at most 1; what s_t is multiplied by at a drop (steps).

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 3.0]]))
        >>> method = GradientDescent(step_size=0.5)
        >>> start = method.start(objective, np.array([4.0, 4.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights
        array([2., 3.])

    Source: Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847. There is no
    line search: textbooks that call it steepest descent choose s_t anew at each step, from the losses on the way.
    """

    summary: ClassVar[str] = "Goes straight downhill, on the slope of all examples."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = "weights = weights - step_size * gradient"
    formula: ClassVar[str] = "wₜ₊₁ = wₜ − s ∇L(wₜ)"

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "gradient-descent")

    def start(self, objective: Objective, weights: Array, seed: int) -> State:
        """The state at `weights` (P,); nothing is evaluated."""
        return State(weights=weights.copy())

    def step(self, objective: Objective, state: State, seed: int) -> State:
        """One step down; the seed plays no part."""
        loss, gradient = objective.loss_and_gradient(state.weights)
        return State(
            weights=state.weights - step_size_at(self, state.step) * gradient,
            step=state.step + 1,
            cost=state.cost + 3 * objective.n_examples,
            batch_loss=float(loss),
        )

    def inside(self, objective: Objective, state: State, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        gradient = objective.loss_and_gradient(state.weights)[1]
        return (
            Arrow("slope of all examples", gradient, ArrowKind.SLOPE),
            Arrow("step size times slope, downhill", -step_size_at(self, state.step) * gradient, ArrowKind.PART),
            Arrow("move", after.weights - state.weights, ArrowKind.MOVE),
        )
