"""Weights are written, nudged, dragged and trained on, by mouse, wheel and keys, as a user would."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.points_tab import PointsTab
from gui.window import Window
from landscape.experiment.edit import with_values
from landscape.playground.judge import judge
from tests.gui.points.hands import LEFT, POINTS, SHIFT, settle, turn_wheel


def test_a_typed_weight_is_where_runs_begin(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    table = tab.view.weights
    weights = tab.weights.copy()
    qtbot.mouseDClick(table, LEFT, pos=table.cell(4).place.center().toPoint())
    editor = QApplication.focusWidget() or table._editor
    qtbot.keyClicks(table._editor, "-1.25")
    qtbot.keyClick(table._editor, Qt.Key.Key_Return)
    assert editor is not None
    assert table._editor is None  # Enter is the line's: the table does not open another one for it
    expected = weights.copy()
    expected[4] = -1.25
    np.testing.assert_allclose(tab.weights, expected, atol=1e-6)  # at once
    settle(window, qtbot)
    assert window.timeline.position == 0
    np.testing.assert_allclose(window.session.scene.paths[0].weights[0], expected, atol=1e-5)
    np.testing.assert_allclose(tab.weights, expected, atol=1e-5)
    np.testing.assert_allclose(window.session.description.start.weights, expected, rtol=1e-5)
    window.do("undo")
    settle(window, qtbot)
    assert window.session.description == POINTS


def test_escape_leaves_a_weight_as_it_was(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    table = tab.view.weights
    qtbot.mouseDClick(table, LEFT, pos=table.cell(1).place.center().toPoint())
    qtbot.keyClicks(table._editor, "7")
    qtbot.keyClick(table._editor, Qt.Key.Key_Escape)
    assert table._editor is None
    assert window.session.description == POINTS


def test_the_wheel_nudges_a_weight_and_shift_is_finer(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    tab.reset()  # on the plane, so that an axis moves within it
    table, weights = tab.view.weights, tab.weights.copy()
    loss = judge(window.session.scene.model, weights).loss
    place = table.cell(0).place.center()
    turn_wheel(table, place, 1, Qt.KeyboardModifier.NoModifier)
    assert tab.weights[0] == pytest.approx(weights[0] + 0.1, abs=1e-5)
    assert tab.examples.totals.text() != f"loss {loss:.2f}"
    turn_wheel(table, place, -1, SHIFT)
    settle(window, qtbot)
    assert tab.weights[0] == pytest.approx(weights[0] + 0.09, abs=1e-5)
    assert window.session.description.start.weights is None
    assert window.session.description.start.at == pytest.approx((0.09, 0.0), abs=1e-5)
    window.do("undo")  # both notches are one step
    settle(window, qtbot)
    assert window.session.description == POINTS


def test_the_loss_answers_a_key_as_the_gradient_says(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    softmax = with_values(POINTS, {"objective.loss": "softmax"})
    window.session.replace(softmax)
    settle(window, qtbot)
    tab.reset()
    model, table = window.session.scene.model, tab.view.weights
    before = judge(model, tab.weights)
    table.setFocus()
    for _ in range(3):
        qtbot.keyClick(table, Qt.Key.Key_Right)
    qtbot.keyClick(table, Qt.Key.Key_Up, SHIFT)
    assert table.chosen == 3
    after = judge(model, tab.weights)
    assert (after.loss - before.loss) / 0.01 == pytest.approx(before.gradient[3], abs=0.01)


def test_two_marked_weights_become_the_plane(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    table = tab.view.weights
    qtbot.mouseClick(table, LEFT, pos=table.pin_of(8).center().toPoint())
    settle(window, qtbot)
    assert window.session.description.slice.weights == ((0, 1), (2, 2))
    np.testing.assert_array_equal(window.session.scene.slice.axes, np.eye(9)[[1, 8]])
    qtbot.keyClick(table, Qt.Key.Key_X)  # takes the mark away again: one is left, and the plane stays
    qtbot.wait(30)
    assert tab._marks == (1,)
    table._choose(3)
    qtbot.keyClick(table, Qt.Key.Key_X)
    settle(window, qtbot)
    assert window.session.description.slice.weights == ((0, 1), (1, 0))


def test_dragging_the_place_on_the_contours_moves_the_weights(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    contour, scene = window.stage.contour, window.session.scene
    plot = contour.plot
    here = window.stage.held_place
    np.testing.assert_allclose(here, scene.slice.plane().project(tab.weights), atol=1e-9)
    surface, regions_before = scene.surface, tab.view.plane._winners.copy()
    start, end = (plot.place_of(*place).toPoint() for place in (here, (-1.5, 1.2)))
    qtbot.mousePress(plot.viewport(), LEFT, pos=start)
    qtbot.mouseMove(plot.viewport(), (start + end) / 2)
    qtbot.mouseMove(plot.viewport(), end)
    assert tab.view.heading.text() == "W and b, as held"
    assert tab.weights[0] == pytest.approx(scene.slice.origin[0] - 1.5, abs=0.1)
    assert not np.array_equal(tab.view.plane._winners, regions_before)
    held = tab.weights.copy()
    qtbot.mouseRelease(plot.viewport(), LEFT, pos=end)
    settle(window, qtbot)
    assert window.session.description.start.at == pytest.approx((-1.5, 1.2), abs=0.1)
    np.testing.assert_array_equal(window.session.scene.surface.loss, surface.loss)
    np.testing.assert_allclose(tab.weights, held, atol=1e-4)
    assert window.timeline.position == 0
    window.do("undo")
    settle(window, qtbot)
    assert window.session.description == POINTS


def test_moves_are_the_timeline_and_lengthen_runs_at_their_end(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    page = tab.view
    qtbot.mouseClick(page.reset, LEFT)
    assert window.timeline.position == 0
    qtbot.mouseClick(page.step, LEFT)
    assert window.timeline.position == 1
    window.timeline.go(12.0)
    qtbot.mouseClick(page.step, LEFT)
    settle(window, qtbot)
    assert window.session.description.run.steps == 24
    assert window.timeline.position == 13
    assert page.heading.text() == "W and b, step 13"
    qtbot.mouseClick(page.run, LEFT)
    assert page.run.text() == "Pause"
    qtbot.mouseClick(page.run, LEFT)
    assert page.run.text() == "Run"
    qtbot.mouseClick(page.randomize, LEFT)
    settle(window, qtbot)
    assert window.session.description.start.seed == 1
    assert window.timeline.position == 0


def test_run_at_the_end_goes_on_with_twice_the_steps(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    assert window.timeline.position == window.timeline.end == 12
    window.do("points run")
    qtbot.waitUntil(lambda: window.timeline.is_playing, timeout=10_000)
    assert window.timeline.end == 24
    assert 12 <= window.timeline.position < 24
    window.timeline.pause()


def test_what_is_pressed_while_runs_get_longer_counts(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    page, timeline = tab.view, window.timeline
    qtbot.mouseClick(page.run, LEFT)
    assert page.run.text() == "Pause"  # also before there is anything to play
    qtbot.mouseClick(page.run, LEFT)
    assert page.run.text() == "Run"
    settle(window, qtbot)
    assert timeline.end == 24
    assert timeline.position == 12
    assert not timeline.is_playing
    timeline.go(24.0)
    qtbot.mouseClick(page.run, LEFT)
    qtbot.mouseClick(page.reset, LEFT)
    assert page.run.text() == "Run"
    settle(window, qtbot)
    assert timeline.end == 48
    assert timeline.position == 0
    assert not timeline.is_playing
    timeline.go(48.0)
    qtbot.mouseClick(page.run, LEFT)
    qtbot.mouseClick(page.randomize, LEFT)
    settle(window, qtbot)
    assert timeline.position == 0
    assert not timeline.is_playing
    assert page.run.text() == "Run"


def test_the_check_stands_beneath_every_slope(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    window.session.edit({"objective.loss": "softmax"})
    settle(window, qtbot)
    qtbot.mouseClick(tab.view.check, LEFT)
    qtbot.waitUntil(lambda: tab.view.words.text() != "", timeout=5_000)
    assert tab.view.words.text().startswith("numeric agrees: worst error")
    gradient = judge(window.session.scene.model, tab.weights).gradient
    np.testing.assert_allclose(tab.view.weights._numeric, gradient, atol=1e-7)
    assert tab.view.weights._agrees.all()
    qtbot.mouseClick(tab.view.check, LEFT)
    assert tab.view.weights._numeric is None
    assert tab.view.words.isHidden()


def test_the_controls_below_change_the_description(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    controls, session = tab.controls, window.session
    assert controls.isVisible()
    assert not window.controls.isVisible()
    controls.loss.committed.emit("structured-svm")
    controls.penalty.committed.emit(0.5)
    controls.step_size.committed.emit(0.25)
    controls.method_chosen.emit("sgd")
    settle(window, qtbot)
    controls.batch.committed.emit(4)
    settle(window, qtbot)
    description = session.description
    assert description.objective.loss == "structured-svm"
    assert description.objective.regularization == 0.5
    assert [part.label for part in description.methods] == ["sgd"]
    assert description.run.batch == 4
    assert controls.batch.currentText() == "4"
    controls.plane_chosen.emit("gradient")
    settle(window, qtbot)
    assert session.description.slice.kind == "gradient"
    window.show_tab("surface")
    assert window.controls.isVisible()
    assert not controls.isVisible()


def test_a_refused_value_is_marked_until_another_one_holds(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    line = tab.controls.penalty
    for text in ("-1", "much"):
        line.setFocus()
        line.selectAll()
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)
        assert window.session.description == POINTS
        assert line._refused, text
        assert window.messages.text.text() != ""
    assert not tab.controls.step_size._refused
    line.selectAll()
    qtbot.keyClicks(line, "0.2")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.session.description.objective.regularization == 0.2
    assert not line._refused


def test_undo_while_a_weight_is_held_shows_what_was_before(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    weights = tab.weights.copy()
    tab.set_weight(2, 3.0)
    window.do("undo")  # its scene had no time to come
    settle(window, qtbot)
    assert window.session.description == POINTS
    window.timeline.go(12.0)
    np.testing.assert_array_equal(tab.weights, weights)


def test_what_is_refused_goes_back_to_the_scene(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    plane = tab.view.plane
    three = with_values(POINTS, {"data.points": [[0, 0, 0], [0.5, 0.5, 0], [1, 1, 1]]})
    window.session.replace(three)
    settle(window, qtbot)
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_PageUp)
    qtbot.keyClick(plane, Qt.Key.Key_Delete)
    assert window.session.description == three
    assert "class" in window.messages.text.text()
    assert len(plane._points) == 3
