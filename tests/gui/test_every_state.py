"""Every command, panel, view, preset and look is visited in a window: none fails, none paints nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from gui.actions import COMMANDS
from gui.command_palette import CommandPalette
from gui.quantity_choice import QuantityChoice
from gui.theme import THEMES
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.presets import PRESETS, load_preset

SMALL = with_values(with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 4, "grid.resolution": 5})
ENOUGH_COLORS = 3  # in what is more than an empty ground


def opened(qtbot: QtBot, description: Description, theme: str = "light") -> Window:
    window = Window(description, theme)
    qtbot.addWidget(window)
    qtbot.window = window  # pytest-qt holds it weakly: nobody else may
    window.resize(1280, 720)
    window.show()
    compute(qtbot, window)
    return window


def compute(qtbot: QtBot, window: Window) -> None:
    failures: list[BaseException] = []
    window.session.failed.connect(failures.append)
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.begin()
    window.session.failed.disconnect(failures.append)
    assert not failures


def colors_of(widget: QWidget) -> int:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def close_what_opened() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()


def test_every_command_can_be_done_one_after_the_other(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    for ask in ("getOpenFileName", "getSaveFileName"):  # the system's own dialogs would wait for a person
        monkeypatch.setattr(QFileDialog, ask, lambda *_, **__: ("", ""))
    window = opened(qtbot, SMALL)
    for command in COMMANDS:
        if command.method in ("close", "whole_screen"):
            continue
        window.do(command.method)
        qtbot.wait(1)
        close_what_opened()
        window.session.cancel()
    window.do("whole_screen")
    assert window.isFullScreen()
    window.do("whole_screen")
    assert not window.isFullScreen()
    window.session.replace(SMALL)
    compute(qtbot, window)  # after all that, it still works
    assert [path.label for path in window.session.scene.paths] == ["sgd", "momentum"]
    window.do("close")
    assert not window.isVisible()


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_panel_and_view_paints_itself_in_every_look(qtbot: QtBot, theme: str) -> None:
    window = opened(qtbot, SMALL, theme)
    window.toggle_drawer()
    for tab in window.tab.values:
        window.show_tab(tab)
        qtbot.wait(5)
        assert window.stage.tabs.currentWidget().isVisible()
        assert colors_of(window.stage.tabs.currentWidget()) > ENOUGH_COLORS, tab
    for title, panel in window.drawer.panels.items():
        window.drawer.show_section(title)
        qtbot.wait(1)
        assert colors_of(panel) > ENOUGH_COLORS, title
        assert not panel.visibleRegion().isEmpty(), title
    for card in window.drawer.methods.cards:
        card.fold.setChecked(True)
        assert all(row.isVisible() for row in card.rows if card.has_row(row, SMALL))


@pytest.mark.parametrize("name", [preset.name for preset in PRESETS])
def test_every_preset_opens_and_one_of_each_group_in_every_view(qtbot: QtBot, name: str) -> None:
    window = opened(qtbot, SMALL)
    window.open_preset(name)
    window.session.cancel()
    # Smaller than a person gets it: what is tested is that it can be shown.
    window.session.replace(with_values(load_preset(name), {"run.steps": 6, "grid.resolution": 7}))
    compute(qtbot, window)
    scene = window.session.scene
    assert scene.description == window.session.description
    preset = next(preset for preset in PRESETS if preset.name == name)
    is_first = preset == next(other for other in PRESETS if other.group == preset.group)
    for tab in window.tab.values if is_first else dict.fromkeys((preset.opens, "cut", "curves")):
        window.show_tab(tab)
        assert colors_of(window) > ENOUGH_COLORS
    window.timeline.go(0.0)
    assert set(window.timeline.rows.values()) <= {0}


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("sliders", [False, True])
def test_nothing_is_cut_off_in_a_small_window(qtbot: QtBot, theme: str, sliders: bool) -> None:
    window = opened(qtbot, with_values(Description(), {"run.steps": 6, "grid.resolution": 7}), theme)
    window.hands.show_sliders(sliders)
    qtbot.wait(50)
    for card in window.cards.all:
        for part in card.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part.isVisible():
                assert card.rect().contains(part.geometry()), type(part).__name__
    held = window.stage.held_view
    assert held.next.geometry().bottom() <= held.height()


def test_the_palette_shows_keys_whole(qtbot: QtBot) -> None:
    window = opened(qtbot, SMALL)
    window.do("find_command")
    palette = window.findChild(CommandPalette)
    qtbot.wait(20)
    found = palette.found
    assert found.columnWidth(0) + found.columnWidth(1) <= found.viewport().width()
    widest = max(found.fontMetrics().horizontalAdvance(command.key) for command in COMMANDS)
    assert found.columnWidth(1) >= widest
    palette.reject()


def test_a_narrow_window_says_the_quantity_alone(qtbot: QtBot) -> None:
    choice = QuantityChoice()
    qtbot.addWidget(choice)
    choice.show()
    choice.resize(choice.sizeHint())
    assert choice.text() == "loss, training examples ▾"
    choice.resize(choice.minimumSizeHint())
    assert choice.text() == "loss ▾"
    choice.set_value("accuracy", "test")
    choice.resize(choice.sizeHint())
    assert choice.text() == "accuracy, test examples ▾"
