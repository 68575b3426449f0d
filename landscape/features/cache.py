"""Features on disk, so that they are computed once. Losing an entry costs time and nothing else."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from landscape.data.archive import BROKEN
from landscape.errors import FileError
from landscape.features.feature import Learned, Numbers
from landscape.files.atomic import replacing

LIMIT = 4 * 2**30  # bytes of all entries; those used longest ago go first
_LEARNED = "learned_"


@dataclass(frozen=True, eq=False)
class Extracted:
    """A feature's numbers before they are standardized, of training (N, D) and test images, and what it learned."""

    train: Numbers
    test: Numbers
    learned: Learned


def load(folder: Path, key: str, n_train: int, n_test: int) -> Extracted | None:
    """The entry of `key`; None where there is none, or none that is whole and has these numbers of images."""
    file = folder / f"{key}.npz"
    try:
        # numpy, given a path that is no archive, leaves the file open for the garbage collector.
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            train, test = archive["train"], archive["test"]
            learned = {name.removeprefix(_LEARNED): archive[name] for name in archive.files if _LEARNED in name}
        if not (_fits(train, n_train) and _fits(test, n_test) and train.shape[1] == test.shape[1]):
            return None
        os.utime(file)  # used now: it goes last
    except (*BROKEN, KeyError, AttributeError, TypeError):
        return None
    return Extracted(train, test, learned)


def save(folder: Path, key: str, found: Extracted, limit: int = LIMIT) -> None:
    """Keep an entry, and delete old ones beyond `limit` bytes. A full or read-only disk keeps none: no error."""
    size = found.train.nbytes + found.test.nbytes
    if size > limit:
        return
    with contextlib.suppress(OSError, FileError):
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder, limit - size)
        with replacing(folder / f"{key}.npz") as partial, partial.open("wb") as stream:
            learned = {_LEARNED + name: array for name, array in found.learned.items()}
            np.savez(stream, train=found.train, test=found.test, **learned)  # type: ignore[arg-type]


def _fits(array: Numbers, n: int) -> bool:
    return array.ndim == 2 and array.dtype == np.float32 and len(array) == n


def _make_room(folder: Path, limit: int) -> None:
    entries = []
    for file in folder.glob("*.npz"):
        with contextlib.suppress(OSError):  # another process deleted it
            entries.append((file.stat().st_mtime_ns, file.stat().st_size, file))
    total = sum(size for _, size, _ in entries)
    for _, size, file in sorted(entries):
        if total <= limit:
            return
        with contextlib.suppress(OSError):
            file.unlink()
            total -= size
