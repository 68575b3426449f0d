"""Where each class of a linear classifier scores zero, one and minus one: straight lines in the plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from landscape.objectives.catalogue import Classifier
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.playground.plane import Limits, check_plane
from trainers.objective import Array


@dataclass(frozen=True, eq=False)
class ClassLine:
    """One class's score over the plane, as lines that are clipped to a window.

    Attributes:
        zero, plus, minus: where the score is 0, 1 and -1: both ends (2, 2) of the piece in the window, None where
            the line does not cross it.
        toward: the unit vector (2,) across the lines, to where the score grows.
        margin: the distance from `zero` to `plus`, one over the length of the class's weights without the bias.
        anchor: the middle (2,) of `zero`, where an arrow stands; None with `zero`.
    """

    zero: Array | None
    plus: Array | None
    minus: Array | None
    toward: Array
    margin: float
    anchor: Array | None


def class_lines(model: Classifier, weights: Array, limits: Limits) -> tuple[ClassLine | None, ...]:
    """A line for each class of a linear classifier at weights (P,), in order; None where both its weights are zero.

    `limits` is the window ((x low, x high), (y low, y high)) in mapped features. A network has no such lines: the
    result is empty.

    Raises:
        InvalidValue: the model's examples have not two features.
    """
    check_plane(model.layout.n_features, model.name)
    if not isinstance(model, LinearClassifier):
        return ()
    return tuple(_line(row, limits) for row in model.layout.matrix(weights))


def clipped_line(normal: Array, offset: float, limits: Limits) -> Array | None:
    """The two ends (2, 2) of the part of the line ``normal . p = offset`` in the window, `normal` (2,) of length 1.

    None where the line does not cross the window, or no more than touches a corner. The second end lies to the left
    of `normal`, a quarter turn from it.
    """
    foot, along = offset * normal, np.array([-normal[1], normal[0]])
    first, last = -math.inf, math.inf
    for place, step, (low, high) in zip(foot.tolist(), along.tolist(), limits, strict=True):
        if step == 0:
            if not low <= place <= high:
                return None
            continue
        near, far = sorted(((low - place) / step, (high - place) / step))
        first, last = max(first, near), min(last, far)
    return np.array([foot + first * along, foot + last * along]) if first < last else None


def _line(row: Array, limits: Limits) -> ClassLine | None:
    length = math.hypot(row[0], row[1])
    if not (math.isfinite(length) and length > 0 and math.isfinite(row[2])):
        return None
    toward, bias = row[:2] / length, float(row[2])
    zero, plus, minus = (clipped_line(toward, (score - bias) / length, limits) for score in (0.0, 1.0, -1.0))
    return ClassLine(zero, plus, minus, toward, 1 / length, None if zero is None else zero.mean(axis=0))
