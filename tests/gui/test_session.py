"""The session: edits, history, and which work an edit causes. No widget is involved."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.session import Session
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.files.dump_npz import write_npz

SMALL = with_values(with_methods(Description(), ["sgd", "adam"]), {"run.steps": 5, "grid.resolution": 7})


@pytest.fixture
def session(qtbot: QtBot):
    made = Session(SMALL)
    with qtbot.waitSignal(made.scene_changed, timeout=10_000):
        made.begin()
    yield made
    made.close()


def test_the_scene_belongs_to_the_description(session: Session) -> None:
    assert session.scene is not None
    assert session.scene.description == SMALL
    assert [path.label for path in session.scene.paths] == ["sgd", "adam"]


def test_a_new_plane_retrains_nothing(session: Session, qtbot: QtBot) -> None:
    before = list(session._pipeline.memory.computed)
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.edit({"slice.kind": "unit"})
    added = session._pipeline.memory.computed[len(before) :]
    assert "surface" in added
    assert "run" not in added
    assert "truths" not in added


def test_undo_and_redo_bring_descriptions_and_their_scenes_back(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.edit({"objective.loss": "svm"})
    assert session.can_undo
    assert not session.can_redo
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.undo()
    assert session.description == SMALL
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.redo()
    assert session.description.objective.loss == "svm"
    assert session.scene.description.objective.loss == "svm"


def test_an_edit_that_breaks_a_rule_is_refused_and_changes_nothing(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.refused, timeout=1000) as refusal:
        session.edit({"methods.sgd.step_size": -1.0})
    assert "step_size" in refusal.args[0]
    assert "\n" not in refusal.args[0]
    assert session.description == SMALL
    assert not session.can_undo


def test_a_description_that_cannot_be_worked_out_fails_and_the_last_scene_stays(session: Session, qtbot: QtBot) -> None:
    kept = session.scene
    with qtbot.waitSignal(session.failed, timeout=10_000) as failure:
        session.edit({"slice.kind": "filter", "slice.center": "zero"})
    assert "zero row" in str(failure.args[0])
    assert session.scene is kept


def test_only_the_last_of_many_edits_is_shown(session: Session, qtbot: QtBot) -> None:
    seeds = []
    session.scene_changed.connect(lambda scene: seeds.append(scene.description.slice.seed))
    session.edit({"slice.kind": "unit"})
    for seed in range(1, 8):
        session.edit({"slice.seed": seed})
    qtbot.waitUntil(lambda: bool(seeds) and seeds[-1] == 7, timeout=10_000)
    assert seeds == sorted(seeds)  # never an older one after a newer one


def test_a_saved_dump_has_the_bytes_of_the_command_line(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    target, plain = tmp_path / "window.npz", tmp_path / "plain.npz"

    def write(scene, work):
        write_npz(scene, target)
        return target

    with qtbot.waitSignal(session.saved, timeout=10_000) as saved:
        session.save(write)
    write_npz(Pipeline().scene(SMALL), plain)
    assert saved.args == [target]
    assert target.read_bytes() == plain.read_bytes()


def test_a_file_is_opened_as_its_description(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    other = with_values(SMALL, {"slice.kind": "unit", "slice.seed": 3})
    write_npz(Pipeline().scene(other), tmp_path / "other.npz")
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.open(tmp_path / "other.npz")
    assert session.description == other
    with qtbot.waitSignal(session.refused, timeout=1000):
        session.open(tmp_path / "missing.npz")


def test_moving_the_start_moves_the_runs_but_not_the_axes(session: Session, qtbot: QtBot) -> None:
    before = session.scene
    with qtbot.waitSignal(session.scene_changed, timeout=10_000):
        session.edit({"start.at": [1.0, -0.5]})
    after = session.scene
    np.testing.assert_array_equal(after.slice.axes, before.slice.axes)
    np.testing.assert_allclose(after.paths[0].coordinates[0], [1.0, -0.5], atol=1e-12)


def test_a_drag_of_a_slider_is_one_step_of_the_history(session: Session) -> None:
    for size in (0.2, 0.3, 0.4, 0.5):
        session.edit({"methods.sgd.step_size": size})
    session.edit({"objective.regularization": 0.01})
    session.undo()
    assert session.description.table()["methods"]["sgd"]["step_size"] == 0.5
    session.undo()
    assert session.description == SMALL
    assert not session.can_undo
    session.redo()
    assert session.description.table()["methods"]["sgd"]["step_size"] == 0.5


def test_a_drag_back_to_where_it_began_is_no_step_and_the_next_one_is(session: Session) -> None:
    session.edit({"objective.regularization": 0.5})
    session.edit({"objective.regularization": 0.25})
    session.edit({"objective.regularization": 0.5})  # on the way back
    session.edit({"objective.regularization": None})
    assert session.description == SMALL
    session.edit({"run.steps": 4})
    session.edit({"run.steps": 5})
    assert not any(description == session.description for description in session._past[-1:])
    before = session.description
    session.edit({"run.steps": 3})
    session.undo()
    assert session.description == before


def test_seeds_and_choices_are_steps_of_their_own(session: Session) -> None:
    for seed in (1, 2, 3):
        session.edit({"slice.seed": seed})
    session.undo()
    assert session.description.slice.seed == 2
    for loss in ("svm", "softmax", "svm"):
        session.edit({"objective.loss": loss})
    session.undo()
    assert session.description.objective.loss == "softmax"


def test_after_a_rest_the_same_slider_makes_a_new_step(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("gui.session.time.monotonic", lambda: now[0])
    session.edit({"run.steps": 6})
    now[0] += 0.5
    session.edit({"run.steps": 7})
    now[0] += 0.7
    session.edit({"run.steps": 8})
    session.undo()
    assert session.description.run.steps == 7
    session.undo()
    assert session.description == SMALL
