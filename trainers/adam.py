"""Adam: momentum and RMSprop together, corrected for their start at zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from trainers.batches import batch_rows
from trainers.objective import Array, Objective
from trainers.parameters import check_parameters, parameter
from trainers.trainer import State


@dataclass(frozen=True, kw_only=True, eq=False)
class AdamState(State):
    """Weights and the running means (P,) of their slopes and squared slopes, both zero at the start."""

    mean: Array
    square: Array


@dataclass(frozen=True)
class Adam:
    """Adam: a running mean of the slope, divided weight by weight by its running size.

        g       = gradient of L at w_t, rows of batch t + 1
        m_(t+1) = beta1 * m_t + (1 - beta1) * g             m_0 = 0
        s_(t+1) = beta2 * s_t + (1 - beta2) * g^2           s_0 = 0, squares weight by weight
        m'      = m_(t+1) / (1 - beta1^(t+1))
        s'      = s_(t+1) / (1 - beta2^(t+1))
        w_(t+1) = w_t - step_size * m' / (sqrt(s') + epsilon)

    One step costs 3 * batch. The first step moves every weight by step_size, against the sign of its slope.

    Parameters:
        step_size: above 0; about how far a weight moves in a step at first (the learning rate).
        beta1: at least 0 and below 1; the share of the mean slope kept in a step.
        beta2: at least 0 and below 1; the share of the mean squared slope kept in a step.
        epsilon: above 0; keeps the division from 0 where a slope has always been 0.
        batch: at least 1; examples looked at in one step; more than there are: all.

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
        >>> method = Adam(step_size=0.5, batch=2)
        >>> start = method.start(objective, np.array([4.0, -300.0]), seed=0)
        >>> method.step(objective, start, seed=0).weights.round(6)
        array([   3.5, -299.5])

    Source: Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015, arXiv:1412.6980, algorithm 1. The
    same as torch's up to rounding, where step_size is 0.001 by default; no weight decay, no AMSGrad.
    """

    summary: ClassVar[str] = "Joins momentum with a step size of its own for every weight."
    uses_gradient: ClassVar[bool] = True

    step_size: float = parameter(0.05, above=0.0, help="About how far a weight moves in a step (the learning rate).")
    beta1: float = parameter(0.9, at_least=0.0, below=1.0, help="The share of the mean slope kept in a step.")
    beta2: float = parameter(0.999, at_least=0.0, below=1.0, help="The share of the mean squared slope kept in a step.")
    epsilon: float = parameter(1e-8, above=0.0, help="Keeps the division from 0.")
    batch: int = parameter(64, at_least=1, help="How many examples one step looks at.")

    def __post_init__(self) -> None:
        check_parameters(self, "adam")

    def start(self, objective: Objective, weights: Array, seed: int) -> AdamState:
        """The state at `weights` (P,), with both means at zero; nothing is evaluated."""
        return AdamState(weights=weights.copy(), mean=np.zeros(weights.shape), square=np.zeros(weights.shape))

    def step(self, objective: Objective, state: AdamState, seed: int) -> AdamState:
        """One step along the corrected mean slope, every weight at its own pace."""
        t = state.step + 1
        rows = batch_rows(seed, t, objective.n_examples, self.batch)
        loss, gradient = objective.loss_and_gradient(state.weights, rows)
        mean = self.beta1 * state.mean + (1 - self.beta1) * gradient
        square = self.beta2 * state.square + (1 - self.beta2) * gradient**2
        corrected_mean = mean / (1 - self.beta1**t)
        corrected_square = square / (1 - self.beta2**t)
        return AdamState(
            weights=state.weights - self.step_size * corrected_mean / (np.sqrt(corrected_square) + self.epsilon),
            step=t,
            cost=state.cost + 3 * min(self.batch, objective.n_examples),
            batch_loss=float(loss),
            mean=mean,
            square=square,
        )
