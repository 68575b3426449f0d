"""Round clouds of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.points import Points
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Blobs(Points):
    """One Gaussian cloud for each class, its center on the unit circle, evenly spaced from angle 0."""

    name: ClassVar[str] = "blobs"
    summary: ClassVar[str] = "Points in round clouds, one for each class; a line between them separates most."

    clouds: int = parameter(3, at_least=2, at_most=100, help="How many clouds there are, each a class.")

    @property
    def n_classes(self) -> int:
        """One for each cloud."""
        return self.clouds

    @property
    def words(self) -> str:
        """How many clouds, and where."""
        return f"{self.clouds} clouds around centers on the unit circle"

    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """The centers; the noise makes the clouds."""
        angle = 2 * np.pi * labels / self.clouds
        return np.column_stack([np.cos(angle), np.sin(angle)])
