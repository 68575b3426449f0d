"""Four squares like a chess board's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.points import Points


@dataclass(frozen=True, kw_only=True)
class Xor(Points):
    """Points in the square [-1, 1] x [-1, 1]; class 0 where both coordinates have one sign, else class 1.

    What no linear classifier can learn. Source: M. Minsky and S. Papert, "Perceptrons", 1969.
    """

    name: ClassVar[str] = "xor"
    summary: ClassVar[str] = "Points in four squares, opposite ones of one class; a line does no better than chance."

    @property
    def n_classes(self) -> int:
        """Two."""
        return 2

    @property
    def words(self) -> str:
        """Where the classes are."""
        return "class 0 where both coordinates have one sign, else class 1"

    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """Uniform in the squares of each class."""
        x = random.uniform(-1, 1, len(labels))
        y = np.abs(random.uniform(-1, 1, len(labels))) * np.sign(x) * (1 - 2 * labels)
        return np.column_stack([x, y])
