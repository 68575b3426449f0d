"""The losses beneath a path: the same bytes on any number of workers, and stopped when asked."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from landscape.errors import Cancelled
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.experiment.training import losses_along
from landscape.work import Work


@pytest.fixture(scope="module")
def scene() -> Scene:
    small = {"run.steps": 3, "grid.resolution": 3, "data.examples": 300}
    return Pipeline().scene(with_values(with_methods(Description(), ["sgd"]), small))


def test_losses_do_not_depend_on_the_workers(scene: Scene) -> None:
    places = np.random.default_rng(7).normal(size=(75, 2))
    one, two = (losses_along(scene.plane, places, Work(workers), "losses") for workers in (1, 2))
    assert one.tobytes() == two.tobytes()
    np.testing.assert_allclose(one, [scene.plane.loss(place) for place in places], rtol=1e-12)


def test_a_loss_that_overflows_warns_nobody(scene: Scene) -> None:
    places = np.full((40, 2), 1e200)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        losses = losses_along(scene.plane, places, Work(2), "losses")
    assert not np.isfinite(losses).any()


def test_no_place_has_no_loss_and_stopping_stops(scene: Scene) -> None:
    assert losses_along(scene.plane, np.empty((0, 2)), Work(2), "losses").shape == (0,)
    work = Work(2)
    work.stop.set()
    with pytest.raises(Cancelled):
        losses_along(scene.plane, np.zeros((40, 2)), work, "losses")
