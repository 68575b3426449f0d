"""SGD with momentum: a ball with mass that the slope pushes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from trainers.arrows import Arrow, ArrowKind
from trainers.batches import batch_rows
from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.schedule import schedule_choice, schedule_drop, schedule_period, step_size_at
from trainers.trainer import State


@dataclass(frozen=True, kw_only=True, eq=False)
class MomentumState(State):
    """Weights and their velocity (P,), zero at the start."""

    velocity: Array


@dataclass(frozen=True)
class Momentum:
    """Stochastic gradient descent with classical momentum.

        g       = gradient of L at w_t, rows of batch t + 1
        v_(t+1) = momentum * v_t - s_t * g                  v_0 = 0; s_t = step_size unless a schedule changes it
        w_(t+1) = w_t + v_(t+1)

    One step costs 3 * batch. At momentum 0 it is SGD, bit for bit.

    Parameters:
        step_size: above 0; multiplies the gradient (the learning rate). In the long run a steady slope moves the
            weights by step_size / (1 - momentum) times the gradient.
        momentum: at least 0 and below 1; the share of its velocity that the ball keeps in a step.
        batch: at least 1; examples looked at in one step; more than there are: all.
        schedule: one of constant, steps, cosine, inverse; how s_t, the step size after t steps, changes: see
            trainers.schedule.
        period: at least 1; steps between two drops (steps), down to 0 (cosine) or down to a half (inverse).
        drop_by: above 0 and at most 1; what s_t is multiplied by at a drop (steps).

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
    the same path up to rounding as long as the step size stays fixed; where it falls, torch slows the ball at once and
    this form pushes it less. No dampening; for Nesterov's form see `Nesterov`.
    """

    summary: ClassVar[str] = "Rolls like a ball with mass: it keeps some of its speed, so it overshoots and returns."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = "velocity = momentum * velocity - step_size * gradient; weights = weights + velocity"
    formula: ClassVar[str] = "vₜ₊₁ = μ vₜ − s g,  wₜ₊₁ = wₜ + vₜ₊₁"

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")
    momentum: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the velocity kept in a step.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "momentum")

    def start(self, objective: Objective, weights: Array, seed: int) -> MomentumState:
        """The state at `weights` (P,), at rest; nothing is evaluated."""
        return MomentumState(weights=weights.copy(), velocity=np.zeros(weights.shape))

    def step(self, objective: Objective, state: MomentumState, seed: int) -> MomentumState:
        """The velocity is slowed and pushed; the weights move with it."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        velocity = self.momentum * state.velocity - step_size_at(self, state.step) * gradient
        return MomentumState(
            weights=state.weights + velocity,
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            velocity=velocity,
        )

    def inside(self, objective: Objective, state: MomentumState, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        return (
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("velocity kept", self.momentum * state.velocity, ArrowKind.PART),
            Arrow("push of the slope", -step_size_at(self, state.step) * gradient, ArrowKind.PART),
            Arrow("move: the new velocity", after.weights - state.weights, ArrowKind.MOVE),
        )
