"""Where a lesson stands in an experiment: the weights it looks at, what runs move on, and the facts it must state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from landscape.directions.points import point_words
from landscape.errors import InvalidValue
from landscape.experiment.parts import MethodPart
from landscape.lessons.ask import Ask
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.version import VERSION
from trainers.catalogue import METHODS
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment


@dataclass(frozen=True)
class Facts:
    """What a lesson's picture must state: the data, the objective, and the weights it looks at, in words.

    A function of two variables has no data and no loss of scores: these are empty. `seen` are the features that the
    classifier sees instead of the data.
    """

    source: str
    n_train: int
    hash: str
    model: str
    loss: str
    regularization: float
    statement: str
    n_weights: int
    at: str
    seen: str = ""
    version: str = VERSION

    @property
    def is_function(self) -> bool:
        """Whether a function of two variables is looked at."""
        return not self.source


@dataclass(frozen=True, eq=False)
class Terrain:
    """What the runs of an experiment move on: an objective of n weights, their start (n,), and the way back.

    `embed` gives the vector (P,) of the whole space that belongs to a vector (n,), and `place` the weights (P,) at
    weights (n,); both change nothing unless the methods move inside the slice.
    """

    objective: Any
    start: Array
    embed: Callable[[Array], Array]
    place: Callable[[Array], Array]


def facts_of(experiment: Experiment, at: str = "") -> Facts:
    """The facts of an experiment, looked at from `at`: the slice's center where it is empty."""
    model = experiment.model
    full = experiment.full
    words = at or point_words(full.slice.center, full.slice.file or "")
    if words == point_words("base") and full.start.weights is not None:
        words += ", weights given"
    if isinstance(model, PlaneObjective):
        return Facts("", 1, "", model.name, "", 0.0, model.statement, model.n_weights, words)
    dataset = experiment.dataset
    return Facts(
        dataset.source,
        model.n_examples,
        dataset.hash,
        model.name,
        model.data_loss.name,
        model.regularization,
        model.statement,
        model.n_weights,
        words,
        dataset.seen,
    )


def center_weights(experiment: Experiment) -> Array:
    """The weights (P,) at the slice's center; only a run that ends there is trained.

    Raises:
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    return experiment.center


def weights_at(experiment: Experiment, place: tuple[float, ...]) -> Array:
    """The weights (P,) at coordinates of the viewed slice.

    Raises:
        InvalidValue: not one number for each viewed axis.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    plane = experiment.slice.view.plane()
    if len(place) != plane.n_axes:
        raise InvalidValue(
            f"--place must be {plane.n_axes} numbers, one for each viewed axis; got {list(place)}. "
            f"Try {','.join('0' * plane.n_axes)}."
        )
    return plane.embed(np.array(place))


def terrain_of(experiment: Experiment) -> Terrain:
    """What the runs move on: the whole weight space, or the slice in orthonormal coordinates."""
    if experiment.full.run.inside == "space":
        return Terrain(experiment.model, experiment.start, lambda vector: vector, lambda weights: weights)
    inside = experiment.slice.view.orthonormal()
    restricted = experiment.model.restrict(inside, work=experiment.work)
    return Terrain(restricted, inside.project(experiment.start), lambda vector: vector @ inside.axes, inside.embed)


def run_asked_for(experiment: Experiment, ask: Ask, needs_step_size: bool = False) -> MethodPart:
    """The run that a lesson is about: the one asked for, else the first one that has what the lesson needs.

    Raises:
        InvalidValue: there is no such run.
    """
    parts = experiment.full.methods
    if ask.label is not None:
        found = [part for part in parts if part.label == ask.label]
        if not found:
            known = ", ".join(part.label for part in parts) or "none"
            raise InvalidValue(f"--label must be a run of the description: {known}; got {ask.label!r}.")
        parts = tuple(found)
    usable = [part for part in parts if not needs_step_size or METHODS[part.method].uses_gradient]
    if not usable:
        what = "a gradient method's run" if needs_step_size else "a run"
        raise InvalidValue(f"this lesson needs {what}; got {ask.label or 'none'}. Try --methods sgd.")
    return usable[0]
