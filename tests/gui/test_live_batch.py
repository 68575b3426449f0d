"""The surface of a batch by hand in the real window: previews of the very batch at once, exact after release."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.batch_slider import NO_EXAMPLES
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.live_scene import LiveFrame
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import load_preset
from trainers.batches import batch_rows

SMALL = with_values(
    with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 40, "run.seed": 1, "grid.resolution": 21}
)
PATIENCE = 20_000


@pytest.fixture
def opened(open_window: Callable[[Description], Window]) -> Callable[[Description], Window]:
    """Opens a window with its sliders shown."""

    def with_sliders(description: Description) -> Window:
        made = open_window(description)
        made.do("toggle_sliders")
        return made

    return with_sliders


@pytest.fixture
def window(opened: Callable[[Description], Window]) -> Window:
    return opened(SMALL)


def drag(qtbot: QtBot, window: Window, *shares: float) -> list[LiveFrame]:
    """Press the slider's handle and take it along; the mouse stays down. The previews that came."""
    slider, frames = window.hands.sliders.batch.slider, []
    heard = window.live.framed.connect(frames.append)
    if not slider.isSliderDown():
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    for share in shares:
        qtbot.mouseMove(slider, QPoint(round(share * slider.width()), slider.height() // 2))
        size = window.hands.sliders.batch.size
        qtbot.waitUntil(lambda size=size: bool(frames) and frames[-1].view.batch == size, timeout=PATIENCE)
    window.live.framed.disconnect(heard)
    return frames


def let_go(qtbot: QtBot, window: Window) -> None:
    slider = window.hands.sliders.batch.slider
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
    qtbot.wait(30)


def test_the_surface_follows_the_slider_and_is_exact_after_release(window: Window, qtbot: QtBot) -> None:
    before = window.session.scene
    heads = {chip.label: chip.loss for chip in window.stage.legend.chips}
    frames = drag(qtbot, window, 0.7, 0.5, 0.3)
    size = window.hands.sliders.batch.size
    assert 2 <= size < 40
    shown = window.stage.scene
    assert shown is frames[-1].scene
    assert shown.surface.preview
    rows = batch_rows(1, 1, before.model.n_examples, size)
    for i, j in ((0, 3), (10, 20)):
        weights = shown.slice.plane().embed(np.array([shown.surface.a[i], shown.surface.b[j]]))
        assert shown.surface.loss[i, j] == pytest.approx(shown.model.loss(weights, rows), abs=2e-3)
    of = f"Preview · on {size} training examples, the batch of step 1 · lowest visible loss "
    assert window.header.subtitle.text().startswith(of)
    assert {chip.label: chip.loss for chip in window.stage.legend.chips} == heads
    assert window.session.description == SMALL  # nothing is changed before the mouse lets go
    let_go(qtbot, window)
    asked = with_values(SMALL, {"grid.batch": size})
    assert window.session.description == asked
    exact = Pipeline().scene(asked)
    np.testing.assert_array_equal(window.stage.scene.surface.loss, exact.surface.loss)
    assert window.header.subtitle.text().endswith(f"exact on {size} training examples, the batch of step 1")
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        window.do("undo")  # one step of the history
    assert window.session.description == SMALL
    assert window.hands.sliders.batch.size is None
    np.testing.assert_array_equal(window.stage.scene.surface.loss, before.surface.loss)


def test_another_batch_is_another_surface_of_as_many_and_one_step_each(window: Window, qtbot: QtBot) -> None:
    another = window.hands.sliders.batch.another
    assert not another.isEnabled()
    drag(qtbot, window, 0.4)
    let_go(qtbot, window)
    first = window.stage.scene.surface
    for step in (2, 3):
        with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
            qtbot.mouseClick(another, Qt.MouseButton.LeftButton)
        assert window.session.description.grid.batch_step == step
    surface = window.stage.scene.surface
    assert surface.rows.endswith("the batch of step 3")
    assert surface.rows.split()[0] == first.rows.split()[0]
    assert not np.allclose(surface.loss, first.loss)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        window.do("undo")
    assert window.session.description.grid.batch_step == 2
    drag(qtbot, window, 0.2)  # a drag stays with the step's batch
    assert window.stage.scene.surface.rows.endswith("the batch of step 2")
    let_go(qtbot, window)
    assert window.session.description.grid.batch_step == 2


def test_a_slider_that_comes_back_leaves_no_preview_and_no_step(window: Window, qtbot: QtBot) -> None:
    drag(qtbot, window, 0.4, 1.0)
    let_go(qtbot, window)
    assert window.session.description == SMALL
    assert not window.session.can_undo
    assert window.stage.scene is window.session.scene
    assert window.header.subtitle.text().endswith("exact on all 1,437 training examples")


def test_nothing_stale_flashes_during_or_after_a_drag(window: Window, qtbot: QtBot) -> None:
    drag(qtbot, window, 0.6)
    shown: list[object] = []
    window.session.scene_changed.connect(shown.append)
    window.session.edit({"slice.seed": 5})
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=PATIENCE)
    qtbot.wait(30)
    assert shown == []
    assert window.stage.scene.surface.of_batch
    slider, late = window.hands.sliders.batch.slider, []
    qtbot.mouseMove(slider, QPoint(slider.width() // 5, slider.height() // 2))  # its preview is on its way
    window.live.framed.connect(late.append)
    let_go(qtbot, window)
    qtbot.wait(100)
    assert late == []
    assert [scene.description for scene in shown] == [window.session.description]
    assert shown[-1].description.grid.batch == window.hands.sliders.batch.size


def test_keys_choose_and_rest_and_a_turned_plane_stays_on_its_batch(window: Window, qtbot: QtBot) -> None:
    slider = window.hands.sliders.batch.slider
    slider.setFocus()
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert window.session.description == with_values(SMALL, {"grid.batch": 1})
    frames: list[LiveFrame] = []
    window.live.framed.connect(frames.append)
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        window.live.turn(30.0)
        qtbot.waitUntil(lambda: bool(frames), timeout=PATIENCE)
        window.live.let_go()
    assert frames[-1].scene.surface.rows == "1 training example, the batch of step 1"
    assert window.session.description.grid.batch == 1
    np.testing.assert_allclose(
        frames[-1].scene.surface.loss, window.stage.scene.surface.loss, atol=frames[-1].scene.surface.error_bound + 1e-5
    )


def test_a_function_says_why_it_has_no_batches(opened: Callable[[Description], Window]) -> None:
    window = opened(with_values(SMALL, {"objective.model": "himmelblau", "run.steps": 5}))
    batch = window.hands.sliders.batch
    assert not batch.slider.isEnabled()
    assert batch.slider.toolTip() == NO_EXAMPLES
    window.do("next_batch")
    assert window.messages.text.text() == NO_EXAMPLES
    assert window.session.description.grid.batch_step == 1


@pytest.mark.parametrize(
    "asked", [load_preset("Three blobs"), with_values(SMALL, {"slice.kind": "unit", "slice.dimensions": 1})]
)
def test_points_and_lines_have_batches_too(
    qtbot: QtBot, opened: Callable[[Description], Window], asked: Description
) -> None:
    window = opened(with_values(asked, {"run.steps": 5}))
    slider = window.hands.sliders.batch.slider
    with qtbot.waitSignal(window.session.scene_changed, timeout=PATIENCE):
        qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2))
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2))
    size = window.hands.sliders.batch.size
    assert window.session.description.grid.batch == size
    assert window.stage.scene.surface.rows == f"{size} training examples, the batch of step 1"
