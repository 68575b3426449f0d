"""Examples of your own, from an .npz file. Nothing in the file is ever unpickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landscape.data.archive import read_arrays
from landscape.data.arrays import Arrays, raw_data
from landscape.data.places import file_of
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Npz(Source):
    """Your own examples: X (N, D), or images (N, h, w) or (N, h, w, 3), with labels y (N,) from 0 to C - 1.

    `X_test` with `y_test`, and `class_names` (C,) may be in the file too; without a test split, a fifth is
    split off. uint8 stays uint8 and is scaled by 1 / 255; any other numbers become float32 and are scaled by
    1 / the largest absolute value of X.
    """

    name: ClassVar[str] = "npz"
    summary: ClassVar[str] = "Your own examples, from an .npz file with the arrays X and y."

    path: str = parameter("", help="The .npz file with X and y; X_test, y_test and class_names if you like.")

    def read(self, work: Work) -> RawData:
        """The arrays of the file, x (N, D) in uint8 or float32."""
        work.check()
        file = file_of(self.path, "path of npz must name an .npz file", "data.path")
        arrays = read_arrays(file)
        work.progress("reading data", 0.5)
        return raw_data(Arrays(file, arrays), work)
