"""Start to the first frame: whole processes, ours beside an empty window of pyqtgraph's."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.row import Row, Seconds
from benchmarks.setting import Setting

ROOT = Path(__file__).resolve().parent.parent
TARGET = 1.5  # times the empty window
UNCOMPILED = "PYTHONDONTWRITEBYTECODE"

EMPTY = """
import time
import pyqtgraph
from PySide6.QtCore import QTimer

class Empty(pyqtgraph.PlotWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.thread_time(), flush=True)
        QTimer.singleShot(0, application.quit)

application = pyqtgraph.mkQApp()
window = Empty()
window.resize(1440, 900)
window.show()
application.exec()
"""

# The window's own first frame: what it shows while its views are loaded and the first scene is computed.
OURS = """
import time
import main
from PySide6.QtCore import QTimer
import gui.window

class Timed(gui.window.Window):
    is_painted = False

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.session.scene_changed.connect(self.tell_scene)

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.is_painted:
            print(time.thread_time(), flush=True)
            self.is_painted = True

    def tell_scene(self):
        QTimer.singleShot(0, self.tell_picture)

    def tell_picture(self):
        print("picture", flush=True)
        self.close()

gui.window.Window = Timed
main.main(["app", "--fresh"])
"""


def start_rows(setting: Setting) -> list[Row]:
    """The first frame of the window, as a ratio to an empty pyqtgraph window, and its first picture."""
    found: dict[str, list[tuple[Seconds, float]]] = {"our first frame": [], "an empty pyqtgraph window": []}
    scripts = dict(zip(found, (OURS, EMPTY), strict=True))
    with tempfile.TemporaryDirectory() as home:
        if setting.starts > 1:
            for script in scripts.values():  # once before, for the system's and Python's caches
                _start(script, home)
        for _ in range(setting.starts):
            for name, script in scripts.items():
                found[name].append(_start(script, home))
    seconds = {
        name: Seconds(*(statistics.median(getattr(t, kind) for t, _ in times) for kind in ("processor", "wall")))
        for name, times in found.items()
    }
    ours, empty = seconds.values()
    note = (
        "from the start of Python; the views, and pyqtgraph, are loaded behind our first frame; by the clock on the "
        f"wall {ours.wall:.2f} s and {empty.wall:.2f} s"
    )
    picture = statistics.median(until_picture for _, until_picture in found["our first frame"])
    return [
        Row(
            "window: start to first frame", ours.processor / empty.processor, "x", TARGET,
            at_least=False, seconds=seconds, note=note,
        ),
        Row(
            "window: start to first picture", picture, "s",
            note="the default experiment, its five methods trained, by the clock on the wall",
        ),
    ]  # fmt: skip


def _start(script: str, home: str) -> tuple[Seconds, float]:
    """From the start of one process to its first frame: its first thread's time, so that training does not count.

    The other number is what the clock on the wall showed at its first picture, or at its end where it has none.

    Raises:
        CalledProcessError: it failed.
    """
    own = {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": home}
    if os.environ.get(UNCOMPILED):
        # Python's compiled files are kept all the same, as on any machine in use, but not in this project's folders.
        own |= {UNCOMPILED: "", "PYTHONPYCACHEPREFIX": f"{home}/compiled"}
    begun = time.perf_counter()
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        wall = time.perf_counter() - begun
        process.stdout.readline()
        until_picture = time.perf_counter() - begun
        process.stdout.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Seconds(float(first), wall), until_picture
