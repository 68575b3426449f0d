"""The ray of one step and the fan of batches, against the losses and gradients themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.stages import Experiment
from landscape.lessons.ask import Ask
from landscape.lessons.batch_fan import ARROWS, batch_fan
from landscape.lessons.inside_step import InsideStep, inside_step_lesson
from landscape.lessons.step_ray import step_ray
from landscape.slice import Slice
from landscape.work import Work
from trainers.batches import batch_rows


def experiment(**changes: Any) -> Experiment:
    """120 digits, six steps of three methods, a coarse grid."""
    usual = {"data.examples": 120, "run.steps": 6, "grid.resolution": 9}
    described = with_methods(Description(), ["momentum", "adam", "local-search"])
    described = with_values(described, usual | {name.replace("__", "."): value for name, value in changes.items()})
    return Experiment(Pipeline().memory, described, Work())


def step(held: Experiment, **asked: Any) -> InsideStep:
    return inside_step_lesson(held, Ask(**{"label": "momentum", "step": 4} | asked))


def test_the_ray_is_the_loss_along_the_step() -> None:
    held = experiment()
    found, run = step(held), held.trajectory(held.full.methods[0])
    move = run.weights[4] - run.weights[3]
    for factor in (-0.6, 0.0, 1.0, 2.4):
        at, loss = found.ray.nearest(factor)
        assert at == factor
        assert loss == pytest.approx(held.model.loss(run.weights[3] + factor * move), rel=1e-9)
    assert found.ray.nearest(0.0)[1] == pytest.approx(found.loss, rel=1e-9)
    assert found.ray.nearest(1.0)[1] == pytest.approx(found.after, rel=1e-9)
    best = found.ray.best
    assert best[1] == found.ray.losses.min() <= found.after


@pytest.mark.parametrize("share", [1.0, 1e-3, 30.0])
def test_the_ray_reaches_twice_as_far_as_its_lowest_loss_or_as_far_as_it_can(share: float) -> None:
    held = experiment()
    run = held.trajectory(held.full.methods[0])
    ray = step_ray(held.model, run.weights[3], share * (run.weights[4] - run.weights[3]))
    assert {0.0, 1.0} <= set(ray.factors)
    assert (np.diff(ray.factors) > 0).all()
    assert ray.factors[-1] == 100.0 or ray.factors[-1] >= 2 * ray.best[0] - 2 * np.diff(ray.factors)[0]
    assert step_ray(held.model, run.weights[3], run.weights[4] - run.weights[3], -7.0).factors[0] <= -7.0


def test_a_dragged_step_is_the_stretched_one() -> None:
    dragged = step(experiment()).with_factor(2.4)
    taken = step(experiment(methods__momentum__stretch=[[4, 2.4]]))
    assert taken.factor == dragged.factor == 2.4
    assert taken.after == pytest.approx(dragged.after, rel=1e-9)
    assert taken.loss == dragged.loss
    assert taken.arrows[-1].name == dragged.arrows[-1].name == "move: the new velocity, × 2.4"
    np.testing.assert_allclose(taken.arrows[-1].tip, dragged.arrows[-1].tip)
    for one, other in zip(taken.arrows[:-1], dragged.arrows[:-1], strict=True):  # what the rule made of it stays
        np.testing.assert_array_equal(one.tip, other.tip)
    assert taken.slope_factor == dragged.slope_factor


def test_a_later_step_begins_where_a_stretched_one_ended() -> None:
    held = experiment(methods__momentum__stretch=[[2, 3.0]])
    run = held.trajectory(held.full.methods[0])
    assert step(held, step=3).loss == pytest.approx(held.model.loss(run.weights[2]), rel=1e-9)


def test_a_search_has_no_ray_and_no_fan() -> None:
    found = step(experiment(), label="local-search", batches=True)
    assert found.ray is None
    assert found.batches is None
    assert found.with_factor(3.0) is found


def test_the_fan_holds_the_gradients_of_the_next_batches() -> None:
    held = experiment(methods__momentum__batch=16)
    found, run = step(held, batches=True), held.trajectory(held.full.methods[0])
    fan, axes = found.batches, held.slice.view.plane().orthonormal_axes
    assert fan.size == 16
    assert fan.tips.shape == (ARROWS, 2)
    assert (np.abs(fan.cosines) <= 1 + 1e-12).all()
    for k in (0, 7):
        gradient = held.model.gradient(run.weights[3], batch_rows(0, 4 + k, 120, 16))
        np.testing.assert_allclose(fan.tips[k], axes @ gradient, rtol=1e-9)
    np.testing.assert_allclose(fan.tips[0], found.arrows[0].tip, rtol=1e-9)  # the slope of the step's own batch
    np.testing.assert_allclose(fan.whole, axes @ held.model.gradient(run.weights[3]), rtol=1e-9)


def test_a_run_on_all_examples_is_shown_batches_of_64_and_few_examples_none() -> None:
    held = experiment()
    part, plane = held.full.methods[0], Slice(held.base, held.slice.view.plane().orthonormal_axes)
    whole = with_values(held.asked, {"methods.momentum.batch": 120})
    other = Experiment(held.memory, whole, Work())
    assert batch_fan(other, other.full.methods[0], plane, 1).size == 64
    few = experiment(data__examples=40)
    assert part.settings["batch"] == 64
    assert batch_fan(few, few.full.methods[0], plane, 1) is None


def test_the_picture_has_room_for_the_fan_and_for_a_longer_step() -> None:
    held = experiment()
    close, far = step(held), step(held, reach=3.0, batches=True)
    tip = 3.0 * far.own.tip
    assert far.surface.a[0] <= tip[0] <= far.surface.a[-1]
    assert far.surface.b[0] <= tip[1] <= far.surface.b[-1]
    assert np.ptp(far.surface.a) > np.ptp(close.surface.a)
    drawn = -far.slope_factor * far.batches.tips
    assert (drawn.min(axis=0) >= [far.surface.a[0], far.surface.b[0]]).all()
    assert (drawn.max(axis=0) <= [far.surface.a[-1], far.surface.b[-1]]).all()
