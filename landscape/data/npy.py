"""Examples of your own, from two .npy files. Nothing in them is ever unpickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landscape.data.archive import read_array
from landscape.data.arrays import Arrays, raw_data
from landscape.data.places import file_of
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Npy(Source):
    """Two files: X (N, D), or images (N, h, w) or (N, h, w, 3), and labels y (N,) from 0 to C - 1.

    Numbers are stored and scaled as those of an .npz file.
    """

    name: ClassVar[str] = "npy"
    summary: ClassVar[str] = "Your own examples, from an .npy file with features and one with labels."

    path: str = parameter("", help="The .npy file with the features X, or the images.")
    labels: str = parameter("", help="The .npy file with the labels y, whole numbers from 0.")

    def read(self, work: Work) -> RawData:
        """The arrays of the files, x (N, D) in uint8 or float32."""
        work.check()
        file = file_of(self.path, "path of npy must name an .npy file with features", "data.path")
        labels = file_of(self.labels, "labels of npy must name an .npy file with labels", "data.labels")
        arrays = {"X": read_array(file), "y": read_array(labels)}
        work.progress("reading data", 0.5)
        return raw_data(Arrays(file, arrays, {"y": labels}), work, f"{file.name} and {labels.name}")
