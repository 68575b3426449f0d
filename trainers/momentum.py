"""SGD with momentum: a ball with mass that the slope pushes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from trainers.batches import batch_rows
from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.trainer import State


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentumState(State):
    """Weights and their velocity (P,), zero at the start."""

    velocity: Array


@dataclass(frozen=True)
class Momentum:
    """Stochastic gradient descent with classical momentum.

        g       = gradient of L at w_t, rows of batch t + 1
        v_(t+1) = momentum * v_t - step_size * g            v_0 = 0
        w_(t+1) = w_t + v_(t+1)

    One step costs 3 * batch. At momentum 0 it is SGD, bit for bit.

    Parameters:
        step_size: above 0; multiplies the gradient (the learning rate). In the long run a steady slope moves the
            weights by step_size / (1 - momentum) times the gradient.
        momentum: at least 0 and below 1; the share of its velocity that the ball keeps in a step.
        batch: at least 1; examples looked at in one step; more than there are: all.

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
        >>> method = Momentum(step_size=0.5, momentum=0.5, batch=2)
        >>> first = method.step(objective, method.start(objective, np.array([4.0, 5.0]), seed=0), seed=0)
        >>> second = method.step(objective, first, seed=0)
        >>> first.weights, second.weights
        (array([2., 3.]), array([0., 1.]))

    Source: Polyak, Some methods of speeding up the convergence of iteration methods, 1964; in the form of
    Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning, ICML
    2013, and of the CS231n lecture. torch keeps v without the step size in it (v = momentum v + g; w -= step_size v):
    the same path up to rounding as long as the step size stays fixed. No dampening, not Nesterov's form.
    """

    summary: ClassVar[str] = "Rolls like a ball with mass: it keeps some of its speed, so it overshoots and returns."
    uses_gradient: ClassVar[bool] = True

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")
    momentum: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the velocity kept in a step.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")

    def __post_init__(self) -> None:
        check_parameters(self, "momentum")

    def start(self, objective: Objective, weights: Array, seed: int) -> MomentumState:
        """The state at `weights` (P,), at rest; nothing is evaluated."""
        return MomentumState(weights=weights.copy(), velocity=np.zeros(weights.shape))

    def step(self, objective: Objective, state: MomentumState, seed: int) -> MomentumState:
        """The velocity is slowed and pushed; the weights move with it."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        velocity = self.momentum * state.velocity - self.step_size * gradient
        return MomentumState(
            weights=state.weights + velocity,
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            velocity=velocity,
        )
