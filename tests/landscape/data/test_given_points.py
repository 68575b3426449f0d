"""Points that the description holds: their rules, their edits, and drawn ones taken over."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.data.blobs import Blobs
from landscape.data.digits import Digits
from landscape.data.given_points import MOST_POINTS, GivenPoints, points_of
from landscape.data.spiral import Spiral
from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_table, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_values
from landscape.work import Work

coordinates = st.floats(-1e6, 1e6) | st.integers(-1000, 1000)
lists = st.lists(st.tuples(coordinates, coordinates, st.integers(0, 5)), min_size=2, max_size=40).filter(
    lambda points: len({label for _, _, label in points}) > 1
)
BAD = [
    "0, 1, 0",
    {"x": 1},
    [],
    [[0, 1, 0]],
    [[0, 1, 0], [1, 0, 0]],
    [[0, 1], [1, 0, 1]],
    [[0, 1, 0, 0], [1, 0, 1]],
    [[0, 1, 0], [1, 0, 6]],
    [[0, 1, 0], [1, 0, -1]],
    [[0, 1, 0], [1, 0, 1.0]],
    [[0, 1, 0], [1, 0, True]],
    [[0, True, 0], [1, 0, 1]],
    [[0, "1", 0], [1, 0, 1]],
    ["010", "101"],
    [[0, math.nan, 0], [1, 0, 1]],
    [[0, math.inf, 0], [1, 0, 1]],
    [[0, 1.1e6, 0], [1, 0, 1]],
    [[0, 10**400, 0], [1, 0, 1]],
    [[float(n), 0, n % 2] for n in range(MOST_POINTS + 1)],
]


@given(lists)
def test_points_go_there_and_back_through_toml_and_the_command_line(points: list[tuple[float, float, int]]) -> None:
    made = from_table({"data": {"source": "points", "points": [list(point) for point in points]}})
    assert made.data.points == tuple((float(x), float(y), label) for x, y, label in points)
    assert from_toml(made.toml()) == made
    words = assignments(made)
    again = with_values(Description(), dict(parse_assignment(word) for word in words if word != "--set"))
    assert again == made


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists, max_leaves=12))
def test_anything_else_is_refused_in_one_line(value: Any) -> None:
    with pytest.raises(InvalidValue, match="point") as caught:
        GivenPoints(points=[*value, None] if isinstance(value, list) else value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("points", BAD, ids=range(len(BAD)))
def test_every_broken_rule_is_named_in_one_line(points: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^(points of points|a point) must .*(got|is) ") as caught:
        GivenPoints(points=points)
    assert "\n" not in str(caught.value)


def test_all_points_are_learned_from_at_the_places_that_were_written() -> None:
    dataset = GivenPoints(points=[[0.5, -0.25, 2], [1, 2, 0], [3, 4, 0]]).load(Work())
    assert dataset.train.x.tolist() == [[0.5, -0.25], [1, 2], [3, 4]]
    assert dataset.train.y.tolist() == [2, 0, 0]
    assert np.array_equal(dataset.map(dataset.train.x), dataset.train.x)
    assert (len(dataset.test), dataset.test.x.shape) == (0, (0, 2))
    assert dataset.class_names == ("0", "1", "2")  # class 1 has no point, and is there
    assert "3 training examples, no test split." in dataset.note


def test_a_class_may_lose_its_last_point_where_their_number_is_kept() -> None:
    source = GivenPoints(points=[[0, 0, 0], [1, 0, 1], [0, 1, 2]], class_count=3)
    fewer = source.without(2)
    assert fewer.n_classes == fewer.load(Work()).n_classes == 3
    assert GivenPoints(points=fewer.points).n_classes == 2
    with pytest.raises(InvalidValue, match=r"^class_count of points must be above the highest class 2; got 2\. Try 3"):
        GivenPoints(points=source.points, class_count=2)


def test_classes_that_are_kept_are_numbered_anew_without_test_examples_of_them() -> None:
    dataset = GivenPoints(points=[[0, 0, 0], [1, 0, 1], [0, 1, 2]], classes=("2", "0")).load(Work())
    assert dataset.train.x.tolist() == [[0, 0], [0, 1]]
    assert dataset.train.y.tolist() == [1, 0]
    assert len(dataset.test) == 0


def test_edits_give_a_new_source_and_leave_the_old_one() -> None:
    source = GivenPoints(points=[[0, 0, 0], [1, 0, 1], [0, 1, 1]])
    assert source.moved(1, 2, -3).points == ((0, 0, 0), (2, -3, 1), (0, 1, 1))
    assert source.with_class(2, 4).points == ((0, 0, 0), (1, 0, 1), (0, 1, 4))
    assert source.added(5, 6, 3).points == ((0, 0, 0), (1, 0, 1), (0, 1, 1), (5, 6, 3))
    assert source.without(1).points == ((0, 0, 0), (0, 1, 1))
    assert source.points == ((0, 0, 0), (1, 0, 1), (0, 1, 1))
    with pytest.raises(InvalidValue, match="of at least 2 classes; got class 1 alone"):
        source.without(0)
    with pytest.raises(InvalidValue, match="point 1 is"):
        source.moved(1, math.nan, 0)


@pytest.mark.parametrize("source", [Blobs(count=50), Spiral(count=60, scale=3.0), Blobs(count=40, standardize=True)])
def test_drawn_points_are_taken_over_where_the_classifier_saw_them(source: Any) -> None:
    drawn = source.load(Work())
    taken = points_of(drawn)
    given = taken.load(Work())
    before, after = drawn.map(drawn.train.x[:]), given.map(given.train.x[:])
    assert np.abs(before - after).max() < 1e-4 * np.abs(before).max()
    assert np.array_equal(drawn.train.y, given.train.y)
    assert given.n_classes == drawn.n_classes
    assert points_of(given).points == taken.points  # taken over once more they stay


def test_what_does_not_lie_in_the_plane_or_is_too_much_is_not_taken_over() -> None:
    with pytest.raises(InvalidValue, match=r"need examples of 2 features; digits has 64\."):
        points_of(Digits().load(Work()))
    with pytest.raises(InvalidValue, match=r"at most 2,000; blobs has 2,400 training examples\."):
        points_of(Blobs(count=3000).load(Work()))
    with pytest.raises(InvalidValue, match=r"at most 6 classes; blobs has 7\."):
        points_of(Blobs(clouds=7).load(Work()))


def test_switching_to_points_takes_their_own_defaults_and_what_was_set_stays() -> None:
    assert with_values(Description(), {"data.source": "points"}) == from_toml('[data]\nsource = "points"')
    kept = with_values(with_values(Description(), {"data.scale": 2.0}), {"data.source": "points"})
    assert (kept.data.scale, kept.data.center) == (2.0, False)
    back = with_values(kept, {"data.source": "digits"})
    assert (back.data.scale, back.data.center) == (2.0, True)
