"""The regularization term on a slice: a quadratic in the coordinates, known from a few inner products."""

from __future__ import annotations

import numpy as np

from landscape.objectives.layout import WeightLayout
from landscape.slice import Slice
from trainers.objective import Array


def penalty_products(layout: WeightLayout, through: Slice, regularization: float) -> Array:
    """Inner products (k + 1, k + 1) of origin and axes, biases left out, times the regularization."""
    kept = layout.without_bias(np.concatenate([through.origin[None], through.axes]))
    return np.asarray(regularization * (kept @ kept.T))


def penalties_at(products: Array, points: Array) -> Array:
    """The term (K,) at points (K, k + 1) that begin with a 1."""
    return np.asarray(np.einsum("ki,ij,kj->k", points, products, points))


def penalty_grid(products: Array, a: Array, b: Array) -> Array:
    """The term (n_a, n_b) at every ``(a[i], b[j])`` of a slice with two axes, or of one with one where b is 0."""
    whole = np.zeros((3, 3))
    whole[: len(products), : len(products)] = products
    (oo, oa, ob), (_, aa, ab), (_, _, bb) = whole
    column, row = a[:, None], b[None, :]
    return np.asarray(oo + 2 * (oa * column + ob * row + ab * column * row) + aa * column**2 + bb * row**2)
