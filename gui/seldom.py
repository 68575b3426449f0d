"""A call that is made at most so often, however often it is asked for: nobody reads numbers thirty times a second."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

OFTEN_ENOUGH = 100  # milliseconds between numbers that follow a hand


class Seldom(QObject):
    """The first call is made at once, of those that follow within the interval only the last one, at its end."""

    def __init__(self, interval: int, function: Callable[..., Any], parent: QObject) -> None:
        """`interval` is in milliseconds."""
        super().__init__(parent)
        self._function = function
        self._waiting: tuple[Any, ...] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self._end)

    def __call__(self, *arguments: Any) -> None:
        """Call the function, now or at the end of the interval."""
        if self._timer.isActive():
            self._waiting = arguments
            return
        self._timer.start()
        self._function(*arguments)

    def drop(self) -> None:
        """Forget the call that waits; the next one is made at once."""
        self._waiting = None
        self._timer.stop()

    def _end(self) -> None:
        arguments, self._waiting = self._waiting, None
        if arguments is not None:
            self(*arguments)
