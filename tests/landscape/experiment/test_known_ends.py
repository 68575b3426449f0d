"""Where the default experiments end, and what the plane "where they went" holds of them."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline

ENDS = {
    "softmax": {"sgd": 0.45, "momentum": 0.38, "adam": 0.38},
    "svm": {"sgd": 0.48, "momentum": 0.32, "adam": 0.25},
}


@pytest.mark.parametrize("loss", list(ENDS))
@pytest.mark.parametrize("seed", [0, 1])
def test_the_default_experiments_end_where_they_should(pipeline: Pipeline, loss: str, seed: int) -> None:
    changes = {"objective.loss": loss, "start.seed": seed, "run.seed": seed, "grid.resolution": 5}
    scene = pipeline.scene(with_values(Description(), changes))
    found = {path.label: path for path in scene.paths}
    for label, end in ENDS[loss].items():
        assert found[label].loss[-1] == pytest.approx(end, rel=0.15)
        assert found[label].movement_seen > 0.9
        assert found[label].accuracy[-1] > 0.9
    assert found["random-search"].loss[-1] > 3 * ENDS[loss]["sgd"], "650 unknowns are too many for it"


def test_random_search_on_raw_pixels_finds_what_the_lecture_says(pipeline: Pipeline, cifar10_folder: object) -> None:
    description = with_values(
        with_methods(Description(), ["random-search"]),
        {
            "data.source": "cifar10",
            "data.path": str(cifar10_folder),
            "data.scale": 1.0,
            "data.center": False,
            "data.examples": 5000,
            "objective.loss": "svm",
            "objective.regularization": 0.0,
            "start.scale": 1e-4,
            "methods.random-search.scale": 1e-4,
            "methods.random-search.tries_per_step": 15,
            "methods.random-search.rows": 0,
            "run.steps": 20,
            "slice.kind": "unit",
            "grid.resolution": 3,
        },
    )
    scene = pipeline.scene(description)
    path = scene.paths[0]
    assert path.cost[-1] == 300 * 5000
    assert 8.2 < path.loss[-1] < 9.0
    assert scene.model is not None
    assert scene.model.n_weights == 30_730
    assert scene.model.loss(np.zeros(30_730)) == 9.0
