"""Medians of repeated work, by turns, so that what disturbs the machine disturbs both sides alike."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from benchmarks.row import Seconds

Piece = Callable[[], Any]


def by_turns(pieces: Mapping[str, Piece], rounds: int) -> dict[str, Seconds]:
    """What each piece of work takes: the median over `rounds` rounds, in each of which every piece is done once."""
    found: dict[str, list[Seconds]] = {name: [] for name in pieces}
    for number in range(1, rounds + 1):
        for name, piece in pieces.items():
            found[name].append(_seconds(piece))
        if sys.stderr.isatty():
            print(f"  {number} of {rounds} rounds", end="\r", file=sys.stderr)
    return {name: _median(times) for name, times in found.items()}


def _seconds(piece: Piece) -> Seconds:
    wall, processor = time.perf_counter(), time.process_time()
    piece()
    return Seconds(time.process_time() - processor, time.perf_counter() - wall)


def _median(times: list[Seconds]) -> Seconds:
    return Seconds(*(statistics.median(getattr(t, name) for t in times) for name in ("processor", "wall")))
