"""CIFAR-10 from a folder in its official binary layout."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Examples
from landscape.data.file_rows import FileRows, RecordFile
from landscape.data.source import RawData, Source
from landscape.errors import DataError
from landscape.work import Work, blocks
from trainers.parameters import parameter

CLASS_NAMES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
TRAINING_FILES = tuple(f"data_batch_{number}.bin" for number in range(1, 6))
TEST_FILE = "test_batch.bin"
NAMES_FILE = "batches.meta.txt"
FOLDER = "cifar-10-batches-bin"
N_FEATURES = 3 * 32 * 32
RECORD_BYTES = 1 + N_FEATURES  # the label, then 1,024 bytes each of red, green and blue
_RECORDS_PER_FILE = 10_000
_GET_IT = "Unpack cifar-10-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html"


@dataclass(frozen=True, kw_only=True)
class Cifar10(Source):
    """60,000 photographs of 32 x 32 pixels in ten classes, in their own split 50,000 / 10,000; scale 1 / 255.

    Pixels stay uint8: in memory or, with `stream`, in their files. Results are the same to the last bit.
    Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
    """

    name: ClassVar[str] = "cifar10"
    summary: ClassVar[str] = "60,000 color photographs of 32 x 32 pixels in ten classes, from a folder that you have."

    path: str = parameter("", help=f"The folder with CIFAR-10's .bin files, or the one that holds {FOLDER}.")
    stream: bool = parameter(
        False, help="Leave the pixels in their files and read them a block at a time; takes less memory, more time."
    )

    def read(self, work: Work) -> RawData:
        """The six files, training x (50000, 3072) and test x (10000, 3072), uint8 and planar."""
        folder = self._folder()
        total = len(TRAINING_FILES) + 1
        share, batches = len(TRAINING_FILES) / total, [folder / name for name in TRAINING_FILES]
        train = _read_files(batches, self.stream, work, (0.0, share))
        test = _read_files([folder / TEST_FILE], self.stream, work, (share, 1.0))
        return RawData(
            examples=train,
            test=test,
            class_names=_class_names(folder / NAMES_FILE),
            image_shape=(32, 32, 3),
            planar=True,
            peak=255.0,
            scale=1 / 255,
            note="CIFAR-10 (A. Krizhevsky, 2009), binary version.",
        )

    def _folder(self) -> Path:
        if not self.path:
            raise DataError(
                f"path of cifar10 must name the folder with its .bin files; it is not set. {_GET_IT} and set data.path."
            )
        given = Path(os.path.expanduser(self.path))
        folder = given if (given / TRAINING_FILES[0]).exists() or not (given / FOLDER).is_dir() else given / FOLDER
        if not folder.is_dir():
            found = "is a file" if folder.exists() else "does not exist"
            raise DataError(
                f"path of cifar10 must be a folder; {folder} {found}. {_GET_IT} and name the folder {FOLDER}."
            )
        missing = [name for name in (*TRAINING_FILES, TEST_FILE) if not (folder / name).is_file()]
        if missing:
            count = "all six" if len(missing) == len(TRAINING_FILES) + 1 else ", ".join(missing)
            raise DataError(
                f"{folder} must hold CIFAR-10's data_batch_1.bin to data_batch_5.bin and {TEST_FILE}; "
                f"missing: {count}. {_GET_IT} (the binary version)."
            )
        return folder


def _read_files(files: list[Path], stream: bool, work: Work, progress: tuple[float, float]) -> Examples:
    """The examples of `files` in order, uint8 (n, 3072) with labels (n,); where `stream`, labels alone are kept."""
    rows = FileRows(tuple(_found(file) for file in files), RECORD_BYTES - N_FEATURES, N_FEATURES)
    x = None if stream else np.empty(rows.shape, dtype=np.uint8)
    y = np.empty(len(rows), dtype=np.int64)
    first, last = progress
    for part in blocks(len(rows)):
        work.check()
        records = rows.records(part)
        _check_labels(files, records[:, 0], part.start)
        y[part] = records[:, 0]
        if x is not None:
            x[part] = records[:, 1:]
        work.progress("reading data", first + (last - first) * part.stop / len(rows))
    return Examples(rows if x is None else x, y)


def _found(file: Path) -> RecordFile:
    found, expected = RecordFile.find(file), _RECORDS_PER_FILE * RECORD_BYTES
    if found.size != expected:
        raise DataError(f"{file} must have {expected:,} bytes; it has {found.size:,}. {_GET_IT} again.")
    return found


def _check_labels(files: list[Path], labels: NDArray[np.uint8], first: int) -> None:
    wrong = np.flatnonzero(labels >= len(CLASS_NAMES))
    if wrong.size:
        which, record = divmod(first + int(wrong[0]), _RECORDS_PER_FILE)
        raise DataError(
            f"{files[which]} must begin each record of {RECORD_BYTES:,} bytes with a label from 0 to 9; "
            f"record {record} (from 0) has {labels[wrong[0]]}. {_GET_IT} again."
        )


def _class_names(file: Path) -> tuple[str, ...]:
    if not file.exists():
        return CLASS_NAMES
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(
            f"{file} must be a readable text; got: {error}. Delete it to use the official names."
        ) from error
    names = tuple(line.strip() for line in lines if line.strip())
    if len(names) != len(CLASS_NAMES):
        raise DataError(
            f"{file} must hold ten class names, one a line; it has {len(names)}. Delete it to use the official names."
        )
    return names
