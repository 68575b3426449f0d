"""Stages are remembered under everything they depend on, and under nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import Cancelled
from landscape.experiment.description import Description, from_table
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.memory import StageMemory, key_of
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.work import Work

SMALL = {"data.examples": 120, "run.steps": 6, "grid.resolution": 5, "slice.kind": "unit"}
BASIC = with_values(with_methods(Description(), ["sgd", "adam", "random-search"]), SMALL)


def computed_by(pipeline: Pipeline, *changes: tuple[str, object], description: Description = BASIC) -> list[str]:
    """The stages that `description` needs anew, sorted, after it was computed without the changes."""
    pipeline.scene(description)
    before = len(pipeline.memory.computed)
    pipeline.scene(with_values(description, dict(changes)))
    return sorted(pipeline.memory.computed[before:])


def weights_of(scene: Scene, label: str) -> np.ndarray:
    found = next(path.weights for path in scene.paths if path.label == label)
    assert found is not None
    return found


def test_the_same_description_computes_nothing() -> None:
    pipeline = Pipeline()
    pipeline.scene(BASIC)
    stages = ["beneath", "data", "run", "scores", "slice", "surface", "truths", "walks"]
    assert sorted(set(pipeline.memory.computed)) == stages
    assert pipeline.memory.computed.count("run") == 3
    before = len(pipeline.memory.computed)
    again = pipeline.scene(from_table(BASIC.table()))
    assert len(pipeline.memory.computed) == before
    assert again.surface is pipeline.scene(BASIC).surface


def test_another_slice_seed_retrains_nothing() -> None:
    assert computed_by(Pipeline(), ("slice.seed", 1)) == [*3 * ["beneath"], "scores", "slice", "surface", "walks"]


def test_a_turned_slice_is_the_same_weights_so_its_losses_are_found_once() -> None:
    turned = {"slice.turn": [[0.8, 0.0, 0.6, 0.0], [0.0, 0.6, 0.0, 0.8]], "slice.shift": [0.5, 0.0, -1.0, 0.25]}
    plain = with_values(BASIC, {"slice.kind": "unit", "slice.dimensions": 4})
    pipeline = Pipeline()
    pipeline.scene(plain)
    before = len(pipeline.memory.computed)
    scene = pipeline.scene(with_values(plain, turned))
    assert "whole slice" not in pipeline.memory.computed[before:]
    fresh = Pipeline().scene(with_values(plain, turned))
    for path, again in zip(scene.paths, fresh.paths, strict=True):
        assert path.slice_loss.tobytes() == again.slice_loss.tobytes()
        whole = scene.model.restrict(scene.slice, work=Work()).losses(path.coordinates)
        np.testing.assert_allclose(path.slice_loss, whole, rtol=1e-12)
        assert not np.allclose(path.slice_loss, path.view_loss, rtol=1e-6)


@pytest.mark.parametrize(
    "changes",
    [
        {"slice.seed": 3},
        {"slice.kind": "paths+unit", "slice.dimensions": None},
        {"objective.regularization": 0.5},
        {"start.seed": 2},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_losses_in_another_whole_slice_are_others(changes: dict[str, object]) -> None:
    plain = with_values(BASIC, {"slice.kind": "unit", "slice.dimensions": 4})
    changed = with_values(plain, changes)
    pipeline = Pipeline()
    before, after = pipeline.scene(plain), pipeline.scene(changed)
    fresh = Pipeline().scene(changed)
    for old, path, again in zip(before.paths, after.paths, fresh.paths, strict=True):
        assert path.slice_loss.tobytes() == again.slice_loss.tobytes()
        assert path.slice_loss.tobytes() != old.slice_loss.tobytes()


def test_another_resolution_computes_the_surface_alone() -> None:
    assert computed_by(Pipeline(), ("grid.resolution", 7)) == ["surface"]
    assert computed_by(Pipeline(), ("grid.range", 3.0)) == ["surface"]


def test_a_changed_method_reruns_that_method_alone() -> None:
    pipeline = Pipeline()
    before = pipeline.scene(BASIC)
    # A fixed range: the automatic one follows the paths.
    fixed = with_values(BASIC, {"grid.range": 1.0})
    assert computed_by(pipeline, ("methods.sgd.step_size", 0.5), description=fixed) == ["beneath", "run", "truths"]
    after = pipeline.scene(with_values(BASIC, {"methods.sgd.step_size": 0.5}))
    assert weights_of(after, "adam") is weights_of(before, "adam")
    assert weights_of(after, "random-search") is weights_of(before, "random-search")
    assert np.abs(weights_of(after, "sgd") - weights_of(before, "sgd")).max() > 1e-3


def test_a_method_more_reruns_none_of_the_others() -> None:
    fixed = with_values(BASIC, {"grid.range": 1.0})
    assert computed_by(Pipeline(), ("methods.rmsprop.method", "rmsprop"), description=fixed) == [
        "beneath",
        "run",
        "truths",
        "walks",
    ]


def test_a_slice_through_the_paths_follows_a_changed_method() -> None:
    paths = with_values(BASIC, {"slice.kind": "paths", "grid.range": 1.0})
    computed = computed_by(Pipeline(), ("methods.sgd.step_size", 0.5), description=paths)
    assert computed == [*3 * ["beneath"], "run", "scores", "slice", "surface", "truths", "walks"]


@pytest.mark.parametrize("change", [("objective.loss", "svm"), ("objective.regularization", 0.5), ("start.seed", 1)])
def test_another_objective_or_base_point_retrains_everything(change: tuple[str, object]) -> None:
    computed = computed_by(Pipeline(), change)
    assert computed.count("run") == 3
    assert "data" not in computed


def test_other_data_recompute_everything() -> None:
    computed = computed_by(Pipeline(), ("data.seed", 1))
    assert computed.count("data") == 1
    assert computed.count("run") == 3


@pytest.mark.parametrize("change", [("run.steps", 7), ("run.seed", 1), ("run.batch", 8)])
def test_other_runs_leave_a_random_slice_as_it_is(change: tuple[str, object]) -> None:
    fixed = with_values(BASIC, {"grid.range": 1.0})
    computed = computed_by(Pipeline(), change, description=fixed)
    assert computed.count("run") >= 2
    assert not {"slice", "surface", "scores", "data"} & set(computed)


def test_a_new_name_for_a_run_reruns_nothing() -> None:
    pipeline = Pipeline()
    pipeline.scene(BASIC)
    before = len(pipeline.memory.computed)
    table = BASIC.table()
    table["methods"] = {f"my-{label}": settings for label, settings in table["methods"].items()}
    scene = pipeline.scene(from_table(table))
    assert len(pipeline.memory.computed) == before
    assert [path.label for path in scene.paths] == ["my-sgd", "my-adam", "my-random-search"]


def test_labels_that_change_places_do_not_confuse_the_center() -> None:
    """The same runs in the same order under each other's labels: "end:a" is another point."""
    pipeline = Pipeline()
    one, other = {"method": "sgd"}, {"method": "adam"}
    table = BASIC.table()
    table["slice"]["center"] = "end:a"
    scenes = []
    for methods in ({"a": one, "b": other}, {"b": one, "a": other}):
        scene = pipeline.scene(from_table({**table, "methods": methods}))
        np.testing.assert_array_equal(scene.slice.origin, weights_of(scene, "a")[-1])
        scenes.append(scene)
    assert np.abs(scenes[0].slice.origin - scenes[1].slice.origin).max() > 1e-3


def test_runs_inside_and_outside_the_slice_from_one_start_are_two_things() -> None:
    pipeline, clicked = Pipeline(), with_values(BASIC, {"start.at": [0.5, 0.5]})
    outside = pipeline.scene(clicked)
    inside = pipeline.scene(with_values(clicked, {"run.inside": "slice"}))
    assert max(path.residual[-1] for path in inside.paths) < 1e-10
    assert min(path.residual[-1] for path in outside.paths) > 1e-3


def test_results_do_not_depend_on_what_was_computed_before() -> None:
    used, fresh = Pipeline(), Pipeline()
    for change in ({"slice.seed": 4}, {"objective.loss": "svm"}, {"run.inside": "slice"}, {"slice.kind": "paths"}):
        used.scene(with_values(BASIC, change))
    first, second = used.scene(BASIC), fresh.scene(BASIC)
    assert first.surface.loss.tobytes() == second.surface.loss.tobytes()
    for one, other in zip(first.paths, second.paths, strict=True):
        assert one.slice_loss.tobytes() == other.slice_loss.tobytes()
        assert one.loss.tobytes() == other.loss.tobytes()


def test_work_that_is_stopped_leaves_nothing_half_done() -> None:
    pipeline, work = Pipeline(), Work()

    def stop_in_training(stage: str, fraction: float) -> None:
        if stage == "training adam" and fraction > 0.3:
            work.stop.set()

    work.progress = stop_in_training
    with pytest.raises(Cancelled):
        pipeline.scene(BASIC, work)
    assert pipeline.memory.computed.count("run") == 1
    scene = pipeline.scene(BASIC)
    assert scene.surface.loss.tobytes() == Pipeline().scene(BASIC).surface.loss.tobytes()


def test_what_was_remembered_outlives_the_work_that_computed_it() -> None:
    pipeline, first = Pipeline(), Work()
    wide = with_values(BASIC, {"slice.dimensions": 70, "slice.kind": "random"})  # more axes than features
    scene = pipeline.scene(wide, first)
    first.stop.set()
    assert scene.model is not None
    assert np.isfinite(scene.model.loss(scene.slice.origin))
    again = pipeline.scene(with_values(wide, {"methods.sgd.step_size": 0.5, "run.inside": "slice"}))
    assert np.isfinite(again.paths[0].slice_loss).all()
    assert scene.plane is not None
    assert np.isfinite(scene.plane.loss(np.zeros(2)))


def test_every_stage_reports_its_progress() -> None:
    heard: dict[str, list[float]] = {}
    Pipeline().scene(BASIC, Work(1, lambda stage, fraction: heard.setdefault(stage, []).append(fraction)))
    for stage in ("training sgd", "true losses of adam", "one pass over the data", "surface", "losses beneath sgd"):
        assert heard[stage][-1] == 1.0
    assert all(0 <= fraction <= 1 for fractions in heard.values() for fraction in fractions)


def test_keys_tell_apart_all_that_differs() -> None:
    parts = [(1,), (1.0,), ("1",), ([1],), ([[1]],), (None,), (True,), (0.1 + 0.2,), (0.3,), ({"a": 1},), ({"a": 2},)]
    keys = {key_of(*part) for part in parts}
    assert len(keys) == len(parts)
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


def test_the_oldest_results_are_forgotten_first() -> None:
    memory = StageMemory({"stage": 2})
    for key in ("a", "b", "a", "c"):
        memory.get("stage", key, lambda key=key: key)
    assert memory.computed == ["stage"] * 3
    assert memory.get("stage", "a", lambda: "anew") == "a"
    assert memory.get("stage", "b", lambda: "anew") == "anew"


def test_a_result_that_failed_is_not_remembered() -> None:
    memory = StageMemory({"stage": 2})
    with pytest.raises(ZeroDivisionError):
        memory.get("stage", "a", lambda: 1 // 0)
    assert memory.get("stage", "a", lambda: 5) == 5
