"""The application around the window: opening, Ctrl-C, errors that nobody expected, screenshots."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from gui.display import require_display
from landscape.errors import InvalidValue, LosscopeError
from landscape.experiment.description import Description

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.window import Window

SIGNAL_INTERVAL = 200  # milliseconds; Python handles a signal only while its own code runs


class QtMissing(LosscopeError):
    """Qt cannot be loaded on this machine."""


def open_window(description: Description, *, screenshot: Path | None, theme: str, size: str) -> int:
    """Show the window on a description until it is closed, or draw it into a PNG; return the exit code.

    Raises:
        LosscopeError: no display, a size that is none, or, for a screenshot, a description that cannot be worked out.
    """
    width, height = parse_size(size)
    if screenshot is not None:
        from landscape.files.atomic import check_target

        check_target(screenshot)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    require_display()
    try:
        from PySide6.QtCore import QCoreApplication, Qt
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise QtMissing(
            f"the window needs Qt's system libraries; {error}. On Debian: apt-get install libgl1 libegl1 "
            "libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 "
            "libxcb-shape0 libxkbcommon-x11-0."
        ) from None
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Losscope")
    application.setStyle("Fusion")
    if screenshot is not None:
        from gui.screenshot import take_screenshot

        return take_screenshot(description, screenshot, theme, width, height)

    from gui.window import Window

    window = Window(description, theme)
    window.resize(width, height)
    _close_on_interrupt(window)
    _show_unexpected(window)
    window.show()
    window.session.begin()
    return application.exec()


def parse_size(text: str) -> tuple[int, int]:
    """Width and height in pixels of a text such as "1440x900".

    Raises:
        InvalidValue: it is no such text, or outside 640 x 400 to 8000 x 8000.
    """
    width, cross, height = text.partition("x")
    if cross and width.isdigit() and height.isdigit():
        found = int(width), int(height)
        if 640 <= found[0] <= 8000 and 400 <= found[1] <= 8000:
            return found
    raise InvalidValue(f"--size must be WIDTHxHEIGHT from 640x400 to 8000x8000; got {text!r}. Try 1440x900.")


def _close_on_interrupt(window: QWidget) -> None:
    """Ctrl-C closes the window from within the event loop, whenever it came, even before the loop began."""
    from PySide6.QtCore import QTimer

    asked = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: asked.set())

    def look() -> None:  # that Python code runs at all is what lets a signal be handled
        if asked.is_set():
            window.close()

    timer = QTimer(window)
    timer.timeout.connect(look)
    timer.start(SIGNAL_INTERVAL)


def _show_unexpected(window: Window) -> None:
    def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        traceback.print_exception(kind, error, trace)
        window.show_failure(error)

    sys.excepthook = report
