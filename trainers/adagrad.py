"""Adagrad: every weight's step divided by the size of all its slopes so far."""

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
class AdagradState(State):
    """Weights and the sum (P,) of their squared slopes so far, zero at the start."""

    cache: Array


@dataclass(frozen=True)
class Adagrad:
    """Adagrad: stochastic gradient descent with a step size per weight, which only ever shrinks.

        g       = gradient of L at w_t, rows of batch t + 1
        c_(t+1) = c_t + g^2                                 c_0 = 0, squares weight by weight
        w_(t+1) = w_t - s_t * g / (sqrt(c_(t+1)) + epsilon) s_t = step_size unless a schedule changes it

    One step costs 3 * batch. The first step moves every weight by step_size, against the sign of its slope; under a
    steady slope the steps then shorten as 1 / sqrt(t + 1).

    Parameters:
        step_size: above 0; how far a weight moves in the first step (the learning rate).
        epsilon: above 0; keeps the division from 0 where a slope has always been 0.
        batch: at least 1; examples looked at in one step; more than there are: all.
        schedule: one of constant, steps, cosine, inverse; how s_t, the step size after t steps, changes: see
            trainers.schedule.
        period: at least 1; steps between two drops (steps), down to 0 (cosine) or down to a half (inverse).
        drop_by: above 0 and at most 1; what s_t is multiplied by at a drop (steps).

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
        >>> method = Adagrad(step_size=0.5, batch=2)
        >>> start = method.start(objective, np.array([4.0, -300.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights.round(6)
        array([   3.5, -299.5])

    Source: Duchi, Hazan and Singer, Adaptive subgradient methods for online learning and stochastic optimization,
    JMLR 12, 2011, the diagonal form. As in torch and in the CS231n lecture epsilon is added outside the root (the paper
    adds it there too, Keras inside); torch's defaults are step_size 0.01 and epsilon 1e-10. No decay of the step size
    besides the schedule, no penalty.
    """

    summary: ClassVar[str] = "Gives every weight a step size that shrinks with all the slopes it has seen."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = (
        "cache = cache + gradient**2; weights = weights - step_size * gradient / (sqrt(cache) + epsilon)"
    )
    formula: ClassVar[str] = "cₜ₊₁ = cₜ + g²,  wₜ₊₁ = wₜ − s g / (√cₜ₊₁ + ε)"

    step_size: float = parameter(0.1, above=0.0, help="How far a weight moves in the first step (the learning rate).")
    epsilon: float = parameter(1e-8, above=0.0, help="Keeps the division from 0.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "adagrad")

    def start(self, objective: Objective, weights: Array, seed: int) -> AdagradState:
        """The state at `weights` (P,), with an empty cache; nothing is evaluated."""
        return AdagradState(weights=weights.copy(), cache=np.zeros(weights.shape))

    def step(self, objective: Objective, state: AdagradState, seed: int) -> AdagradState:
        """One step down, every weight at its own pace."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        cache = state.cache + gradient**2
        return AdagradState(
            weights=state.weights - step_size_at(self, state.step) * gradient / (np.sqrt(cache) + self.epsilon),
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            cache=cache,
        )

    def inside(self, objective: Objective, state: AdagradState, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        size = np.sqrt(after.cache)
        part = -step_size_at(self, state.step) * gradient / (size + self.epsilon)
        return (
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("size of all slopes so far", size, ArrowKind.SIZE),
            Arrow("slope divided by its size, downhill", part, ArrowKind.PART),
            Arrow("move", after.weights - state.weights, ArrowKind.MOVE),
        )
