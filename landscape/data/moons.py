"""Two half circles that reach into each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.points import Points


@dataclass(frozen=True, kw_only=True)
class Moons(Points):
    """Class 0 on the upper half of the unit circle, class 1 on the lower half of the one around (1, 0.5)."""

    name: ClassVar[str] = "moons"
    summary: ClassVar[str] = "Points on two half circles that reach into each other; a line separates most."

    @property
    def n_classes(self) -> int:
        """Two."""
        return 2

    @property
    def words(self) -> str:
        """What they are."""
        return "two half circles that reach into each other"

    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """Uniform along the half circles."""
        angle = random.uniform(0, np.pi, len(labels))
        upper = np.column_stack([np.cos(angle), np.sin(angle)])
        return np.where(labels[:, None] == 0, upper, [1.0, 0.5] - upper)
