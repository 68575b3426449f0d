"""Loss along a line, and the cuts through the cursor of a plane."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT
from gui.views.line_view import LineView
from landscape.palette import STYLES
from tests.gui.views.plot_scenes import asymmetric, path_of, picture, rgb, rgb_of, shown, surface_of

A = np.linspace(-2, 3, 11)
LINE = surface_of(A, np.empty(0), 1 + A**2)


def view_of_line(qtbot: QtBot) -> LineView:
    view = LineView()
    path = path_of("sgd", np.array([[2.5], [1.0], [0.5]]), loss=np.array([9.0, 6.0, 4.0]))
    view.set_scene(LINE, [path], LIGHT)
    shown(qtbot, view, 500, 360)
    return view


def test_a_line_is_its_curve_and_paths_stand_at_their_true_losses(qtbot: QtBot) -> None:
    view = view_of_line(qtbot)
    x, y = view.along_a.getData()
    np.testing.assert_array_equal(x, A)
    np.testing.assert_array_equal(y, 1 + A**2)
    head = view.plot.place_of(0.5, 4.0)
    assert rgb(picture(view.plot), head.x(), head.y()) == rgb_of(STYLES["sgd"].color)
    view.set_rows({"sgd": 1})
    head = view.plot.place_of(1.0, 6.0)
    assert rgb(picture(view.plot), head.x(), head.y()) == rgb_of(STYLES["sgd"].color)


def test_a_plane_is_cut_along_both_axes_through_the_grid_lines_nearest_to_the_cursor(qtbot: QtBot) -> None:
    surface = asymmetric()
    view = LineView()
    view.set_scene(surface, [], LIGHT)
    shown(qtbot, view, 500, 360)
    view.set_cursor((1.1, 6.8))
    np.testing.assert_array_equal(view.along_a.getData()[1], surface.loss[:, 7])
    np.testing.assert_array_equal(view.along_b.getData()[1], surface.loss[4])
    np.testing.assert_array_equal(view.along_b.getData()[0], surface.b)
    assert "along a at b = 7 (solid), along b at a = 1 (dashed)" in view.title.text()


def test_holes_leave_gaps_and_are_counted(qtbot: QtBot) -> None:
    loss = 1 + A**2
    loss[3], loss[7] = np.inf, np.nan
    view = LineView()
    view.set_scene(surface_of(A, np.empty(0), loss), [], LIGHT)
    shown(qtbot, view, 400, 300)
    assert np.flatnonzero(np.isnan(view.along_a.getData()[1])).tolist() == [3, 7]
    assert view.note.text() == "2 of 11 points are not finite"
    picture(view)


def test_flat_and_wholly_infinite_lines_are_shown(qtbot: QtBot) -> None:
    view = LineView()
    view.set_scene(surface_of(A, np.empty(0), np.full(11, 9.0)), [], LIGHT)
    shown(qtbot, view, 400, 300)
    assert view.note.text() == "flat: every point has loss 9.000"
    (low, high) = view.plot.box.viewRange()[1]
    assert low < 9.0 < high
    view.set_preview(surface_of(A, np.empty(0), np.full(11, np.nan)))
    picture(view)


def test_hovering_and_clicking_a_line_name_its_coordinate(qtbot: QtBot) -> None:
    view = view_of_line(qtbot)
    heard: list[object] = []
    view.cursor_moved.connect(heard.append)
    place = view.plot.place_of(1.5, 5.0).toPoint()
    qtbot.mouseMove(view.plot.viewport(), place)
    assert heard[-1] == pytest.approx((1.5,), abs=0.05)
    qtbot.wait(20)
    qtbot.mouseMove(view.plot.viewport(), QPoint(1, 1))
    assert heard[-1] is None
    with qtbot.waitSignal(view.picked, timeout=2000) as picked:
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picked.args == pytest.approx([1.5], abs=0.05)


def test_setters_emit_nothing(qtbot: QtBot) -> None:
    view = view_of_line(qtbot)
    with qtbot.assertNotEmitted(view.cursor_moved), qtbot.assertNotEmitted(view.picked):
        view.set_scene(asymmetric(), [], DARK)
        view.set_scene(LINE, [path_of("sgd", A[:4, None])], DARK)
        view.set_preview(LINE)
        view.set_rows({"sgd": 1})
        view.set_visible(set())
        view.set_cursor((1.0,))
        view.set_cursor(None)
        view.set_theme(LIGHT)
        qtbot.wait(1)
