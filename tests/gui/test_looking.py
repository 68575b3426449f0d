"""How the surface is looked at is part of the description: every change can be undone, copied, saved and dropped."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from gui.export.view_copy import ViewCopy
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.view_part import ViewPart
from landscape.files.reading import read_description
from landscape.surfaces.surface import Surface

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 6, "grid.resolution": 9, "data.examples": 200})
COMMANDS = ("heights log", "steeper", "wireframe", "color_map cividis", "camera side", "quantity accuracy train")
MAIN = str(Path(__file__).parents[2] / "main.py")


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def look(window: Window) -> tuple[object, ...]:
    surface = window.stage.surface
    return surface.camera, surface.height_scale, surface.wireframe, surface.color_map, window.quantity.text()


def test_each_look_is_a_field_that_undo_takes_back_without_computing(window: Window) -> None:
    session, scene = window.session, window.session.scene
    done = list(session._pipeline.memory.computed)
    looks = [look(window)]
    for command in COMMANDS:
        window.do(command)
        looks.append(look(window))
        assert looks[-1] != looks[-2], command
    assert session.description.view == ViewPart(
        quantity="accuracy", heights="log", exaggeration=1.414, wires=True, color_map="cividis", camera="side"
    )
    for before in reversed(looks[:-1]):
        session.undo()
        assert look(window) == before
    assert session.description == SMALL
    for after in looks[1:]:
        session.redo()
        assert look(window) == after
    assert not session.is_busy
    assert session.scene is scene
    assert session._pipeline.memory.computed == done


def test_a_camera_that_the_hand_turned_is_taken_up_when_it_rests(window: Window, qtbot: QtBot) -> None:
    surface, session = window.stage.surface, window.session
    middle, first = surface.rect().center(), surface.camera
    qtbot.mousePress(surface, Qt.MouseButton.LeftButton, pos=middle)
    for x in (20, 40, 60, 80):
        qtbot.mouseMove(surface, middle + QPoint(x, 10))
    qtbot.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=middle + QPoint(80, 10))
    assert session.description == SMALL
    qtbot.waitUntil(lambda: session.description != SMALL, timeout=3000)
    camera = surface.camera
    assert session.description.view.camera == (camera.azimuth, camera.elevation)
    assert abs(camera.azimuth - first.azimuth) > 20
    window.do("steeper")
    assert (surface.camera.azimuth, surface.camera.elevation) == (camera.azimuth, camera.elevation)
    session.undo()
    session.undo()
    assert session.description == SMALL
    assert surface.camera == first


def test_a_camera_still_in_the_hand_is_neither_taken_away_nor_left_out(window: Window) -> None:
    surface, session = window.stage.surface, window.session
    surface._look(surface.camera.orbited(30.0, 10.0).zoomed(1.5))
    camera = surface.camera
    window.do("wireframe")
    assert surface.camera.azimuth == pytest.approx(camera.azimuth, abs=0.06)
    assert surface.camera.zoom == pytest.approx(camera.zoom, abs=1e-3)
    window.do("copy_command")
    assert session.description.view.camera == pytest.approx((camera.azimuth, camera.elevation, 1.5), abs=0.06)
    assert "view.camera=[" in QGuiApplication.clipboard().text()
    surface._look(surface.camera.orbited(3.0, 0.0))
    window.do("camera front")
    assert session.description.view.camera == "front"
    assert surface.camera.azimuth == -90.0


def test_the_copied_command_draws_the_bytes_of_the_saved_figure(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in (*COMMANDS, "quantity accuracy test"):
        window.do(command)
    saved = tmp_path / "saved.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(saved), ""))
    with qtbot.waitSignal(window.session.saved, timeout=30_000):
        window.do("save_figure")
    window.do("copy_command")
    words = shlex.split(QGuiApplication.clipboard().text())
    words = [sys.executable, MAIN, *words[words.index("figure") :]]
    words[words.index("-o") + 1] = str(tmp_path / "drawn.png")
    subprocess.run([*words, "--quiet"], check=True, timeout=60)
    assert (tmp_path / "drawn.png").read_bytes() == saved.read_bytes()


def test_a_dropped_picture_brings_the_look_back(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    for command in COMMANDS:
        window.do(command)
    wanted, looked = look(window), window.session.description
    window.doing._ask_for_target = lambda heading, usual, filters, write: write(tmp_path / "view.png")
    with qtbot.waitSignal(window.session.saved, timeout=20_000):
        window.doing._ask_for_picture(np.zeros((4, 4, 3), np.uint8), "Save")
    assert read_description(tmp_path / "view.png") == looked
    window.do("reset")
    assert look(window) != wanted
    window.doing.open_path(tmp_path / "view.png")
    assert look(window) == wanted


def test_exports_show_the_quantity_that_is_seen(window: Window, qtbot: QtBot) -> None:
    scene = window.session.scene

    def exported(tab: str) -> tuple[Surface, np.ndarray, Description]:
        copy = ViewCopy(window.stage, tab, (640, 480), 1.0, legend=False)
        found = copy.view._scene.surface if tab == "surface" else copy.view._surface
        pixels, description = copy.pixels().astype(int), copy.description
        copy.close()
        return found, pixels, description

    usual = {tab: exported(tab) for tab in ("surface", "cut")}
    window.do("quantity accuracy train")
    for tab, (surface, pixels, _) in usual.items():
        seen, other, description = exported(tab)
        np.testing.assert_array_equal(surface.loss, scene.surface.loss)
        np.testing.assert_array_equal(seen.loss, scene.surface.accuracy)
        assert (np.abs(pixels - other) > 40).any(axis=2).mean() > 0.005
        assert description == with_values(SMALL, {"view.quantity": "accuracy"})


def test_the_header_and_the_cut_name_what_is_shown(window: Window) -> None:
    assert window.header.subtitle.text().startswith("Loss of a linear classifier")
    window.do("quantity accuracy train")
    assert window.header.subtitle.text().startswith("Accuracy of a linear classifier")
    assert not window.header.badge.isVisibleTo(window)
    assert window.stage.cut.plot.left.label.toPlainText().strip() == "accuracy"


def test_a_window_opened_on_test_values_shows_them(open_window: Callable[[Description], Window], qtbot: QtBot) -> None:
    window = open_window(with_values(SMALL, {"view.quantity": "accuracy", "view.split": "test", "view.heights": "log"}))
    qtbot.waitUntil(lambda: window.stage.is_complete, timeout=10_000)
    np.testing.assert_array_equal(window.stage.surface._scene.surface.loss, window.session.scene.test_surface.accuracy)
    assert np.isfinite(window.stage.surface._scene.paths[0].loss).all()
    assert window.stage.surface.height_scale == "log"
