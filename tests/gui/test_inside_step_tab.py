"""Looking inside a step: its arrows stand at the head in every view, and follow the timeline."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.export.grab import grabbed
from gui.panels.method_card import MethodCard
from gui.theme import DARK, PROJECTOR
from gui.views.plot import Plot
from gui.views.step_arrows import COLORS, FAN, colors, drawn, entries
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.lessons.inside_step import PlaneArrow
from trainers.arrows import ArrowKind

SMALL = with_values(
    with_methods(Description(), ["momentum", "adam", "local-search"]), {"run.steps": 8, "grid.resolution": 9}
)


SMALL_LABELS = [part.label for part in SMALL.methods]


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def look(window: Window, qtbot: QtBot, label: str, step: int) -> None:
    """Wait until this step is shown."""
    view = window.late_tabs["step"].view
    qtbot.waitUntil(
        lambda: view.lesson is not None and (view.lesson.label, view.lesson.step) == (label, step), timeout=10_000
    )


def arrow(name: str, kind: ArrowKind, tip: tuple[float, float]) -> PlaneArrow:
    return PlaneArrow(name, kind, float(np.hypot(*tip)), np.array(tip), 0.5)


def test_parts_stand_head_to_tail_and_slopes_point_downhill() -> None:
    arrows = (
        arrow("slope", ArrowKind.SLOPE, (2.0, 0.0)),
        arrow("kept", ArrowKind.PART, (1.0, 0.0)),
        arrow("push", ArrowKind.PART, (0.0, 3.0)),
        arrow("move", ArrowKind.MOVE, (1.0, 3.0)),
    )
    foot = np.array([5.0, 7.0])
    slope, kept, push, move = drawn(arrows, foot, np.eye(2))
    np.testing.assert_array_equal(kept.tip, push.foot)
    np.testing.assert_array_equal(push.tip, move.tip)
    np.testing.assert_array_equal(move.tip, [6.0, 10.0])
    assert (slope.tip - foot)[0] < 0 == (slope.tip - foot)[1]
    assert slope.dashed
    assert move.bold
    doubled = drawn(arrows, foot, np.diag([2.0, 0.5]))[-1]
    np.testing.assert_array_equal(doubled.tip - foot, [2.0, 1.5])


def test_sizes_and_a_lone_part_are_listed_and_not_drawn() -> None:
    arrows = (
        arrow("sizes", ArrowKind.SIZE, (1.0, 1.0)),
        arrow("push", ArrowKind.PART, (1.0, 0.0)),
        arrow("move", ArrowKind.MOVE, (1.0, 0.0)),
    )
    assert colors(arrows) == [None, None, COLORS[ArrowKind.MOVE][0]]
    listed = {name: words for name, words, _ in entries(arrows)}
    assert "no direction" in listed["sizes"]
    assert listed["push"] == "it is the move itself"
    assert listed["move"] == "length 1, 50 % in plane"


def test_the_tab_shows_the_step_at_the_head_with_its_rule(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(3)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    look(window, qtbot, "momentum", 4)
    assert window.tab.value == "step"
    view, scene = window.late_tabs["step"].view, window.session.scene
    path = scene.paths[0]
    assert view.lesson.loss == pytest.approx(path.loss[3], rel=1e-9)
    assert view.lesson.after == pytest.approx(path.loss[4], rel=1e-9)
    assert "velocity = momentum * velocity - step_size * gradient" in view.code.text()
    assert "vₜ₊₁" in view.rule.text()
    assert "in plane" in view.list.text()
    move = window.stage.contour.step_arrows.arrows[-1]
    np.testing.assert_allclose(move.foot, path.coordinates[3], atol=1e-9)
    np.testing.assert_allclose(move.tip, path.coordinates[4], atol=1e-9)


def test_stepping_the_timeline_moves_the_arrows(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(2)
    window.do("show_step")
    look(window, qtbot, "momentum", 3)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    look(window, qtbot, "momentum", 4)
    path = window.session.scene.paths[0]
    np.testing.assert_allclose(window.stage.contour.step_arrows.arrows[-1].foot, path.coordinates[3], atol=1e-9)
    window.timeline.go(8)  # behind the last step there is none: the last one stays
    look(window, qtbot, "momentum", 8)


@pytest.mark.parametrize("label", ["adam", "local-search"])
def test_another_run_is_chosen_by_a_click(window: Window, qtbot: QtBot, label: str) -> None:
    window.timeline.go(1)
    window.do("show_step")
    look(window, qtbot, "momentum", 2)
    runs = window.late_tabs["step"].view.runs
    segment = next(part for part in runs._segments if part.value == label)
    qtbot.mouseClick(segment, Qt.MouseButton.LeftButton)
    look(window, qtbot, label, 2)
    text = window.late_tabs["step"].view.list.text()
    assert ("no direction" in text) if label == "adam" else (": accepted" in text or ": rejected" in text)


def test_the_steps_own_plane_sees_all_of_the_move(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(4)
    window.do("show_step")
    look(window, qtbot, "momentum", 5)
    view = window.late_tabs["step"].view
    assert view.lesson.arrows[-1].share < 0.999
    with qtbot.waitSignal(window.late_tabs["step"].arrows_changed, timeout=10_000):
        view.plane.chosen.emit("step")
    assert view.lesson.arrows[-1].share == pytest.approx(1)
    assert window.stage.contour.step_arrows.arrows == ()  # another plane than the contour's


def test_slanted_axes_keep_the_move_on_the_path(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"slice.kind": "paths", "slice.turn": [[1.0, 0.0], [2.0, 1.5]]})
    window.timeline.go(3)
    window.do("show_step")
    look(window, qtbot, "momentum", 4)
    path, move = window.session.scene.paths[0], window.stage.contour.step_arrows.arrows[-1]
    np.testing.assert_allclose(move.tip, path.coordinates[4, :2], atol=1e-8)


def test_leaving_the_tab_takes_the_arrows_away(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    look(window, qtbot, "momentum", 8)
    window.do("show_surface")
    assert window.stage.contour.step_arrows.arrows == ()
    assert not window.late_tabs["step"]._follower.is_busy


def test_without_methods_the_view_says_so(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.replace(with_values(with_methods(SMALL, []), {"slice.kind": "unit", "grid.range": 3.0}))
    qtbot.waitUntil(lambda: "no method" in window.late_tabs["step"].view.heading.text(), timeout=5_000)


def test_a_step_on_a_function_is_seen_whole(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    function = with_values(with_methods(Description(), ["gradient-descent"]), {"objective.model": "bowl"})
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.replace(function)
    view = window.late_tabs["step"].view
    qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.facts.model == "bowl", timeout=5_000)
    assert view.lesson.arrows[-1].share == pytest.approx(1)


def test_on_a_line_the_slices_plane_is_missing_and_the_remedy_is_named(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"slice.dimensions": 1})
    window.do("show_step")
    view = window.late_tabs["step"].view
    qtbot.waitUntil(lambda: "shown in a plane" in view.heading.text(), timeout=5_000)
    view.plane.chosen.emit("step")
    look(window, qtbot, "momentum", 8)


def test_a_picture_of_the_tab_is_what_is_seen(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    look(window, qtbot, "momentum", 8)
    pixels = grabbed(window.late_tabs["step"].view, "#ffffff")
    shown = window.late_tabs["step"].view.grab().toImage()
    assert pixels.shape == (shown.height(), shown.width(), 3)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 100
    with qtbot.waitSignal(window.session.refused, timeout=1000) as refusal:
        window.do("save_video")
    assert "no video" in refusal.args[0]


def test_every_theme_keeps_the_list(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    look(window, qtbot, "momentum", 8)
    for theme in (DARK, PROJECTOR):
        window.late_tabs["step"].view.set_theme(theme)
        assert theme.muted in window.late_tabs["step"].view.list.text()


def at(window: Window, place: np.ndarray) -> QPoint:
    """The pixel of the contour view's plot at a place of the viewed plane."""
    return window.stage.contour.plot.place_of(*map(float, place)).toPoint()


def drag(qtbot: QtBot, plot: Plot, *pixels: QPoint) -> None:
    """Press at the first pixel, move over the others, and let go at the last."""
    target = plot.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=pixels[0])
    for pixel in pixels[1:]:
        qtbot.mouseMove(target, pixel)
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=pixels[-1])


def test_dragging_the_arrow_in_the_contour_view_takes_the_step_with_that_length(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(3)
    window.do("show_step")
    look(window, qtbot, "momentum", 4)
    view, path = window.late_tabs["step"].view, window.session.scene.paths[0]
    before = window.session.description
    move = path.coordinates[4, :2] - path.coordinates[3, :2]
    foot, head = path.coordinates[3, :2], path.coordinates[4, :2]
    target = window.stage.contour.plot.viewport()
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=at(window, head))
    qtbot.mouseMove(target, at(window, foot + 1.8 * move))
    ray = view.lesson.ray
    shown = view.ray.factor
    assert shown == pytest.approx(1.8, abs=0.5)  # of few pixels
    assert f"{ray.nearest(shown)[1]:.4g}" in view.heading.text()  # at once, while the hand is on it
    np.testing.assert_allclose(window.stage.contour.step_arrows.arrows[-1].tip, foot + shown * move, atol=1e-9)
    assert window.session.description == before
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=at(window, foot + 1.8 * move))
    assert window.session.description.methods[0].stretch == ((4, shown),)
    after = window.session.scene.paths[0]
    np.testing.assert_array_equal(after.weights[:4], path.weights[:4])
    np.testing.assert_allclose(after.weights[4], path.weights[3] + shown * (path.weights[4] - path.weights[3]))
    assert after.loss[4] == pytest.approx(ray.nearest(shown)[1], rel=1e-9)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.do("undo")
    assert window.session.description == before
    np.testing.assert_array_equal(window.session.scene.paths[0].weights, path.weights)


def test_dragging_the_arrow_in_the_tab_does_the_same_and_pans_nothing(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(3)
    window.do("show_step")
    look(window, qtbot, "momentum", 4)
    view = window.late_tabs["step"].view
    plot, tip = view.contour.plot, view.lesson.own.tip
    shift, shown = window.session.description.slice.shift, plot.box.viewRange()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        drag(qtbot, plot, *(plot.place_of(*(k * tip)).toPoint() for k in (1.0, 1.2, 1.5)))
    ((step, factor),) = window.session.description.methods[0].stretch
    assert step == 4
    assert factor == pytest.approx(1.5, abs=0.06)
    assert window.session.description.slice.shift == shift
    assert plot.box.viewRange() == shown or view.lesson.factor == factor
    qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.factor == factor, timeout=10_000)
    assert f"× {factor:g}" in view.list.text()
    assert "velocity stays" in view.list.text()


def test_a_press_beside_the_head_drags_no_arrow(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    look(window, qtbot, "momentum", 8)
    plot = window.late_tabs["step"].view.contour.plot
    tip = window.late_tabs["step"].view.lesson.own.tip
    beside = plot.place_of(*tip).toPoint() + QPoint(40, 40)
    drag(qtbot, plot, beside, beside + QPoint(9, 9))
    assert window.session.description == SMALL


def test_the_keys_choose_a_length_and_enter_takes_it(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(1)
    window.do("show_step")
    look(window, qtbot, "momentum", 2)
    view = window.late_tabs["step"].view
    view.ray.setFocus()
    qtbot.keyClick(view.ray, Qt.Key.Key_Right)
    qtbot.keyClick(view.ray, Qt.Key.Key_Right)
    wanted = view.ray.factor
    assert wanted > 1.0
    assert window.timeline.position == 1  # the arrow keys were the slider's
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(view.ray, Qt.Key.Key_Return)
    assert window.session.description.methods[0].stretch == ((2, wanted),)
    qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.factor == wanted, timeout=10_000)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.mouseDClick(view.ray, Qt.MouseButton.LeftButton)
    assert window.session.description == SMALL


def test_a_search_has_no_length_to_choose(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(1)
    window.do("show_step")
    window.late_tabs["step"].choose_run("local-search")
    look(window, qtbot, "local-search", 2)
    view = window.late_tabs["step"].view
    assert view.ray.isHidden()
    assert view.batches.isHidden()
    view.drag_to(3.0)
    view.let_go_at(3.0)
    assert window.session.description == SMALL


def test_sixteen_batches_are_drawn_as_a_fan_on_request(window: Window, qtbot: QtBot) -> None:
    window.timeline.go(1)
    window.do("show_step")
    look(window, qtbot, "momentum", 2)
    view = window.late_tabs["step"].view
    few = len(view.contour.arrows.arrows)
    qtbot.mouseClick(view.batches, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.batches is not None, timeout=10_000)
    fan, factor = view.lesson.batches, view.lesson.slope_factor
    arrows = view.contour.arrows.arrows
    assert len(arrows) == few + 17
    for arrow, tip in zip(arrows[:16], fan.tips, strict=True):
        assert arrow.color == FAN
        np.testing.assert_allclose(arrow.tip, -factor * tip)
    assert "16 batches of 64" in view.list.text()
    qtbot.mouseClick(view.batches, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.lesson is not None and view.lesson.batches is None, timeout=10_000)
    assert len(view.contour.arrows.arrows) == few


def test_the_card_of_the_run_says_it_and_takes_it_back(window: Window, qtbot: QtBot) -> None:
    window.toggle_drawer()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"methods.adam.stretch": [[3, 0.5]]})
    window.drawer.show_run("adam")
    card = next(card for card in window.findChildren(MethodCard) if card.label == "adam")
    assert card.stretched.text() == "Step 3 with 0.5 times its length"
    assert not card.unstretch.isHidden()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        card.unstretch.click()
    assert window.session.description == SMALL
    assert card.unstretch.isHidden()


def test_many_runs_are_a_list_that_opens_and_nothing_is_squeezed(window: Window, qtbot: QtBot) -> None:
    window.do("show_step")
    look(window, qtbot, "momentum", 8)
    view = window.late_tabs["step"].view
    assert view.runs.isVisible()
    assert not view.run_list.isVisible()
    many = with_methods(SMALL, [*SMALL_LABELS, *(f"long-name-of-a-run-{k}:adam" for k in range(8))])
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.replace(many)
    assert view.run_list.isVisible()
    assert not view.runs.isVisible()
    assert view.run_list.currentData() == "momentum"
    view.run_list.setFocus()
    qtbot.keyClick(view.run_list, Qt.Key.Key_Down)
    look(window, qtbot, "adam", 8)
