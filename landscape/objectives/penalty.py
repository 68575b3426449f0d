"""What large weights cost: ``regularization * sum(w^2) + l1 * sum(abs(w))`` over all weights but the biases.

On a slice the squares are a quadratic in the coordinates, known from a few inner products. The absolute values have a
kink wherever a weight changes its sign, so that they need every weight of the origin and the axes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landscape.losses.hinge_grid import hinge_line_sums
from landscape.objectives.layout import WeightLayout
from landscape.slice import Slice
from trainers.objective import Array


def absolute_sums(matrices: Sequence[Array], l1: float) -> Array | float:
    """``l1`` times the sums (K,) of absolute weights of a stack's matrices (K, outputs, inputs + 1), bias last."""
    return l1 * sum(np.abs(matrix[..., :-1]).sum(axis=(-2, -1)) for matrix in matrices) if l1 else 0.0


def penalty_words(regularization: float, l1: float, whose: str, left_out: str) -> str:
    """The terms in words: "0.001 x sum of squared weights (bias not regularized)"."""
    absolute = f" + {l1:g} x sum of absolute weights" if l1 else ""
    return f"{regularization:g} x sum of squared weights{absolute}{whose} ({left_out} not regularized)"


@dataclass(frozen=True, eq=False)
class SlicePenalty:
    """The regularization term as a function of a slice's coordinates, apart from the data.

    Attributes:
        products: (k + 1, k + 1) inner products of origin and axes without biases, times the regularization.
        weights: (k + 1, P) origin and axes without biases, times l1; None where that is 0.
    """

    products: Array
    weights: Array | None = None

    def at(self, points: Array) -> Array:
        """The term (K,) at points (K, k + 1) that begin with a 1."""
        squares = np.asarray(np.einsum("ki,ij,kj->k", points, self.products, points))
        return squares if self.weights is None else squares + np.abs(points @ self.weights).sum(axis=-1)

    def gradient(self, point: Array) -> Array:
        """The gradient (k,) by the coordinates at a point (k + 1,) that begins with a 1; 0 where a weight is 0."""
        slopes = np.asarray(2.0 * (self.products @ point)[1:])
        return slopes if self.weights is None else slopes + self.weights[1:] @ np.sign(point @ self.weights)

    def grid(self, a: Array, b: Array) -> Array:
        """The term (n_a, n_b) at every ``(a[i], b[j])`` of a slice with two axes, or of one with one where b is 0.

        Exact up to rounding. With absolute weights, `b` increases evenly.
        """
        whole = np.zeros((3, 3))
        whole[: len(self.products), : len(self.products)] = self.products
        (oo, oa, ob), (_, aa, ab), (_, _, bb) = whole
        column, row = a[:, None], b[None, :]
        squares = np.asarray(oo + 2 * (oa * column + ob * row + ab * column * row) + aa * column**2 + bb * row**2)
        return squares if self.weights is None else squares + _absolute_grid(self.weights, a, b)

    def on(self, mixing: Array) -> SlicePenalty:
        """The term on a slice of the slice: its origin and axes are ``mixing`` (j + 1, k + 1) times this one's."""
        weights = None if self.weights is None else mixing @ self.weights
        return SlicePenalty(mixing @ self.products @ mixing.T, weights)


def slice_penalty(layout: WeightLayout, through: Slice, regularization: float, l1: float = 0.0) -> SlicePenalty:
    """The regularization term on a slice."""
    kept = layout.without_bias(np.concatenate([through.origin[None], through.axes]))
    return SlicePenalty(np.asarray(regularization * (kept @ kept.T)), l1 * kept if l1 else None)


def _absolute_grid(weights: Array, a: Array, b: Array) -> Array:
    """Sums (n_a, n_b) of ``abs(o + a[i] u + b[j] v)``: of a rising and a falling hinge per weight."""
    origin, along_a = weights[0], weights[1]
    along_b = weights[2] if len(weights) > 2 else np.zeros_like(origin)
    q = np.concatenate([along_b, -along_b])
    sums = np.empty((len(a), len(b)))
    for i, step in enumerate(a):
        p = origin + step * along_a
        sums[i] = hinge_line_sums(np.concatenate([p, -p]), q, b)
    return sums
