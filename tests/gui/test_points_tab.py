"""The playground in a window, driven as a user would: by mouse, wheel and keys; read back from the description."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.points_tab import PointsTab
from gui.tour import Tour
from gui.window import Window
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.files.dump_npz import write_npz
from landscape.playground.judge import judge
from landscape.playground.regions import regions

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
POINTS = with_values(
    with_methods(Description(), ["gradient-descent"]),
    {
        "data.source": "points", "objective.loss": "svm", "objective.regularization": 0.1, "run.steps": 12,
        "slice.kind": "weights", "slice.weights": [[0, 0], [0, 1]], "grid.range": 2.0, "grid.resolution": 9,
    },
)  # fmt: skip


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    made = open_window(POINTS)
    made.do("show_points")
    return made


@pytest.fixture
def tab(window: Window, qtbot: QtBot) -> PointsTab:
    qtbot.wait(30)
    made = window.late_tabs["points"]
    assert isinstance(made, PointsTab)
    return made


def pixel(tab: PointsTab, x: float, y: float) -> QPoint:
    return tab.view.plane.frame.pixel(x, y).toPoint()


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, *places: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, pos=start)
    for place in places:
        qtbot.mouseMove(widget, place)
        QApplication.processEvents()
    qtbot.mouseRelease(widget, LEFT, pos=places[-1])


def turn_wheel(widget: QWidget, place: QPointF, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    at, turned = widget.mapToGlobal(place), QPoint(0, 120 * notches)
    button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(widget, QWheelEvent(place, at, QPoint(), turned, button, modifiers, phase, False))


def settle(window: Window, qtbot: QtBot) -> None:
    """Wait until the scene of the present description is there."""
    qtbot.waitUntil(
        lambda: not window.session.is_busy and window.session.scene.description == window.session.description,
        timeout=20_000,
    )
    qtbot.wait(10)


def test_the_tab_shows_what_the_weights_make_of_the_points(window: Window, tab: PointsTab) -> None:
    scene = window.session.scene
    assert window.tab.value == "points"
    weights = scene.paths[0].weights[-1]
    np.testing.assert_array_equal(tab.weights, weights)
    judged = judge(scene.model, weights)
    assert tab.view.heading.text() == "W and b, step 12"
    assert f"{judged.loss:.2f} = data {judged.data_loss:.2f} + penalty" in tab.examples.totals.text()
    assert tab.examples.isVisible()
    assert not window.stage.held_view.isVisible()
    assert window.header.title.text() == "9 weights. You see 2 directions."


def test_regions_are_the_winners_on_their_pixels(window: Window, tab: PointsTab) -> None:
    scene, plane = window.session.scene, tab.view.plane
    picture, frame = plane.grab().toImage(), plane.frame
    colors: dict[int, set[int]] = {}
    (left, right), (low, high) = plane.limits
    for x in np.linspace(left, right, 9)[1:-1]:
        for y in np.linspace(low, high, 9)[1:-1]:
            around = regions(scene.model, tab.weights, x + np.array([-0.06, 0, 0.06]), y + np.array([-0.06, 0, 0.06]))
            if len(np.unique(around)) == 1:  # away from any border, where pixels are blended
                colors.setdefault(int(around[1, 1]), set()).add(picture.pixel(frame.pixel(x, y).toPoint()))
    assert set(colors) == {0, 1, 2}
    plain = [max(found, key=lambda color, found=found: list(found).count(color)) for found in colors.values()]
    assert len(set(plain)) == 3


def test_other_data_have_no_such_tab(window: Window, qtbot: QtBot) -> None:
    assert "points" in window.tab.values
    digits = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 2, "grid.resolution": 5})
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.replace(digits)
    assert "points" not in window.tab.values
    assert window.tab.value == "surface"
    assert window.stage.held_view.isVisible()
    assert window.controls.isVisible()
    window.do("show_points")
    assert "2 features" in window.late_tabs["points"].view.message.text()
    assert window.late_tabs["points"].view.message.isVisible()


def test_a_drag_moves_one_point_and_is_one_step_of_the_history(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    x, y, label = POINTS.data.points[0]
    start = pixel(tab, x, y)
    weights = tab.weights.copy()
    qtbot.mousePress(tab.view.plane, LEFT, pos=start)
    qtbot.mouseMove(tab.view.plane, start + QPoint(0, 30))
    qtbot.mouseMove(tab.view.plane, start + QPoint(-60, 60))
    assert window.session.description == POINTS  # a preview until it is let go
    held = tab.shown
    assert held is not None
    np.testing.assert_array_equal(held.weights, weights)
    assert not np.allclose(held.points[0], [x, y])
    assert f"{judge(held.model, weights).loss:.2f}" in tab.examples.totals.text()
    qtbot.mouseRelease(tab.view.plane, LEFT, pos=start + QPoint(-60, 60))
    settle(window, qtbot)
    after = window.session.description.data.points
    assert after[0][:2] == pytest.approx(held.points[0].tolist())
    assert after[0][2] == label
    assert after[1:] == POINTS.data.points[1:]
    window.do("undo")
    settle(window, qtbot)
    assert window.session.description == POINTS
    assert tab.shown is not None
    np.testing.assert_allclose(tab.shown.points[0], [x, y], atol=1e-6)


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_it_is_said_that_a_moved_point_means_training_anew(
    window: Window, tab: PointsTab, qtbot: QtBot, theme: str
) -> None:
    window.set_look(theme)
    start = pixel(tab, *POINTS.data.points[0][:2])
    qtbot.mousePress(tab.view.plane, LEFT, pos=start)
    qtbot.mouseMove(tab.view.plane, start + QPoint(-40, 40))
    assert tab.view.plane.words(0)[-1] == "let go: W is trained anew"
    assert "anew" not in tab.view.heading.text()
    qtbot.mouseRelease(tab.view.plane, LEFT, pos=start + QPoint(-40, 40))
    settle(window, qtbot)
    heading = tab.view.heading
    assert "trained anew" in heading.text()
    assert "step 12" in heading.text()
    assert heading.fontMetrics().horizontalAdvance(heading.text()) <= heading.width()
    assert "began again at its start" in heading.toolTip()
    assert "anew" not in " ".join(tab.view.plane.words(0))
    window.timeline.step(-1)
    assert heading.text() == "W and b, step 11"
    assert heading.toolTip() == ""
    tab.reset()
    drag(qtbot, tab.view.plane, pixel(tab, *POINTS.data.points[3][:2]), pixel(tab, 0.0, 0.5))
    settle(window, qtbot)
    assert heading.text() == "W and b, step 0"  # where nothing is trained yet


def test_no_frame_shows_points_with_the_scores_of_others(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    plane, rows = tab.view.plane, tab.examples._model
    frames: list[bool] = []

    class Watch(QObject):
        def eventFilter(self, _: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                scores = (
                    np.column_stack([plane._points, np.ones(len(plane._points))])
                    @ tab.view.weights._values.reshape(-1, 3).T
                )
                frames.append(
                    scores.shape == plane._judged.scores.shape
                    and np.allclose(scores, plane._judged.scores, atol=1e-6)
                    and np.array_equal(rows._points, plane._points)
                    and np.allclose(rows._judged.losses, plane._judged.losses)
                )
            return False

    watch = Watch()
    plane.installEventFilter(watch)
    drag(qtbot, plane, pixel(tab, *POINTS.data.points[8][:2]), pixel(tab, 0.0, 0.0), pixel(tab, 0.3, 0.3))
    settle(window, qtbot)
    qtbot.mouseClick(plane, LEFT, pos=pixel(tab, -0.6, 0.9))
    settle(window, qtbot)
    turn_wheel(tab.view.weights, tab.view.weights.cell(0).place.center(), 2, Qt.KeyboardModifier.NoModifier)
    settle(window, qtbot)
    window.do("undo")
    settle(window, qtbot)
    assert len(frames) >= 5
    assert all(frames)


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_six_classes_have_room(window: Window, tab: PointsTab, qtbot: QtBot, theme: str) -> None:
    window.set_look(theme)
    wide = tab.view.width()
    six = [[0.5, 0.4, 0], [-0.4, 0.3, 1], [0.7, -0.4, 2], [0.9, 0.9, 3], [-0.6, 1.0, 4], [0.0, 0.0, 5]]
    window.session.edit({"data.points": six})
    settle(window, qtbot)
    assert tab.view.width() == wide  # the table keeps its place
    table = tab.examples.table
    assert not table.horizontalScrollBar().isVisible()
    last = table.model().columnCount() - 1
    assert table.columnViewportPosition(last) + table.columnWidth(last) <= table.viewport().width()
    texts = tab.examples._model.widest_texts()
    for column in range(2, last + 1):
        advance = QFontMetricsF(tab.examples._model.font(bold=True)).horizontalAdvance(texts[column])
        assert advance + 6 <= table.columnWidth(column) + 1


def test_beside_the_open_panels_nothing_is_cut(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    window.do("toggle_drawer")
    qtbot.wait(400)
    tab.set_weight(1, -0.00034)
    settle(window, qtbot)
    window.timeline.go(12.0)
    qtbot.mouseClick(tab.view.check, LEFT)
    qtbot.waitUntil(lambda: tab.view.words.text() != "", timeout=5_000)
    qtbot.wait(20)
    assert tab.view.width() < 620
    heading, table = tab.view.heading, tab.view.weights
    assert "step 12" in heading.text()
    assert heading.fontMetrics().horizontalAdvance(heading.text()) <= heading.width()
    table.set_values(np.full(9, -1.25), np.full(9, -0.00034))
    for cell in table.layout_of_cells.cells:
        for font, _, text in table.fitted_lines(cell):
            assert QFontMetricsF(font).horizontalAdvance(text) <= cell.place.width()


def test_a_border_between_regions_lies_on_its_pixel(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    plane = tab.view.plane
    for place in (-0.52, 0.0, 0.87):  # class 0 wins at the right of it, class 1 at its left
        for index, value in enumerate([1.0, 0, -place, -1, 0, place, 0, 0, -9]):
            if tab.weights[index] != value:
                tab.set_weight(index, value)
        settle(window, qtbot)
        winners = plane._winners[:, 0]
        border = int(np.flatnonzero(np.diff(winners))[0]) + 1  # cells before it are all of class 1
        drawn = plane.frame.place.left() + plane.frame.place.width() * border / len(winners)
        assert drawn == pytest.approx(plane.frame.pixel(place, 0.0).x(), abs=1.0)


def test_while_a_point_is_dragged_the_surface_follows(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    contour = window.stage.contour
    before = contour._surface.loss
    start = pixel(tab, *POINTS.data.points[0][:2])
    qtbot.mousePress(tab.view.plane, LEFT, pos=start)
    qtbot.mouseMove(tab.view.plane, start + QPoint(-90, 90))
    qtbot.waitUntil(lambda: contour._surface.preview, timeout=5_000)
    assert not np.array_equal(contour._surface.loss, before)
    assert np.isfinite(contour._surface.loss).all()
    qtbot.mouseRelease(tab.view.plane, LEFT, pos=start + QPoint(-90, 90))
    settle(window, qtbot)
    assert not contour._surface.preview


def test_a_click_on_an_empty_place_adds_a_point_of_the_chosen_class(
    window: Window, tab: PointsTab, qtbot: QtBot
) -> None:
    qtbot.mouseClick(tab.view.classes, LEFT, pos=tab.view.classes.place_of(2).center().toPoint())
    qtbot.mouseClick(tab.view.plane, LEFT, pos=pixel(tab, -0.6, 0.9))
    settle(window, qtbot)
    x, y, label = window.session.description.data.points[-1]
    assert (x, y) == pytest.approx((-0.6, 0.9), abs=0.02)
    assert label == 2
    assert len(tab.view.plane._points) == 10


def test_plus_begins_a_class_of_its_own(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    qtbot.mouseClick(tab.view.classes, LEFT, pos=tab.view.classes.place_of(3).center().toPoint())
    qtbot.mouseClick(tab.view.plane, LEFT, pos=pixel(tab, 0.0, 0.0))
    settle(window, qtbot)
    assert window.session.scene.dataset.n_classes == 4
    assert window.header.title.text().startswith("12 weights")
    assert len(tab.view.weights.layout_of_cells.cells) == 12


def test_a_click_on_a_point_adds_nothing(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    qtbot.mouseClick(tab.view.plane, LEFT, pos=pixel(tab, *POINTS.data.points[3][:2]))
    qtbot.wait(50)
    assert window.session.description == POINTS
    assert tab.view.plane.looked_at == 3


def test_keys_choose_move_classify_and_delete_a_point(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    plane = tab.view.plane
    plane.setFocus()
    qtbot.keyClick(plane, Qt.Key.Key_PageDown)
    assert plane.looked_at == 0
    x, y, _ = POINTS.data.points[0]
    qtbot.keyClick(plane, Qt.Key.Key_Right, CONTROL)
    settle(window, qtbot)
    moved = window.session.description.data.points[0]
    assert moved[0] > x
    assert moved[1] == pytest.approx(y, abs=1e-6)
    qtbot.keyClick(plane, Qt.Key.Key_2)
    settle(window, qtbot)
    assert window.session.description.data.points[0][2] == 2
    qtbot.keyClick(plane, Qt.Key.Key_Delete)
    settle(window, qtbot)
    assert window.session.description.data.points == POINTS.data.points[1:]
    for _ in range(3):
        window.do("undo")
    settle(window, qtbot)
    assert window.session.description == POINTS


def test_a_right_click_on_a_point_changes_its_class_or_deletes_it(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    plane = tab.view.plane

    def menu_of(index: int) -> QMenu:
        place = pixel(tab, *window.session.description.data.points[index][:2])
        reason = QContextMenuEvent.Reason.Mouse
        QApplication.sendEvent(plane, QContextMenuEvent(reason, place, plane.mapToGlobal(place)))
        menus = plane.findChildren(QMenu)
        assert len(menus) == 1
        return menus[0]

    menu = menu_of(4)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Class 1\t1"]
    menu.actions()[2].trigger()
    menu.close()
    settle(window, qtbot)
    assert window.session.description.data.points[4] == (*POINTS.data.points[4][:2], 2)
    menu = menu_of(4)
    menu.actions()[-1].trigger()
    menu.close()
    settle(window, qtbot)
    assert window.session.description.data.points == POINTS.data.points[:4] + POINTS.data.points[5:]


def test_right_and_left_still_step_the_timeline(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    tab.view.plane.setFocus()
    qtbot.keyClick(tab.view.plane, Qt.Key.Key_Left)
    assert window.timeline.position == 11
    assert tab.view.heading.text() == "W and b, step 11"
    np.testing.assert_array_equal(tab.weights, window.session.scene.paths[0].weights[11])


def test_hovering_in_the_plane_and_in_the_table_is_one(tab: PointsTab, qtbot: QtBot) -> None:
    place = pixel(tab, *POINTS.data.points[5][:2])
    qtbot.mouseMove(tab.view.plane, place + QPoint(1, 0))
    qtbot.mouseMove(tab.view.plane, place)
    qtbot.waitUntil(lambda: tab.examples._model._pointed == 5, timeout=2_000)
    words = " ".join(tab.view.plane.words(5))
    assert "Point 6 · class 1" in words
    assert "of the gradient" in words
    tab.examples.table.entered.emit(tab.examples._model.index(2, 0))
    assert tab.view.plane.looked_at == 2


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


def test_weights_beyond_all_bounds_are_cut_off_nowhere_and_warn_of_nothing(
    window: Window, tab: PointsTab, qtbot: QtBot
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tab.set_weight(0, 1e300)
        settle(window, qtbot)
        assert tab.weights[0] == 1e300
        window.stage.contour.cursor_moved.emit((0.5, 0.5))
        qtbot.wait(400)
    assert not window.messages.details.isVisible()  # of a failure in the background
    table = tab.view.weights
    font, _, text = table._lines_of(table.cell(0))[0]
    assert text == "1.0e300"
    assert QFontMetricsF(font).horizontalAdvance(text) < table.cell(0).place.width()


def test_a_diverged_run_warns_of_nothing_and_moves_no_card(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    wide = tab.view.width()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        window.session.edit({
            "methods.gradient-descent.step_size": 1e5, "run.steps": 60, "slice.kind": "unit", "slice.weights": None,
            "grid.range": "auto",
        })  # fmt: skip
        settle(window, qtbot)
        window.timeline.go(60.0)
        qtbot.wait(400)
    assert not window.messages.details.isVisible()
    assert "diverged" in window.session.scene.paths[0].stop
    assert tab.view.width() == wide


def test_the_first_visible_run_leads(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    window.do("add_method adam")
    settle(window, qtbot)
    assert tab.view.heading.text().startswith("Gradient descent, step")
    window.stage.legend.visibility_changed.emit({"adam"})
    assert tab.view.heading.text().startswith("Adam, step")
    adam = next(path for path in window.session.scene.paths if path.label == "adam")
    np.testing.assert_array_equal(tab.weights, adam.weights[window.stage.rows["adam"]])


def test_leaving_the_tab_lets_the_ball_and_the_held_example_come_back(window: Window, tab: PointsTab) -> None:
    assert window.stage.is_ball_held
    window.show_tab("curves")
    assert not window.stage.is_ball_held
    assert window.stage.held_view.isVisible()
    window.do("show_points")
    assert window.stage.is_ball_held
    assert tab.examples.isVisible()


def test_a_state_made_by_hand_has_the_bytes_of_the_command_line(
    window: Window, tab: PointsTab, qtbot: QtBot, tmp_path: Path
) -> None:
    drag(qtbot, tab.view.plane, pixel(tab, *POINTS.data.points[8][:2]), pixel(tab, 0.0, 0.0), pixel(tab, 0.3, 0.3))
    tab.set_weight(4, 0.75)
    settle(window, qtbot)
    with qtbot.waitSignal(window.session.saved, timeout=20_000):
        window.session.save(lambda scene, _: write_npz(scene, tmp_path / "window.npz"))
    text = window.session.description.toml()
    write_npz(Pipeline().scene(from_toml(text)), tmp_path / "line.npz")
    assert (tmp_path / "window.npz").read_bytes() == (tmp_path / "line.npz").read_bytes()


def test_a_network_shows_its_layers_and_no_lines(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    network = with_values(POINTS, {"objective.model": "network", "objective.hidden": 8, "slice.weights": [[0], [1]]})
    window.session.replace(network)
    settle(window, qtbot)
    cells = tab.view.weights.layout_of_cells.cells
    assert len(cells) == 8 * 3 + 3 * 9
    assert {cell.layer for cell in cells} == {0, 1}
    assert tab.view.plane._lines == ()
    bottom = max(cell.place.bottom() for cell in cells)
    assert bottom <= tab.view.weights.height()
    assert "hidden unit 2" in tab.view.weights.words(3)
    assert "class 1" in tab.view.weights.words(8 * 3 + 9)


def test_the_tour_of_this_tab_points_at_its_own_places(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    window.do("show_tour")
    tour = window.findChild(Tour)
    headings = []
    for _ in range(3):
        headings.append(tour.heading.text())
        assert tour._stops[tour.number].place.isVisible()
        qtbot.mouseClick(tour.next, LEFT)
    assert headings == ["Points, and who wins where", "All the classifier is", "Its landscape"]
    assert not tour.isVisible()


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


def test_a_drag_that_comes_back_changes_nothing(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    x, y, _ = POINTS.data.points[6]
    start = pixel(tab, x, y)
    drag(qtbot, tab.view.plane, start, start + QPoint(40, -40))
    settle(window, qtbot)
    window.do("undo")
    settle(window, qtbot)
    assert tab._held_points is None
    np.testing.assert_allclose(tab.view.plane._points[6], [x, y], atol=1e-6)


def test_closing_while_a_point_is_held_is_clean(window: Window, tab: PointsTab, qtbot: QtBot) -> None:
    start = pixel(tab, *POINTS.data.points[0][:2])
    qtbot.mousePress(tab.view.plane, LEFT, pos=start)
    qtbot.mouseMove(tab.view.plane, start + QPoint(20, 20))
    tab.view.check.toggle()
    assert window.close()
