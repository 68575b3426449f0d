"""Tabs are made when they are first shown, with the newest scene and the look that is on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gui.late_tabs import LATE_TABS
from gui.theme import DARK
from gui.views.gradient_view import GradientView
from gui.views.step_view import StepView
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 4, "grid.resolution": 7})


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def test_no_view_is_made_before_it_is_shown(window: Window) -> None:
    assert not window.findChildren(StepView)
    assert not window.findChildren(GradientView)
    window.show_tab("weights")
    assert window.findChildren(GradientView)
    assert not window.findChildren(StepView)


@pytest.mark.parametrize("name", [row.name for row in LATE_TABS])
def test_a_tab_takes_the_look_that_is_on_and_the_focus(window: Window, name: str) -> None:
    window.set_look("dark")
    window.show_tab(name)
    view = window.late_tabs[name].view
    assert window.stage.tabs.currentWidget() is view
    assert view._theme == DARK
    assert window.focusWidget() is view or view.isAncestorOf(window.focusWidget())


def test_scenes_that_came_while_a_tab_was_away_are_shown_when_it_comes(window: Window, qtbot: QtBot) -> None:
    window.show_tab("weights")
    weights = window.late_tabs["weights"]
    first = weights.filling.scene
    assert first is window.session.scene
    window.show_tab("surface")
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"run.steps": 5})
    assert weights.filling.scene is first  # what nobody sees waits
    window.show_tab("weights")
    assert weights.filling.scene is window.session.scene is not first


def test_slopes_stay_known_while_another_tab_is_in_front(window: Window, qtbot: QtBot) -> None:
    window.show_tab("weights")
    weights = window.late_tabs["weights"]
    weights.filling.measure([0])
    qtbot.waitUntil(lambda: weights.filling.n_known == 1, timeout=10_000)
    for name in ("cut", "weights", "weights"):
        window.show_tab(name)
    assert weights.filling.n_known == 1
