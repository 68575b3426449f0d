"""Random search: throw all weights anew, keep the best."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from trainers.arrows import Arrow, ArrowKind
from trainers.batches import judging_rows
from trainers.objective import Array, Objective, Rows, losses_of
from trainers.parameters import check_parameters, parameter
from trainers.randomness import Purpose, generator
from trainers.trainer import State


@dataclass(frozen=True, kw_only=True, eq=False)
class RandomSearchState(State):
    """The incumbent: its loss on the judging rows, and those rows (None: all), which never change in a run.

    `tried` holds the losses (K,) of the tries of the step that led here; of the start's, none.
    """

    loss: float
    judges: Rows | None
    tried: Array = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True)
class RandomSearch:
    """Random search: at each step some fresh random weights; the best so far is where the path is.

        v_k     = scale * Gaussian(P)                      k = 1 .. tries_per_step
        v       = the v_k with the lowest L(v_k)
        w_(t+1) = v if L(v) < L(w_t) else w_t              L: the loss on the judging rows

    A try whose loss is NaN or infinite never wins; at equal loss the incumbent stays. One step costs
    tries_per_step * judging rows; the start's own loss is not counted. `batch_loss` is the incumbent's.

    Parameters:
        scale: above 0; standard deviation of every weight of a try, the bias's too.
        tries_per_step: at least 1 and at most 1024; tries in one step, evaluated as one stack (so part of the
            result's last bits) that is held in memory whole.
        rows: at least 0; how many examples judge, a seeded subset fixed for the run; 0 or more than there are: all.
            Judged on changing rows instead, the true loss of the incumbent drifts up.

    Example:
        >>> import numpy as np
        >>> from trainers.quadratic import Quadratic
        >>> objective = Quadratic(np.array([[0.0, 1.0], [0.0, 3.0]]))
        >>> method = RandomSearch(scale=1.0, tries_per_step=8)
        >>> start = method.start(objective, np.array([4.0, 4.0]), seed=0)
        >>> after = method.step(objective, start, seed=0)
        >>> after.cost, after.loss < start.loss == after.batch_loss
        (16, True)

    Source: Brooks, A discussion of random methods for seeking maxima, Operations Research 6, 1958; the first
    strategy of the CS231n lecture on optimization, which tries one W at a time.
    """

    summary: ClassVar[str] = "Throws all weights anew and keeps the best it has seen."
    uses_gradient: ClassVar[bool] = False
    code: ClassVar[str] = "weights = min([weights, *(scale * randn(tries_per_step, P))], key=loss)"
    formula: ClassVar[str] = "wₜ₊₁ = the best of wₜ and v₁ … v_K,  v_k = σ N(0, I)"

    scale: float = parameter(0.1, above=0.0, help="Standard deviation of every weight of a try.")
    tries_per_step: int = parameter(16, at_least=1, at_most=1024, help="Tries in one step.")
    rows: int = parameter(0, at_least=0, help="How many examples judge the tries, the same all along; 0 means all.")

    def __post_init__(self) -> None:
        check_parameters(self, "random-search")

    def start(self, objective: Objective, weights: Array, seed: int) -> RandomSearchState:
        """The state at `weights` (P,), with its loss on the judging rows."""
        judges = judging_rows(seed, objective.n_examples, self.rows)
        return RandomSearchState(weights=weights.copy(), loss=float(objective.loss(weights, judges)), judges=judges)

    def step(self, objective: Objective, state: RandomSearchState, seed: int) -> RandomSearchState:
        """The better of the incumbent and of fresh tries."""
        tries = self.tries(state.weights, state.step, seed)
        losses = losses_of(objective, tries, state.judges)

        ranked = np.where(np.isfinite(losses), losses, np.inf)
        best = int(np.argmin(ranked))
        wins = ranked[best] < (state.loss if np.isfinite(state.loss) else np.inf)
        n_judges = objective.n_examples if state.judges is None else len(state.judges)
        return RandomSearchState(
            weights=tries[best].copy() if wins else state.weights,
            step=state.step + 1,
            cost=state.cost + self.tries_per_step * n_judges,
            batch_loss=state.loss,
            loss=float(losses[best]) if wins else state.loss,
            judges=state.judges,
            tried=losses,
        )

    def tries(self, weights: Array, step: int, seed: int) -> Array:
        """The tries (K, P) of the step after state `step`, drawn again from the seed; the incumbent plays no part."""
        random = generator(seed, Purpose.SEARCH, step + 1)
        gaussian = random.standard_normal((self.tries_per_step, weights.size))
        return self.scale * gaussian

    def inside(self, objective: Objective, state: RandomSearchState, seed: int) -> tuple[Arrow, ...]:
        """One arrow per try of the step from `state`, then the move. The tries are judged once more; nothing counts."""
        after = self.step(objective, state, seed)
        tries = self.tries(state.weights, state.step, seed)
        feet = []
        for k, place in enumerate(tries):
            taken = after.weights is not state.weights and np.array_equal(place, after.weights)
            kind = ArrowKind.ACCEPTED if taken else ArrowKind.REJECTED
            feet.append(Arrow(f"try {k + 1}", place - state.weights, kind))
        return (*feet, Arrow("move", after.weights - state.weights, ArrowKind.MOVE))
