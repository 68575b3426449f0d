"""Where the loss has a kink so near that a difference over it measures no slope."""

from __future__ import annotations

from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from landscape.objectives.catalogue import Classifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.playground.scores import hidden_values, scores_of
from trainers.objective import Array


def kinked_weights(model: Classifier, weights: Array, h: float) -> NDArray[np.bool_]:
    """At which of the weights (P,) a kink lies within h: True where, between ``w - h`` and ``w + h``, some example's
    hinge, strongest rival or ReLU changes sides. Squared hinges bend where others have a kink, and count as they do.

    Costs 2 P passes over the examples, for a smooth loss none.
    """
    relu = has_relu(model)
    found = np.zeros(len(weights), dtype=np.bool_)
    if model.data_loss.smooth and not relu and not model.l1:
        return found
    moved = np.array(weights, dtype=np.float64)
    for j in range(len(weights)):
        sides = []
        for end in (weights[j] - h, weights[j] + h):
            moved[j] = end
            sides.append(_sides(model, moved))
        moved[j] = weights[j]
        found[j] = any((before != after).any() for before, after in zip(*sides, strict=True))
    if model.l1:
        found |= (np.abs(weights) <= h) & ~model.layout.is_bias
    return found


def has_relu(model: Classifier) -> TypeGuard[TwoLayerNetwork]:
    """Whether the model's hidden units have kinks of their own."""
    return isinstance(model, TwoLayerNetwork) and model.activation.name == "relu"


def _sides(model: Classifier, weights: Array) -> list[Array]:
    """On which side of every kink the examples are: the signs of the slopes by scores, and which ReLU is on."""
    sides = []
    if not model.data_loss.smooth:
        slopes = model.data_loss.values_and_slopes(scores_of(model, weights), model.examples.y)[1]
        sides.append(np.sign(slopes))
    if has_relu(model):
        sides.append(hidden_values(model, weights) > 0)
    return sides
