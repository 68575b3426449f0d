"""How a classifier's flat weight vector is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array
from trainers.randomness import Purpose, generator


@dataclass(frozen=True, eq=False)
class Filter:
    """The weights that lead into one unit: its name for people, and their indices (n,) in the flat vector, no bias."""

    name: str
    indices: NDArray[np.int64]


@dataclass(frozen=True)
class WeightLayout:
    """One matrix per layer, of shape (n_outputs, n_inputs + 1), the bias as last column.

    The flat vector is their ``ravel()``, the layer next to the features first. A linear classifier has one layer,
    W of shape (n_classes, n_features + 1); ``hidden=(100,)`` puts one of 100 units before it.
    """

    n_classes: int
    n_features: int
    hidden: tuple[int, ...] = ()

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shape of every layer's matrix, bias included."""
        sizes = (self.n_features, *self.hidden, self.n_classes)
        return tuple((n_outputs, n_inputs + 1) for n_inputs, n_outputs in pairwise(sizes))

    @property
    def names(self) -> tuple[str, ...]:
        """What the weights are called where each has a name of its own; empty where they stand in layers."""
        return ()

    @property
    def n_weights(self) -> int:
        """P; for a linear classifier C (D + 1)."""
        return sum(rows * columns for rows, columns in self.shapes)

    @property
    def n_biases(self) -> int:
        """How many of the weights are biases."""
        return sum(rows for rows, _ in self.shapes)

    def matrices(self, weights: Array) -> list[Array]:
        """Views of weights (..., P) as one matrix (..., n_outputs, n_inputs + 1) per layer."""
        ends = accumulate((rows * columns for rows, columns in self.shapes), initial=0)
        return [
            weights[..., first:last].reshape(*weights.shape[:-1], *shape)
            for (first, last), shape in zip(pairwise(ends), self.shapes, strict=True)
        ]

    def matrix(self, weights: Array) -> Array:
        """A view of the weights (..., P) of a linear classifier as W (..., C, D + 1).

        Raises:
            ValueError: there is more than one layer.
        """
        (only,) = self.matrices(weights)
        return only

    @property
    def is_bias(self) -> NDArray[np.bool_]:
        """True (P,) where a weight is a bias."""
        return np.asarray(self.without_bias(np.ones(self.n_weights)) == 0)

    def without_bias(self, weights: Array) -> Array:
        """A copy of weights (..., P) with every bias at zero."""
        copy = np.array(weights, dtype=np.float64)
        for matrix in self.matrices(copy):
            matrix[..., -1] = 0.0
        return copy

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """The rows of every matrix without their biases: of each hidden unit what comes in, then of each class."""
        layers = self.matrices(np.arange(self.n_weights, dtype=np.float64))
        units = ["hidden unit"] * len(self.hidden) + ["class"]
        return tuple(
            Filter(f"{unit} {index}", row[:-1].astype(np.int64))
            for unit, matrix in zip(units, layers, strict=True)
            for index, row in enumerate(matrix)
        )

    def random_start(self, seed: int, deviations: Sequence[float]) -> Array:
        """Gaussian weights (P,) with one standard deviation per layer; biases are 0."""
        drawn = generator(seed, Purpose.START).standard_normal(self.n_weights)
        for matrix, deviation in zip(self.matrices(drawn), deviations, strict=True):
            matrix *= deviation
        return self.without_bias(drawn)
