"""Gradient descent: downhill along the slope of all examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.trainer import State


@dataclass(frozen=True)
class GradientDescent:
    """Gradient descent on all examples, with a fixed step size.

        g       = gradient of L at w_t, all rows
        w_(t+1) = w_t - step_size * g

    One step costs 3 * all rows.

    Parameters:
        step_size: above 0; multiplies the gradient (the learning rate). Near a minimum the method converges below
            2 / the largest eigenvalue of the Hessian.

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 3.0]]))
        >>> method = GradientDescent(step_size=0.5)
        >>> start = method.start(objective, np.array([4.0, 4.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights
        array([2., 3.])

    Source: Cauchy, Méthode générale pour la résolution des systèmes d'équations simultanées, 1847. There is no
    line search: textbooks that call it steepest descent choose step_size anew at each step.
    """

    summary: ClassVar[str] = "Goes straight downhill, on the slope of all examples."
    uses_gradient: ClassVar[bool] = True

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")

    def __post_init__(self) -> None:
        check_parameters(self, "gradient-descent")

    def start(self, objective: Objective, weights: Array, seed: int) -> State:
        """The state at `weights` (P,); nothing is evaluated."""
        return State(weights=weights.copy())

    def step(self, objective: Objective, state: State, seed: int) -> State:
        """One step down; the seed plays no part."""
        loss, gradient = objective.loss_and_gradient(state.weights)
        return State(
            weights=state.weights - self.step_size * gradient,
            step=state.step + 1,
            cost=state.cost + 3 * objective.n_examples,
            batch_loss=float(loss),
        )
