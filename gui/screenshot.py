"""A picture of the whole window, with the description inside: fixed size, theme, font and painted view."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QFont, QFontDatabase, QImage, QPixmap
from PySide6.QtWidgets import QApplication

from gui.jobs import Lane
from gui.window import Window
from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description
from landscape.files.picture import write_png

FONT = "DejaVu Sans"


def take_screenshot(
    description: Description, target: Path, theme: str, width: int, height: int, tab: str | None = None
) -> int:
    """Open the window, wait for its first complete scene and all that `tab` works out, write it as PNG and return 0.

    Raises:
        LosscopeError: the description cannot be worked out, it has no such tab, or the file cannot be written.
    """
    _use_fixed_font()
    window = Window(description, theme)
    window.resize(width, height)
    window.show()
    waiting = QEventLoop()
    failures: list[BaseException] = []

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        failures.append(error)

    usual, sys.excepthook = sys.excepthook, keep  # an error in a slot must not end in a picture that looks right
    window.session.scene_changed.connect(waiting.quit)
    window.session.failed.connect(failures.append)
    window.session.failed.connect(waiting.quit)
    window.session.begin()
    try:
        waiting.exec()
        while window.session.is_busy and not failures:  # what came may be the first method alone
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        settle()
        if tab is not None and not failures:
            window.show_offered_tab(tab)
            settle()
        while not failures and not (window.stage.is_complete and _is_at_rest(window)):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        settle()
        if failures:
            raise failures[0]
        write_png(as_array(window.grab()), target, window.session.description.toml())
    finally:
        sys.excepthook = usual
        window.close()
        settle()
    return 0


def settle() -> None:
    """Let layouts, repaints and queued results come to rest."""
    for _ in range(10):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def as_array(picture: QPixmap) -> NDArray[np.uint8]:
    """The pixels of a picture, (height, width, 3), uint8."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def _is_at_rest(window: Window) -> bool:
    """Whether no tab works anything out."""
    return not any(lane.is_busy for lane in window.findChildren(Lane))


def _use_fixed_font() -> None:
    """The font that comes with matplotlib, so that every machine draws the same letters."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise LosscopeError("a screenshot needs matplotlib's fonts; matplotlib is not installed. Install it.")
    folder = Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            raise FileError(f"cannot load the font {folder / name}. Install matplotlib again.")
    font = QFont(FONT)
    font.setPointSizeF(10.0)
    QApplication.setFont(font)
