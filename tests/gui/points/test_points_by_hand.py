"""Points are dragged, added, deleted and given another class, by mouse and keys, as a user would."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.points_tab import PointsTab
from gui.window import Window
from landscape.playground.judge import judge
from tests.gui.points.hands import CONTROL, LEFT, POINTS, drag, pixel, settle, turn_wheel


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
