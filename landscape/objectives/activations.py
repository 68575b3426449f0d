"""What a hidden unit makes of the sum that comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from trainers.objective import Array


class Activation(Protocol):
    """A function of each unit's sum, with the variance that its weights should start with.

    `label` is what a person reads. Weights into a unit with n inputs start with variance ``gain / n``, which keeps
    the size of what flows through the layers.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    gain: ClassVar[float]

    def apply(self, sums: Array) -> Array:
        """The units' values at sums of any shape, in place."""
        ...

    def slopes(self, values: Array) -> Array:
        """The derivatives by the sums, from the units' values."""
        ...


@dataclass(frozen=True)
class Relu:
    """``max(0, z)``; at the kink the slope is taken as 0.

    Start: He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", ICCV 2015: half of the units are silent, so the rest
    must carry twice the variance.
    """

    name: ClassVar[str] = "relu"
    label: ClassVar[str] = "ReLU"
    gain: ClassVar[float] = 2.0

    def apply(self, sums: Array) -> Array:
        """``max(0, sums)`` in place."""
        return np.maximum(sums, 0.0, out=sums)

    def slopes(self, values: Array) -> Array:
        """1 where a unit is above 0."""
        return (values > 0).astype(np.float64)


@dataclass(frozen=True)
class Tanh:
    """``tanh(z)``, which is about z where z is small.

    Start: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS
    2010, with the inputs alone counted: what flows forward keeps its variance.
    """

    name: ClassVar[str] = "tanh"
    label: ClassVar[str] = "tanh"
    gain: ClassVar[float] = 1.0

    def apply(self, sums: Array) -> Array:
        """``tanh(sums)`` in place."""
        return np.tanh(sums, out=sums)

    def slopes(self, values: Array) -> Array:
        """``1 - tanh(z)^2``."""
        return 1.0 - values * values


ACTIVATIONS: dict[str, type[Activation]] = {
    "relu": Relu,
    "tanh": Tanh,
}
