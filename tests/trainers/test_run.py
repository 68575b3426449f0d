"""The loop, what it records, and why it ends."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from trainers.adam import Adam
from trainers.batches import batch_rows
from trainers.errors import Cancelled, InvalidValue
from trainers.gradient_descent import GradientDescent
from trainers.momentum import Momentum
from trainers.quadratic import Quadratic
from trainers.random_search import RandomSearch
from trainers.rmsprop import RMSprop
from trainers.run import StopReason, record, states
from trainers.sgd import SGD
from trainers.trajectory import stride_for

SGD4 = SGD(step_size=0.3, batch=4)


def test_a_record_holds_every_state_with_the_start_first(quadratic, start):
    run = list(states(SGD4, quadratic, start, steps=7, seed=3))
    path = record(SGD4, quadratic, start, steps=7, seed=3)
    assert path.weights.tobytes() == np.array([state.weights for state in run]).tobytes()
    assert path.weights[0].tolist() == start.tolist()
    assert path.step.tolist() == list(range(8))
    assert path.cost.tolist() == [3 * 4 * t for t in range(8)]
    assert path.step.dtype == path.cost.dtype == np.int64
    assert (path.stop, path.stop_step, path.stopped) == (StopReason.STEPS, 7, "ran all 7 steps")


@pytest.mark.parametrize("stride", [1, 3])
def test_batch_loss_belongs_to_its_row_and_the_rows_of_the_next_step(stride, quadratic, start):
    path = record(SGD4, quadratic, start, steps=10, seed=3, stride=stride)
    expected = [
        quadratic.loss(weights, batch_rows(3, step + 1, 12, 4))
        for step, weights in zip(path.step[:-1], path.weights, strict=False)
    ]
    assert path.batch_loss[:-1].tolist() == expected
    assert np.isnan(path.batch_loss[-1])


@pytest.mark.parametrize("method", [GradientDescent(step_size=0.3), RandomSearch(scale=1.0)])
def test_batch_loss_is_the_full_loss_where_all_rows_are_used(method, quadratic, start):
    path = record(method, quadratic, start, steps=10, seed=3)
    assert path.batch_loss[:-1].tolist() == [quadratic.loss(weights) for weights in path.weights[:-1]]


@pytest.mark.parametrize(
    ("steps", "stride", "kept"),
    [
        (7, 3, [0, 3, 6, 7]),
        (6, 3, [0, 3, 6]),
        (2, 3, [0, 2]),
        (3, 3, [0, 3]),
        (4, 1, [0, 1, 2, 3, 4]),
        (0, 5, [0]),
        (1, 1, [0, 1]),
    ],
)
def test_a_stride_keeps_its_multiples_and_both_ends(steps, stride, kept, quadratic, start):
    whole = record(SGD4, quadratic, start, steps=steps, seed=3)
    path = record(SGD4, quadratic, start, steps=steps, seed=3, stride=stride)
    assert path.step.tolist() == kept
    assert path.weights.tolist() == whole.weights[kept].tolist()
    assert path.cost.tolist() == whole.cost[kept].tolist()
    assert path.batch_loss[:-1].tolist() == whole.batch_loss[kept][:-1].tolist()
    assert path.stride == stride


@pytest.mark.parametrize("n_steps", [0, 1, 2, 5, 99, 100, 101, 1000])
@pytest.mark.parametrize("rows_that_fit", [0, 1, 2, 3, 10, 50, 101, 1001])
def test_the_stride_is_the_smallest_whose_rows_fit(n_steps, rows_that_fit):
    def rows_kept(stride):
        return len({*range(0, n_steps + 1, stride), n_steps})

    stride = stride_for(n_steps, 10, rows_that_fit * 80)
    assert stride >= 1
    assert rows_kept(stride) <= max(rows_that_fit, 2)
    assert stride == 1 or rows_kept(stride - 1) > rows_that_fit


@pytest.mark.parametrize("stride", [1, 2, 3, 5])
@pytest.mark.parametrize("pause", [0, 4, 6])
def test_a_resumed_record_continues_the_first_one(stride, pause, quadratic, start):
    method = Momentum(step_size=0.3, batch=4)
    whole = record(method, quadratic, start, steps=10, seed=3, stride=stride)
    state = list(states(method, quadratic, start, steps=pause, seed=3))[-1]
    rest = record(method, quadratic, start, steps=10, seed=3, stride=stride, state=state)
    assert rest.step[0] == pause
    after = whole.step > pause
    assert rest.step[1:].tolist() == whole.step[after].tolist()
    assert rest.cost[1:].tolist() == whole.cost[after].tolist()
    assert rest.weights[1:].tobytes() == whole.weights[after].tobytes()
    assert rest.batch_loss[1:].tobytes() == whole.batch_loss[after].tobytes()


def test_a_finished_state_resumes_to_itself(quadratic, start):
    state = list(states(SGD4, quadratic, start, steps=5, seed=3))[-1]
    path = record(SGD4, quadratic, start, steps=5, seed=3, state=state)
    assert path.step.tolist() == [5]
    assert path.stopped == "ran all 5 steps"


@pytest.mark.parametrize("stride", [1, 4])
@pytest.mark.parametrize(
    "method",
    [
        GradientDescent(step_size=1e6),
        SGD(step_size=1e6, batch=4),
        Momentum(step_size=1e6, batch=4),
        RMSprop(step_size=1e200, batch=4),
        Adam(step_size=1e200, batch=4),
        GradientDescent(step_size=1.7e308),
    ],
)
def test_a_run_that_explodes_ends_at_that_step_and_keeps_the_finite_path(method, stride, quadratic, start):
    path = record(method, quadratic, start, steps=1000, seed=3, stride=stride)  # warnings are errors here
    assert path.stop is StopReason.DIVERGED
    assert path.stopped.startswith(f"diverged at step {path.stop_step}: ")
    assert path.step[-1] == path.stop_step - 1 < 999
    assert np.isfinite(path.weights).all()
    assert np.isfinite(path.batch_loss[:-1]).all()
    with np.errstate(all="ignore"):
        (*_, last, beyond) = states(method, quadratic, start, steps=path.stop_step, seed=3)
    assert last.weights.tolist() == path.weights[-1].tolist()
    assert not (np.isfinite(beyond.weights).all() and np.isfinite(beyond.batch_loss))


def test_the_step_of_the_explosion_follows_from_the_step_size(quadratic, start, minimum):
    # The distance grows by 1e6 - 1 a step; 12 times its square is summed, and leaves the range of float64 at 1.8e308.
    path = record(GradientDescent(step_size=1e6), quadratic, start, steps=1000, seed=0)
    room = (np.log10(np.finfo(float).max) - np.log10(12)) / 2 - np.log10(np.linalg.norm(start - minimum))
    first_infinite = np.ceil(room / np.log10(1e6 - 1))
    assert path.stop_step == first_infinite + 1


def test_a_run_ends_as_diverged_where_weights_become_nan_at_a_finite_loss(quadratic, start):
    class NaNAtStep3:
        uses_gradient, summary = True, "Breaks."

        def start(self, objective, weights, seed):
            return SGD4.start(objective, weights, seed)

        def step(self, objective, state, seed):
            after = SGD4.step(objective, state, seed)
            if after.step == 3:
                after.weights[1] = np.nan
            return after

    path = record(NaNAtStep3(), quadratic, start, steps=10, seed=3)
    assert (path.stop, path.stop_step, path.step.tolist()) == (StopReason.DIVERGED, 3, [0, 1, 2])


@pytest.mark.parametrize("stride", [1, 5])
def test_a_cancelled_run_keeps_its_path(stride, quadratic, start):
    asked = itertools.count()
    path = record(
        SGD4, quadratic, start, steps=1000, seed=3, stride=stride, cancelled=lambda: next(asked) == 12
    )  # the question before step 13
    whole = record(SGD4, quadratic, start, steps=12, seed=3, stride=stride)
    assert (path.stop, path.stop_step, path.stopped) == (StopReason.CANCELLED, 12, "cancelled at step 12")
    assert path.step.tolist() == whole.step.tolist()
    assert path.weights.tobytes() == whole.weights.tobytes()


def test_a_run_cancelled_at_once_is_its_start(quadratic, start):
    path = record(SGD4, quadratic, start, steps=10, seed=3, cancelled=lambda: True)
    assert path.weights.tolist() == [start.tolist()]
    assert path.stopped == "cancelled at step 0"


def test_an_objective_that_is_stopped_within_a_step_cancels_the_run(quadratic, start):
    class Stoppable(Quadratic):
        stopped = False

        def loss_and_gradient(self, weights, rows=None):
            if self.stopped:
                raise Cancelled
            return super().loss_and_gradient(weights, rows)

    def stop_at_step_5(state):
        Stoppable.stopped = state.step == 5

    path = record(SGD4, Stoppable(quadratic.targets), start, steps=10, seed=3, on_state=stop_at_step_5)
    assert path.stopped == "cancelled at step 5"
    assert path.step.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_listener_may_cancel_the_run_with_the_state_that_it_heard_kept(quadratic, start):
    for at in (0, 4):

        def stop(state, at=at):
            if state.step == at:
                raise Cancelled

        path = record(SGD4, quadratic, start, steps=10, seed=3, on_state=stop)
        assert (path.stop, path.stop_step, path.step.tolist()) == (StopReason.CANCELLED, at, list(range(at + 1)))


def test_every_state_of_the_path_is_announced_whatever_the_stride(quadratic, start):
    heard = []
    record(SGD4, quadratic, start, steps=7, seed=3, stride=3, on_state=heard.append)
    assert [state.step for state in heard] == list(range(8))
    heard.clear()
    path = record(GradientDescent(step_size=1e200), quadratic, start, steps=7, seed=3, on_state=heard.append)
    assert [state.step for state in heard] == path.step.tolist()


def test_the_loop_leaves_the_callers_floating_point_settings_alone(quadratic, start):
    with np.errstate(over="raise", divide="warn"):
        before = np.geterr()
        for _ in states(SGD4, quadratic, start, steps=3, seed=3):
            assert np.geterr() == before
        assert np.geterr() == before


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (np.zeros(4), r"must have the objective's 3 weights; got shape \(4,\)"),
        (np.zeros((1, 3)), r"must have the objective's 3 weights; got shape \(1, 3\)"),
        (np.array([0.0, np.nan, np.inf]), "must be finite; got 2 of 3 weights that are not"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(weights, says, quadratic):
    with pytest.raises(InvalidValue, match=says):
        record(SGD4, quadratic, weights, steps=3, seed=3)


@pytest.mark.parametrize(("name", "value"), [("steps", -1), ("stride", 0)])
def test_a_negative_length_or_stride_is_refused(name, value, quadratic, start):
    with pytest.raises(InvalidValue, match=rf"^{name} of a run must be at least [01]; got {value}\. Try "):
        record(SGD4, quadratic, start, **{"steps": 3, "seed": 3, name: value})
