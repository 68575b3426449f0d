"""Limits of a description end its runs, with the reason in every output."""

from __future__ import annotations

import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline

SMALL = {"data.examples": 120, "run.steps": 40, "grid.resolution": 5, "slice.kind": "unit"}
BASIC = with_values(with_methods(Description(), ["sgd", "gradient-descent"]), SMALL)


def test_a_cost_ends_each_run_where_one_step_more_would_exceed_it() -> None:
    scene = Pipeline().scene(with_values(BASIC, {"run.max_cost": 1000}))
    sgd, whole = scene.paths
    assert (int(sgd.cost[-1]), int(sgd.step[-1])) == (5 * 3 * 64, 5)
    assert (int(whole.cost[-1]), int(whole.step[-1])) == (2 * 3 * 120, 2)
    for path in scene.paths:
        assert path.stop.startswith("spent its cost")
        assert scene.provenance["runs"]["stop"][path.label] == path.stop
        assert f"{path.label}: {path.stop}" in scene.provenance["statement"]


def test_a_target_ends_a_run_at_the_first_loss_that_meets_it() -> None:
    free = Pipeline().scene(BASIC).paths[1]
    target = float(free.batch_loss[7])
    ended = Pipeline().scene(with_values(BASIC, {"run.target_loss": target})).paths[1]
    assert int(ended.step[-1]) == 8  # the loss at row 7 is seen by step 8
    assert ended.stop.startswith("reached the target loss at step 8")


def test_patience_ends_a_run_that_stands_still() -> None:
    still = with_values(BASIC, {"run.patience": 5, "methods.gradient-descent.step_size": 1e-300})
    path = Pipeline().scene(still).paths[1]
    assert int(path.step[-1]) == 6
    assert path.stop.startswith("stood still at step 6")


@pytest.mark.parametrize(("field", "value"), [("max_cost", 1000), ("target_loss", 1.0), ("patience", 2)])
def test_another_limit_runs_the_methods_again(field: str, value: float) -> None:
    pipeline = Pipeline()
    pipeline.scene(BASIC)
    before = len(pipeline.memory.computed)
    pipeline.scene(with_values(BASIC, {f"run.{field}": value}))
    assert pipeline.memory.computed[before:].count("run") == 2
