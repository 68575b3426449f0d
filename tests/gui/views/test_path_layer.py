"""Lines of paths: what may be left out, what never is, and when wide lines give way to thin ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPen, QTransform
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.path_layer import BUDGET, Line, PathLayer, in_pixels
from gui.views.plot import Plot
from gui.views.traces import Traces
from landscape.palette import style_of
from tests.gui.views.plot_scenes import picture, shown
from trainers.objective import Array


def line_of(x: Array, y: Array) -> Line:
    return Line(x, y, QPen(), None, len(x))


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=60))
def test_first_and_last_stay_and_whatever_is_left_out_lies_in_the_pixel_of_the_point_before(
    points: list[tuple[float, float]],
) -> None:
    x, y = np.array(points).T
    kept_x, kept_y = in_pixels(line_of(x, y), QTransform(), QPoint(0, 0))
    assert (kept_x[0], kept_y[0], kept_x[-1], kept_y[-1]) == (x[0], y[0], x[-1], y[-1])
    pixels = {(a, b) for a, b in zip(np.floor(kept_x), np.floor(kept_y), strict=True)}
    assert all((a, b) in pixels for a, b in zip(np.floor(x), np.floor(y), strict=True))


def test_gaps_stay() -> None:
    x = np.array([0.1, 0.2, np.nan, np.nan, 0.3, 9.0])
    kept_x, _ = in_pixels(line_of(x, np.zeros(6)), QTransform(), QPoint(0, 0))
    assert np.isnan(kept_x).sum() == 2


def test_rows_beyond_the_current_one_are_not_drawn() -> None:
    line = Line(np.arange(5.0), np.zeros(5), QPen(), None, 3)
    kept_x, _ = in_pixels(line, QTransform.fromScale(10, 10), QPoint(-2, 0))
    assert kept_x.tolist() == [2, 12, 22]


def plot_with(qtbot: QtBot, n_points: int) -> tuple[Plot, Traces]:
    plot = Plot()
    plot.set_home(-1, 1, -1, 1)
    traces = Traces(plot)
    noise = np.random.default_rng(0).uniform(-0.3, 0.3, (2, n_points))
    traces.set_data(["sgd"], [style_of("sgd")], {"sgd": (noise[0], noise[1])}, LIGHT)
    shown(qtbot, plot, 300, 240)
    return plot, traces


def test_a_long_line_is_thin_while_it_moves_and_whole_when_it_rests(qtbot: QtBot) -> None:
    plot, traces = plot_with(qtbot, 2 * BUDGET)
    traces.set_rows({"sgd": 2 * BUDGET - 3})
    whole = picture(plot)
    traces.set_rows({"sgd": 2 * BUDGET - 2})
    moving = picture(plot)
    assert moving != whole
    qtbot.wait(400)
    traces.set_rows({"sgd": 2 * BUDGET - 3})
    assert picture(plot) == whole


def test_a_movement_that_stops_is_drawn_whole_without_being_asked(qtbot: QtBot) -> None:
    plot, traces = plot_with(qtbot, 2 * BUDGET)
    traces.set_rows({"sgd": 2 * BUDGET - 3})
    traces.set_rows({"sgd": 2 * BUDGET - 2})
    moving = picture(plot)
    qtbot.waitUntil(lambda: picture(plot) != moving, timeout=2000)


def test_a_short_line_never_changes_its_look(qtbot: QtBot) -> None:
    plot, traces = plot_with(qtbot, 100)
    still = picture(plot)
    traces.set_rows({"sgd": 50})
    traces.set_rows({"sgd": 99})
    assert picture(plot) == still


def test_an_empty_layer_paints(qtbot: QtBot) -> None:
    plot = Plot()
    plot.add_over(PathLayer())
    shown(qtbot, plot, 200, 150)
    picture(plot)


def test_the_line_follows_when_the_plot_gets_another_range_after_it_was_shown(qtbot: QtBot) -> None:
    plot = Plot()
    traces = Traces(plot)
    plot.set_home(0, 1, 0, 1)
    shown(qtbot, plot, 300, 300)  # painted once with the small range
    style = style_of("sgd")
    traces.set_data(["sgd"], [style], {"sgd": (np.array([-9.0, 9.0]), np.array([5.0, 5.0]))}, LIGHT)
    plot.set_home(-10, 10, 0, 10)
    qtbot.wait(20)
    image = picture(plot)
    for x in (-6.0, 0.5, 6.0):
        place = plot.place_of(x, 5.0)
        assert image.pixelColor(round(place.x()), round(place.y())).name() == style.color
