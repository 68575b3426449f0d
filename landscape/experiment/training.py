"""Runs of methods as stages: in the whole weight space, or inside a slice."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from landscape.errors import Cancelled
from landscape.experiment.parts import MethodPart, RunPart
from landscape.experiment.tries import MOST_TRIES
from landscape.objectives.catalogue import Model
from landscape.objectives.restricted import RestrictedObjective
from landscape.slice import Slice
from landscape.work import Work, blocks, map_in_order
from trainers.catalogue import METHODS
from trainers.objective import Array, Objective
from trainers.run import record
from trainers.trainer import State
from trainers.trajectory import StopReason, Trajectory

ROWS_AT_ONCE = 16  # recorded rows whose losses on the slice are computed together; part of the contract


@dataclass(frozen=True, eq=False)
class Truths:
    """The true loss and accuracy, each (T,), of every recorded row, on all training examples."""

    loss: Array
    accuracy: Array


def train(part: MethodPart, objective: Objective, start: Array, run: RunPart, stride: int, work: Work) -> Trajectory:
    """Run one method from `start` (P,) on an objective of P weights, recording every `stride`-th row.

    Raises:
        Cancelled: the work was asked to stop.
    """
    if run.steps is None:
        raise ValueError("a run needs resolved steps")
    n_steps = run.steps
    stage = f"training {part.label}"
    watch, tried = _Stopwatch(), _Tried()

    def on_state(state: State) -> None:
        watch.lap()
        tried.add(state)
        work.progress(stage, state.step / n_steps)
        work.watch(part.label, state)
        watch.go_on()

    trajectory = record(
        METHODS[part.method](**part.settings),
        objective,
        start,
        steps=n_steps,
        seed=run.seed if part.seed is None else part.seed,
        stride=stride,
        cancelled=work.stop.is_set,
        on_state=on_state,
        limits=run.limits,
        stretch=dict(part.stretch),
    )
    if trajectory.stop is StopReason.CANCELLED:
        raise Cancelled
    seconds = np.array(watch.laps)[trajectory.step]
    return replace(trajectory, tried=tried.losses, seconds=seconds)


def embedded(trajectory: Trajectory, inside: Slice) -> Trajectory:
    """A run of coordinates (T, k) inside a slice as a run of weights (T, P)."""
    return replace(trajectory, weights=inside.embed(trajectory.weights))


def true_values(trajectory: Trajectory, model: Model, work: Work, stage: str) -> Truths:
    """The true loss and accuracy of every recorded row; rows with the same weights are evaluated once."""
    distinct, index = _distinct_rows(trajectory.weights)
    losses, accuracies = model.evaluate(trajectory.weights[distinct], work, stage)
    return Truths(losses[index], accuracies[index])


def losses_along(restricted: RestrictedObjective, coordinates: Array, work: Work, stage: str) -> Array:
    """The losses (T,) of a restricted objective at coordinates (T, k), a few at a time on every worker.

    What is computed together does not depend on the number of workers, so neither do the losses.

    Raises:
        Cancelled: the work was asked to stop.
    """

    def losses(part: slice) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):  # threads do not inherit it
            return restricted.losses(coordinates[part])

    return np.concatenate([np.empty(0), *map_in_order(losses, blocks(len(coordinates), ROWS_AT_ONCE), work, stage)])


class _Stopwatch:
    """The seconds that a run took up to each of its states, without what is done between steps."""

    def __init__(self) -> None:
        self.laps: list[float] = []
        self._since = time.perf_counter()

    def lap(self) -> None:
        taken = time.perf_counter() - self._since if self.laps else 0.0  # the start is where the clock begins
        self.laps.append((self.laps[-1] if self.laps else 0.0) + taken)

    def go_on(self) -> None:
        self._since = time.perf_counter()


class _Tried:
    """The losses of a search's tries, step by step, as long as there are not too many of them."""

    def __init__(self) -> None:
        self._rows: list[Array] = []
        self._too_many = False

    def add(self, state: State) -> None:
        tried = getattr(state, "tried", None)
        if tried is None or not len(tried) or self._too_many:
            return
        self._rows.append(tried)
        if len(self._rows) * len(tried) > MOST_TRIES:
            self._too_many = True
            self._rows.clear()

    @property
    def losses(self) -> Array | None:
        return np.array(self._rows) if self._rows else None


def _distinct_rows(weights: Array) -> tuple[list[int], list[int]]:
    """The first row of each distinct weight vector, and for every row its place among those."""
    seen: dict[bytes, int] = {}
    first: list[int] = []
    index: list[int] = []
    for row, vector in enumerate(weights):
        place = seen.setdefault(np.ascontiguousarray(vector).tobytes(), len(first))
        if place == len(first):
            first.append(row)
        index.append(place)
    return first, index
