"""What nobody can reach any more is found by the window's thread alone."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.cycles import collect_here, collect_nowhere

ROOT = Path(__file__).resolve().parents[2]


class Ring(QObject):
    """An object in a cycle, that notes in which thread it ends."""

    def __init__(self, ended: list[threading.Thread]) -> None:
        super().__init__()
        self._self, self._ended = self, ended

    def __del__(self) -> None:
        self._ended.append(threading.current_thread())


def test_a_busy_thread_ends_no_widget_and_the_windows_thread_does(qtbot: QtBot) -> None:
    gc.enable()
    collect_nowhere()
    ended: list[threading.Thread] = []
    Ring(ended)
    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert ended == []
    cycles = collect_here()
    kept = [[] for _ in range(5_000)]  # so much is new that there is something to collect
    qtbot.waitUntil(lambda: ended == [threading.main_thread()], timeout=5_000)
    cycles.timer.stop()
    assert kept


def test_the_application_collects_so(tmp_path: Path) -> None:
    """In a process of its own, through the entry that users start: what runs in the end is as in the test above."""
    code = (
        "import gc, sys; from PySide6.QtCore import QTimer; import gui.app, gui.cycles\n"
        "usual = gui.cycles.collect_here\n"
        "def heard():\n"
        "    found = usual(); QTimer.singleShot(0, lambda: print(gc.isenabled(), found.timer.isActive()))\n"
        "    QTimer.singleShot(50, lambda: __import__('PySide6.QtWidgets').QtWidgets.QApplication.closeAllWindows())\n"
        "    return found\n"
        "gui.app.collect_here = heard\n"
        "sys.exit(gui.app.open_window(None, screenshot=None, theme=None, size=None, fresh=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "False True"), done.stderr
