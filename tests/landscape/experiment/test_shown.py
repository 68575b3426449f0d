"""Data term, accuracy and test examples on the surface: the same numbers as the objective's, paths included."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.experiment.shown import shown
from landscape.experiment.view_part import ViewPart
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["sgd"]),
    {"run.steps": 5, "grid.resolution": [3, 4], "grid.test": True, "objective.regularization": 0.1},
)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline().scene(SMALL)


@pytest.mark.parametrize("split", ["train", "test"])
@pytest.mark.parametrize("quantity", ["loss", "data", "accuracy"])
def test_surface_and_paths_agree_with_the_objective(scene: Scene, quantity: str, split: str) -> None:
    seen = shown(scene, Work(), ViewPart(quantity, split))
    examples = getattr(scene.dataset, split)

    def value(weights: np.ndarray) -> float:
        scores = scene.model.scores(weights, examples)
        if quantity == "accuracy":
            return float((scores.argmax(axis=1) == examples.y).mean())
        data = float(scene.model.data_loss.values(scores, examples.y).mean())
        return data + (float(scene.model.penalties(weights[None])[0]) if quantity == "loss" else 0.0)

    plane, surface, path = scene.slice.plane(), seen.surface, seen.paths[0]
    for i, a in enumerate(surface.a):
        for j, b in enumerate(surface.b):
            assert surface.loss[i, j] == pytest.approx(value(plane.embed(np.array([a, b]))), rel=1e-9)
    for row, weights in enumerate(path.weights):
        assert path.loss[row] == pytest.approx(value(weights), rel=1e-9)
    if split == "train" and quantity != "accuracy":
        assert path.view_loss[3] == pytest.approx(value(plane.embed(path.coordinates[3, :2])), rel=1e-9)
    if quantity == "accuracy":
        assert np.isnan(seen.lowest_known)
    else:
        assert seen.lowest_known == pytest.approx(min(surface.loss.min(), path.loss.min()))
    assert seen.quantity_name == {"loss": "loss", "data": "data loss", "accuracy": "accuracy"}[quantity] + (
        " on test examples" if split == "test" else ""
    )


def test_paths_stand_nowhere_while_their_test_values_are_not_known(scene: Scene) -> None:
    seen = shown(scene, None, ViewPart("accuracy", "test"))
    assert np.isnan(seen.paths[0].loss).all()
    np.testing.assert_array_equal(seen.surface.loss, scene.test_surface.accuracy)
