"""Curves over steps and over cost, linear and log, and what is refused."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT
from gui.views.curves_view import CurvesView
from gui.views.segmented import SegmentedControl
from landscape.experiment.scene import Path
from landscape.palette import STYLES
from tests.gui.views.plot_scenes import count_of, path_of, picture, rgb, rgb_of, shown

FLAT = np.zeros((5, 2))


def view_of(qtbot: QtBot, *paths: Path) -> CurvesView:
    view = CurvesView()
    view.set_scene(paths, LIGHT)
    shown(qtbot, view, 520, 340)
    return view


def choose(qtbot: QtBot, control: SegmentedControl, value: str) -> None:
    qtbot.mouseClick(control.segment(value), Qt.MouseButton.LeftButton)
    assert control.value == value


def head_is_at(view: CurvesView, x: float, y: float, method: str) -> bool:
    place = view.plot.place_of(x, y)
    return rgb(picture(view.plot), place.x(), place.y()) == rgb_of(STYLES[method].color)


def test_markers_stand_at_the_current_rows_and_lines_are_whole(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT, loss=np.array([5.0, 3.0, 2.0, 1.5, 1.0])))
    whole = count_of(picture(view.plot), STYLES["sgd"].color)
    view.set_rows({"sgd": 1})
    assert head_is_at(view, 1, 3.0, "sgd")
    assert abs(count_of(picture(view.plot), STYLES["sgd"].color) - whole) < 0.25 * whole


def test_over_cost_the_marker_stands_at_the_example_passes(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT))
    choose(qtbot, view.over, "cost")
    assert view.plot.bottom.labelText == "example passes"
    assert head_is_at(view, 4 * 192, 1.0, "sgd")


def test_costs_far_apart_are_on_a_log_scale_that_says_so_and_shows_zero_at_its_edge(qtbot: QtBot) -> None:
    search = path_of("random-search", FLAT, "random-search", cost=np.arange(5) * 23_000)
    view = view_of(qtbot, path_of("sgd", FLAT), search)
    choose(qtbot, view.over, "cost")
    assert view.plot.bottom.is_log
    assert view.plot.bottom.labelText == "example passes (log scale, 0 at the edge)"
    assert head_is_at(view, np.log10(4 * 192), 1.0, "sgd")
    assert head_is_at(view, np.log10(4 * 23_000), 1.0, "random-search")
    choose(qtbot, view.over, "step")
    assert not view.plot.bottom.is_log


def test_a_log_scale_shows_powers_of_ten(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT, loss=np.array([1000.0, 100.0, 10.0, 1.0, 0.1])))
    choose(qtbot, view.scale, "log")
    assert view.plot.left.is_log
    assert head_is_at(view, 4, -1.0, "sgd")
    assert not view.note.isVisible()


def test_a_log_scale_is_refused_with_a_message_where_a_loss_is_zero(qtbot: QtBot) -> None:
    zero = path_of("sgd", FLAT, loss=np.array([2.0, 1.0, 0.0, 0.0, 0.0]))
    view = view_of(qtbot, zero, path_of("adam", FLAT, "adam"))
    choose(qtbot, view.scale, "log")
    assert not view.plot.left.is_log
    assert view.note.text() == "No log scale: a loss here is zero or negative. The scale is linear."
    # Hiding the path that reaches zero makes the scale possible.
    view.set_visible({"adam"})
    assert view.plot.left.is_log
    assert not view.note.isVisible()


def test_accuracy_has_no_log_scale_and_its_own_curve(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT))
    choose(qtbot, view.scale, "log")
    choose(qtbot, view.quantity, "accuracy")
    assert not view.plot.left.is_log
    assert not view.scale.isEnabled()
    assert view.plot.left.labelText == "accuracy"
    assert head_is_at(view, 4, 0.9, "sgd")


def test_hidden_paths_are_not_drawn(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT), path_of("adam", FLAT + 1, "adam", loss=np.arange(9.0, 4, -1)))
    view.set_visible({"adam"})
    image = picture(view.plot)
    assert count_of(image, STYLES["sgd"].color) == 0
    assert count_of(image, STYLES["adam"].color) > 20


def test_batch_losses_are_faint_dots_only_where_asked_for(qtbot: QtBot) -> None:
    noisy = path_of("sgd", FLAT, batch_loss=np.array([4.5, 2.5, 4.0, 1.5, np.nan]))
    view = view_of(qtbot, noisy)
    without = picture(view.plot)
    view.set_batches(True)
    assert picture(view.plot) != without
    view.set_batches(False)
    assert picture(view.plot) == without


def test_losses_that_are_not_finite_leave_the_rest_in_sight(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT, loss=np.array([2.0, 3.0, np.inf, np.nan, np.nan])))
    low, high = view.plot.box.viewRange()[1]
    assert low < 2.0 < 3.0 < high < 4.0
    picture(view)


def test_no_paths_and_a_change_of_theme_are_fine(qtbot: QtBot) -> None:
    view = view_of(qtbot)
    view.set_theme(DARK)
    view.set_rows({"sgd": 3})
    view.set_visible({"sgd"})
    picture(view)


def test_setters_choose_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, path_of("sgd", FLAT))
    with qtbot.assertNotEmitted(view.over.chosen), qtbot.assertNotEmitted(view.scale.chosen):
        view.set_scene([path_of("sgd", FLAT)], DARK)
        view.set_rows({"sgd": 0})
        view.set_visible(set())
        view.set_batches(True)
