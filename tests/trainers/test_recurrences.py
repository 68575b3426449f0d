"""Each gradient method against its published formula, computed here in another way, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from trainers.adam import Adam
from trainers.batches import batch_rows
from trainers.gradient_descent import GradientDescent
from trainers.momentum import Momentum
from trainers.rmsprop import RMSprop
from trainers.run import states
from trainers.sgd import SGD

ALL = 12  # examples of the quadratic


def path(method, objective, start, steps=8, seed=3):
    return np.array([state.weights for state in states(method, objective, start, steps=steps, seed=seed)])


def slopes(weights, targets, batch, seed=3):
    """The gradients g_0 .. g_(T-2) that led along a path, from the definition: w minus the mean target of the batch."""
    rows = [batch_rows(seed, t + 1, ALL, batch) for t in range(len(weights) - 1)]
    return np.array([w - targets[r].mean(axis=0) for w, r in zip(weights, rows, strict=False)])


def running_mean(values, decay):
    """(1 - decay) * sum over i <= t of decay^(t - i) values_i, summed outright."""
    return np.array([(1 - decay) * sum(decay ** (t - i) * values[i] for i in range(t + 1)) for t in range(len(values))])


def test_gradient_descent_shrinks_the_distance_by_one_minus_the_step_size(quadratic, start, minimum):
    found = path(GradientDescent(step_size=0.3), quadratic, start)
    expected = [minimum + 0.7**t * (start - minimum) for t in range(9)]
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_sgd_is_the_sum_of_its_batches_slopes(quadratic, start):
    found = path(SGD(step_size=0.3, batch=4), quadratic, start)
    expected = start - 0.3 * np.cumsum(slopes(found, quadratic.targets, 4), axis=0)
    np.testing.assert_allclose(found[1:], expected, rtol=1e-13)


def test_momentum_is_the_power_of_a_two_by_two_matrix(quadratic, start, minimum):
    found = path(Momentum(step_size=0.3, momentum=0.8, batch=ALL), quadratic, start)
    # (distance, velocity): v' = 0.8 v - 0.3 d, d' = d + v'.
    one_step = np.array([[1 - 0.3, 0.8], [-0.3, 0.8]])
    begin = np.stack([start - minimum, np.zeros(3)])
    expected = [minimum + (np.linalg.matrix_power(one_step, t) @ begin)[0] for t in range(9)]
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_momentum_with_the_step_size_outside_the_velocity_is_the_same_path(quadratic, start):
    found = path(Momentum(step_size=0.3, momentum=0.8, batch=4), quadratic, start)
    gathered = np.array([sum(0.8 ** (t - i) * g for i, g in enumerate(slopes(found, quadratic.targets, 4)[: t + 1]))
                         for t in range(8)])  # fmt: skip
    np.testing.assert_allclose(found[1:], start - 0.3 * np.cumsum(gathered, axis=0), rtol=1e-12)


def test_rmsprop_divides_by_the_running_size_of_the_slope(quadratic, start):
    found = path(RMSprop(step_size=0.1, decay=0.7, epsilon=1e-3, batch=4), quadratic, start)
    g = slopes(found, quadratic.targets, 4)
    moves = -0.1 * g / (np.sqrt(running_mean(g**2, 0.7)) + 1e-3)
    np.testing.assert_allclose(np.diff(found, axis=0), moves, rtol=1e-10)


def test_adam_divides_the_corrected_mean_by_its_corrected_size(quadratic, start):
    found = path(Adam(step_size=0.1, beta1=0.7, beta2=0.9, epsilon=1e-3, batch=4), quadratic, start)
    g = slopes(found, quadratic.targets, 4)
    t = np.arange(1, 9)[:, None]
    mean = running_mean(g, 0.7) / (1 - 0.7**t)
    size = np.sqrt(running_mean(g**2, 0.9) / (1 - 0.9**t))
    np.testing.assert_allclose(np.diff(found, axis=0), -0.1 * mean / (size + 1e-3), rtol=1e-10)


def test_first_steps_of_adam_and_rmsprop_depend_on_the_slope_s_sign_alone(quadratic, start):
    sign = np.sign(slopes(path(SGD(batch=4), quadratic, start, steps=1), quadratic.targets, 4)[0])
    adam = path(Adam(step_size=0.1, batch=4), quadratic, start, steps=1)
    rmsprop = path(RMSprop(step_size=0.1, decay=0.75, batch=4), quadratic, start, steps=1)
    np.testing.assert_allclose(adam[1] - adam[0], -0.1 * sign, rtol=1e-6)
    np.testing.assert_allclose(rmsprop[1] - rmsprop[0], -0.2 * sign, rtol=1e-6)  # 1 / sqrt(1 - 0.75) = 2


def test_momentum_zero_is_sgd_bit_for_bit(quadratic, start):
    still = path(Momentum(step_size=0.3, momentum=0.0, batch=4), quadratic, start)
    assert still.tobytes() == path(SGD(step_size=0.3, batch=4), quadratic, start).tobytes()


def test_sgd_on_all_rows_is_gradient_descent_bit_for_bit(quadratic, start):
    whole = path(SGD(step_size=0.3, batch=ALL), quadratic, start)
    assert whole.tobytes() == path(GradientDescent(step_size=0.3), quadratic, start).tobytes()
    part = path(SGD(step_size=0.3, batch=ALL - 1), quadratic, start)
    assert part.tobytes() != whole.tobytes()


@pytest.mark.parametrize(
    ("method", "within"),
    [
        (GradientDescent(step_size=0.5), 1e-12),
        (SGD(step_size=0.5, batch=ALL), 1e-12),
        (Momentum(step_size=0.2, momentum=0.5, batch=ALL), 1e-12),
        (RMSprop(step_size=0.01, batch=ALL), 0.01),  # keeps jumping to and fro by about its step size
        (Adam(step_size=0.05, batch=ALL), 1e-4),
    ],
)
def test_the_minimum_of_the_quadratic_is_reached(method, within, quadratic, start, minimum):
    end = path(method, quadratic, start, steps=1000)[-1]
    assert np.linalg.norm(end - minimum) < within


def test_momentum_overshoots_and_returns_where_gradient_descent_does_not(quadratic, start, minimum):
    slow = path(GradientDescent(step_size=0.1), quadratic, start, steps=60) - minimum
    heavy = path(Momentum(step_size=0.1, momentum=0.9, batch=ALL), quadratic, start, steps=60) - minimum
    side = np.sign(start - minimum)
    assert (slow * side > 0).all()
    assert (heavy * side).min() < -0.3
    assert np.linalg.norm(heavy[-1]) < 0.1 * np.linalg.norm(heavy[0])


def test_gradient_descent_converges_below_two_over_the_curvature_and_not_above(quadratic, start, minimum):
    # The curvature is 1 in every direction.
    ends = [path(GradientDescent(step_size=size), quadratic, start, steps=200)[-1] for size in (1.9, 2.1)]
    near, far = (np.linalg.norm(end - minimum) for end in ends)
    assert near < 1e-6 < 1e6 < far
