"""The fan of step sizes: one method from one start, from far too small a step to one that diverges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.experiment.training import Truths, train, true_values
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, facts_of, run_asked_for, terrain_of
from trainers.objective import Array
from trainers.trajectory import StopReason, Trajectory

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

FACTORS = (0.01, 0.1, 1.0, 10.0, 100.0, 100_000.0)  # of the method's own step size


@dataclass(frozen=True, eq=False)
class FanRun:
    """One run: its step size, recorded steps (T,) and true losses (T,); the step at which it diverged, or None."""

    step_size: float
    step: NDArray[np.int64]
    loss: Array
    diverged: int | None


@dataclass(frozen=True, eq=False)
class Fan:
    """The runs of one method, their step sizes increasing; `own` is the description's step size."""

    facts: Facts
    label: str
    method: str
    own: float
    steps: int
    runs: tuple[FanRun, ...]


def fan_lesson(experiment: Experiment, ask: Ask) -> Fan:
    """Run one method with several step sizes: those asked for, else its own one times 0.01 to 100,000.

    All runs have the same start, batches and number of steps; losses are true ones, on all training examples.

    Raises:
        InvalidValue: no run has a step size.
        Cancelled: the work was asked to stop.
    """
    part = experiment.numbered(run_asked_for(experiment, ask, needs_step_size=True))
    own = part.settings["step_size"]
    if not isinstance(own, (int, float)):
        raise InvalidValue(f"the fan needs a step size as a number; {part.label} has {own!r}. Set it, as in 0.1.")
    sizes = sorted(ask.fan) if ask.fan else [factor * own for factor in FACTORS]
    terrain, run = terrain_of(experiment), experiment.full.run
    found = []
    for size in sizes:
        sized = replace(part, settings={**part.settings, "step_size": size})
        trajectory = train(sized, terrain.objective, terrain.start, run, experiment.stride, experiment.work)
        truths = _truths(experiment, trajectory, terrain.place(trajectory.weights), size)
        diverged = trajectory.stop_step if trajectory.stop is StopReason.DIVERGED else None
        found.append(FanRun(size, trajectory.step, truths.loss, diverged))
    facts = facts_of(experiment, "the runs' start")
    return Fan(facts, part.label, part.method, float(own), int(run.steps or 0), tuple(found))


def _truths(experiment: Experiment, trajectory: Trajectory, weights: Array, size: float) -> Truths:
    stage = f"true losses at step size {size:g}"
    return true_values(replace(trajectory, weights=weights), experiment.model, experiment.work, stage)
