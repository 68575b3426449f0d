"""Two variables as weights: no layers, no biases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscape.errors import SliceError
from landscape.objectives.layout import Filter, WeightLayout
from trainers.objective import Array

NO_LAYERS = (
    "a function of two variables has no layers or rows that an axis could be as long as. "
    "Use slice.kind=weights or unit."
)


@dataclass(frozen=True)
class PlaneLayout(WeightLayout):
    """The flat vector is (x, y) itself.

    Raises:
        SliceError: a layer or a row is asked for.
    """

    n_classes: int = 1
    n_features: int = 2

    @property
    def names(self) -> tuple[str, ...]:
        """What the weights are called."""
        return ("x", "y")

    @property
    def n_weights(self) -> int:
        """Two."""
        return 2

    @property
    def n_biases(self) -> int:
        """None."""
        return 0

    @property
    def is_bias(self) -> NDArray[np.bool_]:
        """False (2,)."""
        return np.zeros(2, dtype=np.bool_)

    def without_bias(self, weights: Array) -> Array:
        """A copy of weights (..., 2)."""
        return np.array(weights, dtype=np.float64)

    def matrices(self, weights: Array) -> list[Array]:
        """There are none."""
        raise SliceError(NO_LAYERS)

    @property
    def filters(self) -> tuple[Filter, ...]:
        """There are none."""
        raise SliceError(NO_LAYERS)
