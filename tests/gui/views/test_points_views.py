"""The views of the playground one by one: what they draw, what they say, and that setting them emits nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gui.stylesheet import stylesheet
from gui.theme import DARK, LIGHT, PROJECTOR, Theme
from gui.views.class_choice import ClassChoice
from gui.views.class_marks import class_color, class_path
from gui.views.example_table import ExampleTable, totals_text
from gui.views.painted_points import pull_text
from gui.views.plain_numbers import cell_text, small_text
from gui.views.points_page import PointsPage
from gui.views.points_painting import ring_reach
from gui.views.points_view import PointsView
from gui.views.small_curve import SmallCurve
from gui.views.weight_cells import cells_in
from gui.views.weight_table import WeightTable
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.playground.judge import judge
from landscape.playground.lines import class_lines
from landscape.playground.plane import limits_around, points_in_plane
from landscape.playground.regions import regions

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def scene() -> Scene:
    points = with_values(with_methods(Description(), ["gradient-descent"]), {"data.source": "points", "run.steps": 9})
    return Pipeline().scene(with_values(points, {"grid.resolution": 5}))


@pytest.fixture
def plane(scene: Scene, qtbot: QtBot) -> PointsView:
    view = PointsView()
    qtbot.addWidget(view)
    fill(view, scene)
    view.resize(420, 400)
    view.show()
    return view


def fill(view: PointsView, scene: Scene) -> None:
    points, weights = points_in_plane(scene.dataset), scene.paths[0].weights[-1]
    limits = limits_around(points)
    view.set_points(points, scene.dataset.train.y, scene.dataset.class_names, limits)
    view.set_regions(regions(scene.model, weights, *(np.linspace(*ends, 60) for ends in limits)))
    view.set_lines(class_lines(scene.model, weights, limits))
    view.set_judged(judge(scene.model, weights))


def picture_of(view: PointsView) -> QImage:
    return view.grab().toImage()


def test_setting_emits_nothing(plane: PointsView, scene: Scene) -> None:
    heard: list[object] = []
    for signal in (plane.pointed, plane.dragged, plane.released, plane.add_wanted, plane.class_wanted):
        signal.connect(lambda *words: heard.append(words))
    fill(plane, scene)
    plane.set_pointed(3)
    plane.set_margins(True)
    plane.set_theme(DARK)
    assert not heard


def test_a_pixel_and_its_place_are_one(plane: PointsView) -> None:
    frame = plane.frame
    assert frame.place.width() == frame.place.height()
    x, y = frame.plane(frame.pixel(0.3, -0.2))
    assert (x, y) == pytest.approx((0.3, -0.2))
    assert frame.pixel(0.0, 0.5).y() < frame.pixel(0.0, 0.0).y()  # y upward
    assert frame.pixel(0.5, 0.0).x() > frame.pixel(0.0, 0.0).x()


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR])
def test_each_point_stands_in_its_classs_color_at_its_place(plane: PointsView, scene: Scene, theme: Theme) -> None:
    plane.set_theme(theme)
    picture = picture_of(plane)
    for (x, y), label in zip(points_in_plane(scene.dataset), scene.dataset.train.y, strict=True):
        at = plane.frame.pixel(float(x), float(y)).toPoint()
        assert picture.pixelColor(at) == QColor(class_color(int(label)))


def test_margins_are_lines_that_come_and_go(plane: PointsView) -> None:
    without = picture_of(plane)
    plane.set_margins(True)
    with_margins = picture_of(plane)
    assert with_margins != without
    plane.set_margins(False)
    assert picture_of(plane) == without


def test_a_ring_grows_with_the_loss_and_there_is_none_without() -> None:
    reaches = [ring_reach(loss, LIGHT) for loss in (0.0, 0.1, 1.0, 4.0, float("inf"))]
    assert reaches[0] == 0.0
    assert reaches == sorted(reaches)
    assert reaches[2] == pytest.approx(2 * ring_reach(0.25, LIGHT))


def test_shapes_differ_and_hold_their_center() -> None:
    paths = [class_path(label, QPointF(20, 20), 10) for label in range(6)]
    assert all(path.contains(QPointF(20, 20)) for path in paths)
    areas = {tuple(path.contains(QPointF(x, y)) for x in range(8, 33, 2) for y in range(8, 33, 2)) for path in paths}
    assert len(areas) == 6


def test_a_point_that_pulls_against_the_others_says_so() -> None:
    assert pull_text(0.3) == "30 %"
    assert pull_text(-0.03) == "−3 %"
    assert pull_text(-1e-9) == "0 %"


def test_numbers_in_cells_are_short_and_never_minus_nothing() -> None:
    assert [cell_text(x) for x in (0.0, -1e-9, -1.256, 12.0)] == ["0.00", "0.00", "−1.26", "12.00"]
    assert [small_text(x) for x in (0.0, 0.41, -0.0026, 3e-12)] == ["0.00", "0.41", "−0.0026", "3.0e−12"]
    assert [small_text(x) for x in (7.2e-22, -1.8e-17)] == ["0.00", "0.00"]  # what rounding leaves of nothing
    assert small_text(float("nan")) == "not finite"
    assert [cell_text(x) for x in (9999.0, 12_345.6, -1e300)] == ["9999.00", "1.2e4", "−1.0e300"]


def test_a_weight_table_has_a_cell_for_every_weight_in_its_matrix(qtbot: QtBot) -> None:
    table = WeightTable()
    qtbot.addWidget(table)
    table.set_shapes([(3, 3)], ["0", "1", "2"])
    table.set_values(np.arange(9.0), -np.arange(9.0))
    table.resize(400, 200)
    table.show()
    for index in range(9):
        cell = table.cell(index)
        assert (cell.row, cell.column) == divmod(index, 3)
        assert cell.lines == 2
    assert table.words(5) == "bias, class 1: 5, gradient −5.00"
    assert [text for _, text in table.layout_of_cells.heads] == ["x", "y", "b"]


def test_keys_of_the_table_choose_nudge_mark_and_write(qtbot: QtBot) -> None:
    table = WeightTable()
    qtbot.addWidget(table)
    table.set_shapes([(2, 3)], ["0", "1"])
    table.set_values(np.zeros(6), np.zeros(6))
    table.resize(400, 200)
    table.show()
    heard: list[tuple[object, ...]] = []
    for signal in (table.nudged, table.edited, table.axis_wanted):
        signal.connect(lambda *words: heard.append(words))
    qtbot.keyClick(table, Qt.Key.Key_Left)
    assert table.chosen == 5
    qtbot.keyClick(table, Qt.Key.Key_Up)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Qt.Key.Key_X)
    qtbot.keyClick(table, Qt.Key.Key_2)
    qtbot.keyClicks(table._editor, ".5")
    qtbot.keyClick(table._editor, Qt.Key.Key_Return)
    assert heard == [(5, 0.1), (5, -0.01), (5,), (5, 2.5)]
    qtbot.keyClick(table, Qt.Key.Key_Return)
    table._editor.setText("nonsense")
    qtbot.keyClick(table._editor, Qt.Key.Key_Return)
    assert len(heard) == 4  # what is no number is not taken


@pytest.mark.parametrize("theme", [LIGHT, PROJECTOR])
@pytest.mark.parametrize("shapes", [[(3, 3)], [(6, 3)], [(12, 3), (3, 13)], [(40, 3), (6, 41)]])
def test_cells_never_overlap_nor_leave_the_table(shapes: list[tuple[int, int]], theme: Theme) -> None:
    cells = cells_in(400, 220, shapes, theme)
    assert [cell.index for cell in cells.cells] == list(range(sum(rows * columns for rows, columns in shapes)))
    for cell in cells.cells:
        assert 0 <= cell.place.left() < cell.place.right() <= 401
        assert cell.place.bottom() <= 221
    for one, other in zip(cells.cells, cells.cells[1:], strict=False):
        assert not one.place.intersects(other.place)


def test_the_table_of_examples_says_what_the_weights_make_of_them(scene: Scene, qtbot: QtBot) -> None:
    table, judged = ExampleTable(), judge(scene.model, scene.paths[0].weights[-1])
    qtbot.addWidget(table)
    table.set_points(points_in_plane(scene.dataset), scene.dataset.train.y, scene.dataset.class_names)
    table.set_judged(judged)
    table.resize(380, 220)
    table.show()
    model = table.table.model()
    rows = [[model.index(row, column).data() for column in range(7)] for row in range(9)]
    assert rows[0][:3] == ["0.50", "0.40", "0"]
    for row, (scores, loss) in enumerate(zip(judged.scores, judged.losses, strict=True)):
        assert rows[row][3:6] == [cell_text(float(score)) for score in scores]
        assert rows[row][6] == small_text(float(loss))
    assert table.totals.text() == totals_text(judged)
    assert judged.loss == pytest.approx(judged.losses.mean() + judged.regularization)


def test_rows_that_changed_are_painted_again_and_no_others(scene: Scene, qtbot: QtBot) -> None:
    table = ExampleTable()
    qtbot.addWidget(table)
    model, weights = scene.model, scene.paths[0].weights[-1]
    points, labels = points_in_plane(scene.dataset), scene.dataset.train.y
    names = scene.dataset.class_names
    table.set_points(points, labels, names)
    table.set_judged(judge(model, weights))
    rows: list[int] = []
    columns: set[tuple[int, int]] = set()

    def hear(first: QModelIndex, last: QModelIndex) -> None:
        rows.extend(range(first.row(), last.row() + 1))
        columns.add((first.column(), last.column()))

    table.table.model().dataChanged.connect(hear)
    moved = points.copy()
    moved[3, 0] += 0.5
    table.set_points(moved, labels, names)
    assert rows == [3]
    rows.clear()
    table.set_judged(judge(model, weights))
    assert rows == []
    columns.clear()
    table.set_judged(judge(model, weights + 0.1 * np.arange(len(weights))))
    assert rows == list(range(len(points)))
    assert columns == {(3, 6)}  # scores and loss; places and classes stay
    rows.clear()
    judged = judge(model, weights)
    table.set_judged(judged)
    rows.clear()
    scores, losses = judged.scores.copy(), judged.losses.copy()
    scores[5, 1] -= 0.25  # beyond its margin: another score, and the same loss
    losses[7] += 0.5
    table.set_judged(replace(judged, scores=scores, losses=losses))
    assert rows == [5, 7]
    rows.clear()
    table.set_pointed(4)
    table.set_pointed(2)
    table.set_pointed(None)
    assert rows == [4, 2, 4, 2]


def test_the_check_has_a_line_in_every_cell_in_the_projectors_letters(qtbot: QtBot) -> None:
    page = PointsPage()
    qtbot.addWidget(page)
    page.setStyleSheet(stylesheet(PROJECTOR))
    page.set_theme(PROJECTOR)
    page.resize(790, 320)
    page.show_points(True)
    page.show()
    table = page.weights
    table.set_shapes([(3, 3)], ("0", "1", "2"))
    table.set_values(np.ones(9), np.ones(9))
    table.set_check(np.ones(9), np.ones(9, dtype=bool))
    page.set_words("numeric agrees: worst error 0")
    qtbot.wait(20)
    for cell in table.layout_of_cells.cells:
        assert [text[0] for _, _, text in table._lines_of(cell)][-2:] == ["∇", "Δ"]
    assert page.randomize.geometry().right() <= page.width()
    assert page.width() == 790


def test_words_on_a_weight_are_shorter_where_they_would_be_cut(qtbot: QtBot) -> None:
    table = WeightTable()
    qtbot.addWidget(table)
    table.set_shapes([(3, 3)], ("0", "1", "2"))
    table.set_values(np.array([0.683, *8 * [1.0]]), np.full(9, 0.05))
    assert table.short_words(0) == "x, class 0: 0.68, ∇ 0.05"
    table.set_check(np.full(9, 0.05), np.ones(9, dtype=bool))
    assert table.short_words(8) == "bias, class 2: 1.00, ∇ 0.05, Δ 0.05"


def test_places_give_way_where_six_classes_need_the_room(qtbot: QtBot) -> None:
    table = ExampleTable()
    qtbot.addWidget(table)
    table.resize(330, 200)
    table.show()
    six = tuple(str(k) for k in range(6))
    table.set_points(np.zeros((6, 2)), np.arange(6), six)
    assert table.table.isColumnHidden(0)
    table.resize(900, 200)
    assert not table.table.isColumnHidden(0)


def test_classes_are_chosen_by_click_and_key_and_one_more_can_begin(qtbot: QtBot) -> None:
    choice = ClassChoice()
    qtbot.addWidget(choice)
    choice.set_names(["0", "1"])
    choice.show()
    heard: list[int] = []
    choice.chosen.connect(heard.append)
    qtbot.mouseClick(choice, LEFT, pos=choice.place_of(2).center().toPoint())
    assert choice.accessibleDescription() == "a new class"
    qtbot.keyClick(choice, Qt.Key.Key_Left)
    assert heard == [2, 1]
    choice.set_names([str(k) for k in range(6)])
    assert choice.count == 6  # no seventh


def test_the_small_curve_draws_what_is_finite(qtbot: QtBot) -> None:
    curve = SmallCurve()
    qtbot.addWidget(curve)
    curve.resize(300, 90)
    curve.show()
    curve.set_path(np.arange(4), np.array([2.0, 1.0, np.nan, np.inf]), "#d95f02")
    curve.set_row(1)
    assert curve.accessibleDescription() == "loss 1.00 at step 1"
    picture = curve.grab().toImage()
    colors = {picture.pixelColor(x, y).name() for x in range(300) for y in range(90)}
    assert "#d95f02" in colors
    curve.set_path(np.arange(2), np.array([np.nan, np.nan]), "#d95f02")
    curve.grab()


def test_everything_says_its_name(qtbot: QtBot) -> None:
    for kind in (PointsView, WeightTable, SmallCurve, ClassChoice):
        view = kind()
        qtbot.addWidget(view)
        assert view.accessibleName()
