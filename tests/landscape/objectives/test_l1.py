"""The L1 penalty: the sum of absolute weights without bias, exact on every grid."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from trainers.finite_differences import numeric_gradient, relative_error

SMALL = with_values(
    with_methods(Description(), ["sgd"]),
    {"run.steps": 4, "grid.resolution": [5, 6], "objective.regularization": 0.01, "objective.l1": 0.002},
)


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("model", ["linear", "network"])
def test_it_adds_the_absolute_weights_and_nothing_of_the_bias(pipeline: Pipeline, model: str) -> None:
    extra = {"objective.hidden": 5} if model == "network" else {}
    asked = with_values(SMALL, {"objective.model": model, **extra})
    with_l1 = pipeline.scene(asked).model
    without = pipeline.scene(with_values(asked, {"objective.l1": 0.0})).model
    weights = np.random.default_rng(0).normal(size=with_l1.n_weights)
    kept = weights[~with_l1.layout.is_bias]
    assert with_l1.loss(weights) - without.loss(weights) == pytest.approx(0.002 * np.abs(kept).sum(), rel=1e-9)
    rows = np.arange(50)
    numeric = numeric_gradient(with_l1, weights, rows, h=1e-6)
    assert relative_error(with_l1.gradient(weights, rows), numeric) < 1e-6


@pytest.mark.parametrize("loss", ["softmax", "squared-hinge"])
@pytest.mark.parametrize("method", ["exact", "certified"])
def test_the_grid_is_the_loss_at_every_point(pipeline: Pipeline, loss: str, method: str) -> None:
    asked = {"objective.loss": loss, "slice.kind": "unit", "grid.range": 1.0, "grid.method": method}
    scene = pipeline.scene(with_values(SMALL, asked))
    for i, a in enumerate(scene.surface.a):
        for j, b in enumerate(scene.surface.b):
            weights = scene.slice.embed(np.array([a, b]))
            wanted = scene.model.loss(weights)
            assert abs(scene.surface.loss[i, j] - wanted) <= 1e-12 * max(wanted, 1.0) + scene.surface.error_bound
            penalty = float(scene.model.penalties(weights[None])[0])
            assert scene.surface.regularization[i, j] == pytest.approx(penalty, rel=1e-12)


def test_it_changes_runs_but_not_their_start(pipeline: Pipeline) -> None:
    plain = pipeline.scene(with_values(SMALL, {"objective.l1": 0.0}))
    scene = pipeline.scene(SMALL)
    np.testing.assert_array_equal(scene.paths[0].weights[0], plain.paths[0].weights[0])
    assert not np.array_equal(scene.paths[0].weights[-1], plain.paths[0].weights[-1])
    assert "0.002" in scene.provenance["objective"]["statement"]
    np.testing.assert_allclose(scene.paths[0].slice_loss[0], scene.paths[0].loss[0], rtol=1e-12)
