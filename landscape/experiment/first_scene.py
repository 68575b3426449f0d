"""What can be shown long before all is done, by the same rules: less of it, and none of it wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landscape.errors import Cancelled, LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.experiment.stages import Experiment
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.work import Work
from trainers.catalogue import METHODS

MANY = 5_000_000  # losses of examples beneath all paths; fewer take a second at most
LARGE = 20_000_000  # numbers in all training examples; below it every method is done before a person asks


def first_scene(pipeline: Pipeline, description: Description, work: Work) -> Scene | None:
    """The scene of the first method that follows the gradient, alone; None where all of them take hardly longer.

    Nothing of it is lost: its run and its true losses are remembered for the whole description.

    Raises:
        Cancelled: the work was asked to stop.
    """
    try:
        whole = Experiment(pipeline.memory, description, work)
        alone = _alone(description)
        if alone is None or isinstance(whole.model, PlaneObjective):
            return None
        if whole.model.n_examples * whole.dataset.n_features < LARGE:
            return None
        if Experiment(pipeline.memory, alone, work).stride != whole.stride:
            return None  # its rows would be others, and the run done twice
        if all(pipeline.memory.knows("truths", whole.keys.run(part)) for part in whole.full.methods):
            return None  # the whole scene is as good as there
        return pipeline.scene(alone, work)
    except Cancelled:
        raise
    except LosscopeError:
        return None  # a plane through another run, say; the whole description tells what is wrong, if anything is


def bare_scene(pipeline: Pipeline, description: Description, work: Work) -> Scene | None:
    """The finished scene but for the losses beneath its paths, NaN; None where these are known or take no time.

    Raises:
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    experiment = Experiment(pipeline.memory, description, work)
    rows = sum(len(experiment.trajectory(part).step) for part in experiment.full.methods)
    if isinstance(experiment.model, PlaneObjective) or rows * experiment.model.n_examples < MANY:
        return None
    if experiment.knows_beneath:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        return experiment.scene(beneath=False)


def _alone(description: Description) -> Description | None:
    if len(description.methods) < 2:
        return None
    quick = tuple(part for part in description.methods if METHODS[part.method].uses_gradient)
    return replace(description, methods=(quick or description.methods)[:1])
