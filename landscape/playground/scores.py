"""Scores of a model's examples, so computed that classes of equal weights have equal scores to the last bit."""

from __future__ import annotations

import numpy as np

from landscape.data.dataset import AffineMap
from landscape.objectives.catalogue import Classifier
from landscape.objectives.folding import fold
from landscape.objectives.linear_classifier import TILE, LinearClassifier
from landscape.objectives.outer_layer import outer_scores
from landscape.objectives.two_layer_network import TwoLayerNetwork
from trainers.objective import Array


def scores_of(model: Classifier, weights: Array) -> Array:
    """The scores (N, C) of a model's examples at weights (P,)."""
    if isinstance(model, LinearClassifier):
        return layer_sums(model.map, _stored(model), model.layout.matrix(weights))
    return outer_scores(model.layout.matrices(weights)[1], hidden_values(model, weights))


def hidden_values(model: TwoLayerNetwork, weights: Array) -> Array:
    """The hidden units' values (N, H) of a network's examples at weights (P,)."""
    return model.activation.apply(layer_sums(model.map, _stored(model), model.layout.matrices(weights)[0]))


def scores_and_slopes(model: Classifier, weights: Array, vector: Array) -> tuple[Array, Array]:
    """The scores (N, C) of a model's examples at weights (P,), and their derivatives (N, C) along a vector (P,)."""
    stored = _stored(model)
    (first, *second), (first_along, *second_along) = (model.layout.matrices(part) for part in (weights, vector))
    sums, sums_along = (layer_sums(model.map, stored, matrix) for matrix in (first, first_along))
    if isinstance(model, LinearClassifier):
        return sums, sums_along
    (outer,), (outer_along,) = second, second_along
    hidden = model.activation.apply(sums)
    hidden_along = model.activation.slopes(hidden) * sums_along
    return outer_scores(outer, hidden), hidden_along @ outer[:, :-1].T + outer_scores(outer_along, hidden)


def layer_sums(map: AffineMap, stored: Array, matrix: Array) -> Array:
    """What a layer's rows (R, D + 1) make of stored features (N, D): sums (N, R)."""
    folded, offset = fold(map, matrix)
    # Full tiles only: in the rest of a matrix product equal columns can differ in the last bit, which breaks ties.
    padded = np.zeros((len(folded), len(offset) + -len(offset) % TILE))
    padded[:, : len(offset)] = folded
    return np.asarray((stored @ padded)[:, : len(offset)] + offset)


def _stored(model: Classifier) -> Array:
    return np.asarray(model.examples.x[:], dtype=np.float64)
