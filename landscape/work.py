"""How long work is done: over blocks of fixed size, on some workers, with progress, until somebody says stop.

Blocks and their order never depend on the number of workers, so neither does a single bit of any sum.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from trainers.errors import Cancelled

BLOCK_ROWS = 1024  # part of the contract: changing it changes the last bits of every result

T = TypeVar("T")
Progress = Callable[[str, float], None]


def _silent(stage: str, fraction: float) -> None:
    pass


def unwatched(label: str, state: Any) -> None:
    """What hears of the states of runs that nobody looks at."""


@dataclass
class Work:
    """The circumstances of one piece of work; they never change its result.

    `progress` hears (stage, fraction done 0..1); `stop` is set by anyone who wants the work to end. `watch` hears of
    every state of every run, with whole weights, by the run's label.
    """

    workers: int = 1
    progress: Progress = _silent
    stop: threading.Event = field(default_factory=threading.Event)
    watch: Callable[[str, Any], None] = unwatched

    def check(self) -> None:
        """Raise `Cancelled` where the work was asked to stop."""
        if self.stop.is_set():
            raise Cancelled


def blocks(n: int, size: int = BLOCK_ROWS) -> list[slice]:
    """Consecutive slices of at most `size` that cover range(n)."""
    return [slice(first, min(first + size, n)) for first in range(0, n, size)]


def map_in_order(
    function: Callable[[slice], T], parts: list[slice], work: Work, stage: str | None = None
) -> Iterator[T]:
    """`function` of each part, handed out in the order of `parts`, computed by `work.workers` threads.

    Only a few parts per worker are in flight, so memory stays flat; `stage` names the work to `progress`.
    """
    if work.workers == 1 or len(parts) == 1:
        for done, part in enumerate(parts, start=1):
            work.check()
            yield function(part)
            if stage is not None:
                work.progress(stage, done / len(parts))
        return
    with ThreadPoolExecutor(work.workers, thread_name_prefix="losscope-block") as pool:
        waiting: deque[Future[T]] = deque()
        try:
            for submitted, part in enumerate(parts, start=1):
                work.check()
                waiting.append(pool.submit(function, part))
                if len(waiting) > 2 * work.workers:
                    yield waiting.popleft().result()
                if stage is not None:
                    work.progress(stage, (submitted - len(waiting)) / len(parts))
            while waiting:
                work.check()
                yield waiting.popleft().result()
        except KeyboardInterrupt:
            work.stop.set()  # leaving the pool waits for the blocks in flight: they must hear of it
            raise
        finally:
            for future in waiting:
                future.cancel()
    if stage is not None:
        work.progress(stage, 1.0)
