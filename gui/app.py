"""The application around the window: opening, Ctrl-C, errors that nobody expected, screenshots."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from gui.cycles import collect_here, collect_nowhere
from gui.display import require_display
from landscape.errors import InvalidValue, LosscopeError
from landscape.experiment.description import Description

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.remembered import LastSession, Remembered
    from gui.shell import Shell
    from gui.window import Window

USUAL_SIZE = "1440x900"
PATIENCE = 0.2  # seconds that a first frame is waited for; a display may never show it
SIGNAL_INTERVAL = 200  # milliseconds; Python handles a signal only while its own code runs


class QtMissing(LosscopeError):
    """Qt cannot be loaded on this machine."""


def open_window(
    description: Description | None,
    *,
    screenshot: Path | None,
    theme: str | None,
    size: str | None,
    fresh: bool = False,
    opened: Path | None = None,
    painted: bool = False,
    tab: str | None = None,
) -> int:
    """Show the window until it is closed, or draw it into a PNG; return the exit code.

    Args:
        description: what to show; None is the last session's, and the default experiment where there was none.
        screenshot: the PNG to draw instead; it knows nothing of a last session.
        theme, size: None is the last session's.
        fresh: leave the last session alone.
        opened: the file that the description is from; it joins the recent ones.
        painted: draw the surface without OpenGL, also where there is one.
        tab: what the large view shows once there is a scene; None is the surface.

    Raises:
        LosscopeError: no display, a size that is none, or, for a screenshot, a description that cannot be worked out or
            that has no such tab.
    """
    width, height = parse_size(size or USUAL_SIZE)
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
    collect_nowhere()
    application.setApplicationName("Losscope")
    application.setStyle("Fusion")
    if screenshot is not None:
        from gui.screenshot import take_screenshot

        return take_screenshot(description or Description(), screenshot, theme or "light", width, height, tab)

    from gui.remembered import LastSession, Remembered, usual_folder
    from gui.window import Window

    remembered = Remembered(usual_folder())
    is_first = not remembered.had_session
    last, trouble = LastSession(""), ""
    if not fresh and not is_first:
        try:
            last = remembered.last_session() or last
        except LosscopeError as error:
            trouble = str(error)
    if description is None:
        description = last.read_description() if last.description else Description()
    if opened is not None:
        remembered.note(opened)

    def show(laid_out: Shell) -> None:
        _place(laid_out, last, (width, height), size is not None)
        _show_first_frame(laid_out)
        laid_out.session.begin()  # it works while the views are loaded

    interrupted = _note_interrupts()
    window = Window(description, theme or last.theme, remembered, show)
    cycles = collect_here()
    _close_when(interrupted, window)
    _show_unexpected(window)
    if not painted:
        window.session.scene_changed.connect(window.opengl.turn_on_soon)
    if tab is not None:
        _show_at_first_scene(window, tab)
    if last.drawer:
        window.toggle_drawer()
    if trouble:
        window.messages.show_message(trouble)
    if is_first:
        _tour_at_first_scene(window)
    code = application.exec()
    cycles.timer.stop()
    _keep(window, remembered)
    return code


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


def _place(window: QWidget, last: LastSession, size: tuple[int, int], asked_for: bool) -> None:
    """Give the window its size and its old place, as long as that is on a screen that still exists."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QGuiApplication

    window.resize(*size)
    if last.geometry is None:
        return
    place = QRect(*last.geometry)
    if not asked_for:
        window.resize(place.size())
    if QGuiApplication.screenAt(place.center()) is not None:
        window.move(place.topLeft())
    if last.maximized and not asked_for:
        window.showMaximized()


def _show_first_frame(window: QWidget) -> None:
    """Show a window and let it be painted, without a look at keys and mouse: what they act on is not there yet."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtGui import QGuiApplication

    window.show()
    until = time.monotonic() + PATIENCE
    while not window.windowHandle().isExposed() and time.monotonic() < until:
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        time.sleep(0.001)
    QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _show_at_first_scene(window: Window, tab: str) -> None:
    """Which tabs there are depends on the data, so on the scene."""
    from PySide6.QtCore import Qt

    def show(_: object) -> None:
        try:
            window.show_offered_tab(tab)
        except LosscopeError as error:
            window.tell(str(error))

    window.session.scene_changed.connect(show, Qt.ConnectionType.SingleShotConnection)


def _tour_at_first_scene(window: Window) -> None:
    """The tour begins once there is something to point at; it is no use to anyone before."""
    from PySide6.QtCore import Qt

    def begin(_: object) -> None:
        window.do("show_tour")

    window.session.scene_changed.connect(begin, Qt.ConnectionType.SingleShotConnection)


def _keep(window: Window, remembered: Remembered) -> None:
    """Write down the session that has just ended; where that cannot be, one line says so."""
    from PySide6.QtCore import QRect

    from gui.remembered import LastSession

    # `move` places the frame, so its corner is kept; with the corner inside it the window would creep at every start.
    is_normal = not (window.isMaximized() or window.isFullScreen())
    place = QRect(window.pos(), window.size()) if is_normal else window.normalGeometry()
    session = LastSession(
        description=window.session.description.toml(),
        theme=window.look,
        geometry=(place.x(), place.y(), place.width(), place.height()),
        maximized=window.isMaximized(),
        drawer=window.shows_drawer,
    )
    try:
        remembered.keep(session)
    except LosscopeError as error:
        print(f"losscope: the session is not remembered: {error}", file=sys.stderr)


def _note_interrupts() -> threading.Event:
    """From now on Ctrl-C raises nothing, in the middle of whatever is done; it sets the event that is returned."""
    asked = threading.Event()
    signal.signal(signal.SIGINT, lambda number, frame: asked.set())
    return asked


def _close_when(asked: threading.Event, window: QWidget) -> None:
    """Close the window from within the event loop, also where the event was set before the loop began."""
    from PySide6.QtCore import QTimer

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
