"""The curvature of a loss at a point: products of its Hessian with vectors, and the largest eigenvalue.

The products are exact for the linear classifier, the network and the functions of two variables, where no hinge and no
ReLU is at its kink and, with a penalty on absolute weights, no weight is 0. Those of other objectives are centered
differences of the gradient, good to about eight digits.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.losses.second_derivative import slopes_along
from landscape.objectives.folding import fold, unfold
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.network_curvature import network_product
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array

STEP = 1e-4  # length of the centered differences: h^2 of truncation against rounding over h
TOLERANCE = 1e-6  # relative, of an eigenvalue
SEED = 0  # of Lanczos' first vector, so that equal calls give equal bits


def hessian_product(model: Any, weights: Array, vector: Array, work: Work | None = None) -> Array:
    """The Hessian at weights (P,) times a vector (P,), on all training examples."""
    if isinstance(model, LinearClassifier):
        return _linear_product(model, weights, vector, work or model.work)
    if isinstance(model, TwoLayerNetwork):
        return network_product(model, weights, vector, work or model.work)
    if isinstance(model, PlaneObjective):
        return model.hessian(weights) @ vector
    length = float(np.linalg.norm(vector))
    if length == 0.0:
        return np.zeros_like(vector)
    shift = STEP / length * vector
    difference = model.gradient(weights + shift) - model.gradient(weights - shift)
    return np.asarray(difference * (length / (2 * STEP)))


def largest_curvature(model: Any, weights: Array, work: Work) -> float:
    """lambda_max, the largest eigenvalue of the Hessian at weights (P,), on all training examples.

    Raises:
        InvalidValue: the Lanczos iteration found none.
        Cancelled: the work was asked to stop.

    Source: Lanczos' method in ARPACK, by scipy.sparse.linalg.eigsh.
    """

    def product(vector: Array) -> Array:
        work.check()
        return hessian_product(model, weights, vector.ravel(), work)

    return _largest_eigenvalue(product, len(weights))


def _largest_eigenvalue(product: Callable[[Array], Array], n: int) -> float:
    if n <= 2:  # too few for Lanczos
        matrix = np.array([product(unit) for unit in np.eye(n)])
        return float(np.linalg.eigvalsh((matrix + matrix.T) / 2)[-1])
    from scipy.sparse.linalg import ArpackError, LinearOperator, eigsh

    operator = LinearOperator((n, n), matvec=product, dtype=np.float64)
    first = np.random.default_rng(SEED).standard_normal(n) / math.sqrt(n)
    try:
        found = eigsh(operator, k=1, which="LA", v0=first, tol=TOLERANCE, return_eigenvectors=False, rng=SEED)
    except ArpackError as error:
        raise InvalidValue(f"the largest curvature was not found: {str(error).rstrip('.')}. Set a step size.") from None
    return float(found[0])


def _linear_product(model: LinearClassifier, weights: Array, vector: Array, work: Work) -> Array:
    layout, examples, loss = model.layout, model.examples, model.data_loss
    folded, offset = fold(model.map, layout.matrix(weights))
    along, along_offset = fold(model.map, layout.matrix(vector))

    def block(part: slice) -> tuple[Array, Array]:
        stored = examples.x[part].astype(np.float64)
        slopes = slopes_along(loss, stored @ folded + offset, examples.y[part], stored @ along + along_offset)
        return slopes.T @ stored, slopes.sum(axis=0)

    by_weights, by_offset = np.zeros((layout.n_classes, layout.n_features)), np.zeros(layout.n_classes)
    for stored_slopes, slopes in map_in_order(block, blocks(len(examples)), work):
        by_weights += stored_slopes
        by_offset += slopes
    found = unfold(model.map, by_weights, by_offset) / len(examples)
    found[:, :-1] += 2.0 * model.regularization * layout.matrix(vector)[:, :-1]
    return np.asarray(found.ravel())
