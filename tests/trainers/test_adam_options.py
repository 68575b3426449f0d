"""AdamW and AMSGrad against their formulas, and the exact step at which patience ends."""

from __future__ import annotations

import numpy as np

from trainers.adam import Adam
from trainers.gradient_descent import GradientDescent
from trainers.run import StopLimits, StopReason, record, states


def path(method, objective, start, steps=8):
    return np.array([state.weights for state in states(method, objective, start, steps=steps, seed=3)])


def test_amsgrad_divides_by_the_largest_mean_square_and_adamw_shrinks_by_itself(quadratic, start, minimum):
    method = Adam(step_size=0.4, beta1=0.7, beta2=0.6, epsilon=1e-3, batch=12, weight_decay=0.3, amsgrad=True)
    found = path(method, quadratic, start, steps=20)
    g = found[:-1] - minimum
    mean = np.array([0.3 * sum(0.7 ** (t - i) * g[i] for i in range(t + 1)) for t in range(20)])
    square = np.array([0.4 * sum(0.6 ** (t - i) * g[i] ** 2 for i in range(t + 1)) for t in range(20)])
    largest = np.maximum.accumulate(square, axis=0)
    assert (largest > square).any()
    t = np.arange(1, 21)[:, None]
    moves = -0.4 * mean / (1 - 0.7**t) / (np.sqrt(largest / (1 - 0.6**t)) + 1e-3) - 0.4 * 0.3 * found[:-1]
    np.testing.assert_allclose(np.diff(found, axis=0), moves, rtol=1e-9, atol=1e-13)


def test_patience_counts_the_steps_since_the_lowest_loss(quadratic, minimum):
    # At step size 2 the distance from the minimum only changes its sign: no step sees less than the first.
    run = record(GradientDescent(2.0), quadratic, minimum + 4.0, steps=99, seed=3, limits=StopLimits(patience=5))
    assert (run.stop, run.stop_step) == (StopReason.NO_PROGRESS, 6)
