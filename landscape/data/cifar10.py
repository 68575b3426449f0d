"""CIFAR-10 from a folder in its official binary layout."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from landscape.data.dataset import Examples
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

    Pixels stay uint8. Source: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
    """

    name: ClassVar[str] = "cifar10"
    summary: ClassVar[str] = "60,000 color photographs of 32 x 32 pixels in ten classes, from a folder that you have."

    path: str = parameter("", help=f"The folder with CIFAR-10's .bin files, or the one that holds {FOLDER}.")

    def read(self, work: Work) -> RawData:
        """The six files, training x (50000, 3072) and test x (10000, 3072), uint8 and planar."""
        folder = self._folder()
        total = len(TRAINING_FILES) + 1
        train = _read_files([folder / name for name in TRAINING_FILES], work, (0.0, len(TRAINING_FILES) / total))
        test = _read_files([folder / TEST_FILE], work, (len(TRAINING_FILES) / total, 1.0))
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


def _read_files(files: list[Path], work: Work, progress: tuple[float, float]) -> Examples:
    """The examples of `files` in order, in one uint8 array: (n, 3072) with labels (n,)."""
    n = len(files) * _RECORDS_PER_FILE
    x, y = np.empty((n, N_FEATURES), dtype=np.uint8), np.empty(n, dtype=np.int64)
    first, last = progress
    done = 0
    for file in files:
        for records in _records(file, work):
            x[done : done + len(records)] = records[:, 1:]
            y[done : done + len(records)] = records[:, 0]
            done += len(records)
            work.progress("reading data", first + (last - first) * done / n)
    return Examples(x, y)


def _records(file: Path, work: Work) -> Iterator[np.ndarray[tuple[int, int], np.dtype[np.uint8]]]:
    """The records of one file in blocks (m, 3073), in one buffer that the next block overwrites."""
    parts = blocks(_RECORDS_PER_FILE)
    buffer = np.empty((parts[0].stop, RECORD_BYTES), dtype=np.uint8)
    expected = _RECORDS_PER_FILE * RECORD_BYTES
    try:
        with file.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size != expected:
                raise DataError(f"{file} must have {expected:,} bytes; it has {size:,}. {_GET_IT} again.")
            for part in parts:
                work.check()
                records = buffer[: part.stop - part.start]
                if stream.readinto(records.data.cast("B")) != records.nbytes:
                    raise DataError(
                        f"{file} must have {expected:,} bytes; it became shorter while it was read. Try again."
                    )
                _check_labels(file, records[:, 0], part.start)
                yield records
    except OSError as error:
        raise DataError(
            f"{file} must be readable; got: {error.strerror}. Check the file and its permissions."
        ) from error


def _check_labels(file: Path, labels: np.ndarray[tuple[int], np.dtype[np.uint8]], first: int) -> None:
    wrong = np.flatnonzero(labels >= len(CLASS_NAMES))
    if wrong.size:
        row = int(wrong[0])
        raise DataError(
            f"{file} must begin each record of {RECORD_BYTES:,} bytes with a label from 0 to 9; "
            f"record {first + row} (from 0) has {labels[row]}. {_GET_IT} again."
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
