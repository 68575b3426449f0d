"""Windows that come and go leave nothing behind: no widget, no thread, no object of Qt's."""

from __future__ import annotations

import gc
import threading

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

TINY = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 2, "grid.resolution": 3})
WARM_UP, N_WINDOWS = 3, 50


def left_behind() -> tuple[int, int, int]:
    """Widgets, threads and Qt objects that exist now, once all that was to be deleted is."""
    for _ in range(3):
        QApplication.processEvents()  # in their order: what waits for a window comes before its end, as in the app
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
        gc.collect()
    objects = [found for found in shiboken6.getAllValidWrappers() if isinstance(found, QObject)]
    return len(QApplication.allWidgets()), threading.active_count(), len(objects)


def use_a_window(qtbot: QtBot, number: int) -> None:
    """Every second one is closed in the middle of its first work, the others when their scene has been painted."""
    window = Window(TINY)
    window.show()
    if number % 2:
        window.session.begin()
    else:
        with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
            window.session.begin()
    qtbot.wait(5)  # it is painted
    window.close()
    window.deleteLater()


def test_fifty_windows_leave_nothing_behind(qtbot: QtBot) -> None:
    for number in range(WARM_UP):  # what is made once and kept, such as fonts and caches
        use_a_window(qtbot, number)
    before = left_behind()
    for number in range(WARM_UP, N_WINDOWS):
        use_a_window(qtbot, number)
    assert left_behind() == before
