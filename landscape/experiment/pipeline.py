"""How a description becomes a scene: stages, each remembered under what it depends on.

Another view recomputes nothing, a new slice seed retrains nothing, a changed method reruns that method only.
`stages.py` has the stages, `keys.py` what each of them depends on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from landscape.blas import use_one_thread
from landscape.data.dataset import Dataset
from landscape.experiment.description import Description
from landscape.experiment.live_scene import LiveScene, live_scene
from landscape.experiment.live_turn import basis_description, degrees_of
from landscape.experiment.memory import StageMemory, key_of
from landscape.experiment.scene import Scene
from landscape.experiment.stages import Experiment
from landscape.work import Work
from trainers.objective import Array

# Runs are limited by their bytes, `run.memory`; a number is here for those that hold next to nothing.
KEPT = {"data": 2, "features": 2, "run": 1000, "truths": 1000, "beneath": 1000, "whole slice": 1000} | {
    "tries": 16, "curvature": 8, "live": 2, "slice": 8, "walks": 8, "scores": 4, "surface": 8,
}  # fmt: skip


class Pipeline:
    """Computes scenes and remembers their stages. One may serve several threads.

    With `timings`, paths tell the seconds that they took: results that no second computation gives again.
    """

    def __init__(self, timings: bool = False) -> None:
        use_one_thread()
        self.memory = StageMemory(KEPT)
        self.timings = timings

    def scene(self, description: Description, work: Work | None = None, *, timings: bool | None = None) -> Scene:
        """The finished experiment; `timings` unset is as the pipeline was made.

        Raises:
            LosscopeError: the description cannot be worked out; the message is one line for the user.
            Cancelled: the work was asked to stop.
        """
        told = self.timings if timings is None else timings
        with np.errstate(over="ignore", invalid="ignore"):  # infinity and NaN are results: holes, counted and named
            return Experiment(self.memory, description, work or Work(), told).scene()

    def train(self, description: Description, work: Work) -> None:
        """Do the part of `scene` that runs the methods and finds their true losses, and remember it.

        Raises:
            LosscopeError, Cancelled: as `scene`.
        """
        experiment = Experiment(self.memory, description, work)
        for part in description.methods:
            experiment.truths(experiment.full_part(part.label))

    def place(self, description: Description, work: Work) -> tuple[Dataset, Any, Array]:
        """The data, the model and the weights (P,) at the slice's center; only a run that ends there is trained.

        Raises:
            LosscopeError, Cancelled: as `scene`.
        """
        experiment = Experiment(self.memory, description, work)
        return experiment.dataset, experiment.model, experiment.center

    def live(self, scene: Scene, work: Work) -> LiveScene:
        """Make a scene of this pipeline ready to be seen along other axes at once.

        Where its plane is one that the dial goes through, on the axes of both its ends; else on its own two.

        Raises:
            LosscopeError, Cancelled: as `scene`.
        """
        description = scene.description
        if degrees_of(description.slice) is None or description.run.inside == "slice":
            return live_scene(scene, scene.slice.plane(), work)
        experiment = Experiment(self.memory, basis_description(description), work)
        keys = experiment.keys
        shown = Experiment(self.memory, description, work)
        runs = [(part.label, shown.keys.run(part)) for part in shown.full.methods]
        key = key_of("live", keys.model, keys.slice, runs)
        found = self.memory.get("live", key, lambda: live_scene(scene, experiment.slice.view, work))
        return replace(found, scene=scene)


def training_parts(description: Description) -> tuple[Any, ...]:
    """What runs depend on: two descriptions that agree in it need no new training.

    The slice belongs to it where the runs start off the base point or move inside the slice.
    """
    follows_slice = any(description.start.at) or description.run.inside == "slice"
    return (
        description.data,
        description.features,
        description.objective,
        description.start,
        description.run,
        description.methods,
        description.slice if follows_slice else None,
    )
