"""Nesterov's momentum: the slope is taken where the ball is about to be."""

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
class NesterovState(State):
    """Weights and their velocity (P,), zero at the start."""

    velocity: Array


@dataclass(frozen=True)
class Nesterov:
    """Stochastic gradient descent with Nesterov's momentum, written at the points where the slopes are taken.

        g       = gradient of L at w_t, rows of batch t + 1
        v_(t+1) = momentum * v_t - s_t * g                  v_0 = 0; s_t = step_size unless a schedule changes it
        w_(t+1) = w_t + momentum * v_(t+1) - s_t * g

    In Nesterov's own words: from x_t look ahead to w_t = x_t + momentum * v_t, take the slope there, and move
    x_(t+1) = x_t + v_(t+1). The path shows the w_t, not the x_t. One step costs 3 * batch. At momentum 0 it is SGD.

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
        >>> method = Nesterov(step_size=0.5, momentum=0.5, batch=2)
        >>> first = method.step(objective, method.start(objective, np.array([4.0, 5.0]), seed=0), seed=0)
        >>> second = method.step(objective, first, seed=0)
        >>> first.weights, second.weights
        (array([1., 2.]), array([-0.25,  0.75]))

    Source: Nesterov, A method of solving a convex programming problem with convergence rate O(1/k^2), 1983; in the
    form of Sutskever, Martens, Dahl and Hinton, On the importance of initialization and momentum in deep learning,
    ICML 2013, rewritten for w_t as in Bengio, Boulanger-Lewandowski and Pascanu, 2012, and in the CS231n lecture.
    torch (nesterov=True) has the same path up to rounding while the step size stays fixed. The momentum stays fixed
    too; in the 1983 paper it grows with t.
    """

    summary: ClassVar[str] = "Rolls like momentum, but takes the slope where it is about to be, so it overshoots less."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = (
        "velocity = momentum * velocity - step_size * gradient; "
        "weights = weights + momentum * velocity - step_size * gradient"
    )
    formula: ClassVar[str] = "vₜ₊₁ = μ vₜ − s g,  wₜ₊₁ = wₜ + μ vₜ₊₁ − s g"

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")
    momentum: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the velocity kept in a step.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "nesterov")

    def start(self, objective: Objective, weights: Array, seed: int) -> NesterovState:
        """The state at `weights` (P,), at rest; nothing is evaluated."""
        return NesterovState(weights=weights.copy(), velocity=np.zeros(weights.shape))

    def step(self, objective: Objective, state: NesterovState, seed: int) -> NesterovState:
        """The velocity is slowed and pushed; the weights look ahead along it."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        push = step_size_at(self, state.step) * gradient
        velocity = self.momentum * state.velocity - push
        return NesterovState(
            weights=state.weights + (self.momentum * velocity - push),
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            velocity=velocity,
        )

    def inside(self, objective: Objective, state: NesterovState, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        return (
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("look ahead along the new velocity", self.momentum * after.velocity, ArrowKind.PART),
            Arrow("push of the slope", -step_size_at(self, state.step) * gradient, ArrowKind.PART),
            Arrow("move", after.weights - state.weights, ArrowKind.MOVE),
        )
