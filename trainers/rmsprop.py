"""RMSprop: every weight's step divided by the recent size of its own slope."""

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
class RMSpropState(State):
    """Weights and the running mean (P,) of their squared slopes, zero at the start."""

    cache: Array


@dataclass(frozen=True)
class RMSprop:
    """RMSprop: stochastic gradient descent with a step size per weight.

        g       = gradient of L at w_t, rows of batch t + 1
        c_(t+1) = decay * c_t + (1 - decay) * g^2           c_0 = 0, squares weight by weight
        w_(t+1) = w_t - s_t * g / (sqrt(c_(t+1)) + epsilon) s_t = step_size unless a schedule changes it

    One step costs 3 * batch. No weight moves by more than step_size / sqrt(1 - decay) in a step.

    Parameters:
        step_size: above 0; about how far a weight moves in a step (the learning rate).
        decay: at least 0 and below 1; the share of the running mean kept in a step.
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
        >>> method = RMSprop(step_size=0.5, decay=0.75, batch=2)
        >>> start = method.start(objective, np.array([4.0, -300.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights.round(6)
        array([   3., -299.])

    Source: Tieleman and Hinton, Lecture 6.5, Neural Networks for Machine Learning, Coursera, 2012. As in torch and in
    the CS231n lecture epsilon is added outside the root (Keras adds it inside); torch's default decay is 0.99. The
    cache starts at 0 and is not corrected for that, so the first steps are the longest.
    """

    summary: ClassVar[str] = "Gives every weight its own step size: small where its slopes have been large."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = (
        "cache = decay * cache + (1 - decay) * gradient**2; "
        "weights = weights - step_size * gradient / (sqrt(cache) + epsilon)"
    )
    formula: ClassVar[str] = "cₜ₊₁ = ρ cₜ + (1 − ρ) g²,  wₜ₊₁ = wₜ − s g / (√cₜ₊₁ + ε)"

    step_size: float = parameter(0.05, above=0.0, help="About how far a weight moves in a step (the learning rate).")
    decay: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the mean squared slope kept in a step.")
    epsilon: float = parameter(1e-8, above=0.0, help="Keeps the division from 0.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "rmsprop")

    def start(self, objective: Objective, weights: Array, seed: int) -> RMSpropState:
        """The state at `weights` (P,), with an empty cache; nothing is evaluated."""
        return RMSpropState(weights=weights.copy(), cache=np.zeros(weights.shape))

    def step(self, objective: Objective, state: RMSpropState, seed: int) -> RMSpropState:
        """One step down, every weight at its own pace."""
        rows = batch_rows(seed, state.step + 1, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        cache = self.decay * state.cache + (1 - self.decay) * gradient**2
        return RMSpropState(
            weights=state.weights - step_size_at(self, state.step) * gradient / (np.sqrt(cache) + self.epsilon),
            step=state.step + 1,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            cache=cache,
        )

    def inside(self, objective: Objective, state: RMSpropState, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        size = np.sqrt(after.cache)
        part = -step_size_at(self, state.step) * gradient / (size + self.epsilon)
        return (
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("recent size of the slope", size, ArrowKind.SIZE),
            Arrow("slope divided by its size, downhill", part, ArrowKind.PART),
            Arrow("move", after.weights - state.weights, ArrowKind.MOVE),
        )
