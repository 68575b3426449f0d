"""Which class wins where in the plane."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landscape.objectives.catalogue import Classifier
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.outer_layer import outer_scores
from landscape.playground.plane import check_plane
from trainers.objective import Array


def regions(model: Classifier, weights: Array, xs: Array, ys: Array) -> NDArray[np.int64]:
    """The classes (A, B) that win at the places (xs[i], ys[j]) of the plane, under weights (P,).

    `xs` (A,) and `ys` (B,) are mapped features. Ties go to the lowest class, as in the accuracy.

    Raises:
        InvalidValue: the model's examples have not two features.
    """
    check_plane(model.layout.n_features, model.name)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(plane_scores(model, weights, xs, ys).argmax(axis=0))


def plane_scores(model: Classifier, weights: Array, xs: Array, ys: Array) -> Array:
    """The scores (C, A, B) at the places (xs[i], ys[j])."""
    first, *rest = model.layout.matrices(weights)
    along_x, along_y = np.multiply.outer(first[:, 0], xs), np.multiply.outer(first[:, 1], ys)
    sums = along_x[:, :, None] + (along_y + first[:, 2:])[:, None, :]
    if isinstance(model, LinearClassifier):
        return np.asarray(sums)
    hidden = model.activation.apply(sums.reshape(len(sums), -1).T)
    return outer_scores(rest[0], hidden).T.reshape(-1, len(xs), len(ys))
