"""The slice from above: every pixel belongs to its grid point, holes stay holes, clicks and hovers name places."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui import colors
from gui.theme import DARK, LIGHT, PROJECTOR, Theme
from gui.views.contour_view import ContourView
from gui.views.fonts import small_font
from gui.views.plane_geometry import extent, level_lines
from gui.views.plot import PATIENCE_MS
from landscape.palette import STYLES
from landscape.surfaces.surface import Surface
from tests.gui.views.plot_scenes import asymmetric, count_of, path_of, picture, rgb, rgb_of, shown, surface_of


def view_of(qtbot: QtBot, surface: Surface, *paths: object, equal: bool = False) -> ContourView:
    view = ContourView()
    view.set_scene(surface, paths, LIGHT, surface.lowest, equal)
    shown(qtbot, view, 640, 480)
    return view


def test_every_pixel_has_the_color_of_its_own_grid_point_and_cells_reach_half_a_cell_beyond(qtbot: QtBot) -> None:
    surface = asymmetric()
    view = view_of(qtbot, surface)
    image = picture(view.plot)
    table = colors.lut("viridis")[colors.indices(surface.loss, surface.lowest, surface.highest)]
    da, db = surface.a[1] - surface.a[0], surface.b[1] - surface.b[0]
    # Level lines cross some of these places, never all places of a cell.
    inside = [(s * da, t * db) for s in (-0.42, -0.2, 0.0, 0.2, 0.42) for t in (-0.42, -0.2, 0.0, 0.2, 0.42)]
    for i, a in enumerate(surface.a):
        for j, b in enumerate(surface.b):
            wanted = tuple(int(channel) for channel in table[i, j, :3])
            places = [view.plot.place_of(a + s, b + t) for s, t in inside]
            found = [rgb(image, int(place.x()), int(place.y())) == wanted for place in places]
            assert np.mean(found) > 0.5, f"grid point {i}, {j}"
            assert any(found[index] for index in (0, 4, 20, 24)), f"corners of grid point {i}, {j}"


def test_the_picture_ends_half_a_cell_beyond_the_outer_grid_points() -> None:
    assert extent(asymmetric()) == pytest.approx((-1.25, 2.25, -0.5, 10.5))


def test_one_grid_point_is_a_cell_of_width_one() -> None:
    assert extent(surface_of(np.array([3.0]), np.array([0.0, 1.0]), np.zeros((1, 2)))) == (2.5, 3.5, -0.5, 1.5)


def test_holes_are_not_painted_in_a_color_of_the_map_and_are_counted(qtbot: QtBot) -> None:
    a = np.linspace(-1, 1, 51)
    loss = 1 + a[:, None] ** 2 + a[None, :] ** 2
    loss[10:13, 20:24] = [[np.nan, np.inf, -np.inf, np.nan]] * 3
    view = view_of(qtbot, surface_of(a, a, loss))
    assert view.note.text().startswith("12 of 2,601 points are not finite")
    assert view.note.isVisible()
    place = view.plot.place_of(a[11], (a[21] + a[22]) / 2)
    assert rgb(picture(view.plot), place.x(), place.y()) in {rgb_of(LIGHT.card), rgb_of(LIGHT.faint)}
    painted = view.image.image
    assert (painted[..., 3] == 0).sum() == 12


def test_a_flat_surface_shows_one_color_and_says_so(qtbot: QtBot) -> None:
    a = np.linspace(-1, 1, 9)
    view = view_of(qtbot, surface_of(a, a, np.full((9, 9), np.log(10))), equal=True)
    assert view.note.text() == "flat: every point has loss 2.303"
    image = picture(view.plot)
    places = [view.plot.place_of(x, y) for x in (-0.9, 0.0, 0.9) for y in (-0.9, 0.1, 0.9)]
    assert len({rgb(image, place.x(), place.y()) for place in places}) == 1
    assert level_lines(view_surface := surface_of(a, a, np.full((9, 9), 1.0)))[0].size == 0
    assert view_surface.is_flat


def test_without_any_finite_point_nothing_is_painted_and_nothing_fails(qtbot: QtBot) -> None:
    a = np.linspace(-1, 1, 5)
    view = view_of(qtbot, surface_of(a, a, np.full((5, 5), np.nan)))
    assert view.note.text().startswith("25 of 25 points are not finite")
    picture(view)


def test_orthonormal_axes_are_drawn_to_one_scale_and_other_axes_are_said_not_to_be(qtbot: QtBot) -> None:
    surface = asymmetric()
    view = view_of(qtbot, surface, equal=True)
    unit = view.plot.place_of(1, 1) - view.plot.place_of(0, 0)
    assert unit.x() == pytest.approx(-unit.y(), rel=1e-3)
    assert view.note.text() == ""
    # Pans end at the picture's edge, so the box itself has the picture's shape.
    (left, right), (bottom, top) = view.plot.box.viewRange()
    assert (left, right, bottom, top) == pytest.approx(extent(surface), abs=0.02)
    view.set_scene(surface, [], LIGHT, 0.3, False)
    assert view.note.text() == "the axes are not drawn to one scale"


def test_level_lines_lie_on_their_levels_with_a_to_the_right_and_b_upwards() -> None:
    a, b = np.linspace(-1, 2, 7), np.linspace(0, 10, 11)
    surface = surface_of(a, b, 1 + 2 * a[:, None] + 0.5 * b[None, :])
    x, y = level_lines(surface)
    drawn = np.isfinite(x)
    # Linear interpolation is exact on a plane, so each point's loss is one of the levels.
    losses = 1 + 2 * x[drawn] + 0.5 * y[drawn]
    levels = surface.lowest + (np.arange(1, 15) / 15) ** 2 * (surface.highest - surface.lowest)
    assert abs(losses[:, None] - levels).min(axis=1).max() < 1e-9


def test_no_level_line_runs_next_to_a_hole() -> None:
    a = np.linspace(0, 10, 11)
    loss = a[:, None] + 0.0 * a[None, :]
    loss[5, 5] = np.nan
    x, y = level_lines(surface_of(a, a, loss))
    inside = abs(x - 5) + abs(y - 5) < 0.999
    assert not inside.any()


def test_a_path_is_drawn_up_to_its_row_and_not_where_it_is_hidden(qtbot: QtBot) -> None:
    line = np.column_stack([np.linspace(-0.9, 1.9, 5), np.linspace(1, 9, 5)])
    view = view_of(qtbot, asymmetric(), path_of("sgd", line))
    orange = STYLES["sgd"].color
    whole = count_of(picture(view.plot), orange)
    view.set_rows({"sgd": 2, "unknown": 1})
    half = count_of(picture(view.plot), orange)
    view.set_visible(set())
    hidden = count_of(picture(view.plot), orange)
    assert whole > 1.6 * half > 0
    assert hidden == 0
    view.set_visible({"sgd"})
    assert count_of(picture(view.plot), orange) == half


def test_heads_stand_at_the_last_drawn_row_and_a_star_at_the_start(qtbot: QtBot) -> None:
    line = np.column_stack([np.linspace(-0.5, 1.5, 5), np.full(5, 5.0)])
    view = view_of(qtbot, asymmetric(), path_of("sgd", line))
    view.set_rows({"sgd": 3})
    image = picture(view.plot)
    head, start = view.plot.place_of(*line[3]), view.plot.place_of(*line[0])
    assert rgb(image, head.x(), head.y()) == rgb_of(STYLES["sgd"].color)
    assert rgb(image, start.x(), start.y()) == (255, 255, 255)


def test_a_path_that_leaves_the_picture_is_named(qtbot: QtBot) -> None:
    line = np.array([[0.0, 5.0], [5.0, 5.0], [np.nan, np.nan]])
    view = view_of(qtbot, asymmetric(), path_of("sgd", line), path_of("adam", line[:1], "adam"), equal=True)
    assert view.note.text() == "beyond the edge: part of SGD"
    view.set_visible({"adam"})
    assert view.note.text() == ""


def test_the_cursor_is_two_lines_that_cross_at_its_place(qtbot: QtBot) -> None:
    view = view_of(qtbot, asymmetric())
    before = picture(view.plot)
    view.set_cursor(np.array([1.1, 4.3]))
    after = picture(view.plot)
    on_vertical, on_horizontal = view.plot.place_of(1.1, 8.2), view.plot.place_of(-0.7, 4.3)
    for place in (on_vertical, on_horizontal):
        columns = [int(place.x()) + dx for dx in (-1, 0, 1)]
        rows = [int(place.y()) + dy for dy in (-1, 0, 1)]
        brighter = [sum(rgb(after, x, y)) > sum(rgb(before, x, y)) + 150 for x in columns for y in rows]
        assert any(brighter)
    view.set_cursor(None)
    assert picture(view.plot) == before


def test_setters_emit_nothing(qtbot: QtBot) -> None:
    surface = asymmetric()
    line = np.column_stack([np.linspace(-0.5, 1.5, 5), np.linspace(1, 9, 5)])
    view = view_of(qtbot, surface)
    with qtbot.assertNotEmitted(view.cursor_moved), qtbot.assertNotEmitted(view.picked):
        view.set_scene(surface, [path_of("sgd", line)], DARK, 0.2, True)
        view.set_preview(surface)
        view.set_rows({"sgd": 1})
        view.set_visible({"sgd"})
        view.set_cursor((0.0, 1.0))
        view.set_cursor(None)
        view.set_theme(PROJECTOR)
        qtbot.wait(1)


def test_hovering_tells_the_place_and_leaving_tells_none(qtbot: QtBot) -> None:
    view = view_of(qtbot, asymmetric())
    heard: list[object] = []
    view.cursor_moved.connect(heard.append)
    place = view.plot.place_of(0.75, 6.5)
    qtbot.mouseMove(view.plot.viewport(), place.toPoint())
    assert heard[-1] == pytest.approx((0.75, 6.5), abs=0.05)
    qtbot.wait(20)  # pyqtgraph hears a hundred moves a second
    qtbot.mouseMove(view.plot.viewport(), QPoint(2, 2))
    assert heard[-1] is None
    before = len(heard)
    qtbot.wait(20)
    qtbot.mouseMove(view.plot.viewport(), QPoint(3, 3))
    assert len(heard) == before


def test_a_click_picks_its_place(qtbot: QtBot) -> None:
    view = view_of(qtbot, asymmetric())
    with qtbot.waitSignal(view.picked, timeout=2000) as heard:
        qtbot.mouseClick(
            view.plot.viewport(), Qt.MouseButton.LeftButton, pos=view.plot.place_of(1.5, 2.25).toPoint()
        )  # fmt: skip
    assert heard.args == pytest.approx([1.5, 2.25], abs=0.05)


def test_a_double_click_shows_the_whole_again_and_picks_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, asymmetric())
    home = view.plot.box.viewRange()
    view.plot.box.scaleBy((0.3, 0.3))
    assert view.plot.box.viewRange() != home
    place = view.plot.place_of(0.5, 5.0).toPoint()
    with qtbot.assertNotEmitted(view.picked, wait=PATIENCE_MS + 150):
        qtbot.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseRelease(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
    np.testing.assert_allclose(view.plot.box.viewRange(), home)


def test_nobody_zooms_out_or_pans_beyond_the_picture(qtbot: QtBot) -> None:
    surface = asymmetric()
    view = view_of(qtbot, surface)
    left, right, bottom, top = extent(surface)
    view.plot.box.scaleBy((5, 5))
    view.plot.box.translateBy((100, -100))
    QApplication.processEvents()
    (x0, x1), (y0, y1) = view.plot.box.viewRange()
    assert x0 >= left - 1e-9
    assert x1 <= right + 1e-9
    assert y0 >= bottom - 1e-9
    assert y1 <= top + 1e-9


def test_a_line_has_no_contour() -> None:
    a = np.linspace(0, 1, 5)
    view = ContourView()
    with pytest.raises(ValueError, match="a line of 5 points"):
        view.set_scene(surface_of(a, np.empty(0), a), [], LIGHT, 0.0)
    view.deleteLater()


def test_the_color_bar_is_as_high_as_the_picture(qtbot: QtBot) -> None:
    view = view_of(qtbot, asymmetric())
    box = view.plot.box.sceneBoundingRect()
    top = view.bar.mapTo(view, QPointF(0, view.bar.bar_place().top()).toPoint()).y()
    assert top == pytest.approx(view.plot.mapTo(view, box.topLeft().toPoint()).y(), abs=2)


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_a_number_at_the_upper_end_of_an_axis_is_whole(qtbot: QtBot, theme: Theme) -> None:
    a = np.linspace(-2, 2, 41)  # its picture ends at 2.05, just above the number 2
    loss = a[:, None] ** 2 + a[None] ** 2
    view = ContourView()
    view.set_scene(surface_of(a, a, loss), (), theme, 0.0, equal_aspect=True)
    view.set_theme(theme)
    shown(qtbot, view, 360, 200)
    assert 2.0 in [value for _, values in view.plot.left.tickValues(-2.05, 2.05, 180) for value in values]
    half = QFontMetricsF(small_font(theme)).ascent() / 2
    assert view.plot.place_of(0.0, 2.0).y() >= half


def test_a_plane_of_any_shape_stays_whole_in_a_place_of_any_shape(qtbot: QtBot) -> None:
    """A wide plane used to be cut at both sides where its place grew tall."""
    view = ContourView()
    qtbot.addWidget(view)
    view.resize(430, 360)
    view.show()
    for a, b in ((2.0, 2.0), (6.0, 1.0), (1.0, 6.0)):
        steps_a, steps_b = np.linspace(-a, a, 7), np.linspace(-b, b, 5)
        loss = steps_a[:, None] ** 2 + steps_b[None] ** 2
        surface = Surface(steps_a, steps_b, loss, np.full_like(loss, np.nan), 0 * loss, "rows")
        view.set_scene(surface, (), LIGHT, 0.0, equal_aspect=True)
        whole = [pytest.approx([-limit, limit], rel=0.25) for limit in (a, b)]
        for width, height in ((430, 640), (300, 640), (640, 240), (430, 360)):
            view.resize(width, height)
            qtbot.wait(20)
            assert view.plot.box.viewRange() == whole
