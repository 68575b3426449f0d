"""How a step size changes while a method runs. A closed form of the step's number, so that runs can be resumed."""

from __future__ import annotations

import math
from typing import Any, Protocol

from trainers.parameters import parameter

SCHEDULES = ("constant", "steps", "cosine", "inverse")


class Scheduled(Protocol):
    """A method with a step size and the three parameters of its schedule."""

    @property
    def step_size(self) -> float: ...

    @property
    def schedule(self) -> str: ...

    @property
    def period(self) -> int: ...

    @property
    def drop_by(self) -> float: ...


def step_size_at(method: Scheduled, step: int) -> float:
    """s_t, the step size of the step that leads from state `step` (t = 0, 1, ...) to the next.

        constant    s_t = step_size
        steps       s_t = step_size * drop_by^floor(t / period)
        cosine      s_t = step_size * (1 + cos(pi t / period)) / 2      0 from t = period on
        inverse     s_t = step_size / (1 + t / period)                  half of it at t = period

    At t = 0 all are step_size, bit for bit. "steps" is torch's StepLR and "cosine" its CosineAnnealingLR down to 0
    (which rises again after its period; here it stays 0).

    Source: "inverse" is Robbins and Monro, A stochastic approximation method, 1951, in the form of Bottou,
    Stochastic gradient descent tricks, 2012; "cosine" is Loshchilov and Hutter, SGDR, ICLR 2017, without restarts.
    """
    if method.schedule == "steps":
        return method.step_size * method.drop_by ** (step // method.period)
    if method.schedule == "cosine":
        return method.step_size * (1 + math.cos(math.pi * min(1.0, step / method.period))) / 2
    if method.schedule == "inverse":
        return method.step_size / (1 + step / method.period)
    return method.step_size


# A dataclass field belongs to one class, so each method makes its own of these.


def schedule_choice() -> Any:
    """The field `schedule` of a method."""
    return parameter("constant", choices=SCHEDULES, help="How the step size changes while the method runs.")


def schedule_period() -> Any:
    """The field `period` of a method."""
    return parameter(
        100,
        at_least=1,
        help="Steps of the schedule: between two drops (steps), down to 0 (cosine), down to a half (inverse).",
    )


def schedule_drop() -> Any:
    """The field `drop_by` of a method."""
    return parameter(0.1, above=0.0, at_most=1.0, help="What the step size is multiplied by at a drop (steps).")
