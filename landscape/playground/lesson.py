"""Some weights over the plane of points, for a page: who wins where, each class's line, every point's loss."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from landscape.lessons.ask import Ask
from landscape.lessons.place import Facts, center_weights, facts_of
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.playground.judge import Judged, judge
from landscape.playground.lines import ClassLine, class_lines
from landscape.playground.plane import Limits, limits_around, points_in_plane
from landscape.playground.regions import regions
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

FINE = 401  # places along a side of the regions


@dataclass(frozen=True, eq=False)
class PointsLesson:
    """What weights (P,) make of points (N, 2) of classes `labels` (N,) in a square window.

    Attributes:
        winners: (A, A), [i, j] at the i-th x and the j-th y, evenly over `limits`, both ends included.
        lines: each class's, empty for a network.
        matrix, slopes: W with the bias as last column (C, 3), and the gradient by it; None for a network.
        is_mapped: whether x and y are other numbers than the stored ones.
    """

    facts: Facts
    class_names: tuple[str, ...]
    points: Array
    labels: NDArray[np.int64]
    limits: Limits
    judged: Judged
    winners: NDArray[np.int64]
    lines: tuple[ClassLine | None, ...]
    matrix: Array | None
    slopes: Array | None
    is_mapped: bool


def points_lesson(experiment: Experiment, ask: Ask) -> PointsLesson:
    """The plane of points at the slice's center.

    Raises:
        InvalidValue: the examples have not two features.
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    dataset, model = experiment.dataset, experiment.model
    places = points_in_plane(dataset)
    assert not isinstance(model, PlaneObjective)  # it has no dataset, which was refused
    weights, limits = center_weights(experiment), limits_around(places)
    judged = judge(model, weights)
    xs, ys = (np.linspace(low, high, FINE) for low, high in limits)
    is_linear = isinstance(model, LinearClassifier)
    return PointsLesson(
        facts_of(experiment),
        dataset.class_names,
        places,
        dataset.train.y,
        limits,
        judged,
        regions(model, weights, xs, ys),
        class_lines(model, weights, limits),
        model.layout.matrix(weights) if is_linear else None,
        model.layout.matrix(judged.gradient) if is_linear else None,
        dataset.map.mean is not None or not np.array_equal(dataset.map.scale, 1.0),
    )
