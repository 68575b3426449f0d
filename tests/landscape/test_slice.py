"""A slice is linear algebra: what it holds, what it leaves out, and what it refuses to be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.errors import SliceError
from landscape.slice import Slice

P = 40


def skewed(seed: int, degrees: float, long: float, short: float, n_weights: int = P) -> Slice:
    """Two axes of given lengths with a given angle between them, through a random origin."""
    random = np.random.default_rng(seed)
    e, f = np.linalg.qr(random.normal(size=(n_weights, 2)))[0].T
    angle = np.radians(degrees)
    return Slice(random.normal(size=n_weights), np.stack([long * e, short * (np.cos(angle) * e + np.sin(angle) * f)]))


@pytest.mark.parametrize(("long", "short"), [(1.0, 1000.0), (1000.0, 1.0), (1.0, 1.0), (1e-6, 1e6)])
def test_projecting_what_was_embedded_gives_it_back_at_ten_degrees(long: float, short: float) -> None:
    through = skewed(0, 10.0, long, short)
    assert through.angle() == pytest.approx(10.0, abs=1e-9)
    coordinates = np.random.default_rng(1).normal(size=(30, 2)) / through.lengths
    inside = through.embed(coordinates)
    np.testing.assert_allclose(
        through.embed(through.project(inside)), inside, rtol=0, atol=1e-13 * np.abs(inside).max()
    )
    np.testing.assert_allclose(through.project(inside) * through.lengths, coordinates * through.lengths, atol=1e-12)


@given(
    seed=st.integers(0, 2**32 - 1),
    degrees=st.floats(10.0, 170.0),
    long=st.floats(1e-3, 1e3),
    short=st.floats(1e-3, 1e3),
    a=st.floats(-1e3, 1e3),
    b=st.floats(-1e3, 1e3),
)
def test_embed_of_project_is_the_identity_on_the_slice(
    seed: int, degrees: float, long: float, short: float, a: float, b: float
) -> None:
    through = skewed(seed, degrees, long, short)
    inside = through.embed(np.array([a, b]))
    size = np.linalg.norm(inside - through.origin) + np.linalg.norm(through.origin)
    assert np.linalg.norm(through.embed(through.project(inside)) - inside) <= 1e-12 * size
    assert through.residual(inside) <= 1e-12 * size


def test_the_projection_is_least_squares_and_not_dot_products() -> None:
    through = skewed(2, 10.0, 1.0, 1000.0)
    weights = np.random.default_rng(3).normal(size=(5, P))
    expected = np.linalg.lstsq(through.axes.T, (weights - through.origin).T, rcond=None)[0].T
    np.testing.assert_allclose(through.project(weights), expected, rtol=1e-9)
    products = (weights - through.origin) @ through.axes.T / through.lengths**2
    assert np.abs(through.project(weights) - products).max() > 0.1


def test_the_residual_is_the_distance_to_the_nearest_point_of_the_slice() -> None:
    through = skewed(4, 30.0, 2.0, 3.0)
    away = np.random.default_rng(5).normal(size=(6, P))
    nearest = through.embed(through.project(away))
    np.testing.assert_allclose(through.residual(away), np.linalg.norm(away - nearest, axis=1), rtol=1e-12)
    np.testing.assert_allclose((away - nearest) @ through.axes.T, 0.0, atol=1e-11)
    normal = away[0] - nearest[0]
    moved = through.embed(np.array([0.3, -0.7])) + 2.5 * normal / np.linalg.norm(normal)
    assert through.residual(moved) == pytest.approx(2.5, rel=1e-12)


@pytest.mark.parametrize("n_axes", [1, 3, P])
def test_any_number_of_axes_from_a_line_to_the_whole_space(n_axes: int) -> None:
    random = np.random.default_rng(n_axes)
    through = Slice(random.normal(size=P), random.normal(size=(n_axes, P)))
    coordinates = random.normal(size=(4, n_axes))
    np.testing.assert_allclose(through.project(through.embed(coordinates)), coordinates, atol=1e-9)
    assert through.project(through.embed(coordinates[0])).shape == (n_axes,)
    residual = through.residual(random.normal(size=P))
    assert residual == pytest.approx(0.0, abs=1e-12) if n_axes == P else residual > 1.0


def test_shapes_follow_the_weights_given() -> None:
    through = skewed(6, 80.0, 1.0, 1.0)
    weights = np.random.default_rng(7).normal(size=(3, 4, P))
    assert through.project(weights).shape == (3, 4, 2)
    assert through.residual(weights).shape == (3, 4)
    assert through.embed(np.zeros((3, 4, 2))).shape == (3, 4, P)
    np.testing.assert_allclose(through.project(weights)[1, 2], through.project(weights[1, 2]), rtol=1e-12)


def test_orthonormal_axes_span_the_same_slice_and_begin_along_the_first_axis() -> None:
    through = skewed(8, 10.0, 1000.0, 1.0)
    straight = through.orthonormal()
    np.testing.assert_allclose(straight.axes @ straight.axes.T, np.eye(2), atol=1e-13)
    np.testing.assert_allclose(straight.axes[0] * 1000.0, through.axes[0], atol=1e-10)
    assert straight.axes[1] @ through.axes[1] > 0
    np.testing.assert_allclose(straight.residual(through.embed(np.array([[0.01, 5.0]]))), 0.0, atol=1e-11)


def test_the_share_of_movement_of_a_path_in_closed_form() -> None:
    axes = np.zeros((2, 4))
    axes[0, 0], axes[1] = 2.0, [1.0, 5.0, 0.0, 0.0]  # together they span the first two coordinates
    steps = np.array([[0.0, 0, 0, 0], [3, 0, 4, 0], [0, 2, 0, 1]])
    start = np.array([7.0, -1.0, 9.0, 2.0])
    # displacements from the first row, not from the origin: (9 + 4) of (25 + 5)
    assert Slice(np.zeros(4), axes).share_of_movement(start + steps) == pytest.approx(13 / 30, rel=1e-14)
    assert Slice(np.zeros(4), axes[:1]).share_of_movement(start + steps) == pytest.approx(9 / 30, rel=1e-14)


def test_a_path_that_did_not_move_has_no_share() -> None:
    through = skewed(9, 90.0, 1.0, 1.0)
    assert np.isnan(through.share_of_movement(np.ones((5, P))))
    inside = through.embed(np.random.default_rng(0).normal(size=(9, 2)))
    assert 1 - 1e-12 < through.share_of_movement(inside) <= 1.0


def test_turning_recombines_the_axes_and_keeps_the_points() -> None:
    through = skewed(10, 25.0, 3.0, 0.5)
    matrix = np.array([[2.0, 1.0], [-1.0, 4.0]])
    turned = through.turn(matrix)
    np.testing.assert_array_equal(turned.axes[0], matrix[0] @ through.axes)
    c = np.array([0.7, -1.3])
    np.testing.assert_allclose(turned.embed(c), through.embed(c @ matrix), rtol=1e-12)
    np.testing.assert_allclose(turned.project(through.embed(c)), np.linalg.solve(matrix.T, c), rtol=1e-9)


def test_shifting_moves_the_origin_along_the_axes() -> None:
    through = skewed(11, 25.0, 3.0, 0.5)
    shifted = through.shift(np.array([2.0, -1.0]))
    np.testing.assert_allclose(shifted.origin, through.origin + 2 * through.axes[0] - through.axes[1], rtol=1e-12)
    np.testing.assert_allclose(shifted.project(through.origin), [-2.0, 1.0], rtol=1e-10)
    np.testing.assert_array_equal(shifted.axes, through.axes)


def test_the_plane_is_along_the_first_two_axes() -> None:
    axes = np.random.default_rng(12).normal(size=(5, P))
    np.testing.assert_array_equal(Slice(np.zeros(P), axes).plane().axes, axes[:2])
    np.testing.assert_array_equal(Slice(np.zeros(P), axes[:1]).plane().axes, axes[:1])


def test_coordinates_of_the_origin_are_plain_zeros() -> None:
    through = skewed(13, 10.0, 1.0, 1000.0)
    found = through.project(through.origin)
    np.testing.assert_array_equal(found, 0.0)
    assert not np.signbit(found).any()


@pytest.mark.parametrize(
    ("axes", "named"),
    [
        (np.array([[1.0, 0, 0], [0, 0, 0]]), "axis 1"),
        (np.array([[0.0, 0, 0]]), "zero"),
        (np.array([[1.0, 2, 3], [2, 4, 6]]), "axis 1"),
        (np.array([[1.0, 0, 0], [0, 1, 0], [1, 1, 0]]), "axis 2"),
        (np.array([[1.0, np.nan, 0]]), "finite"),
        (np.array([[1.0, np.inf, 0]]), "finite"),
        (np.eye(4)[:, :3], "1 to 3 axes"),
        (np.empty((0, 3)), "1 to 3 axes"),
        (np.ones(3), "axes"),
        (np.eye(4), "origin"),
    ],
)
def test_what_spans_no_slice_is_refused_in_one_line(axes: np.ndarray, named: str) -> None:
    with pytest.raises(SliceError, match=named) as refused:
        Slice(np.zeros(3), axes)
    assert "\n" not in str(refused.value)


def test_an_origin_that_is_not_finite_is_refused() -> None:
    with pytest.raises(SliceError, match="finite"):
        Slice(np.array([np.nan, 0.0]), np.eye(2))


def test_axes_of_very_different_lengths_do_not_count_as_dependent() -> None:
    through = Slice(np.zeros(3), np.array([[1e12, 0, 0], [1e12, 1e3, 0]]))
    np.testing.assert_allclose(through.project(np.array([0.0, 1e3, 0])), [-1.0, 1.0], rtol=1e-6)
