"""The small data set that comes with Losscope."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import ClassVar

import numpy as np

from landscape.data.dataset import Examples
from landscape.data.source import RawData, Source
from landscape.work import Work

PEAK = 16  # a pixel counts the dark pixels of a 4 x 4 block of a 32 x 32 bitmap


@dataclass(frozen=True, kw_only=True)
class Digits(Source):
    """1,797 handwritten digits of 8 x 8 pixels from 0 to 16, split 1,437 / 360; scale 1 / 16.

    Source: the test set of "Optical Recognition of Handwritten Digits", E. Alpaydin and C. Kaynak, 1998, UCI
    Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0. scripts/make_digits.py packs scikit-learn's copy.
    """

    name: ClassVar[str] = "digits"
    summary: ClassVar[str] = "1,797 handwritten digits of 8 x 8 pixels; comes with Losscope."

    def read(self, work: Work) -> RawData:
        """The packaged file: x (1797, 64) uint8."""
        work.check()
        with resources.files("landscape.data").joinpath("digits.npz").open("rb") as file:
            packed = np.load(file, allow_pickle=False)
            x, y, source = packed["X"], packed["y"].astype(np.int64), str(packed["source"])
        work.progress("reading data", 1.0)
        return RawData(
            examples=Examples(x.reshape(len(x), -1), y),
            test=None,
            class_names=tuple(str(digit) for digit in range(10)),
            image_shape=(8, 8),
            planar=False,
            peak=float(PEAK),
            scale=1 / PEAK,
            note=source,
        )
