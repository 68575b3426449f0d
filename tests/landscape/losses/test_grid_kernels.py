"""The fast grid kernels against the plain evaluation at every point, where rounding and overflow lie in wait."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landscape.losses.accuracy_grid import correct_grid_counts
from landscape.losses.catalogue import LOSSES
from landscape.losses.envelope_grid import largest_line_sums
from landscape.losses.hinge_grid import hinge_line_sums
from landscape.losses.plain_grid import plain_grid_sums
from landscape.losses.softmax_grid import SINGLE, softmax_grid_sums
from landscape.losses.squared_hinge_grid import squared_hinge_line_sums
from landscape.work import Work

Problem = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]
A, B = np.linspace(-1.0, 1.5, 7), np.linspace(-2.0, 1.0, 11)


def problem(n: int, n_classes: int, size: float, a: np.ndarray = A, b: np.ndarray = B, seed: int = 0) -> Problem:
    random = np.random.default_rng(seed)
    s0, u, v = size * random.standard_normal((3, n, n_classes))
    return s0, u, v, random.integers(0, n_classes, n), a, b


def check(given: Problem, tolerance: float = 1e-12) -> None:
    """Every kernel within the tolerance of the mean loss, every count exact."""
    *scores, labels, a, b = given
    for loss in LOSSES.values():
        wanted, right = plain_grid_sums(loss(), *scores, labels, a, b, Work())
        found = loss().grid_sums(*scores, labels, a, b, Work())
        mean = wanted / len(labels)
        error = np.abs(found / len(labels) - mean) / np.maximum(np.abs(mean), 1.0)
        assert error.max() <= tolerance, f"{loss.name}: {error.max():.1e}"
        np.testing.assert_array_equal(correct_grid_counts(*scores, labels, a, b, Work()), right)


@pytest.mark.parametrize("size", [1.0, 1e2, 1e3, 1e4])
@pytest.mark.parametrize("n_classes", [2, 10, 100])
@pytest.mark.parametrize("n", [1, 60])
def test_every_point_for_small_and_huge_logits(n: int, n_classes: int, size: float) -> None:
    check(problem(n, n_classes, size))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.linspace(0.3, 2.0, 8), np.linspace(1.0, 3.0, 5)),  # without 0, even and odd
        (np.linspace(-1, 1, 2), np.linspace(-1, 1, 2)),
        (np.array([0.4]), np.linspace(-3, 3, 9)),  # 1 x n
        (np.linspace(-3, 3, 9), np.zeros(1)),  # a line
    ],
)
@pytest.mark.parametrize("size", [1.0, 1e3])
def test_every_kind_of_grid(a: np.ndarray, b: np.ndarray, size: float) -> None:
    check(problem(40, 5, size, a, b))


@pytest.mark.parametrize("zero", [(0,), (1,), (2,), (1, 2), (0, 1, 2)])
def test_zero_origin_and_zero_directions(zero: tuple[int, ...]) -> None:
    given = list(problem(40, 10, 3.0))
    for index in zero:
        given[index] = np.zeros_like(given[index])
    check(tuple(given))


def test_directions_that_move_one_class() -> None:
    s0, u, v, *rest = problem(40, 10, 3.0)
    only = np.zeros_like(v)
    only[:, 3] = v[:, 3]
    check((s0, u, only, *rest))
    check((s0, only, only, *rest))


def test_identical_examples() -> None:
    s0, u, v, labels, a, b = problem(1, 10, 3.0)
    repeated = [np.repeat(part, 50, axis=0) for part in (s0, u, v, labels)]
    check((*repeated, a, b))


def test_scores_that_are_equal_in_every_class_move_no_loss() -> None:
    s0, u, v, labels, a, b = problem(20, 4, 1.0)
    flat = [np.repeat(part[:, :1], 4, axis=1) for part in (u, v)]
    check((s0, *flat, labels, a, b))


@pytest.mark.parametrize("seed", range(5))
def test_ties_on_the_grid_go_to_the_lowest_class(seed: int) -> None:
    random = np.random.default_rng(seed)
    s0, u, v = (random.integers(-3, 4, (50, 5)).astype(float) for _ in range(3))
    whole = np.arange(-3.0, 4.0)
    check((s0, u, v, random.integers(0, 5, 50), whole, whole))  # small whole numbers: ties at many grid points
    tenths = 0.1 * np.arange(-5.0, 6.0)
    check((s0, u, v, random.integers(0, 5, 50), tenths, tenths))  # ties that rounding may break either way


def test_losses_near_a_ten_millionth_keep_their_digits() -> None:
    n = 30
    s0 = np.zeros((n, 10))
    labels = np.arange(n) % 10
    s0[np.arange(n), labels] = 17.0  # a loss of about 4e-7
    random = np.random.default_rng(0)
    u, v = 0.01 * random.standard_normal((2, n, 10))
    wanted, _ = plain_grid_sums(LOSSES["softmax"](), s0, u, v, labels, A, B, Work())
    assert 1e-7 < wanted.min() / n < 1e-6
    found = softmax_grid_sums(s0, u, v, labels, A, B, Work())
    np.testing.assert_allclose(found, wanted, rtol=1e-9)
    single = softmax_grid_sums(s0, u, v, labels, A, B, Work(), SINGLE)
    assert np.abs(single / wanted - 1).max() > 1e-3  # why float32 is a preview alone


@pytest.mark.parametrize("size", [1.0, 30.0, 644.0, 1e4])
def test_single_precision_stays_finite_and_near(size: float) -> None:
    *scores, labels, a, b = problem(40, 10, size)
    wanted = softmax_grid_sums(*scores, labels, a, b, Work())
    found = softmax_grid_sums(*scores, labels, a, b, Work(), SINGLE)
    assert np.isfinite(found).all()
    assert (np.abs(found - wanted) / len(labels) / np.maximum(wanted / len(labels), 1)).max() < 1e-5


@pytest.mark.parametrize("name", list(LOSSES))
def test_an_overflow_is_never_a_wrong_finite_number(name: str) -> None:
    s0, u, v, labels, a, b = problem(20, 5, 1.0)
    for huge in (1e200, 4e307):
        wanted, _ = plain_grid_sums(LOSSES[name](), s0, huge * u, v, labels, 9.0 * a, b, Work())
        found = LOSSES[name]().grid_sums(s0, huge * u, v, labels, 9.0 * a, b, Work())
        both = np.isfinite(wanted) & np.isfinite(found)
        np.testing.assert_allclose(found[both], wanted[both], rtol=1e-12)
        assert not np.isfinite(found[~np.isfinite(wanted)]).any()
    broken = v.copy()
    broken[3, 2] = np.nan
    assert not np.isfinite(LOSSES[name]().grid_sums(s0, u, broken, labels, a, b, Work())).any()


def test_examples_whose_scores_are_not_finite_are_counted_as_argmax_finds_them() -> None:
    s0, u, v, labels, a, b = problem(20, 5, 1.0)
    s0[4, 1], u[5, 2], v[6, 0] = np.inf, np.nan, -np.inf
    with np.errstate(invalid="ignore"):
        _, right = plain_grid_sums(LOSSES["svm"](), s0, u, v, labels, a, b, Work())
        np.testing.assert_array_equal(correct_grid_counts(s0, u, v, labels, a, b, Work()), right)


@given(
    n=st.integers(1, 12),
    n_classes=st.integers(2, 6),
    n_a=st.integers(1, 6),
    n_b=st.integers(2, 9),
    size=st.sampled_from([1e-8, 1e-3, 1.0, 50.0, 2e3]),
    low=st.floats(-5, 5),
    width=st.floats(1e-3, 20),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=150)
def test_any_shape_and_scale(
    n: int, n_classes: int, n_a: int, n_b: int, size: float, low: float, width: float, seed: int
) -> None:
    check(problem(n, n_classes, size, np.linspace(-width, width, n_a), np.linspace(low, low + width, n_b), seed))


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=30), st.integers(2, 12))
def test_hinges_by_breakpoints_are_the_hinges_themselves(hinges: list[tuple[float, float]], n_b: int) -> None:
    p, q = np.array(hinges).T
    b = np.linspace(-2.0, 3.0, n_b)
    wanted = np.maximum(0.0, p[:, None] + q[:, None] * b).sum(axis=0)
    np.testing.assert_allclose(hinge_line_sums(p, q, b), wanted, rtol=1e-12, atol=1e-11)


@given(st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=1, max_size=30), st.integers(1, 12))
def test_squared_hinges_by_breakpoints_are_the_squared_hinges(hinges: list[tuple[float, float]], n_b: int) -> None:
    p, q = np.array(hinges).T
    b = np.linspace(-2.0, 3.0, n_b)
    wanted = (np.maximum(0.0, p[:, None] + q[:, None] * b) ** 2).sum(axis=0)
    np.testing.assert_allclose(squared_hinge_line_sums(p, q, b), wanted, rtol=1e-12, atol=1e-11)


def test_small_squares_beside_large_ones_keep_their_digits() -> None:
    b = np.linspace(0.0, 1.0, 11)
    falling = squared_hinge_line_sums(np.array([1e6]), np.array([-1e6]), b)  # 1e12 at first, then down to 0 at 1
    np.testing.assert_allclose(falling[1:], 1e12 * (1 - b[1:]) ** 2, rtol=1e-12, atol=1e-15)


@given(
    st.integers(1, 8).flatmap(
        lambda c: st.lists(
            st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=c, max_size=c), min_size=1, max_size=9
        )
    ),
    st.integers(1, 12),
)
def test_the_largest_of_some_lines_is_a_sum_of_hinges(lines: list[list[tuple[int, int]]], n_b: int) -> None:
    """Whole numbers: lines that are equal, parallel, or cross three at a time and at grid points."""
    p, q = np.moveaxis(np.array(lines, dtype=float), -1, 0)
    b = np.linspace(-2.0, 3.0, n_b)
    wanted = (p[:, :, None] + q[:, :, None] * b).max(axis=1).sum(axis=0)
    np.testing.assert_allclose(largest_line_sums(p, q, b), wanted, rtol=1e-13, atol=1e-12)


def test_satisfied_margins_add_exactly_nothing() -> None:
    p, q = np.full(1000, -1e4), np.where(np.arange(1000) % 2, 1.0, -1.0)
    np.testing.assert_array_equal(hinge_line_sums(p, q, np.linspace(-1, 1, 5)), np.zeros(5))
