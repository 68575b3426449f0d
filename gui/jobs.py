"""Background work in lanes: one thread each, the newest request wins, stale results are dropped.

A worker touches no widget. It emits (generation, kind, payload) over a queued connection; whatever does not
carry the lane's present generation has been overtaken and is ignored. Exceptions travel as results.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from landscape.errors import Cancelled
from landscape.work import Work

PROGRESS_INTERVAL = 0.03  # seconds


class Lane(QObject):
    """One thread for one kind of work.

    Signals:
        finished(object): the result of the newest request. failed(object): its exception.
        soon(object): what its function yielded before the result.
        progressed(str, float): what it is doing, and the fraction done. busy_changed(bool).
    """

    finished = Signal(object)
    soon = Signal(object)
    failed = Signal(object)
    progressed = Signal(str, float)
    busy_changed = Signal(bool)
    _reported = Signal(int, str, object)

    def __init__(self, name: str, workers: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"losscope-{name}")
        self._workers = workers
        self._generation = 0
        self._work: Work | None = None
        self._is_closed = False
        self._reported.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """True from a request until its result or failure is delivered, or it is cancelled."""
        return self._work is not None

    def start(self, function: Callable[[Work], Any]) -> None:
        """Stop what runs and do this instead; `function` gets a `Work` to report to and to obey.

        It returns its result; a generator can yield before it what can be shown sooner.
        """
        if self._is_closed:
            return
        self._overtake()
        generation = self._generation
        work = Work(self._workers, self._throttled(generation))
        self._work = work
        self._pool.submit(self._run, generation, function, work)
        self.busy_changed.emit(True)

    def cancel(self) -> None:
        """Stop what runs; nothing of it will be delivered."""
        was_busy = self.is_busy
        self._overtake()
        if was_busy:
            self.busy_changed.emit(False)

    def close(self) -> None:
        """Stop what runs and wait until its thread has ended; later requests are ignored."""
        self._is_closed = True
        self._overtake()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _overtake(self) -> None:
        self._generation += 1
        if self._work is not None:
            self._work.stop.set()
            self._work = None

    def _throttled(self, generation: int) -> Callable[[str, float], None]:
        last = 0.0

        def report(stage: str, fraction: float) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= PROGRESS_INTERVAL:
                last = now
                self._reported.emit(generation, "progress", (stage, fraction))

        return report

    def _run(self, generation: int, function: Callable[[Work], Any], work: Work) -> None:
        try:
            outcome = "finished", self._result(generation, function(work))
        except Cancelled:
            return
        except Exception as error:
            outcome = "failed", error
        self._reported.emit(generation, *outcome)

    def _result(self, generation: int, found: Any) -> Any:
        """The result of a function; one that is a generator is run, and tells what it yields."""
        if not isinstance(found, Generator):
            return found
        while True:
            try:
                value = next(found)
            except StopIteration as end:
                return end.value
            self._reported.emit(generation, "soon", value)

    def _deliver(self, generation: int, kind: str, payload: Any) -> None:
        if generation != self._generation:
            return
        if kind == "progress":
            self.progressed.emit(*payload)
            return
        if kind == "soon":
            self.soon.emit(payload)
            return
        self._work = None
        self.busy_changed.emit(False)
        (self.finished if kind == "finished" else self.failed).emit(payload)
