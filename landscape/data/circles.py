"""A circle within a circle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.points import Points
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Circles(Points):
    """Points on two circles around 0: class 0 on radius 1, class 1 on radius `inner`."""

    name: ClassVar[str] = "circles"
    summary: ClassVar[str] = "Points on a circle within a circle; no line separates them."

    inner: float = parameter(0.5, at_least=0.0, at_most=1.0, help="Radius of the inner circle; the outer one has 1.")
    noise: float = parameter(
        0.05, at_least=0.0, at_most=1e6, help="Deviation of the Gaussian noise added to both coordinates."
    )

    @property
    def n_classes(self) -> int:
        """Two."""
        return 2

    @property
    def words(self) -> str:
        """The radii."""
        return f"circles of radius 1 and {self.inner:g}"

    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """Uniform along the circles."""
        angle = random.uniform(0, 2 * np.pi, len(labels))
        radius = np.where(labels == 0, 1.0, self.inner)
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
