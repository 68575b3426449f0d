"""How a classifier's flat weight vector is laid out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainers.objective import Array


@dataclass(frozen=True)
class WeightLayout:
    """W has shape (n_classes, n_features + 1), the bias as last column; the flat vector is ``W.ravel()``."""

    n_classes: int
    n_features: int

    @property
    def n_weights(self) -> int:
        """P = C (D + 1)."""
        return self.n_classes * (self.n_features + 1)

    def matrix(self, weights: Array) -> Array:
        """A view of weights (..., P) as (..., C, D + 1)."""
        return weights.reshape(*weights.shape[:-1], self.n_classes, self.n_features + 1)

    @property
    def is_bias(self) -> NDArray[np.bool_]:
        """True (P,) where a weight is a bias."""
        mask = np.zeros((self.n_classes, self.n_features + 1), dtype=bool)
        mask[:, -1] = True
        return mask.ravel()

    def without_bias(self, weights: Array) -> Array:
        """A copy of weights (..., P) with every bias at zero."""
        copy = np.array(weights, dtype=np.float64)
        self.matrix(copy)[..., -1] = 0.0
        return copy
