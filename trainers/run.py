"""The one loop: from a start, step by step, with a record of what was visited and a reason why it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import numpy as np

from trainers.errors import Cancelled, InvalidValue
from trainers.objective import Array, Objective
from trainers.stopping import NO_LIMITS, Progress, StopLimits
from trainers.stretch import stretched
from trainers.trainer import S, State, Trainer
from trainers.trajectory import StopReason, Trajectory

__all__ = ["StopLimits", "StopReason", "never", "record", "states"]

AS_THEY_ARE: Mapping[int, float] = MappingProxyType({})  # no step has another length


def never() -> bool:
    """The answer of somebody who does not cancel."""
    return False


def states(
    trainer: Trainer[S],
    objective: Objective,
    weights: Array,
    *,
    steps: int,
    seed: int,
    state: S | None = None,
    stretch: Mapping[int, float] = AS_THEY_ARE,
) -> Iterator[S]:
    """The states of a run from `weights` (P,): first the start, then one per step up to step number `steps`.

    With `state` the run continues from there and `weights` is not looked at: a run that is resumed, at any
    step of its past too, goes where the uninterrupted one goes. States may hold NaN and infinity;
    see `record`. Floating-point warnings of a step are silent. `stretch` tells by their numbers, from 1, the
    steps that are taken with another length: see `trainers.stretch`.

    Raises:
        InvalidValue: weights of the wrong shape or not finite, a negative number of steps, or a bad seed.
    """
    if steps < 0:
        raise InvalidValue(f"steps of a run must be at least 0; got {steps}. Try 100.")
    if state is None:
        weights = _checked(weights, objective.n_weights)
        with np.errstate(all="ignore"):
            state = trainer.start(objective, weights, seed)
    yield state
    while state.step < steps:
        # Not around the yield: there it would silence the caller's own warnings.
        with np.errstate(all="ignore"):
            reached = trainer.step(objective, state, seed)
            state = stretched(state, reached, stretch.get(reached.step, 1.0))
        yield state


def record(
    trainer: Trainer[S],
    objective: Objective,
    weights: Array,
    *,
    steps: int,
    seed: int,
    stride: int = 1,
    cancelled: Callable[[], bool] = never,
    on_state: Callable[[S], None] | None = None,
    state: S | None = None,
    limits: StopLimits = NO_LIMITS,
    stretch: Mapping[int, float] = AS_THEY_ARE,
) -> Trajectory:
    """Run to step number `steps` and keep the start, every step divisible by `stride`, and the end.

    The run ends early as diverged at the first step whose weights, or whose loss before the step, are not
    finite; that step is not recorded. It ends as cancelled where `cancelled`, asked before each step, says so,
    or where the objective or `on_state` raises `Cancelled`. It ends earlier too where `limits` says so; a step that
    would exceed the cost is not recorded. In each case the path so far is kept.
    `on_state` hears of every state that is part of the path, the start included, kept or not.

    Raises:
        InvalidValue: as `states`, or a stride below 1.
    """
    if stride < 1:
        raise InvalidValue(f"stride of a run must be at least 1; got {stride}. Try 1.")
    run = states(trainer, objective, weights, steps=steps, seed=seed, state=state, stretch=stretch)
    last = next(run)
    rows = _Rows(last, steps, stride)
    stop, stop_step = StopReason.STEPS, last.step
    progress = Progress(limits, last.step)
    try:
        if on_state is not None:
            on_state(last)
        while last.step < steps:
            if cancelled():
                stop = StopReason.CANCELLED
                break
            if progress.spends_more(last.cost + 1):
                stop = StopReason.COST
                break
            reached = next(run)
            if progress.spends_more(reached.cost):
                stop = StopReason.COST
                break
            stop_step = reached.step
            if not _is_finite(reached):
                stop = StopReason.DIVERGED
                break
            last = reached
            rows.add(last)
            if on_state is not None:
                on_state(last)
            if (reason := progress.reason_to_end(last)) is not None:
                stop = reason
                break
    except Cancelled:
        stop = StopReason.CANCELLED
    return rows.trajectory(stop, stop_step)


class _Rows:
    """Rows being recorded, in arrays made once for the whole run: never twice the memory at its end."""

    def __init__(self, start: State, steps: int, stride: int) -> None:
        # The start, the multiples of the stride after it, and the last step where it is none of those. A run
        # that ends early, between two multiples, takes the row of the second for its last step.
        n_rows = 1 + max(0, steps // stride - start.step // stride) + (steps % stride > 0)
        self.step = np.zeros(n_rows, dtype=np.int64)
        self.cost = np.zeros(n_rows, dtype=np.int64)
        self.batch_loss = np.full(n_rows, np.nan)
        self.weights = np.empty((n_rows, start.weights.size))
        self.stride = stride
        self.n_kept = 0
        self.last = start
        self._keep(start)

    def add(self, state: State) -> None:
        if self.step[self.n_kept - 1] == self.last.step:  # known only now: see State.batch_loss
            self.batch_loss[self.n_kept - 1] = state.batch_loss
        self.last = state
        if state.step % self.stride == 0:
            self._keep(state)

    def _keep(self, state: State) -> None:
        row, self.n_kept = self.n_kept, self.n_kept + 1
        self.step[row], self.cost[row], self.weights[row] = state.step, state.cost, state.weights

    def trajectory(self, stop: StopReason, stop_step: int) -> Trajectory:
        if self.step[self.n_kept - 1] != self.last.step:
            self._keep(self.last)
        n = self.n_kept
        weights = self.weights if n == len(self.weights) else self.weights[:n].copy()  # lets the rest go
        return Trajectory(self.step[:n], self.cost[:n], self.batch_loss[:n], weights, stop, stop_step, self.stride)


def _is_finite(state: State) -> bool:
    return bool(np.isfinite(state.batch_loss) and np.isfinite(state.weights).all())


def _checked(weights: Array, n_weights: int) -> Array:
    weights = np.asarray(weights, dtype=np.float64)
    if weights.shape != (n_weights,):
        raise InvalidValue(f"a run's start must have the objective's {n_weights} weights; got shape {weights.shape}.")
    bad = weights.size - np.count_nonzero(np.isfinite(weights))
    if bad:
        raise InvalidValue(f"a run's start must be finite; got {bad} of {n_weights} weights that are not.")
    return weights
