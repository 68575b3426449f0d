"""How a description becomes a scene: stages, each remembered under what it depends on.

A new color map recomputes nothing, a new slice seed retrains nothing, a changed method reruns that method only.
`stages.py` has the stages, `keys.py` what each of them depends on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from landscape.blas import use_one_thread
from landscape.data.dataset import Dataset
from landscape.experiment.description import Description
from landscape.experiment.memory import StageMemory
from landscape.experiment.scene import Scene
from landscape.experiment.stages import Experiment
from landscape.work import Work
from trainers.objective import Array

# Runs are limited by their bytes, `run.memory`; a number is here for those that hold next to nothing.
KEPT = {"data": 2, "run": 1000, "truths": 1000, "tries": 16, "curvature": 8} | {
    "slice": 8, "walks": 8, "scores": 4, "surface": 8,
}  # fmt: skip


class Pipeline:
    """Computes scenes and remembers their stages. One may serve several threads.

    With `timings`, paths tell the seconds that they took: results that no second computation gives again.
    """

    def __init__(self, timings: bool = False) -> None:
        use_one_thread()
        self.memory = StageMemory(KEPT)
        self.timings = timings

    def scene(self, description: Description, work: Work | None = None) -> Scene:
        """The finished experiment.

        Raises:
            LosscopeError: the description cannot be worked out; the message is one line for the user.
            Cancelled: the work was asked to stop.
        """
        with np.errstate(over="ignore", invalid="ignore"):  # infinity and NaN are results: holes, counted and named
            return Experiment(self.memory, description, work or Work(), self.timings).scene()

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


def training_parts(description: Description) -> tuple[Any, ...]:
    """What runs depend on: two descriptions that agree in it need no new training.

    The slice belongs to it where the runs start off the base point or move inside the slice.
    """
    follows_slice = any(description.start.at) or description.run.inside == "slice"
    return (
        description.data,
        description.objective,
        description.start,
        description.run,
        description.methods,
        description.slice if follows_slice else None,
    )
