"""Surfaces of other rows than all training examples: a step's batch, the test examples."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.files.dump_npz import read_npz, write_npz
from trainers.batches import batch_rows

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 6, "grid.resolution": [3, 4]})


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("loss", ["softmax", "svm"])
def test_a_batch_has_the_surface_of_its_own_rows(pipeline: Pipeline, loss: str) -> None:
    asked = with_values(SMALL, {"grid.batch": 8, "grid.batch_step": 3, "objective.loss": loss})
    scene = pipeline.scene(asked)
    rows = batch_rows(0, 3, scene.model.n_examples, 8)
    for i, a in enumerate(scene.surface.a):
        for j, b in enumerate(scene.surface.b):
            weights = scene.slice.plane().embed(np.array([a, b]))
            assert scene.surface.loss[i, j] == pytest.approx(scene.model.loss(weights, rows), rel=1e-12)
    assert scene.surface.rows == "8 training examples, the batch of step 3"
    assert scene.surface.of_batch


def test_the_batch_is_the_one_that_the_method_saw(pipeline: Pipeline) -> None:
    scene = pipeline.scene(with_values(SMALL, {"grid.batch": 64, "grid.batch_step": 1}))
    path = scene.paths[0]
    weights = path.weights[0]
    rows = batch_rows(0, 1, scene.model.n_examples, 64)
    assert path.batch_loss[0] == pytest.approx(scene.model.loss(weights, rows), rel=1e-12)


def test_a_batch_of_all_rows_is_all_rows(pipeline: Pipeline) -> None:
    whole = pipeline.scene(SMALL)
    scene = pipeline.scene(with_values(SMALL, {"grid.batch": 5000}))
    np.testing.assert_array_equal(scene.surface.loss, whole.surface.loss)
    assert not scene.surface.of_batch


def test_a_batchs_low_loss_is_not_the_lowest_known(pipeline: Pipeline) -> None:
    scene = pipeline.scene(with_values(SMALL, {"grid.batch": 1, "grid.range": 30.0}))
    assert scene.surface.lowest < scene.lowest_known
    assert scene.lowest_known == scene.paths[0].loss.min()


def test_another_batch_retrains_nothing_and_paths_keep_their_losses(pipeline: Pipeline) -> None:
    before = pipeline.scene(SMALL)
    done = len(pipeline.memory.computed)
    after = pipeline.scene(with_values(SMALL, {"grid.batch": 32, "grid.batch_step": 2}))
    assert set(pipeline.memory.computed[done:]) <= {"scores", "surface"}
    np.testing.assert_array_equal(after.paths[0].view_loss, before.paths[0].view_loss)


def test_test_examples_share_the_grid(pipeline: Pipeline, tmp_path: Path) -> None:
    scene = pipeline.scene(with_values(SMALL, {"grid.test": True}))
    test = scene.model.on(scene.dataset.test)
    surface = scene.test_surface
    weights = scene.slice.plane().embed(np.array([surface.a[1], surface.b[2]]))
    assert surface.loss[1, 2] == pytest.approx(test.loss(weights), rel=1e-12)
    assert surface.rows == "all 360 test examples"
    assert not np.array_equal(surface.loss, scene.surface.loss)
    write_npz(scene, tmp_path / "run.npz")
    with np.load(tmp_path / "run.npz") as arrays:
        np.testing.assert_array_equal(arrays["surface_test"], surface.loss)
        np.testing.assert_array_equal(arrays["accuracy_test"], surface.accuracy)
        assert json.loads(str(arrays["provenance"]))["grid"]["test"] is True
    assert read_npz(tmp_path / "run.npz").surface.rows == scene.surface.rows


def test_without_being_asked_there_is_no_test_surface(pipeline: Pipeline) -> None:
    assert pipeline.scene(SMALL).test_surface is None
