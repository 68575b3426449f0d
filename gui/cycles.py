"""Python's garbage collector, kept to the window's thread.

It runs in whatever thread happens to allocate, so in the one that trains, too. Where it finds a widget there while Qt
is deleting the same one, the process ends without a word: shiboken has looked the wrapper up before it waits for the
interpreter's lock. So nothing collects by itself, and a timer of the window's thread does.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyqtgraph.util.garbage_collector import GarbageCollector


def collect_nowhere() -> None:
    """From now on no thread collects; called before there is a second one."""
    gc.disable()


def collect_here() -> GarbageCollector:
    """A timer of this thread that collects once a second where there is something to collect. Hold it."""
    from pyqtgraph.util.garbage_collector import GarbageCollector  # late: the first frame does not wait for it

    return GarbageCollector()
