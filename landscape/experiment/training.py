"""Runs of methods as stages: in the whole weight space, or inside a slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landscape.errors import Cancelled
from landscape.experiment.parts import MethodPart, RunPart
from landscape.objectives.catalogue import Classifier
from landscape.objectives.restricted import RestrictedObjective
from landscape.slice import Slice
from landscape.work import Work, blocks
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

    def on_state(state: State) -> None:
        work.progress(stage, state.step / n_steps)

    trajectory = record(
        METHODS[part.method](**part.settings),
        objective,
        start,
        steps=n_steps,
        seed=run.seed,
        stride=stride,
        cancelled=work.stop.is_set,
        on_state=on_state,
    )
    if trajectory.stop is StopReason.CANCELLED:
        raise Cancelled
    return trajectory


def embedded(trajectory: Trajectory, inside: Slice) -> Trajectory:
    """A run of coordinates (T, k) inside a slice as a run of weights (T, P)."""
    return Trajectory(
        trajectory.step,
        trajectory.cost,
        trajectory.batch_loss,
        inside.embed(trajectory.weights),
        trajectory.stop,
        trajectory.stop_step,
        trajectory.stride,
    )


def true_values(trajectory: Trajectory, model: Classifier, work: Work, stage: str) -> Truths:
    """The true loss and accuracy of every recorded row; rows with the same weights are evaluated once."""
    distinct, index = _distinct_rows(trajectory.weights)
    losses, accuracies = model.evaluate(trajectory.weights[distinct], work, stage)
    return Truths(losses[index], accuracies[index])


def losses_along(restricted: RestrictedObjective, coordinates: Array, work: Work, stage: str) -> Array:
    """The losses (T,) of a restricted objective at coordinates (T, k), a few at a time so that it can be stopped."""
    losses = np.empty(len(coordinates))
    for part in blocks(len(coordinates), ROWS_AT_ONCE):
        work.check()
        losses[part] = restricted.losses(coordinates[part])
        work.progress(stage, part.stop / len(coordinates))
    return losses


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
