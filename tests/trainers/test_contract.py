"""What every method in the catalogue promises."""

from __future__ import annotations

import dataclasses
import doctest
import inspect
import itertools
import re
import sys

import numpy as np
import pytest

from trainers.catalogue import METHODS
from trainers.errors import InvalidValue
from trainers.run import states
from trainers.trainer import State

every_method = pytest.mark.parametrize("name", METHODS)
every_parameter = pytest.mark.parametrize(
    ("name", "parameter"), [(name, field.name) for name, kind in METHODS.items() for field in dataclasses.fields(kind)]
)


def small(name):
    """The method with 4 of the 12 examples per step where it has batches or judges."""
    names = {field.name for field in dataclasses.fields(METHODS[name])}
    return METHODS[name](**{key: 4 for key in ("batch", "rows") if key in names})


def contents(state):
    """Every field of a state as (name, bytes)."""
    return [(field.name, np.asarray(getattr(state, field.name)).tobytes()) for field in dataclasses.fields(state)]


def freeze_arrays(state):
    for field in dataclasses.fields(state):
        if isinstance(value := getattr(state, field.name), np.ndarray):
            value.flags.writeable = False
    return state


def field_of(name, parameter):
    return next(field for field in dataclasses.fields(METHODS[name]) if field.name == parameter)


def test_the_catalogue_is_in_the_order_of_the_lecture():
    assert list(METHODS) == [
        *("random-search", "local-search", "gradient-descent", "sgd"),
        *("momentum", "nesterov", "adagrad", "rmsprop", "adam"),
    ]


@every_method
def test_start_is_step_0_at_the_given_weights_and_free_of_charge(name, quadratic, start):
    state = small(name).start(quadratic, start, seed=3)
    assert isinstance(state, State)
    assert (state.step, state.cost) == (0, 0)
    assert np.isnan(state.batch_loss)
    assert state.weights.tobytes() == start.tobytes()


@every_method
def test_a_state_does_not_move_with_the_array_it_was_started_from(name, quadratic):
    weights = np.array([3.0, 1.0, -2.0])
    state = small(name).start(quadratic, weights, seed=3)
    weights[:] = 77.0
    assert state.weights.tolist() == [3.0, 1.0, -2.0]


@every_method
def test_a_step_leaves_its_inputs_as_they_were(name, quadratic, start):
    method = small(name)
    state = freeze_arrays(method.start(quadratic, start, seed=3))
    for _ in range(5):
        before = contents(state)
        after = freeze_arrays(method.step(quadratic, state, seed=3))
        assert contents(state) == before
        assert after is not state
        assert after.step == state.step + 1
        state = after


@every_method
def test_the_same_step_gives_the_same_bits_in_any_order(name, quadratic, start):
    method = small(name)
    once = list(states(method, quadratic, start, steps=6, seed=3))
    for state, after in reversed(list(itertools.pairwise(once))):
        assert contents(small(name).step(quadratic, state, seed=3)) == contents(after)


@every_method
def test_another_seed_goes_elsewhere_unless_all_rows_decide(name, quadratic, start):
    method = small(name)
    ends = [list(states(method, quadratic, start, steps=20, seed=seed))[-1].weights.tobytes() for seed in (3, 4)]
    assert (ends[0] == ends[1]) == (name == "gradient-descent")


@every_method
def test_a_resumed_run_goes_where_the_uninterrupted_one_goes(name, quadratic, start):
    method = small(name)
    whole = list(states(method, quadratic, start, steps=9, seed=3))
    first = list(states(method, quadratic, start, steps=4, seed=3))
    second = list(states(method, quadratic, start, steps=9, seed=3, state=first[-1]))
    assert [contents(state) for state in first + second[1:]] == [contents(state) for state in whole]


@every_method
def test_a_run_stepped_back_finds_its_earlier_states_again(name, quadratic, start):
    whole = list(states(small(name), quadratic, start, steps=9, seed=3))
    again = list(states(small(name), quadratic, start, steps=9, seed=3, state=whole[2]))
    assert [contents(state) for state in again] == [contents(state) for state in whole[2:]]


@every_method
def test_states_and_methods_are_frozen(name, quadratic, start):
    method = small(name)
    state = method.step(quadratic, method.start(quadratic, start, seed=3), seed=3)
    for owner in (method, state):
        for field in dataclasses.fields(owner):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(owner, field.name, getattr(owner, field.name))


@every_method
def test_cost_counts_what_was_evaluated_after_the_start(name, quadratic, start, watch):
    watched = watch(quadratic)
    method = small(name)
    state = method.start(watched, start, seed=3)
    watched.cost = 0
    for _ in range(3):
        state = method.step(watched, state, seed=3)
        assert state.cost == watched.cost
    expected = {"random-search": 16 * 4, "local-search": 4, "gradient-descent": 3 * 12}.get(name, 3 * 4)
    assert state.cost == 3 * expected


@every_method
def test_batch_loss_is_the_loss_before_the_step_on_the_rows_of_the_step(name, quadratic, start, watch):
    watched = watch(quadratic)
    method = small(name)
    state = method.start(watched, start, seed=3)
    for _ in range(4):
        after = method.step(watched, state, seed=3)
        rows = watched.calls[-1][1]
        assert after.batch_loss == pytest.approx(quadratic.loss(state.weights, rows), rel=1e-14)
        state = after


@every_method
def test_uses_gradient_tells_the_truth(name, quadratic, start, watch):
    watched = watch(quadratic)
    list(states(small(name), watched, start, steps=3, seed=3))
    asked = {what for what, _ in watched.calls}
    assert asked == ({"loss_and_gradient"} if METHODS[name].uses_gradient else {"loss", "losses"})


def test_all_methods_with_batches_see_the_same_rows(quadratic, start, watch):
    seen = {}
    for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"):
        watched = watch(quadratic)
        list(states(small(name), watched, start, steps=5, seed=3))
        seen[name] = [rows.tolist() for _, rows in watched.calls]
    assert seen["sgd"] == seen["momentum"] == seen["rmsprop"] == seen["adam"]
    assert len({tuple(rows) for rows in seen["sgd"]}) == 5


@every_method
def test_more_rows_than_there_are_means_all(name, quadratic, start, watch):
    names = {field.name for field in dataclasses.fields(METHODS[name])}
    watched = watch(quadratic)
    method = METHODS[name](**{key: 13 for key in ("batch", "rows") if key in names})
    end = list(states(method, watched, start, steps=2, seed=3))[-1]
    assert all(rows is None for _, rows in watched.calls)
    assert end.cost == 2 * 12 * {"random-search": 16, "local-search": 1}.get(name, 3)


@every_parameter
def test_every_parameter_is_refused_outside_its_limits(name, parameter):
    field = field_of(name, parameter)
    limits = field.metadata["limits"]
    outside = [
        None if limits.at_least is None else limits.at_least - 1,
        limits.above,
        None if limits.at_most is None else limits.at_most + 1,
        limits.below,
    ]
    outside = [type(field.default)(value) for value in outside if value is not None]
    if isinstance(field.default, float):
        outside += [float("nan"), float("inf"), -float("inf"), 10**400]
    if limits.choices:
        outside = ["fast", ""]
    if isinstance(field.default, bool):
        return  # both values are admitted; wrong types are the next test's
    assert outside
    for value in outside:
        with pytest.raises(InvalidValue) as caught:
            METHODS[name](**{parameter: value})
        assert re.fullmatch(
            rf"{parameter} of {name} must be .*; got .*\. Try {re.escape(repr(field.default))}\.", str(caught.value)
        )


@every_parameter
def test_every_parameter_is_refused_where_its_type_is_wrong(name, parameter):
    default = field_of(name, parameter).default
    wrong = [value for value in ("1", 1, 2.0, True, None, [1], 1j) if not isinstance(value, type(default))]
    if isinstance(default, float):
        wrong.remove(1)  # whole numbers are numbers
    elif isinstance(default, int) and not isinstance(default, bool):
        wrong.append(True)
    for value in wrong:
        with pytest.raises(InvalidValue) as caught:
            METHODS[name](**{parameter: value})
        assert re.search(f"{parameter} of {name} must be (a |true or false)", str(caught.value))
        assert "\n" not in str(caught.value)


@every_parameter
def test_every_parameter_is_explained(name, parameter):
    assert field_of(name, parameter).metadata["help"].endswith(".")


@every_method
def test_the_docstring_names_the_parameters_with_their_limits(name):
    section = inspect.getdoc(METHODS[name]).split("Parameters:\n")[1].split("\n\n")[0]
    explained = re.findall(r"^    (\w+): (.*?);", section, re.MULTILINE)
    fields = dataclasses.fields(METHODS[name])
    rules = [(field.name, str(field.metadata["limits"]).removeprefix("be ")) for field in fields]
    rules = [(field, "true or false" if rule == "a number" else rule) for field, rule in rules]
    assert explained == rules
    assert list(inspect.signature(METHODS[name]).parameters) == [field.name for field in fields]


@every_method
def test_the_docstring_has_recurrence_example_and_source_and_the_example_runs(name):
    kind = METHODS[name]
    assert "w_(t+1) = " in kind.__doc__
    assert "Source: " in kind.__doc__
    (example,) = doctest.DocTestFinder(recurse=False).find(kind, name, globs=vars(sys.modules[kind.__module__]).copy())
    assert len(example.examples) >= 5
    report = []
    assert doctest.DocTestRunner().run(example, out=report.append).failed == 0, "".join(report)


@every_method
def test_the_summary_is_one_sentence(name):
    assert re.fullmatch(r"[A-Z][^.\n]{20,100}\.", METHODS[name].summary)
