"""The playground in a window: what is seen of points and weights, and what it has in common with the command line."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QFontMetricsF
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
from tests.gui.points.hands import LEFT, POINTS, drag, pixel, settle


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
