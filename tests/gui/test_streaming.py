"""While methods run, their paths so far are seen from the present plane; the finished scene takes their place."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.streaming import Running, Stream
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.work import Work
from trainers.trainer import State

SMALL = with_values(with_methods(Description(), ["sgd", "adam"]), {"run.steps": 6, "grid.resolution": 9})
PATIENCE = 20_000


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window(SMALL)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    with qtbot.waitSignal(made.session.scene_changed, timeout=PATIENCE):
        made.session.begin()
    return made


def test_paths_so_far_are_the_first_rows_of_the_finished_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.streaming.PAUSE", 0.0)
    pipeline, handed = Pipeline(), list[Running]()
    scene = pipeline.scene(SMALL)
    longer = with_values(SMALL, {"run.steps": 12})
    pipeline.train(longer, Work(watch=Stream(scene, longer, handed.append)))
    assert [running.label for running in handed] == ["sgd"] * 13 + ["adam"] * 13
    finished = {path.label: path for path in pipeline.scene(longer).paths}
    plane = scene.slice.plane()
    for running in handed:
        assert [path.label for path in running.scene.paths] == ["sgd", "adam"]
        path = next(path for path in running.scene.paths if path.label == running.label)
        whole, count = finished[running.label], running.step + 1
        assert len(path.step) == count
        np.testing.assert_allclose(path.coordinates, plane.project(whole.weights[:count]), atol=1e-12)
        if count > 1:
            assert path.movement_seen == pytest.approx(plane.share_of_movement(whole.weights[:count]), rel=1e-9)
        np.testing.assert_array_equal(path.cost, whole.cost[:count])
        np.testing.assert_array_equal(path.batch_loss[: count - 1], whole.batch_loss[: count - 1])
    assert handed[0].scene.paths[1] is scene.paths[1]  # what is not yet running stays


def test_a_run_inside_the_slice_is_told_with_whole_weights() -> None:
    seen: list[State] = []
    inside = with_values(SMALL, {"run.inside": "slice", "slice.kind": "unit", "slice.dimensions": 5})
    Pipeline().train(inside, Work(watch=lambda label, state: seen.append(state)))
    assert {state.weights.shape for state in seen} == {(650,)}


def test_paths_of_another_space_are_left_out() -> None:
    handed: list[Running] = []
    stream = Stream(Pipeline().scene(SMALL), SMALL, handed.append)
    stream("sgd", State(weights=np.zeros(7)))
    assert [path.label for path in stream.scene().paths] == ["sgd", "adam"]
    assert len(stream.scene().paths[0].step) == 7  # the finished one: 6 steps and the start


def test_running_methods_grow_in_every_view_and_give_way_to_the_finished_scene(window: Window, qtbot: QtBot) -> None:
    scene, stage = window.session.scene, window.stage
    window.session.edit({"run.steps": 1500, "start.seed": 3})
    qtbot.waitUntil(lambda: window.bar.slider.caption.startswith("SGD is at step"), timeout=PATIENCE)
    assert stage.scene is not scene
    assert stage.scene.surface is scene.surface
    running = stage.scene.paths[0]
    assert stage.contour._traces._rows["sgd"] == len(running.step) - 1 > 6
    assert stage.legend.chips[0].label == "sgd"
    with qtbot.waitSignal(window.session.scene_changed, timeout=60_000):
        pass
    assert window.stage.scene is window.session.scene
    assert window.timeline.position == 1500
    assert window.bar.slider.caption.startswith("step 1,500")
    assert np.isfinite(window.stage.scene.paths[0].movement_seen)


def test_a_new_method_is_visible_while_it_runs_and_after(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=60_000):
        window.session.choose_methods(["sgd", "adam", "momentum", "random-search"])
    assert window.stage._visible == {"sgd", "adam", "momentum", "random-search"}


def test_stopped_the_last_finished_scene_is_back(window: Window, qtbot: QtBot) -> None:
    scene = window.session.scene
    window.session.edit({"run.steps": 100_000})
    qtbot.waitUntil(lambda: window.stage.scene is not scene, timeout=PATIENCE)
    qtbot.mouseClick(window.messages.stop, Qt.MouseButton.LeftButton)
    assert window.stage.scene is scene
    qtbot.wait(200)
    assert window.stage.scene is scene  # nothing late comes


def test_while_it_plays_nothing_is_taken_from_the_clock(window: Window, qtbot: QtBot) -> None:
    scene = window.session.scene
    window.timeline.loops = True
    window.timeline.toggle()
    window.session.edit({"run.steps": 100_000})
    qtbot.wait(400)
    assert window.stage.scene is scene
    window.session.cancel()
