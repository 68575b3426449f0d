"""The commands that change how the surface is drawn reach it, alike in the palette, the menu and by their keys."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.actions import COLOR_MAPS, COMMANDS
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window(with_values(Description(), {"grid.resolution": 15, "data.examples": 300}))
    qtbot.addWidget(window)
    window.resize(1200, 760)
    window.show()
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.begin()
    return window


def test_every_surface_command_changes_what_the_view_is_asked_to_draw(window: Window) -> None:
    surface = window.stage.surface

    def asked() -> tuple:
        return surface.camera, surface.height_scale, surface.wireframe, surface.color_map

    window.do("camera side")
    window.do("steeper")
    for command in (command for command in COMMANDS if command.group == "Surface"):
        if command.method in ("toggle_opengl", "heights linear", f"color_map {COLOR_MAPS[0]}", "camera side"):
            continue  # these ask for what is there already, or for what this machine may not have
        before = asked()
        window.do(command.method)
        assert asked() != before, command.text
        assert not surface.grab().isNull()
    window.do("usual_heights")
    assert (surface.height_scale, surface.camera.exaggeration) == ("linear", 1.0)


def test_another_color_map_is_the_same_in_both_views(window: Window) -> None:
    contour = window.stage.contour
    before = contour.image.image.copy()
    window.do("color_map inferno")
    after = contour.image.image
    assert after.shape == before.shape
    assert np.abs(after.astype(int) - before).max() > 50
    assert window.stage.surface.color_map == "inferno"
    window.do("color_map no such map")
    assert "cmap" in window.messages.text.text()
    assert window.stage.surface.color_map == "inferno"


def test_without_opengl_the_command_says_why_and_the_surface_stays_painted(window: Window, monkeypatch) -> None:
    monkeypatch.setattr("gui.opengl_probe.QGuiApplication.platformName", lambda: "offscreen")
    window.do("toggle_opengl")
    assert window.messages.text.text() == "The surface stays painted: no OpenGL on Qt's platform offscreen."
    assert not window.stage.surface.has_renderer


def test_without_test_examples_the_training_ones_stay_and_a_line_says_why(qtbot: QtBot) -> None:
    window = Window(with_values(Description(), {"grid.resolution": 11, "data.source": "points", "run.steps": 5}))
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.begin()
    with qtbot.waitSignal(window.stage.quantity_changed) as changed:
        window.do("quantity accuracy test")
    assert changed.args == ["accuracy", "train"]
    assert window.messages.text.text() == "points has no test examples; the training ones are shown."
    assert (window.session.description.view.quantity, window.session.description.view.split) == ("accuracy", "train")
