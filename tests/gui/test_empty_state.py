"""While there is no picture the window says why, and offers what helps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 8, "grid.resolution": 9})
IMPOSSIBLE = {"slice.kind": "filter", "slice.center": "zero"}


Open = Callable[[Description], Window]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Opens windows and holds them until pytest-qt has closed them: Python must not collect one that is shown."""
    held = []

    def open_one(description: Description) -> Window:
        window = Window(description)
        held.append(window)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        return window

    yield open_one
    held.clear()


def offered(window: Window) -> list[str]:
    buttons = (window.empty.again, window.empty.undo, window.empty.default, window.empty.panels)
    return [button.text() for button in buttons if button.isVisible()]


def test_before_the_first_picture_it_says_that_one_is_coming(qtbot: QtBot, opened: Open) -> None:
    window = opened(SMALL)
    assert "on its way" in window.empty.heading.text()
    assert window.empty.width() > 500
    assert not window.stage.contour.isVisible()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.begin()
    assert not window.empty.isVisible()
    assert window.stage.surface.hasFocus()  # so that bare keys act at once
    assert window.stage.contour.isVisible()
    assert window.stage.held_view.isVisible()


def test_what_cannot_be_worked_out_says_why_and_the_default_helps(qtbot: QtBot, opened: Open) -> None:
    window = opened(with_values(SMALL, IMPOSSIBLE))
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        window.session.begin()
    qtbot.wait(20)
    assert "zero row" in window.empty.text.text()
    assert window.empty.text.height() >= window.empty.text.heightForWidth(window.empty.text.width())
    assert offered(window) == ["Default experiment", "Panels"]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.empty.default.click()
    assert not window.empty.isVisible()
    assert window.session.description == Description()
    assert window.messages.text.text() == ""


def test_stopped_before_the_first_picture_it_can_begin_again(qtbot: QtBot, opened: Open) -> None:
    window = opened(with_values(SMALL, {"run.steps": 100_000}))
    window.session.begin()
    qtbot.wait(100)
    window.do("stop")
    qtbot.waitUntil(lambda: "Stopped" in window.empty.heading.text())
    assert offered(window) == ["Compute again", "Panels"]
    window.empty.again.click()
    assert window.session.is_busy
    assert "on its way" in window.empty.heading.text()
    window.session.edit({"run.steps": 8})
    qtbot.waitUntil(lambda: not window.empty.isVisible(), timeout=20_000)


def test_a_later_failure_keeps_the_last_picture(qtbot: QtBot, opened: Open) -> None:
    window = opened(SMALL)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.begin()
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        window.session.edit(IMPOSSIBLE)
    qtbot.wait(20)
    assert not window.empty.isVisible()
    assert "zero row" in window.messages.text.text()


def test_an_undo_is_offered_where_there_is_one(qtbot: QtBot, opened: Open) -> None:
    window = opened(SMALL)
    with qtbot.waitSignal(window.session.failed, timeout=20_000):
        window.session.edit(IMPOSSIBLE)
    qtbot.wait(20)
    assert offered(window) == ["Undo", "Default experiment", "Panels"]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.empty.undo.click()
    assert window.session.description == SMALL
