"""Recorded runs stay within `run.memory`, those from the base point and those that are shown together."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import dataclass

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.memory import StageMemory
from landscape.experiment.pipeline import Pipeline
from landscape.work import Work

MEGABYTE = 2**20
LONG = with_values(
    with_methods(Description(), ["sgd", "momentum", "adam"]),
    {"data.examples": 60, "run.steps": 600, "run.batch": 2, "run.memory": 2, "grid.resolution": 5},
)


@dataclass(frozen=True, eq=False)
class Result:
    array: np.ndarray


@pytest.mark.parametrize("at", [[0.0, 0.0], [0.25, -0.5]])
def test_an_experiment_holds_no_more_than_its_memory(at: list[float]) -> None:
    """Without the limit, 2 x 3 runs of 601 rows of 650 weights would be 19 MB."""
    pipeline = Pipeline()
    scene = pipeline.scene(with_values(LONG, {"start.at": at}))
    distinct = {id(path.weights): path.weights.nbytes for path in scene.paths if path.weights is not None}
    # The shown runs have half of it, as many rows as those from the base point, which the slice is made of.
    assert 0.3 * MEGABYTE < sum(distinct.values()) <= 1 * MEGABYTE
    assert pipeline.memory.held_bytes("run") <= 2 * MEGABYTE
    assert pipeline.memory.computed.count("run") == (6 if any(at) else 3)  # and none was run twice


def test_the_process_holds_no_more_either() -> None:
    """Without the limit, 4 x 3 runs of 201 rows of 650 weights would be 12 MB; 4 MB if only rows were left out."""
    pipeline = Pipeline()
    pipeline.train(with_values(LONG, {"run.steps": 1}), Work())  # data and modules come first
    tracemalloc.start()
    try:
        for seed in range(4):
            pipeline.train(with_values(LONG, {"run.seed": seed, "run.steps": 200}), Work())
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert held < 2.5 * MEGABYTE


def test_first_and_last_are_kept_and_the_stride_is_stated() -> None:
    scene = Pipeline().scene(with_values(LONG, {"run.steps": 601}))
    stride = scene.provenance["runs"]["stride"]
    assert stride > 1
    assert f"every {stride}-th step of a path is kept, and its first and last" in scene.provenance["statement"]
    for path in scene.paths:
        assert (int(path.step[0]), int(path.step[-1])) == (0, 601)
        assert set(np.diff(path.step[:-1])) == {stride}


def test_a_clicked_start_does_not_change_the_stride() -> None:
    """It would change the axes through the paths, by changing which rows there are."""
    pipeline = Pipeline()
    first = pipeline.scene(LONG)
    clicked = pipeline.scene(with_values(LONG, {"start.at": [0.25, -0.5]}))
    assert clicked.slice.axes.tobytes() == first.slice.axes.tobytes()


def test_results_used_longest_ago_go_first() -> None:
    memory = StageMemory({"run": 100})
    made: list[str] = []

    def get(key: str, n: int = 100) -> None:
        def compute() -> Result:
            made.append(key)
            return Result(np.zeros(n))

        memory.get("run", key, compute, budget=2400)

    for key in ("a", "b", "c", "a", "d"):
        get(key)
    assert memory.held_bytes("run") == 2400
    get("a")
    get("b")
    assert made == ["a", "b", "c", "d", "b"]
    get("large", 1000)  # more than the budget: kept all the same, alone
    assert memory.held_bytes("run") == 8000
    get("large", 1000)
    assert made.count("large") == 1


def test_more_runs_than_ever_are_each_run_once() -> None:
    few = {"data.examples": 60, "run.steps": 2, "run.batch": 2, "grid.resolution": 5}
    many = with_values(with_methods(Description(), [f"r{n}:sgd" for n in range(40)]), few)
    pipeline = Pipeline()
    pipeline.train(with_values(many, {f"methods.r{n}.seed": n for n in range(40)}), Work())
    pipeline.scene(with_values(many, {f"methods.r{n}.seed": n for n in range(40)}))
    assert pipeline.memory.computed.count("run") == 40
    assert pipeline.memory.computed.count("truths") == 40
