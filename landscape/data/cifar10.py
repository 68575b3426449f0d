"""CIFAR-10, from its files in any form that they were published in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from landscape.data.cifar_format import N_FEATURES, CifarFormat
from landscape.data.cifar_source import Wanted, read_cifar
from landscape.data.download import Remote
from landscape.data.source import RawData, Source
from landscape.work import Work
from trainers.parameters import parameter

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAINING_FILES = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST_FILE = "test_batch.bin"
FOLDER = "cifar-10-batches-bin"
RECORD_BYTES = 1 + N_FEATURES
REMOTE = Remote(
    url="https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
    sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    n_bytes=170_052_171,
)
_RECORDS_PER_FILE = 10_000
_GET_IT = "Unpack cifar-10-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html"


@dataclass(frozen=True, kw_only=True)
class Cifar10(Source):
    """60,000 photographs of 32 x 32 pixels in ten classes, in their own split 50,000 / 10,000; scale 1 / 255.

    Pixels stay uint8: in memory or, with `stream`, in their files. Results are the same to the last bit.
    Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
    """

    name: ClassVar[str] = "cifar10"
    summary: ClassVar[str] = (
        "60,000 color photographs of 32 x 32 pixels in ten classes, from files that you have or fetch."
    )

    path: str = parameter(
        "", help=f"The folder with CIFAR-10's files, or the one that holds {FOLDER}, or the unopened .tar.gz."
    )
    stream: bool = parameter(
        False, help="Leave the pixels in their files and read them a block at a time; takes less memory, more time."
    )
    download: bool = parameter(
        False, help="Where path is empty: fetch the archive (162 MB) once and keep it; else nothing is ever fetched."
    )
    url: str = parameter("", help="Where to fetch the same archive from instead, for example a mirror near you.")

    def read(self, work: Work) -> RawData:
        """The six files, training x (50000, 3072) and test x (10000, 3072), uint8 and planar."""
        wanted = Wanted(self.path, self.download, self.url, self.stream)
        return read_cifar(_format(), REMOTE, wanted, "CIFAR-10 (A. Krizhevsky, 2009).", work)


def _format() -> CifarFormat:
    return CifarFormat(
        source="cifar10",
        title="CIFAR-10",
        get_it=_GET_IT,
        folders=(FOLDER, "cifar-10-batches-py"),
        training=TRAINING_FILES,
        test=TEST_FILE,
        names="batches.meta.txt",
        py_training=tuple(f"data_batch_{number}" for number in range(1, 6)),
        py_test="test_batch",
        py_names="batches.meta",
        records=_RECORDS_PER_FILE,
        test_records=_RECORDS_PER_FILE,
        n_labels=1,
        label=0,
        py_label="labels",
        py_class_names="label_names",
        class_names=CLASS_NAMES,
    )
