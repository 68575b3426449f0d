"""Arrows of a step, schedules and the newer methods: closed forms and relations."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from trainers.adagrad import Adagrad
from trainers.adam import Adam
from trainers.arrows import ArrowKind
from trainers.catalogue import METHODS
from trainers.nesterov import Nesterov
from trainers.run import StopLimits, StopReason, record, states
from trainers.schedule import step_size_at
from trainers.sgd import SGD


def path(method, objective, start, steps=8):
    return np.array([state.weights for state in states(method, objective, start, steps=steps, seed=3)])


@pytest.mark.parametrize("name", METHODS)
def test_the_parts_of_a_step_add_up_to_it_and_the_move_is_the_difference(name, quadratic, start):
    method = METHODS[name]()
    run = list(states(method, quadratic, start, steps=6, seed=3))
    for before, after in itertools.pairwise(run):
        arrows = method.inside(quadratic, before, 3)
        assert arrows[-1].kind is ArrowKind.MOVE
        assert arrows[-1].vector.tolist() == (after.weights - before.weights).tolist()
        parts = [arrow.vector for arrow in arrows if arrow.kind is ArrowKind.PART]
        if method.uses_gradient:
            assert (before.weights + sum(parts)).tolist() == after.weights.tolist()
        else:
            assert len(arrows) == method.tries_per_step + 1


def test_nesterov_is_the_look_ahead_form_in_other_variables(quadratic, start, minimum):
    x, v, expected = start.copy(), np.zeros(3), []
    for _ in range(9):
        ahead = x + 0.8 * v
        expected.append(ahead)
        v = 0.8 * v - 0.3 * (ahead - minimum)
        x = x + v
    found = path(Nesterov(step_size=0.3, momentum=0.8, batch=12), quadratic, start)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_relations_between_methods(quadratic, start):
    plain = path(SGD(step_size=0.3, batch=4), quadratic, start)
    assert path(Nesterov(step_size=0.3, momentum=0.0, batch=4), quadratic, start).tolist() == plain.tolist()
    adam = path(Adam(batch=4), quadratic, start)
    assert path(Adam(batch=4, weight_decay=0.5), quadratic, start).tolist() != adam.tolist()
    first = path(Adam(batch=4, amsgrad=True), quadratic, start, steps=1)
    assert first.tolist() == adam[:2].tolist()


def test_adagrad_divides_by_the_root_of_the_sum_of_squares(quadratic, start, minimum):
    found = path(Adagrad(step_size=0.4, batch=12), quadratic, start)
    g = found[:-1] - minimum
    np.testing.assert_allclose(np.diff(found, axis=0), -0.4 * g / np.sqrt(np.cumsum(g**2, axis=0)), rtol=1e-6)


def test_schedules_are_their_closed_forms():
    def sizes(schedule):
        method = SGD(step_size=2.0, schedule=schedule, period=4, drop_by=0.5)
        return [step_size_at(method, t) for t in range(9)]

    assert sizes("constant") == [2.0] * 9
    assert sizes("steps") == [2.0] * 4 + [1.0] * 4 + [0.5]
    assert sizes("inverse") == [2.0 * 4 / (4 + t) for t in range(9)]
    np.testing.assert_allclose(sizes("cosine"), [1 + math.cos(math.pi * min(t, 4) / 4) for t in range(9)], atol=1e-15)


def test_a_run_ends_by_cost_target_and_patience(quadratic, start):
    def run(**limits):
        return record(SGD(step_size=0.3, batch=12), quadratic, start, steps=500, seed=3, limits=StopLimits(**limits))

    spent = run(max_cost=100)
    assert (spent.stop, spent.cost[-1]) == (StopReason.COST, 72)
    target = run(target_loss=4.0)
    assert target.stop is StopReason.TARGET
    assert target.batch_loss[-2] <= 4.0 < target.batch_loss[-3]
    assert run(patience=5).stop is StopReason.NO_PROGRESS
