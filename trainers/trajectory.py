"""What a run visited, in bounded memory, and why it ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array


class StopReason(Enum):
    """Why a run ended. The values are the sentences that people read, with the step to fill in."""

    STEPS = "ran all {step} steps"
    DIVERGED = "diverged at step {step}: the weights or the loss are no longer finite"
    CANCELLED = "cancelled at step {step}"
    COST = "spent its cost by step {step}: another step would exceed the limit"
    TARGET = "reached the target loss at step {step}: on the examples of that step, before it was taken"
    NO_PROGRESS = "stood still at step {step}: the loss of its steps had long not fallen below its lowest"


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The recorded states of one run: row 0 is the start, the last row the last state with finite weights.

    Attributes:
        step: numbers of the recorded steps (T,), increasing.
        cost: example-forwards needed to reach each (T,).
        batch_loss: the loss (T,) at each row's weights on the rows that the *next step* used; the last is NaN.
        weights: (T, P).
        stop: why the run ended; stop_step: at which step. A run that diverged at step s has no row of step s.
        stride: every how many steps a row was kept; the first and the last always are.
        tried: the losses (steps, K) of all tries of a search, from the first step; None where they were not kept.
        seconds: what the run took (T,) to each row, as measured; None where nobody did. No two runs agree in it.
    """

    step: NDArray[np.int64]
    cost: NDArray[np.int64]
    batch_loss: Array
    weights: Array
    stop: StopReason
    stop_step: int
    stride: int = 1
    tried: Array | None = None
    seconds: Array | None = None

    def __len__(self) -> int:
        return len(self.step)

    @property
    def stopped(self) -> str:
        """Why the run ended, a sentence: "ran all 100 steps"."""
        return self.stop.value.format(step=self.stop_step)


def stride_for(n_steps: int, n_weights: int, budget_bytes: int) -> int:
    """The smallest stride with which the weights of a run of `n_steps` fit into `budget_bytes`.

    The start and the end are kept whatever the budget.
    """
    rows = max(2, budget_bytes // (8 * n_weights))
    return max(1, -(-n_steps // (rows - 1)))
