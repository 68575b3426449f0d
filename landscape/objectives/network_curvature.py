"""Products of the Hessian of a two-layer network's loss with vectors, exact where no ReLU and no hinge is at its kink.

The derivative of the gradient along a vector, by carrying that derivative through the forward and the backward pass.
Source: Pearlmutter, "Fast Exact Multiplication by the Hessian", Neural Computation 1994.
"""

from __future__ import annotations

import numpy as np

from landscape.losses.second_derivative import slopes_along
from landscape.objectives.activations import Activation, Tanh
from landscape.objectives.folding import fold, unfold
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array


def network_product(model: TwoLayerNetwork, weights: Array, vector: Array, work: Work) -> Array:
    """The Hessian at weights (P,) times a vector (P,), on all training examples."""
    layout, examples, loss = model.layout, model.examples, model.data_loss
    inner, outer = layout.matrices(weights)
    inner_along, outer_along = layout.matrices(vector)
    folded, offset = fold(model.map, inner)
    folded_along, offset_along = fold(model.map, inner_along)

    def block(part: slice) -> tuple[Array, Array, Array]:
        stored, labels = examples.x[part].astype(np.float64), examples.y[part]
        values = model.activation.apply(stored @ folded + offset)
        slopes = model.activation.slopes(values)
        sums_along = stored @ folded_along + offset_along
        values_along = slopes * sums_along
        scores = values @ outer[:, :-1].T + outer[:, -1]
        scores_along = values_along @ outer[:, :-1].T + values @ outer_along[:, :-1].T + outer_along[:, -1]
        by_scores_along = slopes_along(loss, scores, labels, scores_along)
        by_scores = loss.values_and_slopes(scores, labels)[1]

        by_outer = np.empty_like(outer)
        by_outer[:, :-1] = by_scores_along.T @ values + by_scores.T @ values_along
        by_outer[:, -1] = by_scores_along.sum(axis=0)
        back = by_scores @ outer[:, :-1]
        back_along = by_scores_along @ outer[:, :-1] + by_scores @ outer_along[:, :-1]
        by_sums = back_along * slopes + back * _bends(model.activation, values) * sums_along
        return by_outer, by_sums.T @ stored, by_sums.sum(axis=0)

    by_outer = np.zeros_like(outer)
    by_folded, by_offset = np.zeros((model.n_hidden, layout.n_features)), np.zeros(model.n_hidden)
    for found in map_in_order(block, blocks(len(examples)), work):
        for sums, change in zip((by_outer, by_folded, by_offset), found, strict=True):
            sums += change
    product = np.concatenate([unfold(model.map, by_folded, by_offset).ravel(), by_outer.ravel()]) / len(examples)
    return np.asarray(product + 2.0 * model.regularization * layout.without_bias(vector))


def _bends(activation: Activation, values: Array) -> Array:
    """The activation's second derivatives by the sums, from the units' values."""
    if isinstance(activation, Tanh):
        return -2.0 * values * (1.0 - values * values)
    return np.zeros_like(values)  # ReLU is straight on either side of its kink
