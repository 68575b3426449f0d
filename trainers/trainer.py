"""The two protocols of a method: what a state holds, and how one step leads to the next."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Protocol, TypeVar

from trainers.arrows import Arrow
from trainers.objective import Array, Objective


@dataclass(frozen=True, kw_only=True, eq=False)
class State:
    """Where a method stands. Methods add what they carry along; nothing in a state is ever written to.

    `cost` counts the example-forwards needed to reach this state: a loss on n rows costs n, a loss with its
    gradient 3 n. `batch_loss` is the loss at the *previous* weights on the rows that this step used.
    """

    weights: Array
    step: int = 0
    cost: int = 0
    batch_loss: float = math.nan


S = TypeVar("S", bound=State)


class Trainer(Protocol[S]):
    """A method with its parameters: frozen, and the same for any objective.

    `uses_gradient` tells a gradient method from a search; `summary` is one sentence for people. `code` is
    the rule as one line of Python over the method's parameters and state, `formula` as one line of mathematics.
    """

    uses_gradient: ClassVar[bool]
    summary: ClassVar[str]
    code: ClassVar[str]
    formula: ClassVar[str]

    def start(self, objective: Objective, weights: Array, seed: int) -> S:
        """The state at `weights` (P,), step 0, cost 0."""
        ...

    def step(self, objective: Objective, state: S, seed: int) -> S:
        """The state one step on, as a new object; its randomness depends on (seed, purpose, step) alone."""
        ...

    def inside(self, objective: Objective, state: S, seed: int) -> tuple[Arrow, ...]:
        """The arrows of the step from `state`, which is taken once more for it; the move comes last."""
        ...
