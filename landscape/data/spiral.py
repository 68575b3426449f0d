"""Arms of a spiral."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.points import Points
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Spiral(Points):
    """One arm for each class: radius r from 0 to 1, angle 4 r + 2 pi class / arms, r drawn uniformly.

    The toy data of the lectures on neural networks: F.-F. Li, A. Karpathy and J. Johnson, Stanford CS231n, 2016,
    "Putting it together: Minimal Neural Network Case Study" (whose noise turns the angle; here it moves points).
    """

    name: ClassVar[str] = "spiral"
    summary: ClassVar[str] = "Points on the arms of a spiral; no line separates them, a network can."

    arms: int = parameter(3, at_least=2, at_most=100, help="How many arms there are, each a class.")
    noise: float = parameter(
        0.03, at_least=0.0, at_most=1e6, help="Deviation of the Gaussian noise added to both coordinates."
    )

    @property
    def n_classes(self) -> int:
        """One for each arm."""
        return self.arms

    @property
    def words(self) -> str:
        """How many arms."""
        return f"{self.arms} arms of a spiral of radius 1"

    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """Points on the arms."""
        radius = random.random(len(labels))
        angle = 4 * radius + 2 * np.pi * labels / self.arms
        return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
