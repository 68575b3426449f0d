"""What the drawn points in the plane share: how many, how noisy, and how they are stored."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Examples
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.errors import InvalidValue
from trainers.parameters import parameter
from trainers.randomness import Purpose, generator


@dataclass(frozen=True, kw_only=True)
class Points(Source):
    """Points in the plane, two features, drawn with the source's seed. A source of this kind has `draw`."""

    count: int = parameter(
        500, at_least=10, at_most=1_000_000, help="How many points are drawn in all, a fifth of them for testing."
    )
    noise: float = parameter(
        0.15, at_least=0.0, at_most=1e6, help="Deviation of the Gaussian noise added to both coordinates."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.count < 5 * self.n_classes:
            raise InvalidValue(
                f"count of {self.name} must be at least 5 for each of its {self.n_classes} classes; got {self.count}. "
                f"Try {100 * self.n_classes}."
            )

    @abstractmethod
    def draw(self, labels: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.float64]:
        """Points (N, 2) without noise, one for each of labels (N,), which count 0, 1, .., C - 1, 0, 1, .."""

    @property
    @abstractmethod
    def n_classes(self) -> int:
        """How many classes there are."""

    @property
    @abstractmethod
    def words(self) -> str:
        """What the points are, for the note."""

    def read(self, work: Work) -> RawData:
        """Points (N, 2), float32: as many of each class, or one more of the first ones."""
        work.check()
        random = generator(self.seed, Purpose.DATA)
        labels = np.arange(self.count, dtype=np.int64) % self.n_classes
        points = self.draw(labels, random) + self.noise * random.standard_normal((self.count, 2))
        work.progress("reading data", 1.0)
        stored: NDArray[Any] = points.astype(np.float32)
        return RawData(
            examples=Examples(stored, labels),
            test=None,
            class_names=tuple(str(number) for number in range(self.n_classes)),
            image_shape=None,
            planar=False,
            peak=float(np.abs(stored).max()) or 1.0,
            scale=1.0,
            note=f"{self.count:,} points drawn with seed {self.seed}: {self.words}, noise {self.noise:g}.",
        )
