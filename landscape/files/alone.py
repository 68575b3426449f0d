"""One process at a time: the others wait, and may be told to stop waiting."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from landscape.work import Work

_PAUSE = 0.2  # seconds between two looks whether the other has ended


@contextmanager
def alone(place: Path, work: Work, stage: str) -> Iterator[None]:
    """Hold the lock `place`, a file that is made where it is missing; a process that ends, in any way, lets it go.

    Where the file system knows no locks, nothing is held.

    Raises:
        OSError: the file cannot be made.
        Cancelled: the work was asked to stop while it waited.
    """
    with place.open("ab") as file:
        while _is_taken(file):
            work.check()
            work.progress(stage, 0.0)
            work.stop.wait(_PAUSE)
        yield


def _is_taken(file: IO[bytes]) -> bool:
    """Whether another holds the lock; if not, it is ours until the file is closed."""
    try:
        _lock(file.fileno())
    except (BlockingIOError, PermissionError):  # POSIX's and Windows's word for it
        return True
    except OSError:
        return False
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
