"""Background work that follows a hand: what runs is finished, of what was asked meanwhile the newest comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.jobs import Lane
from landscape.work import Work


class Follower(QObject):
    """A lane that a moving mouse does not starve: each request that began is delivered, those in between are left out.

    Signals:
        finished(object), failed(object), progressed(str, float): as a lane's.
    """

    finished = Signal(object)
    failed = Signal(object)
    progressed = Signal(str, float)

    def __init__(self, name: str, workers: int = 1, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = Lane(name, workers, self)
        self._next: Callable[[Work], Any] | None = None
        self._lane.finished.connect(self._deliver)
        self._lane.failed.connect(self._fail)
        self._lane.progressed.connect(self.progressed)

    @property
    def is_busy(self) -> bool:
        """Whether something runs."""
        return self._lane.is_busy

    def ask(self, function: Callable[[Work], Any]) -> None:
        """Do this now, or as soon as what runs is done."""
        if self._lane.is_busy:
            self._next = function
        else:
            self._lane.start(function)

    def overtake(self, function: Callable[[Work], Any]) -> None:
        """Do this now, in the place of what runs."""
        self._next = None
        self._lane.start(function)

    def cancel(self) -> None:
        """Stop what runs; nothing of it will be delivered."""
        self._next = None
        self._lane.cancel()

    def close(self) -> None:
        """Stop what runs and wait for its end."""
        self._next = None
        self._lane.close()

    def _deliver(self, found: object) -> None:
        self._go_on()
        self.finished.emit(found)

    def _fail(self, error: object) -> None:
        self._go_on()
        self.failed.emit(error)

    def _go_on(self) -> None:
        function, self._next = self._next, None
        if function is not None:
            self._lane.start(function)
