"""When a run ends before its last step: by what it costs, by the loss that it sees."""

from __future__ import annotations

import math
from dataclasses import dataclass

from trainers.trainer import State
from trainers.trajectory import StopReason


@dataclass(frozen=True)
class StopLimits:
    """Limits of a run; None is no limit.

    The loss that is judged is the one that the method itself sees: `State.batch_loss`, at the weights before a step on
    the examples of that step. For methods on batches it is noisy, and may lie far from the true loss.

    Attributes:
        max_cost: example-forwards that the run may need at most.
        target_loss: the run ends with the first step that sees a loss of at most this.
        patience: the run ends once so many steps in a row saw no loss below the lowest seen before them. They are
            counted from where the recording begins, so a resumed run begins to count anew.
    """

    max_cost: int | None = None
    target_loss: float | None = None
    patience: int | None = None


NO_LIMITS = StopLimits()


class Progress:
    """What the limits need to know of a run on its way."""

    def __init__(self, limits: StopLimits, step: int) -> None:
        self.limits = limits
        self.lowest, self.lowest_step = math.inf, step + 1  # the first step's loss is the first to be beaten

    def spends_more(self, cost: int) -> bool:
        """Whether `cost` is more than the run may need."""
        return self.limits.max_cost is not None and cost > self.limits.max_cost

    def reason_to_end(self, state: State) -> StopReason | None:
        """Why the run ends with this state; None where it goes on. To be asked once of every state."""
        if state.batch_loss < self.lowest:
            self.lowest, self.lowest_step = state.batch_loss, state.step
        if self.limits.target_loss is not None and state.batch_loss <= self.limits.target_loss:
            return StopReason.TARGET
        if self.limits.patience is not None and state.step - self.lowest_step >= self.limits.patience:
            return StopReason.NO_PROGRESS
        return None
