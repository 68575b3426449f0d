"""Heights between grid points, and what a hill hides."""

from __future__ import annotations

import numpy as np

from gui.views.camera import SIDE_A, SIDE_B, Camera
from gui.views.relief import Relief, interpolate

X, Y = np.linspace(-SIDE_A / 2, SIDE_A / 2, 61), np.linspace(-SIDE_B / 2, SIDE_B / 2, 61)


def test_between_grid_points_a_bilinear_function_is_exact_also_on_an_uneven_grid() -> None:
    a, b = np.array([0.0, 1.0, 4.0]), np.array([-1.0, 0.0, 0.5, 3.0])

    def f(at_a: np.ndarray, at_b: np.ndarray) -> np.ndarray:
        return 2 + at_a - 3 * at_b + 0.5 * at_a * at_b

    at_a, at_b = np.array([0.0, 4.0, 2.2, 0.7]), np.array([-1.0, 3.0, 0.1, 2.9])
    found = interpolate(a, b, f(a[:, None], b[None, :]), at_a, at_b)
    np.testing.assert_allclose(found, f(at_a, at_b), atol=1e-12)


def test_off_the_grid_and_beside_a_hole_there_is_no_height() -> None:
    a = b = np.array([0.0, 1.0, 2.0])
    values = np.ones((3, 3))
    values[2, 2] = np.inf
    at_a, at_b = np.array([-0.1, 1.0, 1.5, 0.5]), np.array([1.0, 2.1, 1.5, 0.5])
    assert np.isnan(interpolate(a, b, values, at_a, at_b)).tolist() == [True, True, True, False]


def _wall() -> Relief:
    """A ridge along y at x = 0, 0.5 high."""
    return Relief(X, Y, 0.5 * np.exp(-((X[:, None] / 0.06) ** 2)) + 0 * Y[None, :])


def test_a_ridge_hides_what_lies_behind_it_and_nothing_before_it() -> None:
    eye = Camera(azimuth=0, elevation=15).eye  # on the far side of a
    points = np.array([(-0.4, 0.0, 0.01), (0.4, 0.0, 0.01), (-0.4, 0.0, 0.55), (0.0, 0.0, 0.52)])
    assert _wall().hides(points, eye).tolist() == [True, False, False, False]
    assert _wall().hides(points, Camera(azimuth=180, elevation=15).eye).tolist() == [False, True, False, False]


def test_under_the_surface_is_hidden_unless_the_surface_is_glass() -> None:
    slab = Relief(X, Y, np.full((61, 61), 0.4))
    point = np.array([(0.0, 0.0, 0.1)])
    eye = Camera(elevation=40).eye
    assert slab.hides(point, eye).tolist() == [True]
    assert slab.hides(point, eye, seen_through=True).tolist() == [False]


def test_glass_does_not_lay_open_what_stands_behind_another_hill() -> None:
    points = np.array([(-0.4, 0.0, 0.01), (-0.4, 0.0, -0.0), (0.4, 0.0, 0.01)])
    eye = Camera(azimuth=0, elevation=15).eye
    assert _wall().hides(points, eye, seen_through=True).tolist() == [True, True, False]


def test_nothing_hides_behind_a_hole() -> None:
    holes = np.full((61, 61), np.nan)
    assert not Relief(X, Y, holes).hides(np.array([(0.0, 0.0, 0.1)]), Camera().eye).any()
