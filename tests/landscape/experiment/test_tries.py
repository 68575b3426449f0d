"""Every try of a search is kept as a point: where it lay, what it was worth, and whether it was taken."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment import training
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Path
from landscape.experiment.tries import Tries
from trainers.catalogue import METHODS

SMALL = {"data.examples": 120, "run.steps": 12, "grid.resolution": 5, "slice.kind": "unit", "run.tries": True}
BASIC = with_values(
    with_methods(Description(), ["random-search", "local-search", "sgd"]),
    {**SMALL, "methods.local-search.tries_per_step": 3, "methods.local-search.seed": 4},
)


def tries_of(path: Path) -> Tries:
    assert path.tries is not None
    return path.tries


@pytest.mark.parametrize("stride_budget", [512, 1])
def test_tries_are_those_of_the_method_with_their_true_losses(stride_budget: int) -> None:
    """Drawn again here, step by step, from what the run recorded; judged by the objective itself."""
    scene = Pipeline().scene(with_values(BASIC, {"run.memory": stride_budget}))
    model, view = scene.model, scene.slice
    assert model is not None
    for path, seed, n_each in ((scene.paths[0], 0, 16), (scene.paths[1], 4, 3)):
        found = tries_of(path)
        assert path.weights is not None
        trainer = METHODS[path.method](**scene.description.methods[scene.paths.index(path)].settings)
        places = np.concatenate([trainer.tries(path.weights[t], t, seed) for t in range(12)])
        np.testing.assert_array_equal(found.step, np.repeat(np.arange(1, 13), n_each))
        np.testing.assert_allclose(found.coordinates, view.project(places), rtol=0, atol=1e-10)
        np.testing.assert_allclose(found.residual, view.residual(places), rtol=1e-10)
        np.testing.assert_allclose(found.loss, [model.loss(place) for place in places], rtol=1e-12)


def test_a_try_is_taken_exactly_where_the_path_moved_to_it() -> None:
    scene = Pipeline().scene(BASIC)
    for path in scene.paths[:2]:
        found = tries_of(path)
        assert path.weights is not None
        moved = np.flatnonzero((np.diff(path.weights, axis=0) != 0).any(axis=1)) + 1
        np.testing.assert_array_equal(found.step[found.taken], moved)
        np.testing.assert_allclose(found.coordinates[found.taken], path.coordinates[moved], rtol=0, atol=1e-12)
        assert len(moved) > 0


def test_a_path_that_keeps_every_fifth_row_has_the_tries_of_every_step() -> None:
    whole = Pipeline().scene(BASIC)
    pipeline = Pipeline()
    # 3 runs, twice, of 650 weights: 1 MB leaves 33 rows for each, so 100 steps are kept with a stride.
    long = pipeline.scene(with_values(BASIC, {"run.memory": 1, "run.steps": 100}))
    assert long.provenance["runs"]["stride"] > 1
    for path, short in zip(long.paths[:2], whole.paths[:2], strict=True):
        n = len(tries_of(short).step)
        np.testing.assert_array_equal(tries_of(path).loss[:n], tries_of(short).loss)
        np.testing.assert_array_equal(tries_of(path).coordinates[:n], tries_of(short).coordinates)


def test_inside_the_slice_the_tries_lie_in_it() -> None:
    scene = Pipeline().scene(with_values(BASIC, {"run.inside": "slice", "start.at": [0.5, -0.5]}))
    for path in scene.paths[:2]:
        found = tries_of(path)
        assert found.residual.max() < 1e-10
        moved = np.flatnonzero(np.abs(np.diff(path.coordinates, axis=0)).max(axis=1) > 1e-9) + 1
        np.testing.assert_array_equal(found.step[found.taken], moved)


def test_only_searches_have_tries_and_only_where_they_are_asked_for() -> None:
    pipeline = Pipeline()
    scene = pipeline.scene(with_values(BASIC, {"methods.sgd.step_size": "auto"}))
    assert scene.paths[2].tries is None
    assert sum("tries as points" in line for line in scene.provenance["statement"]) == 2
    before = pipeline.memory.computed.count("run")
    plain = pipeline.scene(with_values(BASIC, {"run.tries": False, "methods.sgd.step_size": "auto"}))
    assert all(path.tries is None for path in plain.paths)
    assert pipeline.memory.computed.count("run") == before  # the runs are the same


def test_too_many_tries_are_refused_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MOST_TRIES", 100)
    with pytest.raises(InvalidValue, match=r"tries of run must be at most .*random-search.*run\.steps"):
        Pipeline().scene(BASIC)
