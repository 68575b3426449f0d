"""Steps with another length: where they land, and what the method keeps."""

from __future__ import annotations

import numpy as np
import pytest

from trainers.adam import Adam
from trainers.gradient_descent import GradientDescent
from trainers.momentum import Momentum
from trainers.quadratic import Quadratic
from trainers.run import record, states

OBJECTIVE = Quadratic(np.random.default_rng(0).normal(size=(12, 3)))
START = np.array([4.0, -3.0, 2.0])


@pytest.mark.parametrize("method", [GradientDescent(), Momentum(batch=5), Adam(batch=5)])
@pytest.mark.parametrize("factor", [2.5, 0.0, -1.0])
def test_the_step_lands_on_its_ray_and_all_else_is_as_it_was(method: object, factor: float) -> None:
    usual = list(states(method, OBJECTIVE, START, steps=3, seed=0))
    other = list(states(method, OBJECTIVE, START, steps=3, seed=0, stretch={2: factor}))
    for before, same in zip(usual[:2], other[:2], strict=True):
        np.testing.assert_array_equal(before.weights, same.weights)
    ray = usual[2].weights - usual[1].weights
    np.testing.assert_array_equal(other[2].weights, usual[1].weights + factor * ray)
    for name in vars(usual[2]):
        if name != "weights":  # velocity, running means, cost, the loss of the batch
            np.testing.assert_array_equal(getattr(usual[2], name), getattr(other[2], name))


def test_the_run_goes_on_from_there_with_its_velocity() -> None:
    method = Momentum(step_size=0.1, momentum=0.5, batch=12)
    run = list(states(method, OBJECTIVE, START, steps=2, seed=0, stretch={1: 3.0}))
    gradient = OBJECTIVE.loss_and_gradient(run[1].weights)[1]
    own = run[1].velocity  # of the step as the method took it, a third of what was walked
    np.testing.assert_allclose(3.0 * own, run[1].weights - START, rtol=1e-12)
    np.testing.assert_allclose(run[2].weights, run[1].weights + 0.5 * own - 0.1 * gradient, rtol=1e-12)


def test_a_factor_of_one_changes_no_bit_and_a_far_one_diverges() -> None:
    method = GradientDescent(step_size=0.3)
    usual = record(method, OBJECTIVE, START, steps=5, seed=0)
    same = record(method, OBJECTIVE, START, steps=5, seed=0, stretch={3: 1.0})
    np.testing.assert_array_equal(usual.weights, same.weights)
    far = record(method, OBJECTIVE, START, steps=5, seed=0, stretch={3: 1e308})
    assert "diverged" in far.stopped


def test_a_resumed_run_stretches_by_the_steps_numbers() -> None:
    method = Momentum(batch=5)
    whole = list(states(method, OBJECTIVE, START, steps=6, seed=0, stretch={5: 2.0}))
    resumed = list(states(method, OBJECTIVE, START, steps=6, seed=0, state=whole[3], stretch={5: 2.0}))
    np.testing.assert_array_equal(whole[6].weights, resumed[-1].weights)
