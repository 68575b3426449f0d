"""How much memory a piece of work takes at its peak, above what the process held before it."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
STATUS = Path("/proc/self/status")
CLEAR = Path("/proc/self/clear_refs")
CLEAR_PEAK = "5"  # see proc(5)


def peak_megabytes(work: Callable[[], T]) -> tuple[float | None, T]:
    """Millions of bytes at the peak of `work`, and its result; None where the system does not tell (only Linux does).

    Pages that the process keeps in reserve for itself would hide a part, so they are given back first.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    try:
        CLEAR.write_text(CLEAR_PEAK)
    except OSError:
        return None, work()
    before = _bytes("VmRSS")
    result = work()
    return (_bytes("VmHWM") - before) / 1e6, result


def resident_megabytes() -> float | None:
    """Millions of bytes that the process holds now, reserves given back; None where the system does not tell."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return _bytes("VmRSS") / 1e6 if STATUS.exists() else None


def largest_peak_megabytes(work: Callable[[], object], times: int) -> float | None:
    """The largest of several peaks, each in a copy of this process, as none of them is to find what another left.

    With several threads a peak depends on which of their moments coincide.
    """
    if not CLEAR.exists():
        return None
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()

    def measure() -> None:
        results.put(peak_megabytes(work)[0])

    peaks: list[float | None] = []
    for _ in range(times):
        copy = context.Process(target=measure)
        copy.start()
        copy.join()
        if copy.exitcode:
            raise RuntimeError(f"measuring memory ended with exit status {copy.exitcode}; what went wrong is above.")
        peaks.append(results.get())
    return max((peak for peak in peaks if peak is not None), default=None)


def _bytes(name: str) -> int:
    for line in STATUS.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return 1024 * int(line.split()[1])
    raise LookupError(f"{STATUS} on {sys.platform} has no {name}")
