"""One cursor for all views, driven by the mouse: hovering, holding and dragging the ball, clicking, choosing."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.views.gallery import Gallery
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

SMALL = with_values(with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 12, "grid.resolution": 15})


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def on_contour(window: Window, a: float, b: float) -> QPoint:
    return window.stage.contour.plot.place_of(a, b).toPoint()


def hover(window: Window, qtbot: QtBot, a: float, b: float) -> None:
    viewport = window.stage.contour.plot.viewport()
    for place in (QPoint(1, 1), on_contour(window, a, b)):
        qtbot.mouseMove(viewport, place)
        qtbot.wait(20)  # pyqtgraph hears a hundred moves a second


def right_click(widget: QWidget, place: QPoint) -> QMenu:
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place)))
    return next(menu for menu in QApplication.topLevelWidgets() if isinstance(menu, QMenu) and menu.isVisible())


def inner(window: Window, along_a: float, along_b: float) -> tuple[float, float]:
    surface = window.session.scene.surface
    return (
        float(surface.a[0] + along_a * (surface.a[-1] - surface.a[0])),
        float(surface.b[0] + along_b * (surface.b[-1] - surface.b[0])),
    )


def test_hovering_reads_losses_accuracies_and_the_slope_in_all_views(window: Window, qtbot: QtBot) -> None:
    stage, (a, b) = window.stage, inner(window, 0.6, 0.4)
    hover(window, qtbot, a, b)
    at = stage.at_cursor
    qtbot.waitUntil(lambda: at.reading is not None and np.isfinite(at.reading.whole_length), timeout=10_000)
    assert at.reading.place == pytest.approx([a, b], abs=0.03 * abs(a) + 0.1)
    assert "% test" in stage.surface._hint
    assert stage.surface._cursor == pytest.approx(tuple(at.reading.place))
    (arrow,) = stage.contour.arrows.arrows
    np.testing.assert_array_equal(arrow.foot, at.reading.place)
    moved = arrow.tip - arrow.foot
    assert moved @ at.reading.gradient < 0  # it leads downhill
    assert "in plane" in stage.contour.arrows.words
    qtbot.mouseMove(stage.contour.plot.viewport(), QPoint(1, 1))
    qtbot.wait(20)
    assert stage.contour.arrows.arrows == ()
    assert "click" in stage.surface._hint


def test_templates_are_the_rows_of_the_weights_under_the_cursor(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_T)
    (a, b), scene, view = inner(window, 0.3, 0.7), window.session.scene, window.stage.held_view
    assert view.shows_templates
    hover(window, qtbot, a, b)
    place = window.stage.place
    rows = scene.model.layout.matrix(scene.slice.plane().embed(place))
    np.testing.assert_array_equal(view.shown_templates.values, rows[:, :-1].reshape(10, 8, 8))
    qtbot.mouseClick(view.templates, Qt.MouseButton.LeftButton)
    assert not view.shows_templates


def test_a_held_ball_is_dragged_over_the_contour_and_the_digit_flips(window: Window, qtbot: QtBot) -> None:
    stage, scene = window.stage, window.session.scene
    viewport = stage.contour.plot.viewport()
    good, bad = scene.paths[1].coordinates[-1, :2], scene.paths[1].coordinates[0, :2]
    wrong_at_start = next(
        row
        for row in range(len(scene.dataset.test))
        if _is_right(window, row, good) and not _is_right(window, row, bad)
    )
    stage.at_cursor.hold(wrong_at_start)
    qtbot.keyClick(window, Qt.Key.Key_H)
    stage.hold_ball(bad)
    assert stage.is_ball_held
    before = stage.held.judge(scene, stage.place).loss
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=on_contour(window, *bad))
    for share in np.linspace(0, 1, 8):
        qtbot.mouseMove(viewport, on_contour(window, *(bad + share * (good - bad))))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=on_contour(window, *good))
    assert stage.place == pytest.approx(good, abs=0.3)
    after = stage.held.judge(scene, stage.place)
    assert after.loss < before
    assert "correct" in stage.held_view.accessibleDescription()
    hover(window, qtbot, *inner(window, 0.1, 0.1))
    assert stage.place == pytest.approx(good, abs=0.3)  # hovering moves a held ball nowhere
    qtbot.keyClick(window, Qt.Key.Key_H)
    assert not stage.is_ball_held


def _is_right(window: Window, row: int, place: np.ndarray) -> bool:
    scene = window.session.scene
    example = scene.dataset.test.take(np.array([row]))
    scores = scene.model.scores(scene.slice.plane().embed(place), example)
    return int(scores.argmax()) == int(example.y[0])


def test_a_held_ball_is_dragged_over_the_surface_and_the_camera_stays(window: Window, qtbot: QtBot) -> None:
    stage, surface = window.stage, window.session.scene.surface
    start, end = np.array(inner(window, 0.5, 0.5)), np.array(inner(window, 0.7, 0.5))
    stage.hold_ball(start)
    camera = stage.surface.camera
    picture = stage.surface._drawn()
    first, last = picture.on_surface(*start)[0], picture.on_surface(*end)[0]
    qtbot.mousePress(stage.surface, Qt.MouseButton.LeftButton, pos=first.toPoint())
    for share in np.linspace(0, 1, 6):
        qtbot.mouseMove(stage.surface, (first + (last - first) * share).toPoint())
    qtbot.mouseRelease(stage.surface, Qt.MouseButton.LeftButton, pos=last.toPoint())
    assert stage.surface.camera == camera
    assert stage.place == pytest.approx(end, abs=0.05 * float(np.ptp(surface.a)))


def test_a_move_of_the_ball_is_answered_within_a_frame(window: Window, qtbot: QtBot) -> None:
    window.do("templates")
    stage, places = window.stage, [inner(window, share, 0.5) for share in np.linspace(0.2, 0.8, 40)]
    stage.hold_ball(np.array(places[0]))
    spent = []
    for a, b in places:
        begun = time.process_time()
        stage.contour.ball_dragged.emit(a, b)
        spent.append(time.process_time() - begun)
    assert np.median(spent) < 0.033


def test_a_held_ball_stays_when_the_scene_changes(window: Window, qtbot: QtBot) -> None:
    place = np.array(inner(window, 0.5, 0.5))
    window.stage.hold_ball(place)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"objective.regularization": 0.01})
    np.testing.assert_array_equal(window.stage.place, place)
    assert window.stage.contour._cursor_ring.isVisible()


@pytest.mark.parametrize(("words", "inside"), [("all 650 weights", "space"), ("inside this slice", "slice")])
def test_a_right_click_starts_in_all_weights_or_inside_the_slice(
    window: Window, qtbot: QtBot, words: str, inside: str
) -> None:
    a, b = inner(window, 0.4, 0.6)
    menu = right_click(window.stage.contour.plot.viewport(), on_contour(window, a, b))
    action = next(action for action in menu.actions() if words in action.text())
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        action.trigger()
    menu.close()
    scene = window.session.scene
    assert scene.resolved["run"]["inside"] == inside
    assert scene.paths[0].coordinates[0] == pytest.approx([a, b], abs=0.5)
    if inside == "slice":
        np.testing.assert_allclose(scene.paths[0].loss, scene.paths[0].view_loss, rtol=1e-9)


def test_the_right_click_menu_of_the_surface_holds_the_ball_there(window: Window, qtbot: QtBot) -> None:
    place = window.stage.surface._drawn().on_surface(*inner(window, 0.5, 0.5))[0]
    menu = right_click(window.stage.surface, QPointF(place).toPoint())
    next(action for action in menu.actions() if "Hold the ball" in action.text()).trigger()
    menu.close()
    assert window.stage.is_ball_held
    assert window.stage.place == pytest.approx(inner(window, 0.5, 0.5), abs=0.5)


def test_a_confusing_image_is_held_by_a_click(window: Window, qtbot: QtBot) -> None:
    view, scene = window.stage.held_view, window.session.scene
    qtbot.mouseClick(view.confusing, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.findChild(Gallery) is not None, timeout=10_000)
    gallery = view.findChild(Gallery)
    button = gallery.buttons[1]
    row = button.property("number")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.stage.held.index == row
    judged = window.stage.held.judge(scene, window.stage.place)
    assert int(judged.scores.argmax()) != int(scene.dataset.test.y[row])


def test_the_surface_shows_accuracy_on_test_examples_and_paths_at_theirs(window: Window, qtbot: QtBot) -> None:
    action = window.quantity.actions_by_value["accuracy", "test"]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        action.trigger()
    scene, surface = window.session.scene, window.stage.surface
    view = window.session.description.view
    assert (view.quantity, view.split) == ("accuracy", "test")
    assert window.session.scene.resolved["grid"]["test"]
    qtbot.waitUntil(lambda: np.isfinite(surface._scene.paths[0].loss).all(), timeout=10_000)
    np.testing.assert_array_equal(surface._scene.surface.loss, scene.test_surface.accuracy)
    scores = scene.model.scores(scene.paths[0].weights[-1], scene.dataset.test)
    assert surface._scene.paths[0].loss[-1] == pytest.approx((scores.argmax(axis=1) == scene.dataset.test.y).mean())
    assert window.quantity.text().startswith("accuracy, test")
    window.do("quantity data train")
    np.testing.assert_allclose(surface._scene.surface.loss, scene.surface.loss - scene.surface.regularization)


def test_undo_goes_back_to_the_training_examples_and_computes_nothing(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.do("quantity loss test")
    scene = window.session.scene
    window.session.undo()
    np.testing.assert_array_equal(window.stage.surface._scene.surface.loss, scene.surface.loss)
    qtbot.waitUntil(lambda: window.quantity.text().startswith("loss, training"))  # once the layout has made room
    window.session.redo()
    qtbot.waitUntil(lambda: window.quantity.text().startswith("loss, test"))
    np.testing.assert_array_equal(window.stage.surface._scene.surface.loss, scene.test_surface.loss)
    assert not window.session.is_busy
    assert window.session.scene is scene


@pytest.mark.parametrize("broken", ["gui.cursor_reading.read_place", "gui.at_cursor.worst_judged"])
def test_what_goes_wrong_beneath_the_cursor_is_shown(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError("the data file is gone")

    monkeypatch.setattr(broken, fail)
    hover(window, qtbot, *inner(window, 0.6, 0.4))
    window.stage.at_cursor.find_confusing()
    qtbot.waitUntil(lambda: "the data file is gone" in window.messages.text.text(), timeout=10_000)
