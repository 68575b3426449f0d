"""Rows of features that stay in their files: read where they are used, a block at a time, never all at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from io import FileIO
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from landscape.errors import DataError
from trainers.objective import Rows

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class RecordFile:
    """A file as it was found. It must stay like that as long as its rows are in use, so that their hash stays true."""

    path: Path  # absolute: the working directory may change
    size: int  # bytes
    modified: int  # time of the last change, nanoseconds

    @classmethod
    def find(cls, path: Path) -> RecordFile:
        """The file at `path`.

        Raises:
            DataError: there is none, or it cannot be read.
        """
        try:
            with FileIO(path) as stream:
                found = os.fstat(stream.fileno())
        except OSError as error:
            raise _unreadable(path, error) from error
        return cls(path.absolute(), found.st_size, found.st_mtime_ns)

    @contextmanager
    def opened(self) -> Iterator[FileIO]:
        """The file, open for reading without a buffer of its own.

        Raises:
            DataError: it cannot be read, or is no longer as it was found.
        """
        try:
            with FileIO(self.path) as stream:
                now = os.fstat(stream.fileno())
                if now.st_size != self.size:
                    raise self._changed(f"it had {self.size:,} bytes and has {now.st_size:,}")
                if now.st_mtime_ns != self.modified:
                    raise self._changed("it was written to")
                yield stream
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def fill(self, target: memoryview, stream: FileIO) -> None:
        """Read exactly as many bytes as `target` holds, from where `stream` stands."""
        while target:
            count = stream.readinto(target)
            if not count:
                raise self._changed("it became shorter while it was read")
            target = target[count:]

    def _changed(self, how: str) -> DataError:
        return DataError(
            f"{self.path} must not change while its examples are in use; {how}. "
            "Put the old file back or restart Losscope."
        )


@dataclass(frozen=True, eq=False)
class FileRows:
    """Stored features (N, D), uint8, in files of equal records: `header` bytes that are skipped, then a row's D bytes.

    Used as an array is, by a slice or by row numbers (m,) from 0 to N - 1; each use reads a fresh array (m, D).
    Files are opened for one use only, so any number of threads may read at once and nothing is left open.

    Attributes:
        files: the files, whose records follow each other.
        chosen: (N,) the record that each row is, counted through all files; None where row i is record i.

    Raises:
        DataError: on creation, a file ends within a record; on use, a file is gone, unreadable or changed.
    """

    files: tuple[RecordFile, ...]
    header: int
    n_features: int
    chosen: Rows | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for file in self.files:
            if file.size % self.record_bytes:
                raise DataError(
                    f"{file.path} must hold whole records of {self.record_bytes:,} bytes; it has {file.size:,} bytes. "
                    "Get the file again."
                )

    def __len__(self) -> int:
        return int(self._first_records[-1]) if self.chosen is None else len(self.chosen)

    def __getitem__(self, key: slice | Rows) -> Bytes:
        return self.records(key)[:, self.header :]

    @property
    def shape(self) -> tuple[int, int]:
        """(N, D)."""
        return len(self), self.n_features

    @property
    def dtype(self) -> np.dtype[np.uint8]:
        """uint8."""
        return np.dtype(np.uint8)

    @property
    def record_bytes(self) -> int:
        """The length of a record with its header."""
        return self.header + self.n_features

    def take(self, rows: Rows) -> FileRows:
        """The given rows, still in their files."""
        chosen = self._numbers(rows)
        chosen.flags.writeable = False
        return FileRows(self.files, self.header, self.n_features, chosen)

    def records(self, key: slice | Rows) -> Bytes:
        """Whole records (m, header + D) of the given rows, as they are in the files."""
        numbers = self._numbers(key)
        found = np.empty((len(numbers), self.record_bytes), dtype=np.uint8)
        order = np.argsort(numbers, kind="stable")  # files are read forwards, each opened once
        numbers = numbers[order]
        borders = np.searchsorted(numbers, self._first_records)
        for file, first, (start, stop) in zip(self.files, self._first_records, pairwise(borders), strict=False):
            if start < stop:
                self._read(file, numbers[start:stop] - first, found, order[start:stop])
        return found

    def _read(self, file: RecordFile, numbers: Rows, target: Bytes, places: Rows) -> None:
        """Record numbers[i] of one file into target[places[i]]; neighbors that stay neighbors are read as one."""
        apart = (np.diff(numbers) != 1) | (np.diff(places) != 1)
        runs = [0, *(np.flatnonzero(apart) + 1).tolist(), len(numbers)]
        with file.opened() as stream:
            for start, stop in pairwise(runs):
                place = places[start]
                stream.seek(int(numbers[start]) * self.record_bytes)
                file.fill(target[place : place + stop - start].data.cast("B"), stream)

    def _numbers(self, key: slice | Rows) -> Rows:
        """The records (m,) that the rows of `key` are: a fresh array, or for a slice a view of the frozen `chosen`."""
        if isinstance(key, slice):
            if self.chosen is not None:
                return self.chosen[key]
            return np.arange(*key.indices(len(self)), dtype=np.int64)
        rows = np.asarray(key)
        if rows.ndim != 1 or rows.dtype.kind not in "iu":
            raise TypeError(f"rows must be a slice or whole numbers (m,); got {rows.dtype.name} of shape {rows.shape}")
        if rows.size and not (rows.min() >= 0 and rows.max() < len(self)):
            raise IndexError(f"rows must lie in 0 .. {len(self) - 1}; got {rows.min()} .. {rows.max()}")
        return rows.astype(np.int64) if self.chosen is None else self.chosen[rows]

    @cached_property
    def _first_records(self) -> Rows:
        """(files + 1,) the number of each file's first record, then the number of all records."""
        counts = [file.size // self.record_bytes for file in self.files]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _unreadable(path: Path, error: OSError) -> DataError:
    return DataError(
        f"{path} must be readable as long as its examples are in use; got: {error.strerror}. "
        "Check the file and its permissions."
    )
