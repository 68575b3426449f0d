"""Interpolation between Chebyshev points: exact for polynomials, and honest about everything else."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.polynomial import chebyshev

from landscape.surfaces.chebyshev import Interpolant, chebyshev_points, interpolation_matrix

LIMITS = (-1.5, 4.0), (0.25, 0.75)
PLACES = np.linspace(*LIMITS[0], 31), np.linspace(*LIMITS[1], 17)


def through(
    function: object, degree: int, limits: tuple[tuple[float, float], tuple[float, float]] = LIMITS
) -> Interpolant:
    nodes_a, nodes_b = (chebyshev_points(axis, degree) for axis in limits)
    return Interpolant(*limits, function(nodes_a[:, None], nodes_b[None, :]))  # type: ignore[operator]


@pytest.mark.parametrize("degree", [1, 2, 7, 16, 96])
@pytest.mark.parametrize("limits", [(-1.0, 1.0), (-0.1, 0.3), (1000.0, 1001.0), (-1e-9, 2e-9)])
def test_points_increase_from_end_to_end_and_hold_those_of_half_the_degree(
    degree: int, limits: tuple[float, float]
) -> None:
    points = chebyshev_points(limits, degree)
    assert (points[0], points[-1]) == limits
    assert len(points) == degree + 1
    assert (np.diff(points) > 0).all()
    unit = (points - np.mean(limits)) / (limits[1] - limits[0]) * 2
    np.testing.assert_allclose(unit, -np.cos(np.pi * np.arange(degree + 1) / degree), atol=1e-12)
    np.testing.assert_allclose(chebyshev_points(limits, 2 * degree)[::2], points, rtol=1e-15, atol=1e-16 * limits[1])


@pytest.mark.parametrize("degree", [1, 2, 8, 15, 64, 96])
def test_polynomials_of_the_degree_come_out_exactly(degree: int) -> None:
    random = np.random.default_rng(degree)
    coefficients = random.normal(size=degree + 1)
    places = np.concatenate([np.linspace(-3, 5, 101), chebyshev_points((-3.0, 5.0), degree)])
    nodes = chebyshev_points((-3.0, 5.0), degree)
    found = interpolation_matrix((-3.0, 5.0), degree, places) @ chebyshev.chebval((nodes - 1) / 4, coefficients)
    expected = chebyshev.chebval((places - 1) / 4, coefficients)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-13 * np.abs(coefficients).sum())


def test_one_degree_less_is_not_enough() -> None:
    nodes = chebyshev_points((-1.0, 1.0), 8)
    places = np.linspace(-1, 1, 1001)
    missed = interpolation_matrix((-1.0, 1.0), 8, places) @ nodes**9 - places**9
    assert np.abs(missed).max() > 1e-3


@pytest.mark.parametrize("degree", [0, 1, 4, 96])
def test_a_constant_stays_and_a_place_on_a_point_takes_its_value(degree: int) -> None:
    nodes = chebyshev_points((-1.0, 3.0), degree)
    matrix = interpolation_matrix((-1.0, 3.0), degree, np.linspace(-1, 3, 40))
    np.testing.assert_allclose(matrix.sum(axis=1), 1.0, rtol=1e-13)
    if degree:
        on_nodes = interpolation_matrix((-1.0, 3.0), degree, nodes)
        np.testing.assert_allclose(on_nodes, np.eye(degree + 1), atol=1e-12)


def test_values_belong_to_their_coordinates_and_not_to_the_transposed_ones() -> None:
    a, b = PLACES
    found = through(lambda x, y: x**3 - 5 * y + x * y**2, 4).on(a, b)
    assert found.shape == (31, 17)
    np.testing.assert_allclose(found, a[:, None] ** 3 - 5 * b + a[:, None] * b**2, atol=1e-12)


def test_a_line_is_a_rectangle_without_height() -> None:
    interpolant = through(lambda x, y: np.exp(x) + 0 * y, 24, ((-1.0, 1.0), (0.0, 0.0)))
    flat = Interpolant(interpolant.limits_a, (0.0, 0.0), interpolant.values[:, :1])
    assert flat.degrees == (24, 0)
    a = np.linspace(-1, 1, 33)
    values, difference = flat.bounded_on(a, np.zeros(1))
    np.testing.assert_allclose(values[:, 0], np.exp(a), rtol=1e-14)
    assert difference < 1e-9


def test_the_difference_is_the_error_of_half_the_degree() -> None:
    """1 / (1 + 25 x^2), Runge's function: the error falls by about 0.82 per degree."""
    a, b = np.linspace(-1, 1, 201), np.linspace(-1, 1, 101)
    square = (-1.0, 1.0), (-1.0, 1.0)

    def runge(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return 1 / (1 + 25 * x**2) + np.sin(3 * y + x)

    for degree in (8, 16, 32, 48):
        values, difference = through(runge, 2 * degree, square).bounded_on(a, b)
        error = np.abs(through(runge, degree, square).on(a, b) - runge(a[:, None], b)).max()
        assert 0.7 < difference / error < 1.3
        assert np.abs(values - runge(a[:, None], b)).max() < difference / 2


def test_a_kink_is_noticed_at_any_degree() -> None:
    a = np.linspace(-1, 1, 201)
    square = (-1.0, 1.0), (-1.0, 1.0)
    for degree in (16, 32, 64, 96):
        _, difference = through(lambda x, y: np.maximum(0, x - 0.3 * y + 0.1), degree, square).bounded_on(a, a)
        assert difference > 1e-3


def test_what_is_the_same_at_all_points_of_both_degrees_is_not_seen() -> None:
    """The bound is empirical, as `bounded_on` says; T_32 is 1 at all points of degrees 8 and 16."""
    square = (-1.0, 1.0), (-1.0, 1.0)
    interpolant = through(lambda x, y: np.cos(32 * np.arccos(np.clip(x, -1, 1))) + 0 * y, 16, square)
    a = np.linspace(-1, 1, 101)
    values, difference = interpolant.bounded_on(a, a)
    assert difference < 1e-12
    np.testing.assert_allclose(values, 1.0)


def test_what_a_rectangle_covers() -> None:
    interpolant = through(lambda x, y: x + y, 2)
    a, b = PLACES
    assert interpolant.covers(a, b)
    assert interpolant.covers(a[3:7], b[1:2])
    assert not interpolant.covers(a + 1e-9, b)
    assert not interpolant.covers(a, b - 1e-9)
    assert not interpolant.covers(a, np.linspace(0.2, 0.8, 3))
