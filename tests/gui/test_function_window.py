"""A function of two variables in the window: no example is held, the cursor reads its gradient, and all comes back."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description, from_table

SMALL = {"grid": {"resolution": 11}, "run": {"steps": 5}, "methods": {"gradient-descent": {}, "adam": {}}}


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(from_table({"objective": {"model": "rosenbrock"}, **SMALL}))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    made.session.begin()
    qtbot.waitUntil(lambda: made.session.scene is not None, timeout=20_000)
    return made


def test_the_window_shows_the_function_and_nothing_that_it_has_not(window: Window) -> None:
    assert window.header.title.text() == "2 weights. You see both."
    assert "100 (y − x²)²" in window.header.subtitle.text()
    assert not window.stage.held_view.isVisible()
    assert not window.controls.loss.isVisible()
    assert window.stage.contour.isVisible()
    window.do("go_to_end")
    assert window.bar.slider.caption == "step 5 · 15 evaluations by Gradient descent"
    window.do("next_held")  # nothing is held, nothing happens


def test_the_cursor_reads_value_and_gradient(window: Window, qtbot: QtBot) -> None:
    window.stage.contour.cursor_moved.emit((0.5, -0.5))
    qtbot.waitUntil(lambda: "gradient" in window.stage.surface._hint, timeout=2000)
    assert window.stage.surface._hint == "x 0.5, y −0.5 · value 56.50 · gradient (149, −150)"


def test_a_click_starts_there_and_a_new_start_is_another_place(window: Window, qtbot: QtBot) -> None:
    window.stage.start_picked.emit(0.5, 0.25)
    starts = lambda: window.session.scene.paths[0].weights[0].tolist()  # noqa: E731
    qtbot.waitUntil(lambda: starts() == pytest.approx([0.5, 0.25]), timeout=20_000)
    window.do("next_start")
    qtbot.waitUntil(lambda: starts() not in ([-1.2, 1.0], pytest.approx([0.5, 0.25])), timeout=20_000)


def test_back_to_a_classifier_brings_the_example_back(window: Window, qtbot: QtBot) -> None:
    window.session.edit({"objective.model": "linear"})
    qtbot.waitUntil(lambda: window.session.scene.dataset is not None, timeout=20_000)
    assert window.stage.held_view.isVisible()
    assert window.controls.loss.isVisible()
    assert window.session.description.objective == Description().objective


def test_a_shorter_run_may_follow_a_longer_one_seen_at_its_end(window: Window, qtbot: QtBot) -> None:
    window.do("go_to_end")
    window.session.edit({"run.steps": 2})
    qtbot.waitUntil(lambda: len(window.session.scene.paths[0].step) == 3, timeout=20_000)
    assert window.timeline.end == 2
