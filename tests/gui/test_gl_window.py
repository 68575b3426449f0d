"""The whole window with OpenGL: it is turned on after the first scene, survives its loss, and closes cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description

pytestmark = pytest.mark.gl

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def at_scenes() -> list[bool]:
    """Whether OpenGL was on when each scene arrived."""
    return []


@pytest.fixture
def window(qtbot: QtBot, at_scenes: list[bool]) -> Window:
    window = Window(Description())
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.session.scene_changed.connect(window.opengl.turn_on_soon)
    surface = window.stage.surface
    window.session.scene_changed.connect(lambda _: at_scenes.append(surface.has_renderer))
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.begin()
    return window


def test_opengl_is_on_soon_after_the_first_scene(window: Window, at_scenes: list[bool], qtbot: QtBot) -> None:
    surface = window.stage.surface
    assert at_scenes == [False]  # the first frame waits for nothing
    qtbot.waitUntil(lambda: surface.has_renderer, timeout=5_000)
    window.do("toggle_opengl")
    assert not surface.has_renderer
    window.do("toggle_opengl")
    assert surface.has_renderer
    assert "OpenGL" in window.messages.text.text()


def test_a_grab_of_the_window_holds_the_surface(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.stage.surface.has_renderer, timeout=5_000)
    view = window.stage.surface
    place = view.mapTo(window, view.project(-12.0, 0.0, 0.5).toPoint())
    color = window.grab().toImage().pixelColor(place)
    assert color.blue() > 50 > color.green()  # viridis at its low end


def test_a_lost_context_is_told_and_the_window_goes_on(window: Window, qtbot: QtBot) -> None:
    surface = window.stage.surface
    qtbot.waitUntil(lambda: surface.has_renderer, timeout=5_000)
    surface._renderer._surface.destroy()
    with qtbot.waitSignal(window.opengl.lost):
        surface.set_camera_preset("top")
        surface.repaint()
    assert "painted from now on" in window.messages.text.text()
    assert not surface.has_renderer
    window.do("toggle_opengl")
    assert surface.has_renderer


def test_closing_frees_the_renderer(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.stage.surface.has_renderer, timeout=5_000)
    window.close()
    QApplication.processEvents()
    assert not window.stage.surface.has_renderer


@pytest.mark.parametrize("painted", [False, True])
def test_the_program_draws_as_asked_and_ends_without_a_word_from_qt(tmp_path: Path, painted: bool) -> None:
    script = (
        "import sys; from PySide6.QtCore import QTimer\n"
        "import gui.app, main\n"
        "usual, seen = gui.app._show_unexpected, []\n"
        "def watch(window):\n"
        "    usual(window)\n"
        "    timer = QTimer(window); timer.timeout.connect(lambda: look(window)); timer.start(500)\n"
        "def look(window):\n"
        "    seen.append(window.session.scene is not None)\n"
        "    if sum(seen) == 3:\n"
        "        print('renderer:', window.stage.surface.has_renderer); window.close()\n"
        "gui.app._show_unexpected = watch\n"
        f"sys.exit(main.main(['app', '--fresh', *{['--painted'] * painted}]))\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert f"renderer: {not painted}" in done.stdout
    assert done.stderr == ""
