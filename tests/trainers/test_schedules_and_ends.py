"""Schedules in the steps themselves, relations, known minima, and the exact step at which each run ends."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest

from trainers.adagrad import Adagrad
from trainers.adam import Adam
from trainers.catalogue import METHODS
from trainers.gradient_descent import GradientDescent
from trainers.momentum import Momentum
from trainers.nesterov import Nesterov
from trainers.quadratic import Quadratic
from trainers.rmsprop import RMSprop
from trainers.run import StopLimits, StopReason, record, states
from trainers.schedule import SCHEDULES
from trainers.sgd import SGD

ALL = 12
SCHEDULED = [name for name, kind in METHODS.items() if "schedule" in {f.name for f in dataclasses.fields(kind)}]
CASES = list(itertools.product(SCHEDULED, SCHEDULES))


def path(method, objective, start, steps=8):
    return np.array([state.weights for state in states(method, objective, start, steps=steps, seed=3)])


def contents(state):
    return [np.asarray(getattr(state, field.name)).tobytes() for field in dataclasses.fields(state)]


def scheduled(name, schedule, **options):
    batch = {} if name == "gradient-descent" else {"batch": 4}
    return METHODS[name](step_size=0.2, schedule=schedule, period=3, drop_by=0.5, **(batch | options))


def share(schedule, t):
    """s_t / step_size at period 3, by hand."""
    return {
        "constant": 1.0,
        "steps": 0.5 ** (t // 3),
        "cosine": [1.0, 0.75, 0.25, 0.0][min(t, 3)],
        "inverse": 3 / (3 + t),
    }[schedule]


def test_every_gradient_method_has_schedules():
    assert set(SCHEDULED) == {name for name, kind in METHODS.items() if kind.uses_gradient}


@pytest.mark.parametrize(("name", "schedule"), CASES)
def test_resumed_or_stepped_back_under_a_schedule_is_uninterrupted(name, schedule, quadratic, start):
    method = scheduled(name, schedule)
    whole = list(states(method, quadratic, start, steps=9, seed=3))
    for pause in (2, 3, 5):  # before, at and after a drop
        again = list(states(scheduled(name, schedule), quadratic, start, steps=9, seed=3, state=whole[pause]))
        assert [contents(state) for state in again] == [contents(state) for state in whole[pause:]]


@pytest.mark.parametrize(("name", "schedule"), CASES)
def test_a_step_from_the_same_state_is_as_long_as_its_schedule_says(name, schedule, quadratic, start):
    """One step of each method is proportional to s_t, apart from the velocity that it brings along."""
    plain = scheduled(name, "constant")
    for state in list(states(plain, quadratic, start, steps=7, seed=3))[:-1]:
        after, before = plain.step(quadratic, state, 3), state.weights
        resting = np.zeros(3)
        if name in ("momentum", "nesterov"):
            factor = plain.momentum ** (1 + (name == "nesterov"))
            resting = factor * state.velocity
        found = scheduled(name, schedule).step(quadratic, state, 3).weights - before - resting
        expected = share(schedule, state.step) * (after.weights - before - resting)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-14)


def test_gradient_descent_under_a_schedule_is_a_product(quadratic, start, minimum):
    for schedule in SCHEDULES:
        found = path(scheduled("gradient-descent", schedule), quadratic, start)
        left = np.cumprod([1.0] + [1 - 0.2 * share(schedule, t) for t in range(8)])
        np.testing.assert_allclose(found, minimum + left[:, None] * (start - minimum), rtol=1e-12)


# ---- relations


@pytest.mark.parametrize("kind", [SGD, Momentum, Nesterov])
def test_on_all_rows_and_without_momentum_every_such_method_is_gradient_descent(kind, quadratic, start):
    options = {} if kind is SGD else {"momentum": 0.0}
    found = path(kind(step_size=0.3, batch=ALL, **options), quadratic, start)
    assert found.tolist() == path(GradientDescent(0.3), quadratic, start).tolist()


def test_adam_without_memory_is_rmsprop_without_memory(quadratic, start):
    adam = path(Adam(step_size=0.1, beta1=0.0, beta2=0.0, epsilon=1e-3, batch=4), quadratic, start)
    rmsprop = path(RMSprop(step_size=0.1, decay=0.0, epsilon=1e-3, batch=4), quadratic, start)
    np.testing.assert_allclose(adam, rmsprop, rtol=1e-13)


def test_adamw_without_decay_is_adam_and_with_it_the_difference_of_a_step_is_the_decay(quadratic, start):
    plain = Adam(step_size=0.1, batch=4)
    assert path(Adam(step_size=0.1, batch=4, weight_decay=0.0), quadratic, start).tolist() == (
        path(plain, quadratic, start).tolist()
    )
    for state in states(plain, quadratic, start, steps=5, seed=3):
        both = [Adam(step_size=0.1, batch=4, weight_decay=d).step(quadratic, state, 3).weights for d in (0.0, 0.3)]
        np.testing.assert_allclose(both[1] - both[0], -0.1 * 0.3 * state.weights, rtol=1e-9)


class Hilltop(Quadratic):
    """The quadratic turned over: slopes only grow along the way down."""

    def loss_and_gradient(self, weights, rows=None):
        loss, gradient = super().loss_and_gradient(weights, rows)
        return -loss, -gradient


def test_where_slopes_only_grow_amsgrad_is_adam_and_where_they_shrink_it_is_not(quadratic, start):
    for objective, equal in ((Hilltop(quadratic.targets), True), (quadratic, False)):
        plain, keeping = (
            path(Adam(batch=ALL, beta2=0.5, amsgrad=a), objective, start, steps=40) for a in (False, True)
        )
        assert (plain.tolist() == keeping.tolist()) is equal


# ---- known minima

TO_THE_MINIMUM = {
    "gradient-descent": (GradientDescent(0.5), 1e-12),
    "sgd": (SGD(step_size=0.5, batch=ALL), 1e-12),
    "momentum": (Momentum(step_size=0.2, momentum=0.5, batch=ALL), 1e-12),
    "nesterov": (Nesterov(step_size=0.2, momentum=0.5, batch=ALL), 1e-12),
    "adagrad": (Adagrad(step_size=1.0, batch=ALL), 1e-12),
    "rmsprop": (RMSprop(step_size=0.02, batch=ALL, schedule="inverse", period=100), 0.002),
    "adam": (Adam(step_size=0.05, batch=ALL), 1e-4),
}


@pytest.mark.parametrize("name", SCHEDULED)
def test_every_gradient_method_reaches_the_minimum_of_the_quadratic(name, quadratic, start, minimum):
    method, within = TO_THE_MINIMUM[name]
    assert np.linalg.norm(path(method, quadratic, start, steps=1000)[-1] - minimum) < within


class Rosenbrock:
    """(1 - x)^2 + 100 (y - x^2)^2: a bent valley whose lowest place is (1, 1), with the value 0."""

    n_weights = 2
    n_examples = 1

    def loss(self, weights, rows=None):
        x, y = weights
        return float((1 - x) ** 2 + 100 * (y - x**2) ** 2)

    def gradient(self, weights, rows=None):
        x, y = weights
        return np.array([-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)])

    def loss_and_gradient(self, weights, rows=None):
        return self.loss(weights), self.gradient(weights)


@pytest.mark.parametrize(
    ("method", "steps", "within"),
    [
        (GradientDescent(1e-3), 30_000, 1e-4),
        (Momentum(step_size=1e-3, momentum=0.9), 5_000, 1e-3),
        (Nesterov(step_size=1e-3, momentum=0.9), 5_000, 1e-3),
        (Adagrad(step_size=0.5), 20_000, 1e-2),
        (RMSprop(step_size=0.01, schedule="inverse", period=500), 20_000, 2e-2),
        (Adam(step_size=0.02), 5_000, 1e-3),
    ],
    ids=lambda value: type(value).__name__ if dataclasses.is_dataclass(value) else None,
)
def test_the_bent_valley_of_rosenbrock_leads_to_its_known_minimum(method, steps, within):
    run = record(method, Rosenbrock(), np.array([-1.2, 1.0]), steps=steps, seed=0, stride=steps)
    assert run.stop is StopReason.STEPS
    assert np.linalg.norm(run.weights[-1] - 1.0) < within


# ---- ends


def test_a_cost_ends_a_run_at_the_last_step_that_it_can_pay(quadratic, start):
    for batch, budget in itertools.product((4, 5, 12), (0, 1, 59, 60, 61)):
        run = record(SGD(step_size=0.3, batch=batch), quadratic, start, steps=500, seed=3,
                     limits=StopLimits(max_cost=budget))  # fmt: skip
        assert (run.stop, run.step[-1]) == (StopReason.COST, budget // (3 * batch))
        assert run.cost[-1] <= budget < run.cost[-1] + 3 * batch


def test_a_target_ends_a_run_at_the_step_that_its_closed_form_gives(quadratic, start, minimum):
    lowest, height = quadratic.loss(minimum), quadratic.loss(start) - quadratic.loss(minimum)
    # The loss before step t + 1 is lowest + 0.7^(2 t) height; the step that sees it at or below the target is the last.
    sees = math.ceil(math.log(0.01) / math.log(0.7**2))
    run = record(GradientDescent(0.3), quadratic, start, steps=500, seed=3,
                 limits=StopLimits(target_loss=lowest + 0.01 * height))  # fmt: skip
    assert (run.stop, run.stop_step) == (StopReason.TARGET, sees + 1)


def test_a_step_size_beyond_two_over_the_curvature_diverges_at_a_known_step(quadratic, start, minimum):
    # Distances are multiplied by 1 - 1e150 a step, and a square beyond 1.8e308 is no number any more.
    run = record(GradientDescent(1e150), quadratic, start, steps=50, seed=3)
    assert (run.stop, run.stop_step, len(run)) == (StopReason.DIVERGED, 3, 3)
    assert run.stopped.startswith("diverged at step 3")
    assert np.isfinite(run.weights).all()
