"""The first frame waits for no view: it is painted before they are loaded, and nothing moves when they come."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from gui.shell import Shell
from gui.window import Window
from landscape.experiment.description import Description

ROOT = Path(__file__).parents[2]

SCRIPT = """
import sys
import main
import gui.window

LATE = {"pyqtgraph", "gui.stage", "gui.views.contour_view", "gui.menu", "gui.export.dialogs", "matplotlib"}

class Watched(gui.window.Window):
    is_painted = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.is_painted:
            print("loaded:", *sorted(LATE & set(sys.modules)), flush=True)
            self.is_painted = True

    def __init__(self, *arguments):
        super().__init__(*arguments)
        print("painted" if self.is_painted else "not painted", "busy" if self.session.is_busy else "idle", flush=True)
        self.session.scene_changed.connect(self.close)

gui.window.Window = Watched
sys.exit(main.main(["app", "--fresh", "--set", "grid.resolution=9", "--steps", "5"]))
"""


def parts(window: Shell) -> list[QRect]:
    cards = window.cards
    shown = (window.header, window.tab, window.legend, cards.large, cards.contour, cards.held, cards.bottom)
    return [part.geometry() for part in shown]


def test_the_first_frame_is_painted_before_any_view_is_loaded_and_work_has_begun_then(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["loaded:", "painted busy"]


def test_nothing_moves_when_the_views_come(qtbot: QtBot) -> None:
    before: list[QRect] = []

    def show(window: Shell) -> None:
        window.resize(1280, 720)
        window.show()
        qtbot.wait(20)
        before.extend(parts(window))

    window = Window(Description(), when_laid_out=show)
    qtbot.addWidget(window)
    qtbot.wait(20)
    assert parts(window) == before
