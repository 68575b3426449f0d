"""Images with nothing in them to learn, in CIFAR-10's shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from landscape.data.dataset import Examples
from landscape.data.source import RawData, Source
from landscape.work import Work, blocks
from trainers.parameters import parameter
from trainers.randomness import Purpose, generator


@dataclass(frozen=True, kw_only=True)
class Noise(Source):
    """Images of 32 x 32 color pixels, each byte uniform from 0 to 255, in ten classes of equal size; scale 1 / 255.

    Labels say nothing of the images, so test accuracy stays at chance: what is learned is learned by heart.
    """

    name: ClassVar[str] = "noise"
    summary: ClassVar[str] = "Images of pure noise in CIFAR-10's shape, with labels that mean nothing."

    count: int = parameter(
        5000, at_least=20, at_most=1_000_000, help="How many images are drawn in all, a fifth of them for testing."
    )

    def read(self, work: Work) -> RawData:
        """Images (N, 3072), uint8 and planar."""
        random = generator(self.seed, Purpose.DATA)
        x = np.empty((self.count, 3 * 32 * 32), dtype=np.uint8)
        for rows in blocks(self.count):
            work.check()
            x[rows] = random.integers(0, 256, x[rows].shape, dtype=np.uint8)
            work.progress("reading data", rows.stop / self.count)
        return RawData(
            examples=Examples(x, np.arange(self.count, dtype=np.int64) % 10),
            test=None,
            class_names=tuple(str(number) for number in range(10)),
            image_shape=(32, 32, 3),
            planar=True,
            peak=255.0,
            scale=1 / 255,
            note=f"{self.count:,} images of uniform noise in CIFAR-10's shape, drawn with seed {self.seed}.",
        )
