"""The five moments: each within three actions from the first screen, and each with a preset that shows it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.experiment.presets import MOMENTS, PRESETS

FEW = with_values(Description(), {"run.steps": 12, "grid.resolution": 15})


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(FEW)


class Hand:
    """A person's hand, which counts what it does: a click, a key, a drag."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self.qtbot, self.actions = window, qtbot, 0

    def click(self, target: QWidget, pixel: QPoint | None = None) -> None:
        self.actions += 1
        self.qtbot.mouseClick(target, Qt.MouseButton.LeftButton, pos=pixel or target.rect().center())

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.actions += 1
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def drag(self, target: QWidget, *pixels: QPoint) -> None:
        self.actions += 1
        self.qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=pixels[0])
        for pixel in pixels[1:]:
            self.qtbot.mouseMove(target, pixel)
        self.qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=pixels[-1])

    def preset(self, name: str) -> None:
        """Open the menu of presets, the group, the entry: a click each."""
        button = self.window.header.presets
        assert button.isVisibleTo(self.window)
        menu = button.menu()
        group = next(part for part in menu.actions() if part.text() == MOMENTS)
        entry = entry_of(group.menu(), name)
        self.actions += 3
        with self.qtbot.waitSignal(self.window.session.scene_changed, timeout=30_000):
            entry.trigger()


def entry_of(menu: QMenu, name: str) -> QAction:
    return next(action for action in menu.actions() if action.data() == name)


@pytest.fixture
def hand(window: Window, qtbot: QtBot) -> Hand:
    return Hand(window, qtbot)


def test_they_are_the_first_group_and_five() -> None:
    names = [preset.name for preset in PRESETS if preset.group == MOMENTS]
    assert PRESETS[0].group == MOMENTS
    assert names == [
        "The plane you chose", "How many unknowns", "The gradient paints itself", "The cursor is a classifier",
        "Inside one step",
    ]  # fmt: skip


def test_the_plane_you_chose_by_the_dial(hand: Hand, window: Window) -> None:
    dial = window.controls.dial
    before = window.session.scene
    with hand.qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        hand.drag(dial, *(dial.place_of(degrees).toPoint() for degrees in (0.0, 20.0, 45.0, 70.0)))
    assert hand.actions <= 3
    assert window.session.scene.surface.lowest > before.surface.lowest + 0.5


def test_how_many_unknowns_by_the_slider(hand: Hand, window: Window) -> None:
    hand.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.hands.card.isVisible()
    slider = window.hands.sliders.unknowns
    with hand.qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        hand.click(slider, QPoint(4, slider.height() // 2))
    assert hand.actions <= 3
    assert window.session.description.run.inside == "slice"
    assert "2 unknowns" in window.header.title.text()


def test_the_gradient_paints_itself_by_its_tab(hand: Hand, window: Window) -> None:
    hand.key(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    hand.key(Qt.Key.Key_G)
    assert hand.actions <= 3
    filling = window.late_tabs["weights"].filling
    hand.qtbot.waitUntil(lambda: filling.n_known > 3, timeout=10_000)
    filling.pause()


def test_the_cursor_is_a_classifier_by_the_mouse(hand: Hand, window: Window) -> None:
    plot = window.stage.contour.plot
    before = window.stage.held_view.accessibleDescription()
    hand.actions += 1
    surface = window.session.scene.surface
    corner = plot.place_of(float(surface.a[2]), float(surface.b[-3])).toPoint()
    hand.qtbot.mouseMove(plot.viewport(), corner - QPoint(3, 3))
    hand.qtbot.mouseMove(plot.viewport(), corner)
    hand.qtbot.waitUntil(lambda: window.stage.held_view.accessibleDescription() != before, timeout=5_000)
    assert hand.actions <= 3


def test_inside_one_step_by_its_tab(hand: Hand, window: Window) -> None:
    hand.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert hand.actions <= 3
    view = window.late_tabs["step"].view
    hand.qtbot.waitUntil(lambda: view.lesson is not None, timeout=10_000)


def test_preset_of_the_plane_you_chose(hand: Hand, window: Window) -> None:
    hand.preset("The plane you chose")
    assert hand.actions <= 3
    assert window.session.scene.surface.lowest > 1
    assert window.controls.dial.isVisibleTo(window)
    assert window.controls.dial.degrees == pytest.approx(60)


def test_preset_of_how_many_unknowns_shows_the_slider(hand: Hand, window: Window) -> None:
    hand.preset("How many unknowns")
    assert hand.actions <= 3
    assert window.hands.card.isVisible()
    assert window.session.scene.slice.n_axes == 2


def test_preset_of_the_gradient_stands_at_the_base_point_and_waits(hand: Hand, window: Window) -> None:
    hand.preset("The gradient paints itself")
    assert hand.actions <= 3
    assert window.tab.value == "weights"
    tab = window.late_tabs["weights"]
    scene = window.session.scene
    np.testing.assert_allclose(tab.filling.weights, scene.slice.plane().embed(np.zeros(2)))
    assert tab.filling.n_known == 0
    tab.view.play.click()
    hand.qtbot.waitUntil(lambda: tab.filling.n_known > 3, timeout=10_000)
    tab.filling.pause()


def test_preset_of_the_cursor_drags_a_held_three_from_wrong_to_right(hand: Hand, window: Window) -> None:
    hand.preset("The cursor is a classifier")
    assert hand.actions <= 3
    stage, scene = window.stage, window.session.scene
    assert stage.is_ball_held
    assert stage.held_view.shows_templates
    assert stage.held.index == 104
    assert int(stage.held.judge(scene, stage.place).scores.argmax()) == 2
    before = stage.held.judge(scene, stage.place).loss
    plot, adam = stage.contour.plot, scene.paths[0].coordinates[:, :2]
    hand.drag(plot.viewport(), *(plot.place_of(*map(float, p)).toPoint() for p in (stage.place, *adam[5:100:5])))
    after = stage.held.judge(scene, stage.place)
    assert int(after.scores.argmax()) == 3
    assert after.loss < before - 1


def test_preset_of_one_step_freezes_the_tenth(hand: Hand, window: Window) -> None:
    hand.preset("Inside one step")
    assert hand.actions <= 3
    assert window.timeline.position == 9
    view = window.late_tabs["step"].view
    hand.qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.step == 10, timeout=10_000)
    assert view.lesson.label == "momentum"
    assert view.runs.values == ["momentum", "adam"]


def test_an_edit_meanwhile_overtakes_what_the_preset_would_set(window: Window, qtbot: QtBot) -> None:
    window.open_preset("The cursor is a classifier")
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.replace(FEW)
    assert not window.stage.is_ball_held
    assert window.stage.held.index == 0


def test_a_preset_that_is_open_already_is_set_again_and_another_frees_the_ball(hand: Hand, window: Window) -> None:
    hand.preset("The cursor is a classifier")
    window.stage.hold_ball(None)
    window.open_preset("The cursor is a classifier")
    assert window.stage.is_ball_held
    window.open_preset("Inside one step")
    assert not window.stage.is_ball_held
