"""Stochastic gradient descent: downhill along the slope of a few examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from trainers.arrows import Arrow, ArrowKind
from trainers.batches import batch_rows
from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.schedule import schedule_choice, schedule_drop, schedule_period, step_size_at
from trainers.trainer import State


@dataclass(frozen=True)
class SGD:
    """Stochastic (minibatch) gradient descent, with step sizes that are fixed beforehand.

        g       = gradient of L at w_t, rows of batch t + 1
        w_(t+1) = w_t - s_t * g                             s_t = step_size unless a schedule changes it

    One step costs 3 * batch. On all rows it is gradient descent, bit for bit.

    Parameters:
        step_size: above 0; multiplies the gradient (the learning rate).
        batch: at least 1; examples looked at in one step; more than there are: all.
        schedule: one of constant, steps, cosine, inverse; how s_t, the step size after t steps, changes: see
            trainers.schedule.
        period: at least 1; steps between two drops (steps), down to 0 (cosine) or down to a half (inverse).
        drop_by: above 0 and at most 1; what s_t is multiplied by at a drop (steps).

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
        >>> method = SGD(step_size=0.5, batch=2)
        >>> start = method.start(objective, np.array([4.0, 4.0]), seed=0)
        >>> after = method.step(objective, start, seed=0)
        >>> after.weights, after.cost
        (array([2. , 2.5]), 6)

    Source: Robbins and Monro, A stochastic approximation method, Annals of Mathematical Statistics 22, 1951. Each
    batch is drawn afresh from all examples; a torch DataLoader deals out the whole set before it reshuffles.
    """

    summary: ClassVar[str] = "Goes downhill on the slope of a small random batch of examples."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = "weights = weights - step_size * gradient"
    formula: ClassVar[str] = "wₜ₊₁ = wₜ − s g,  g = ∇L(wₜ) on a batch"

    step_size: float = parameter(1.0, above=0.0, help="What the gradient is multiplied with (the learning rate).")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "sgd")

    def start(self, objective: Objective, weights: Array, seed: int) -> State:
        """The state at `weights` (P,); nothing is evaluated."""
        return State(weights=weights.copy())

    def step(self, objective: Objective, state: State, seed: int) -> State:
        """One step down the batch's slope."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        return State(
            weights=state.weights - step_size_at(self, state.step) * gradient,
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
        )

    def inside(self, objective: Objective, state: State, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        return (
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("step size times slope, downhill", -step_size_at(self, state.step) * gradient, ArrowKind.PART),
            Arrow("move", after.weights - state.weights, ArrowKind.MOVE),
        )
