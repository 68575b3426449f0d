"""Turning, moving and zooming by hand in the real window: previews at once, exact after release, nothing stale."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.live_scene import LiveFrame, LiveScene, LiveView
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 40, "run.seed": 1, "grid.resolution": 21}
)
PATIENCE = 20_000


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def turn_to(qtbot: QtBot, window: Window, *angles: float) -> list[LiveFrame]:
    """Press the dial's needle and drag it along; the mouse stays down. The previews that came."""
    dial = window.controls.dial
    frames: list[LiveFrame] = []
    heard = window.live.framed.connect(frames.append)
    if not dial.is_dragged:
        qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(dial.degrees).toPoint())
    for degrees in angles:
        qtbot.mouseMove(dial, dial.place_of(degrees).toPoint())
        qtbot.waitUntil(lambda: bool(frames) and frames[-1].view.degrees == dial.degrees, timeout=PATIENCE)
    window.live.framed.disconnect(heard)
    return frames


def let_go(qtbot: QtBot, window: Window) -> None:
    dial = window.controls.dial
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(dial.degrees).toPoint())
    qtbot.wait(30)


def test_while_the_dial_is_dragged_previews_follow_and_heads_stay(window: Window, qtbot: QtBot) -> None:
    before = window.session.scene
    heads = {chip.label: chip.loss for chip in window.stage.legend.chips}
    frames = turn_to(qtbot, window, 20, 45, 70)
    lowest = [frame.scene.surface.lowest for frame in frames if frame.view.degrees > 0]
    assert lowest == sorted(lowest)
    assert lowest[-1] > before.surface.lowest + 0.3
    assert {chip.label: chip.loss for chip in window.stage.legend.chips} == heads
    assert window.stage.scene.surface.preview
    assert window.header.subtitle.text().startswith("Preview · ")
    assert "lowest visible loss" in window.header.subtitle.text()
    assert window.stage.contour._preview.isVisible()
    assert window.session.description == SMALL  # nothing is changed before the mouse lets go
    assert window.session.scene is before


def test_let_go_the_description_has_the_slice_and_the_exact_scene_follows(window: Window, qtbot: QtBot) -> None:
    scene = window.session.scene
    frame = turn_to(qtbot, window, 30, 60)[-1]
    let_go(qtbot, window)
    part, grid = window.session.description.slice, window.session.description.grid
    assert part.kind == "paths+unit"
    np.testing.assert_allclose(part.turn, frame.turn)
    np.testing.assert_allclose(grid.range[0], scene.surface.a[[0, -1]], rtol=1e-5)
    exact = window.session.scene
    assert exact.surface.method == "exact"
    assert not exact.surface.preview
    np.testing.assert_allclose(exact.surface.loss, frame.scene.surface.loss, atol=1e-3)
    assert not window.stage.contour._preview.isVisible()
    assert window.header.subtitle.text().startswith("Loss of")
    assert window.controls.dial.degrees == pytest.approx(frame.view.degrees, abs=1e-3)
    assert not any(window.controls.plane.segment(value).isChecked() for value in ("paths", "unit"))


def test_one_drag_is_one_step_of_the_history_and_back_at_zero_all_is_as_before(window: Window, qtbot: QtBot) -> None:
    turn_to(qtbot, window, 10, 30, 50)
    let_go(qtbot, window)
    window.do("undo")
    assert window.session.description == SMALL
    window.do("redo")
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=PATIENCE)
    turn_to(qtbot, window, 20, 0)
    let_go(qtbot, window)
    assert window.session.description == SMALL


def test_at_the_right_end_it_is_the_random_plane_over_the_same_range(window: Window, qtbot: QtBot) -> None:
    turn_to(qtbot, window, 90)
    assert window.controls.plane.value == "unit"
    let_go(qtbot, window)
    assert window.session.description.slice.kind == "unit"
    assert window.session.description.slice.turn is None
    assert window.controls.plane.value == "unit"


def test_colors_are_held_while_the_plane_turns_and_let_go_with_the_lock(window: Window, qtbot: QtBot) -> None:
    low, high = window.session.scene.surface.lowest, window.session.scene.surface.highest
    turn_to(qtbot, window, 60)
    bar = window.stage.contour.bar
    assert (bar._low, bar._high) == (low, high)
    assert bar._here == window.stage.scene.surface.lowest > low
    let_go(qtbot, window)
    assert (bar._low, bar._high) == (low, high)
    qtbot.mouseClick(window.controls.lock, Qt.MouseButton.LeftButton)
    frames = turn_to(qtbot, window, 80)
    let_go(qtbot, window)
    assert bar._low == pytest.approx(window.session.scene.surface.lowest)
    assert bar._low > low
    assert frames


def test_without_the_lock_the_range_follows_the_shadows(window: Window, qtbot: QtBot) -> None:
    window.controls.lock.setChecked(False)
    frame = turn_to(qtbot, window, 75)[-1]
    assert np.ptp(frame.scene.surface.a) < 0.6 * np.ptp(window.session.scene.surface.a)
    let_go(qtbot, window)
    assert window.session.description.grid.range == "auto"


def test_keys_turn_it_and_rest_lets_go(window: Window, qtbot: QtBot) -> None:
    window.controls.dial.setFocus()
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        for _ in range(3):
            qtbot.keyClick(window.controls.dial, Qt.Key.Key_Right)
    assert window.controls.dial.degrees == pytest.approx(6.0)
    assert window.session.description.slice.kind == "paths+unit"
    window.do("undo")
    assert window.session.description == SMALL


def drag_map(qtbot: QtBot, window: Window, start: tuple[float, float], end: tuple[float, float]) -> None:
    plot = window.stage.contour.plot
    here, there = (QPoint(round(p.x()), round(p.y())) for p in (plot.place_of(*start), plot.place_of(*end)))
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=here)
    for share in (0.3, 0.6, 1.0):
        qtbot.mouseMove(plot.viewport(), here + (there - here) * share)
        qtbot.wait(40)
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=there)


def test_dragging_the_map_moves_the_center_and_what_was_under_the_hand_stays_there(
    window: Window, qtbot: QtBot
) -> None:
    scene = window.session.scene
    a, b = scene.surface.a, scene.surface.b
    start, end = (a[0] + 0.7 * np.ptp(a), b[0] + 0.7 * np.ptp(b)), (a[0] + 0.4 * np.ptp(a), b[0] + 0.5 * np.ptp(b))
    under = scene.plane.at(np.array(start)).loss
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        drag_map(qtbot, window, start, end)
    qtbot.wait(400)  # a click would start the methods elsewhere by now
    part = window.session.description.slice
    assert (part.kind, part.turn) == ("paths", None)
    np.testing.assert_allclose(part.shift, np.subtract(start, end), atol=0.03 * np.ptp(a))
    np.testing.assert_allclose(window.session.scene.surface.a, a, atol=1e-3)
    assert window.session.scene.plane.at(np.array(end)).loss == pytest.approx(under, rel=0.1)
    assert window.session.description.start.at == (0.0, 0.0)
    window.do("whole_plane")
    assert window.session.description == SMALL


def test_a_click_on_the_map_still_starts_there(window: Window, qtbot: QtBot) -> None:
    place = window.stage.contour.plot.place_of(-1.0, 0.1)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mouseClick(
            window.stage.contour.plot.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(place.x()), round(place.y())),
        )
    np.testing.assert_allclose(window.session.description.start.at, [-1.0, 0.1], atol=0.3)
    assert window.session.description.slice.shift is None


def wheel(window: Window, a: float, b: float, notches: int) -> None:
    viewport = window.stage.contour.plot.viewport()
    at = QPointF(window.stage.contour.plot.place_of(a, b))
    event = QWheelEvent(
        at, QPointF(viewport.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_the_wheel_zooms_around_the_pointer_and_finer_grids_follow(window: Window, qtbot: QtBot) -> None:
    a = window.session.scene.surface.a
    place = (float(a[0] + 0.3 * np.ptp(a)), 0.0)
    frames: list[LiveFrame] = []
    window.live.framed.connect(frames.append)
    window.live._resting.setInterval(3_000)  # a busy machine must not come to rest before its first preview
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        wheel(window, *place, 2)
        qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
        assert frames[0].scene.surface.preview
    after = window.session.scene.surface.a
    assert np.ptp(after) == pytest.approx(np.ptp(a) / 1.25**2, rel=1e-4)
    assert (place[0] - after[0]) / np.ptp(after) == pytest.approx(0.3, abs=0.02)
    plot = window.stage.contour.plot
    plot.setFocus()
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.keyClick(plot, Qt.Key.Key_Minus)
    assert np.ptp(window.session.scene.surface.a) == pytest.approx(np.ptp(a) / 1.25, rel=1e-4)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.keyClick(plot, Qt.Key.Key_0)
    assert window.session.description == SMALL


def test_a_finished_scene_waits_while_a_hand_turns_the_plane(window: Window, qtbot: QtBot) -> None:
    shown: list[object] = []
    turn_to(qtbot, window, 30)
    window.session.scene_changed.connect(shown.append)
    window.session.edit({"slice.seed": 5})
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=PATIENCE)
    qtbot.wait(50)
    assert shown == []
    assert window.stage.scene.surface.preview
    let_go(qtbot, window)
    assert [scene.description for scene in shown] == [window.session.description]
    assert shown[-1].description.slice.kind == "paths+unit"


def test_no_preview_comes_after_the_mouse_let_go(window: Window, qtbot: QtBot) -> None:
    turn_to(qtbot, window, 30)
    dial, late = window.controls.dial, []
    qtbot.mouseMove(dial, dial.place_of(50).toPoint())  # its preview is on its way
    window.live.framed.connect(late.append)
    let_go(qtbot, window)
    qtbot.wait(100)
    assert late == []
    assert not window.stage.scene.surface.preview
    assert window.session.description.slice.turn[0][2] > 0.7


def test_let_go_before_the_first_preview_still_takes_the_view(window: Window, qtbot: QtBot) -> None:
    dial = window.controls.dial
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(40).toPoint())
        qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(40).toPoint())
    assert window.session.description.slice.kind == "paths+unit"


def test_training_goes_on_while_the_plane_turns(window: Window, qtbot: QtBot) -> None:
    window.session.edit({"run.steps": 20_000})
    training = window.session._train
    assert training.is_busy
    frames = turn_to(qtbot, window, 20, 40, 60)
    assert frames
    assert training.is_busy
    assert not any(
        thread.name.startswith("losscope-view") and not thread.is_alive() for thread in threading.enumerate()
    )
    window.session.cancel()


def test_previews_are_computed_away_from_the_windows_thread(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame, threads = LiveScene.frame, []

    def heard(self: LiveScene, view: LiveView, work: Work) -> LiveFrame:
        threads.append(threading.current_thread())
        return frame(self, view, work)

    monkeypatch.setattr(LiveScene, "frame", heard)
    turn_to(qtbot, window, 10, 20, 30)
    assert len(threads) >= 3
    assert threading.main_thread() not in threads


def test_closing_in_the_middle_of_a_drag_is_clean(window: Window, qtbot: QtBot) -> None:
    turn_to(qtbot, window, 30)
    qtbot.mouseMove(window.controls.dial, window.controls.dial.place_of(50).toPoint())
    assert window.close()


def test_another_kind_of_plane_has_no_angle_but_moves(
    qtbot: QtBot, open_window: Callable[[Description], Window]
) -> None:
    window = open_window(with_values(SMALL, {"slice.kind": "filter", "grid.range": 1.0}))
    assert window.controls.dial.degrees is None
    assert not window.controls.dial.isEnabled()
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        drag_map(qtbot, window, (0.5, 0.5), (0.0, 0.25))
    np.testing.assert_allclose(window.session.description.slice.shift, [0.5, 0.25], atol=0.05)


@pytest.mark.parametrize("model", ["network", "himmelblau"])
def test_networks_and_functions_follow_the_hand_too(
    qtbot: QtBot, open_window: Callable[[Description], Window], model: str
) -> None:
    window = open_window(with_values(SMALL, {"objective.model": model, "run.steps": 5}))
    surface = window.session.scene.surface
    middle = float(surface.a.mean()), float(surface.b.mean())
    frames: list[LiveFrame] = []
    window.live.framed.connect(frames.append)
    window.live._resting.setInterval(3_000)  # a busy machine must not come to rest before its first preview
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        wheel(window, *middle, 1)
        qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
        assert frames[0].scene.surface.preview
    assert np.ptp(window.session.scene.surface.a) == pytest.approx(np.ptp(surface.a) / 1.25, rel=1e-4)


def test_lambda_follows_the_slider_and_the_methods_run_again_when_it_is_let_go(window: Window, qtbot: QtBot) -> None:
    window.do("toggle_sliders")
    slider = window.hands.sliders.regularization
    before = window.session.scene
    frames: list[LiveFrame] = []
    window.live.framed.connect(frames.append)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    for step in (15, 30, 45, 60):
        qtbot.mouseMove(slider, (slider.handle_position() + QPointF(step, 0)).toPoint())
        qtbot.waitUntil(lambda: not window.live._lane.is_busy and bool(frames), timeout=PATIENCE)
    found = frames[-1].view.regularization
    assert found == window.hands.sliders.chosen_regularization > 0.001
    expected = before.surface.loss + (found / 0.001 - 1) * before.surface.regularization
    np.testing.assert_allclose(window.stage.scene.surface.loss, expected, atol=1e-3)
    assert window.session.description == SMALL
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    assert window.session.description == with_values(SMALL, {"objective.regularization": found})
    assert not window.stage.scene.surface.preview


def test_lambda_goes_to_zero_and_comes_back_from_any_description(window: Window, qtbot: QtBot) -> None:
    window.do("toggle_sliders")
    sliders = window.hands.sliders
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        sliders.regularization.setFocus()
        qtbot.keyClick(sliders.regularization, Qt.Key.Key_Home)
    assert window.session.description.objective.regularization == 0.0
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        window.session.edit({"objective.regularization": 0.05})
    assert sliders.chosen_regularization == pytest.approx(0.05)
    assert sliders.regularization_text.text() == "0.05"


def test_fewer_unknowns_run_inside_a_random_slice_and_the_title_counts_them(window: Window, qtbot: QtBot) -> None:
    window.do("toggle_sliders")
    slider = window.hands.sliders.unknowns
    assert window.hands.sliders.chosen_unknowns == 650
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
        assert window.session.description == SMALL  # nothing runs before the mouse lets go
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle)
    count = window.hands.sliders.chosen_unknowns
    assert 10 < count < 100
    assert window.session.description.slice.dimensions == count
    assert window.header.title.text() == f"{count} unknowns of 650. You see 2."
    scene = window.session.scene
    for path in scene.paths:
        np.testing.assert_allclose(scene.slice.residual(path.weights), 0.0, atol=1e-9)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.keyClick(slider, Qt.Key.Key_End)
    assert window.session.description.run.inside == "space"
    assert window.header.title.text() == "650 weights. You see 2 directions."


def test_the_preset_of_few_unknowns_brings_its_slider(window: Window, qtbot: QtBot) -> None:
    assert window.hands.card.isHidden()
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        window.open_preset("How many unknowns")
    assert window.hands.card.isVisible()
    assert window.hands.sliders.chosen_unknowns == 2
    assert window.header.title.text() == "2 unknowns of 650. You see both."
