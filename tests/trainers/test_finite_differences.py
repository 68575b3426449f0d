from __future__ import annotations

import numpy as np
import pytest

from trainers.errors import InvalidValue
from trainers.finite_differences import best_step, gradient_table, numeric_gradient, relative_error


class Cubes:
    """The sum of w^3: forward differences are off by 3 w h + h^2, centered ones by h^2."""

    n_weights = 3
    n_examples = 1

    def loss(self, weights, rows=None):
        return float((weights**3).sum())


class LectureTable:
    """The loss of the lecture's table: at W, and with each of its first three weights raised by 0.0001."""

    w = np.array([0.34, -1.11, 0.78])
    n_weights = 3
    n_examples = 1

    def loss(self, weights, rows=None):
        raised = np.flatnonzero(weights != self.w)
        return 1.25347 if len(raised) == 0 else (1.25322, 1.25353, 1.25347)[raised[0]]


def test_centered_differences_equal_the_analytic_gradient(quadratic, start):
    for rows in (None, np.array([2, 7, 11])):
        found = numeric_gradient(quadratic, start, rows)
        assert relative_error(found, quadratic.gradient(start, rows)) < 1e-9


def test_the_errors_are_those_of_the_formulas():
    w, h = np.array([1.0, -2.0, 0.5]), 1e-3
    np.testing.assert_allclose(numeric_gradient(Cubes(), w, h=h), 3 * w**2 + h**2, rtol=1e-11)
    forward = numeric_gradient(Cubes(), w, h=h, centered=False)
    np.testing.assert_allclose(forward, 3 * w**2 + 3 * w * h + h**2, rtol=1e-11)


def test_the_table_of_the_lecture():
    found = numeric_gradient(LectureTable(), LectureTable.w, h=0.0001, centered=False)
    np.testing.assert_allclose(found, [-2.5, 0.6, 0.0], atol=1e-9)


@pytest.mark.parametrize(("centered", "evaluations"), [(True, 2 * 3), (False, 3 + 1)])
def test_one_weight_at_a_time_is_what_it_costs(centered, evaluations, quadratic, start, watch):
    watched = watch(quadratic)
    numeric_gradient(watched, start, centered=centered)
    assert watched.cost == evaluations * 12


def test_the_weights_are_bit_identical_afterwards_also_after_an_error(quadratic):
    weights = np.array([0.1, 1e16, -0.0])  # w + h - h gives none of these back
    before = weights.tobytes()
    numeric_gradient(quadratic, weights)
    assert weights.tobytes() == before
    with pytest.raises(IndexError):
        numeric_gradient(quadratic, weights, rows=np.array([99]))
    assert weights.tobytes() == before


def test_the_other_weights_are_where_they_belong_while_one_is_moved(quadratic, start, watch):
    class Remembers(type(watch(quadratic))):
        def loss(self, weights, rows=None):
            self.stacks.append(weights.copy())
            return super().loss(weights, rows)

    watched = Remembers(quadratic)
    numeric_gradient(watched, start, h=0.25)
    moves = [0.25 * sign * np.eye(3)[j] for sign in (1, -1) for j in range(3)]
    assert np.array(watched.stacks).tolist() == (start + moves).tolist()


@pytest.mark.parametrize("h", [0.0, -1e-5, float("nan"), float("inf")])
def test_a_step_that_is_no_step_is_refused(h, quadratic, start):
    with pytest.raises(
        InvalidValue, match=r"^h of a numeric gradient must be above 0 and finite; got .*\. Try 1e-5\.$"
    ):
        numeric_gradient(quadratic, start, h=h)


def test_relative_error_is_norm_wise():
    assert relative_error(np.array([3.0, 4.0]), np.array([3.0, 4.0])) == 0.0
    assert relative_error(np.array([3.0, 0.0]), np.array([3.0, 4.0])) == 0.8
    assert relative_error(np.array([3.0, 4.0]), np.array([3.0, 0.0])) == 0.8
    assert relative_error(np.zeros(2), np.zeros(2)) == 0.0
    assert relative_error(np.zeros(2), np.array([1e-9, 0.0])) == 1.0
    assert np.isnan(relative_error(np.array([np.nan, 0.0]), np.zeros(2)))


def test_the_table_is_made_of_losses_in_the_order_of_its_dimensions():
    rows = gradient_table(LectureTable.w, [2, 0, 1], 0.0001, 1.25347, [1.25347, 1.25322, 1.25353])
    assert [row.dimension for row in rows] == [2, 0, 1]
    assert [round(row.slope, 6) for row in rows] == [0.0, -2.5, 0.6]
    assert [row.raised for row in rows] == [0.78 + 0.0001, 0.34 + 0.0001, -1.11 + 0.0001]
    with pytest.raises(InvalidValue, match="from 0 to 2; got 3"):
        gradient_table(LectureTable.w, [3], 0.0001, 1.0, [1.0])


def test_chosen_dimensions_are_entries_of_the_whole_gradient(quadratic, start):
    for centered in (True, False):
        whole = numeric_gradient(quadratic, start, centered=centered)
        assert (
            numeric_gradient(quadratic, start, centered=centered, dimensions=[2, 0]).tolist() == whole[[2, 0]].tolist()
        )


def test_the_step_comes_from_the_precision():
    assert best_step() == pytest.approx(6.06e-6, rel=1e-2)
    assert best_step(centered=False) == pytest.approx(1.49e-8, rel=1e-2)
    assert best_step(np.float32) == pytest.approx(4.92e-3, rel=1e-2)
