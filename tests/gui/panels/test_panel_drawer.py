"""The drawer as a whole: order, width, themes, the tab key, and that showing is not editing."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from gui.theme import DARK, LIGHT, PROJECTOR, THEMES, Theme
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.presets import PRESETS, load_preset


def test_sections_follow_the_flow(drawer: Drawer) -> None:
    drawer.show()
    assert list(drawer.panels) == ["Data", "Features", "Loss", "Start", "Methods", "Slice"]
    tops = [panel.mapTo(drawer.widget(), QPoint(0, 0)).y() for panel in drawer.panels.values()]
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops)


def test_showing_a_description_emits_nothing(drawer: Drawer, heard: list[Any]) -> None:
    for preset in PRESETS:
        drawer.set_description(load_preset(preset.name))
    drawer.set_theme(DARK)
    drawer.set_note("a note")
    assert heard == []


def test_the_width_grows_with_the_text(drawer: Drawer) -> None:
    drawer.set_theme(LIGHT)
    assert drawer.width() == 340
    drawer.set_theme(PROJECTOR)
    assert drawer.width() == 476


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_nothing_is_wider_than_the_drawer(drawer: Drawer, qtbot: QtBot, theme: Theme) -> None:
    drawer.set_theme(theme)
    drawer.set_description(with_values(Description(), {"data.source": "npz", "start.at": [1.0, 2.0]}))
    for card in drawer.methods.cards:
        card.fold.setChecked(True)
    drawer.slice.fold.button.setChecked(True)
    drawer.methods.fold.button.setChecked(True)
    drawer.resize(drawer.width(), 900)
    drawer.show()
    qtbot.waitExposed(drawer)
    assert drawer.verticalScrollBar().maximum() > 0
    assert drawer.widget().width() <= drawer.viewport().width()
    assert drawer.widget().minimumSizeHint().width() <= drawer.viewport().width()


def test_the_tab_key_goes_down_through_everything(drawer: Drawer) -> None:
    drawer.set_description(with_methods(Description(), ["adam", "sgd"]))
    drawer.set_description(with_methods(Description(), ["rmsprop", "sgd", "adam"]))
    for card in drawer.methods.cards:
        card.fold.setChecked(True)
    drawer.resize(drawer.width(), 3000)
    drawer.show()
    tops = [stop.mapTo(drawer.widget(), stop.rect().center()).y() for stop in tab_stops(drawer)]
    assert len(tops) > 25
    assert tops == sorted(tops)


def tab_stops(drawer: Drawer) -> list[QWidget]:
    """The visible widgets that the tab key stops at, from the first row on."""
    first = drawer.data.rows[0].target
    found, widget = [], first
    while not found or widget is not first:
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def test_a_section_is_brought_into_sight_and_gets_the_keyboard(drawer: Drawer, qtbot: QtBot) -> None:
    drawer.resize(drawer.width(), 300)
    drawer.show()
    drawer.activateWindow()
    qtbot.waitUntil(drawer.isActiveWindow)
    drawer.show_section("Slice")
    target = drawer.slice.rows[0].target
    assert target.hasFocus()
    assert 0 <= target.mapTo(drawer.viewport(), QPoint(0, 0)).y() < 300


def test_focus_is_visible(drawer: Drawer, qtbot: QtBot) -> None:
    drawer.resize(drawer.width(), 600)
    drawer.show()
    drawer.activateWindow()
    qtbot.waitUntil(drawer.isActiveWindow)
    stops = [drawer.data.row("data.source").target, drawer.data.row("data.center").target]
    stops += [drawer.data.row("data.seed").target, drawer.start.row("start.seed").button]
    for stop, other in zip(stops, stops[1:] + stops[:1], strict=True):
        other.setFocus()
        without = stop.grab().toImage()
        stop.setFocus()
        assert stop.grab().toImage() != without
