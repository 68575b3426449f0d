"""Adam: momentum and RMSprop together, corrected for their start at zero."""

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
class AdamState(State):
    """Weights and the running means (P,) of their slopes and squared slopes, both zero at the start.

    `largest` (P,) is what the step divides by the root of: the largest `square` so far with amsgrad, else the latest.
    """

    mean: Array
    square: Array
    largest: Array


@dataclass(frozen=True)
class Adam:
    """Adam: a running mean of the slope, divided weight by weight by its running size.

        g       = gradient of L at w_t, rows of batch t + 1
        m_(t+1) = beta1 * m_t + (1 - beta1) * g             m_0 = 0
        s_(t+1) = beta2 * s_t + (1 - beta2) * g^2           s_0 = 0, squares weight by weight
        l_(t+1) = max(l_t, s_(t+1)) with amsgrad, else s_(t+1)
        m'      = m_(t+1) / (1 - beta1^(t+1))
        l'      = l_(t+1) / (1 - beta2^(t+1))
        w_(t+1) = w_t - a_t * m' / (sqrt(l') + epsilon) - a_t * weight_decay * w_t

    a_t is step_size unless a schedule changes it. With weight_decay this is AdamW: the weights shrink by themselves,
    and the shrinking is not divided by the slopes' size, as a penalty in the loss is.

    One step costs 3 * batch. The first step moves every weight by step_size, against the sign of its slope.

    Parameters:
        step_size: above 0; about how far a weight moves in a step at first (the learning rate).
        beta1: at least 0 and below 1; the share of the mean slope kept in a step.
        beta2: at least 0 and below 1; the share of the mean squared slope kept in a step.
        epsilon: above 0; keeps the division from 0 where a slope has always been 0.
        batch: at least 1; examples looked at in one step; more than there are: all.
        weight_decay: at least 0; the share a_t * weight_decay of every weight, the bias's too, that a step takes off.
        amsgrad: true or false; whether a weight's divisor may only grow.
        schedule: one of constant, steps, cosine, inverse; how a_t, the step size after t steps, changes: see
            trainers.schedule.
        period: at least 1; steps between two drops (steps), down to 0 (cosine) or down to a half (inverse).
        drop_by: above 0 and at most 1; what a_t is multiplied by at a drop (steps).

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
        >>> method = Adam(step_size=0.5, batch=2)
        >>> start = method.start(objective, np.array([4.0, -300.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights.round(6)
        array([   3.5, -299.5])

    Source: Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, arXiv:1412.6980, algorithm 1;
    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019 (AdamW); Reddi, Kale and Kumar, On the
    convergence of Adam and beyond, ICLR 2018 (AMSGrad). The same as torch's Adam and AdamW up to rounding, where
    step_size is 0.001 by default and AdamW's weight_decay 0.01. As in torch, and unlike the papers: the decay is
    multiplied by step_size too, not by the schedule alone, and AMSGrad corrects for the start at zero.
    """

    summary: ClassVar[str] = "Joins momentum with a step size of its own for every weight."
    uses_gradient: ClassVar[bool] = True
    code: ClassVar[str] = (
        "mean = beta1 * mean + (1 - beta1) * gradient; square = beta2 * square + (1 - beta2) * gradient**2; "
        "weights = weights - step_size * mean / (1 - beta1**t) / (sqrt(square / (1 - beta2**t)) + epsilon)"
    )
    formula: ClassVar[str] = "wₜ₊₁ = wₜ − s m̂ / (√v̂ + ε),  m̂, v̂: corrected running means of g and g²"

    step_size: float = parameter(0.05, above=0.0, help="About how far a weight moves in a step (the learning rate).")
    beta1: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the mean slope kept in a step.")
    beta2: float = parameter(0.999, at_least=0.0, below=1.0, help="The share of the mean squared slope kept in a step.")
    epsilon: float = parameter(1e-8, above=0.0, help="Keeps the division from 0.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")
    weight_decay: float = parameter(0.0, at_least=0.0, help="Shrinks every weight by itself (AdamW); 0 is plain Adam.")
    amsgrad: bool = parameter(False, help="Whether a weight's divisor may only grow (AMSGrad).")
    schedule: str = schedule_choice()
    period: int = schedule_period()
    drop_by: float = schedule_drop()

    def __post_init__(self) -> None:
        check_parameters(self, "adam")

    def start(self, objective: Objective, weights: Array, seed: int) -> AdamState:
        """The state at `weights` (P,), with both means at zero; nothing is evaluated."""
        zero = np.zeros(weights.shape)
        return AdamState(weights=weights.copy(), mean=zero, square=zero, largest=zero)

    def step(self, objective: Objective, state: AdamState, seed: int) -> AdamState:
        """One step along the corrected mean slope, every weight at its own pace."""
        t = state.step + 1
        rows = batch_rows(seed, t, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        mean = self.beta1 * state.mean + (1 - self.beta1) * gradient
        square = self.beta2 * state.square + (1 - self.beta2) * gradient**2
        largest = np.maximum(state.largest, square) if self.amsgrad else square
        corrected_mean = mean / (1 - self.beta1**t)
        corrected_largest = largest / (1 - self.beta2**t)
        step_size = step_size_at(self, state.step)
        move = -step_size * corrected_mean / (np.sqrt(corrected_largest) + self.epsilon)
        if self.weight_decay:
            move = move - step_size * self.weight_decay * state.weights
        return AdamState(
            weights=state.weights + move,
            step=t,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            mean=mean,
            square=square,
            largest=largest,
        )

    def inside(self, objective: Objective, state: AdamState, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`. The slope is computed once more; nothing is counted."""
        after = self.step(objective, state, seed)
        rows = batch_rows(seed, after.step, objective.n_examples, self.batch)
        gradient = objective.loss_and_gradient(state.weights, rows)[1]
        mean = after.mean / (1 - self.beta1**after.step)
        size = np.sqrt(after.largest / (1 - self.beta2**after.step))
        step_size = step_size_at(self, state.step)
        arrows = [
            Arrow("slope of the batch", gradient, ArrowKind.SLOPE),
            Arrow("corrected mean slope (m̂)", mean, ArrowKind.SLOPE),
            Arrow("corrected size of the slope (√v̂)", size, ArrowKind.SIZE),
            Arrow("mean slope divided by its size", -step_size * mean / (size + self.epsilon), ArrowKind.PART),
        ]
        if self.weight_decay:
            arrows += [Arrow("weight decay", -step_size * self.weight_decay * state.weights, ArrowKind.PART)]
        return (*arrows, Arrow("move", after.weights - state.weights, ArrowKind.MOVE))
