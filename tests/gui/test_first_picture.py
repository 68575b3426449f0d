"""Where there is much to train, the first method is shown as soon as it is done, and the others join it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.streaming import Running
from gui.window import Window
from landscape.experiment import first_scene
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.scene import Scene

SMALL = with_values(
    with_methods(Description(), ["sgd", "adam", "random-search"]), {"run.steps": 300, "grid.resolution": 9}
)


def test_the_first_method_then_those_that_run_then_all(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, open_window: Callable[[Description], Window]
) -> None:
    window = open_window(with_values(SMALL, {"run.steps": 3}))
    monkeypatch.setattr(first_scene, "LARGE", 1_000)
    scenes: list[Scene] = []
    running: list[Running] = []
    window.session.scene_changed.connect(scenes.append)
    window.session.running.connect(running.append)
    chips: set[tuple[str, ...]] = set()
    window.session.running.connect(lambda _: chips.add(tuple(chip.label for chip in window.stage.legend.chips)))
    window.session.replace(with_values(SMALL, {"objective.loss": "svm"}))
    qtbot.waitUntil(lambda: len(scenes) == 2 and not window.session.is_busy, timeout=60_000)
    first, whole = scenes
    assert [path.label for path in first.paths] == ["sgd"]
    assert first.description.objective.loss == "svm"
    assert [path.label for path in whole.paths] == ["sgd", "adam", "random-search"]
    assert window.session.shows(whole)
    assert not window.session.shows(first)
    assert running
    assert chips <= {("sgd", "adam"), ("sgd", "random-search"), ("sgd", "adam", "random-search")}
    assert all(path.label == "sgd" or len(path.step) <= 301 for state in running for path in state.scene.paths)
    assert {state.label for state in running} <= {"adam", "random-search"}
    window.session.undo()
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=60_000)
    assert len(scenes) == 3  # all is known: no first picture flashes by


def test_stopped_after_the_first_method_its_picture_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, open_window: Callable[[Description], Window]
) -> None:
    window = open_window(with_values(SMALL, {"run.steps": 3}))
    monkeypatch.setattr(first_scene, "LARGE", 1_000)
    window.session.running.connect(lambda _: window.session.cancel())
    window.session.replace(with_values(SMALL, {"objective.loss": "svm", "run.steps": 3_000}))
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=60_000)
    qtbot.wait(50)
    assert [path.label for path in window.stage.scene.paths] == ["sgd"]
    assert window.stage.scene is window.session.scene


def test_a_turned_plane_is_exact_before_the_losses_beneath_are_known(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, open_window: Callable[[Description], Window]
) -> None:
    window = open_window(with_values(SMALL, {"run.steps": 20}))
    monkeypatch.setattr(first_scene, "MANY", 1_000)
    scenes: list[Scene] = []
    window.session.scene_changed.connect(scenes.append)
    window.do("plane_at_random")
    qtbot.waitUntil(lambda: len(scenes) == 2 and not window.session.is_busy, timeout=30_000)
    bare, whole = scenes
    assert bare.surface is whole.surface
    assert not bare.surface.preview
    assert np.isnan(bare.paths[0].view_loss).all()
    assert np.isfinite(whole.paths[0].view_loss).all()
    assert window.timeline.position == 20
    window.session.undo()
    qtbot.waitUntil(lambda: not window.session.is_busy, timeout=30_000)
    assert len(scenes) == 3  # all is known
