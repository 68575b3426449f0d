"""Runs of methods, trained once and remembered: with step sizes from the curvature, in all of space or in a slice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from landscape.experiment.auto_step import AutoStep, auto_step, curvature_at, curvature_inside, is_auto
from landscape.experiment.keys import Keys
from landscape.experiment.memory import StageMemory, key_of
from landscape.experiment.parts import MethodPart, RunPart
from landscape.experiment.training import embedded, train
from landscape.objectives.catalogue import Model
from landscape.slice import Slice
from landscape.work import Work, unwatched
from trainers.objective import Array
from trainers.trainer import State
from trainers.trajectory import Trajectory


@dataclass(frozen=True)
class Runner:
    """What all runs of an experiment share. `inside` is a slice with orthonormal axes, or None: all of weight space."""

    memory: StageMemory
    keys: Keys
    model: Model
    run: RunPart
    stride: int
    work: Work

    def train(self, part: MethodPart, key: str, start: Array, inside: Slice | None) -> Trajectory:
        """The run of a method from whole weights `start` (P,), remembered under `key`; its rows are whole weights.

        Raises:
            LosscopeError, Cancelled: as `Pipeline.scene`.
        """

        def compute() -> Trajectory:
            numbered = self.numbered(part, start, inside)
            if inside is None:
                return train(numbered, self.model, start, self.run, self.stride, self.work)
            work = _embedding(self.work, inside)
            found = train(numbered, self._restricted(inside), inside.project(start), self.run, self.stride, work)
            return embedded(found, inside)

        return self.memory.get("run", key, compute, budget=self.run.memory * 2**20)

    def numbered(self, part: MethodPart, start: Array, inside: Slice | None) -> MethodPart:
        """The run with a step size that is a number, also where "auto" was asked for."""
        if not is_auto(part.settings):
            return part
        found = self.auto_step(part, start, inside)
        return replace(part, settings={**part.settings, "step_size": found.step_size})

    def auto_step(self, part: MethodPart, start: Array, inside: Slice | None) -> AutoStep:
        """The step size that the curvature at `start` gives a run that asks for "auto".

        Raises:
            InvalidValue: the loss has no curvature that limits a step.
        """
        place = hashlib.sha256(start.tobytes()).hexdigest()
        key = key_of("curvature", self.keys.model, place, self.keys.slice if inside else "")

        def compute() -> float:
            if inside is None:
                return curvature_at(self.model, start, part.label, self.work)
            restricted, coordinates = self._restricted(inside), inside.project(start)
            return curvature_inside(self.model, restricted, coordinates, part.label, self.work)

        return auto_step(part.method, part.label, part.settings, self.memory.get("curvature", key, compute))

    def _restricted(self, inside: Slice) -> Any:
        key = key_of("scores", self.keys.model, self.keys.slice, "inside")
        return self.memory.get("scores", key, lambda: self.model.restrict(inside, work=self.work))


def _embedding(work: Work, inside: Slice) -> Work:
    """The same work, whose watcher hears of whole weights where a run has coordinates of a slice."""
    if work.watch is unwatched:
        return work

    def watch(label: str, state: State) -> None:
        work.watch(label, replace(state, weights=inside.embed(state.weights)))

    return replace(work, watch=watch)
