"""Random search and local search: who is tried, who judges, who wins."""

from __future__ import annotations

import numpy as np
import pytest

from trainers.local_search import LocalSearch
from trainers.random_search import RandomSearch
from trainers.run import states

both = pytest.mark.parametrize("search", [RandomSearch, LocalSearch])


class Given:
    """An objective whose losses are handed in, in the order in which they are asked for."""

    n_weights = 2
    n_examples = 5

    def __init__(self, at_start, *steps):
        self.at_start, self.steps, self.stacks = at_start, list(steps), []

    def loss(self, weights, rows=None):
        return self.at_start

    def losses(self, stack, rows=None):
        self.stacks.append(stack)
        return np.array(self.steps[len(self.stacks) - 1])


def one_step(search, at_start, *losses):
    """The tries of one step that got `losses`, and the state after it."""
    objective = Given(at_start, losses)
    method = search(scale=1.0, tries_per_step=len(losses))
    state = method.step(objective, method.start(objective, np.array([5.0, 5.0]), seed=0), seed=0)
    return objective.stacks[0], state


@both
def test_the_loss_never_rises_and_falls_below_the_start(search, quadratic, start):
    losses = [quadratic.loss(s.weights) for s in states(search(scale=1.0), quadratic, start, steps=200, seed=1)]
    assert (np.diff(losses) <= 0).all()
    assert losses[-1] < 0.5 * losses[0]


@both
def test_the_state_remembers_its_loss(search, quadratic, start):
    for state in states(search(scale=1.0), quadratic, start, steps=50, seed=1):
        assert state.loss == quadratic.loss(state.weights)


def test_tries_of_random_search_are_gaussian_around_zero_whatever_the_incumbent(quadratic, start, watch):
    watched = watch(quadratic)
    list(states(RandomSearch(scale=0.5, tries_per_step=100), watched, start + 1e3, steps=100, seed=1))
    tries = np.concatenate(watched.stacks)
    assert tries.shape == (10_000, 3)
    np.testing.assert_allclose(tries.mean(axis=0), 0.0, atol=4 * 0.5 / 100)
    np.testing.assert_allclose(tries.std(axis=0), 0.5, rtol=0.04)
    assert len(np.unique(tries)) == tries.size


def test_tries_of_local_search_are_gaussian_around_the_incumbent(quadratic, start, watch):
    watched = watch(quadratic)
    run = list(states(LocalSearch(scale=0.5, tries_per_step=100), watched, start, steps=100, seed=1))
    steps = np.concatenate([tries - s.weights for tries, s in zip(watched.stacks, run, strict=False)])
    np.testing.assert_allclose(steps.mean(axis=0), 0.0, atol=4 * 0.5 / 100)
    np.testing.assert_allclose(steps.std(axis=0), 0.5, rtol=0.04)


@both
def test_the_lowest_try_wins_and_the_path_goes_there(search):
    tries, state = one_step(search, 3.0, 2.5, 1.5, 2.0)
    assert state.weights.tolist() == tries[1].tolist()
    assert (state.loss, state.batch_loss, state.cost) == (1.5, 3.0, 3 * 5)


@both
def test_the_incumbent_stays_where_no_try_is_lower(search):
    _, state = one_step(search, 1.0, 1.0, 2.0, 1.0)
    assert state.weights.tolist() == [5.0, 5.0]
    assert (state.loss, state.batch_loss, state.step, state.cost) == (1.0, 1.0, 1, 15)


@both
def test_tries_that_are_not_finite_never_win(search):
    tries, state = one_step(search, 3.0, np.nan, -np.inf, 2.0, np.inf)
    assert state.weights.tolist() == tries[2].tolist()
    _, state = one_step(search, 3.0, np.nan, -np.inf, np.inf)
    assert state.weights.tolist() == [5.0, 5.0]


@both
@pytest.mark.parametrize("at_start", [np.nan, np.inf, -np.inf])
def test_a_start_that_is_not_finite_gives_way_to_any_finite_try(search, at_start):
    tries, state = one_step(search, at_start, np.nan, 1e9)
    assert state.weights.tolist() == tries[1].tolist()
    assert state.loss == 1e9


@both
def test_the_same_few_examples_judge_all_along(search, quadratic, start, watch):
    watched = watch(quadratic)
    end = list(states(search(rows=5), watched, start, steps=6, seed=1))[-1]
    judges = {tuple(rows) for _, rows in watched.calls}
    assert len(judges) == 1
    (rows,) = judges
    assert list(rows) == sorted(set(rows))
    assert len(rows) == 5
    assert end.cost == 6 * 5 * search().tries_per_step


@both
def test_an_objective_that_evaluates_one_at_a_time_is_searched_the_same_way(search, quadratic, start, watch):
    plain = list(states(search(), quadratic, start, steps=30, seed=1))[-1]
    stacked = list(states(search(), watch(quadratic), start, steps=30, seed=1))[-1]
    assert plain.weights.tobytes() == stacked.weights.tobytes()


def test_local_search_comes_closer_than_random_search_at_equal_cost(quadratic, start, minimum):
    local = list(states(LocalSearch(scale=0.1), quadratic, start, steps=1600, seed=1))[-1]
    fresh = list(states(RandomSearch(scale=2.0), quadratic, start, steps=100, seed=1))[-1]
    assert local.cost == fresh.cost
    assert np.linalg.norm(local.weights - minimum) < np.linalg.norm(fresh.weights - minimum)
