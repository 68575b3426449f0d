"""A window for tests to use, and a guard: no test leaves a top-level widget or a thread behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description

# Without it a second window with OpenGL fails; it counts only before the application exists.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)

GRACE = 2.0  # seconds for a thread that was told to stop


@pytest.fixture(scope="session", autouse=True)
def _modules_are_not_searched() -> None:
    """Leave what the imports made out of every later search for cycles, which would take longer than most tests."""
    import_module("gui.window")
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a top-level widget or a running thread, and name it."""
    widgets_before = set(_top_level_widgets())
    threads_before = set(threading.enumerate())
    gc.disable()  # as in the app: a thread that trains must not collect widgets
    yield
    request.node.funcargs.clear()  # the test is over, but its arguments would hold a window's menus alive
    # pytest-qt has closed its widgets by now; what is left to do is Qt's deferred deletion and Python's cycles.
    for _ in range(2):
        qapp.processEvents()  # in their order: what waits for a window comes before its end, as in the app
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        qapp.processEvents()
        gc.collect()
        threads = [thread for thread in threading.enumerate() if thread not in threads_before]
        for thread in threads:
            thread.join(GRACE)
        left = [thread.name for thread in threads if thread.is_alive()]
        left += [name for address, name in _top_level_widgets().items() if address not in widgets_before]
        if not left:
            break
    gc.freeze()  # modules and caches, which are not searched either
    gc.enable()
    assert not left, f"the test left behind: {', '.join(left)}"


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Callable[[Description], Window]]:
    """Opens a window of 1280 x 720 on a description, and waits for its scene.

    It is held until the test is over: pytest-qt holds it weakly, and a test may hold nothing but a part of it.
    """
    held: list[Window] = []

    def opened(description: Description) -> Window:
        made = Window(description)
        qtbot.addWidget(made)
        held.append(made)
        made.resize(1280, 720)
        made.show()
        with qtbot.waitSignal(made.session.scene_changed, timeout=20_000):
            made.session.begin()
        qtbot.wait(30)
        return made

    yield opened
    held.clear()


def _top_level_widgets() -> dict[int, str]:
    """Each top-level widget by the address of its C++ object, with a name that finds it in the code."""
    return {shiboken6.getCppPointer(widget)[0]: _name(widget) for widget in QApplication.topLevelWidgets()}


def _name(widget: QWidget) -> str:
    title = widget.objectName() or widget.windowTitle()
    return f"{type(widget).__name__} {title!r}" if title else type(widget).__name__
