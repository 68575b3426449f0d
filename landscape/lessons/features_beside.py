"""What features do to the landscape: the same methods at the same cost, on raw pixels and on features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.experiment.edit import with_values
from landscape.experiment.features_part import NONE
from landscape.experiment.scene import Path
from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, facts_of
from landscape.losses.second_derivative import has_curvature
from landscape.objectives.curvature import largest_curvature
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.spectrum import hessian_trace
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

USUAL = "hog+histogram"  # what raw pixels are compared with where the description has no features


@dataclass(frozen=True, eq=False)
class Curvature:
    """The Hessian at the slice's center: its largest eigenvalue, the mean of all, and the condition number.

    `condition` is the largest eigenvalue over the smallest that weights have, 2 lambda: adding one vector to the rows
    of all classes changes no score differences. Biases, which have no penalty, are left out. It is None where lambda
    is 0, or the model is no linear classifier.
    """

    largest: float
    mean: float
    condition: float | None


@dataclass(frozen=True, eq=False)
class FeatureView:
    """One of the two sides.

    Attributes:
        name: the features in words; n_features: their number.
        surface, paths: as in a scene; test_accuracy: (runs,) at the end of each path, on the test examples.
        curvature: None where the loss has kinks.
    """

    name: str
    n_features: int
    surface: Surface
    paths: tuple[Path, ...]
    test_accuracy: Array
    curvature: Curvature | None


@dataclass(frozen=True, eq=False)
class FeaturesBeside:
    """Raw pixels first, then the features; `facts` are those of the description as it was asked for."""

    facts: Facts
    views: tuple[FeatureView, FeatureView]
    n_test: int


def features_lesson(experiment: Experiment, ask: Ask) -> FeaturesBeside:
    """The description without features, and with its own, HOG and color histogram where it has none.

    Raises:
        InvalidValue: the examples are not images, or their space is a line.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    full = experiment.full
    if full.slice.n_axes < 2:
        raise InvalidValue(
            "features beside each other need a plane; got a slice of 1 dimension. Try --set slice.dimensions=2."
        )
    kind = full.features.kind if full.features.kinds else USUAL
    if not full.methods:
        raise InvalidValue("features beside each other need at least one run; got none. Try --methods sgd,adam.")
    views = tuple(_view(experiment, chosen) for chosen in (NONE, kind))
    return FeaturesBeside(facts_of(experiment), (views[0], views[1]), len(experiment.dataset.test))


def _view(experiment: Experiment, kind: str) -> FeatureView:
    from landscape.experiment.stages import Experiment

    # As it was asked for, not as it was resolved: other features have other step sizes of their own. The cost is one.
    run = experiment.full.run
    asked = with_values(experiment.asked, {"features.kind": kind, "run.steps": run.steps, "run.batch": run.batch})
    part = Experiment(experiment.memory, asked, experiment.work)
    scene = part.scene()
    model: Any = part.model
    ends = np.array([path.weights[-1] for path in scene.paths if path.weights is not None])
    test = model.on(part.dataset.test)
    accuracies = test.evaluate(ends, experiment.work, "test accuracy")[1]
    name = part.dataset.seen.rpartition(", ")[0] or "raw pixels"
    curvature = _curvature(model, part.center, experiment.work) if has_curvature(model.data_loss) else None
    return FeatureView(name, part.dataset.n_features, scene.surface, scene.paths, accuracies, curvature)


def _curvature(model: Any, weights: Array, work: Work) -> Curvature:
    largest = largest_curvature(model, weights, work)
    mean = hessian_trace(model, weights, 0, work).value / len(weights)
    is_known = isinstance(model, LinearClassifier) and model.regularization > 0
    return Curvature(largest, mean, largest / (2 * model.regularization) if is_known else None)
