"""What is shown before all methods are done is one of them, true, and no work is done twice for it."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import Cancelled
from landscape.experiment import first_scene as module
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.first_scene import bare_scene, first_scene
from landscape.experiment.pipeline import Pipeline
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["random-search", "momentum", "adam"]), {"run.steps": 5, "grid.resolution": 5}
)


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 1_000)
    monkeypatch.setattr(module, "MANY", 1_000)


def test_it_is_the_first_method_that_follows_the_gradient_and_nothing_is_done_twice() -> None:
    pipeline = Pipeline()
    found = first_scene(pipeline, SMALL, Work())
    assert found is not None
    assert [path.label for path in found.paths] == ["momentum"]
    whole = pipeline.scene(SMALL)
    assert pipeline.memory.computed.count("run") == 3
    assert pipeline.memory.computed.count("truths") == 3
    (alone,), (_, same, _) = found.paths, whole.paths
    assert alone.loss.tobytes() == same.loss.tobytes()
    assert alone.weights.tobytes() == same.weights.tobytes()
    assert whole.surface.loss.tobytes() == Pipeline().scene(SMALL).surface.loss.tobytes()


def test_there_is_none_where_all_is_known_or_little_is_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = Pipeline()
    pipeline.train(SMALL, Work())
    assert first_scene(pipeline, SMALL, Work()) is None
    assert first_scene(Pipeline(), with_methods(SMALL, ["adam"]), Work()) is None
    monkeypatch.setattr(module, "LARGE", 20_000_000)
    assert first_scene(Pipeline(), SMALL, Work()) is None


def test_work_that_is_stopped_says_so() -> None:
    work = Work()
    work.stop.set()
    with pytest.raises(Cancelled):
        first_scene(Pipeline(), SMALL, work)


@pytest.mark.parametrize(
    "changes",
    [{"objective.model": "himmelblau"}, {"slice.center": "end:adam"}],
    ids=["a function", "a center that another run ends at"],
)
def test_what_one_method_cannot_give_is_left_to_all(changes: dict[str, str]) -> None:
    assert first_scene(Pipeline(), with_values(SMALL, changes), Work()) is None


def test_a_bare_scene_is_the_finished_one_but_for_the_losses_beneath() -> None:
    turned = {"slice.kind": "paths+unit", "slice.turn": [[0.8, 0.0, 0.6, 0.0], [0.0, 0.8, 0.0, 0.6]]}
    for asked in (SMALL, with_values(SMALL, turned)):
        pipeline = Pipeline()
        bare = bare_scene(pipeline, asked, Work())
        assert bare is not None
        before = len(pipeline.memory.computed)
        whole = pipeline.scene(asked)
        assert set(pipeline.memory.computed[before:]) <= {"beneath", "whole slice", "scores"}
        assert bare.surface is whole.surface
        for early, path in zip(bare.paths, whole.paths, strict=True):
            assert early.loss.tobytes() == path.loss.tobytes()
            assert early.coordinates.tobytes() == path.coordinates.tobytes()
            assert np.isnan(early.view_loss).all()
            assert np.isnan(early.slice_loss).all()
            assert np.isfinite(path.view_loss).all()
            assert np.isfinite(path.slice_loss).all()
        assert bare_scene(pipeline, asked, Work()) is None  # all is known


def test_nothing_is_left_out_where_that_would_save_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY", 5_000_000)
    assert bare_scene(Pipeline(), SMALL, Work()) is None
    monkeypatch.setattr(module, "MANY", 0)
    assert bare_scene(Pipeline(), with_values(SMALL, {"objective.model": "himmelblau"}), Work()) is None
