"""The mesh of a surface: what thinning keeps, and the order in which it is painted."""

from __future__ import annotations

import numpy as np
import pytest

from gui.views.box import box_around
from gui.views.camera import Camera, Margins, fit
from gui.views.mesh import mesh_of, picked
from gui.views.painted_mesh import DrawnMesh


@pytest.mark.parametrize(("count", "limit"), [(7, 61), (61, 61), (62, 61), (401, 41), (2, 41)])
def test_thinning_keeps_both_ends_and_nothing_twice(count: int, limit: int) -> None:
    rows = picked(count, limit)
    assert (rows[0], rows[-1]) == (0, count - 1)
    assert len(rows) == min(count, limit)
    assert (np.diff(rows) > 0).all()


def test_the_mesh_has_the_surfaces_own_points(asymmetric) -> None:
    mesh = mesh_of(asymmetric, box_around(asymmetric, []), 61, "viridis")
    np.testing.assert_array_equal(mesh.heights, asymmetric.loss)
    coarse = mesh_of(asymmetric, box_around(asymmetric, []), 4, "viridis")
    np.testing.assert_array_equal(coarse.heights, asymmetric.loss[np.ix_([0, 2, 4, 6], [0, 3, 7, 10])])


def test_a_hole_between_the_chosen_rows_stays_a_hole(make_surface) -> None:
    a = np.linspace(0, 1, 121)
    loss = a[:, None] + a[None, :]
    loss[60, 37] = np.inf
    surface = make_surface(a, a, loss)
    mesh = mesh_of(surface, box_around(surface, []), 31, "viridis")
    assert (~mesh.solid).sum() == 2  # row 60 is a chosen one, so the quads on both of its sides
    assert (~mesh.solid)[14:16, 9].all()
    assert len(mesh.order(Camera().eye)) == 30 * 30 - 2


@pytest.mark.parametrize("azimuth", range(-175, 180, 50))
def test_no_quad_is_painted_before_one_that_it_covers(azimuth: float, make_surface) -> None:
    # Two quads that overlap on the screen must come in the order of their distances along the line of sight.
    a, b = np.linspace(0, 1, 9), np.linspace(0, 1, 6) ** 2
    surface = make_surface(a, b, np.cos(9 * a)[:, None] * np.cos(7 * b)[None, :])
    mesh = mesh_of(surface, box_around(surface, []), 61, "viridis")
    camera = Camera(azimuth=azimuth, elevation=12)
    project = fit(camera, 600, 400, Margins())
    order = mesh.order(camera.eye)
    rng = np.random.default_rng(0)
    weights = rng.random((400, 2))
    cells = np.column_stack([rng.integers(0, 8, 400), rng.integers(0, 5, 400)])
    points = _inside(mesh.vertices, cells, weights)
    screen, distance = project(points), np.linalg.norm(points - camera.eye, axis=1)
    rank = np.empty(40, dtype=int)
    rank[order] = np.arange(40)
    ranks = rank[cells[:, 0] * 5 + cells[:, 1]]
    gap = np.linalg.norm(screen[:, None] - screen[None, :], axis=2)
    near, far = np.nonzero((gap < 2.0) & (distance[:, None] < distance[None, :] - 0.05))
    assert len(near) > 0
    assert (ranks[near] >= ranks[far]).all()
    assert (ranks[near] > ranks[far]).sum() > 5


def _inside(vertices: np.ndarray, cells: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Points (N, 3) within quads, bilinear."""
    (i, j), (u, v) = cells.T, weights.T[..., None]
    low = vertices[i, j] * (1 - u) + vertices[i + 1, j] * u
    high = vertices[i, j + 1] * (1 - u) + vertices[i + 1, j + 1] * u
    return low * (1 - v) + high * v


def test_a_mesh_knows_whether_it_can_hide_anything(asymmetric, make_surface) -> None:
    def folds(surface, camera: Camera) -> bool:
        mesh = mesh_of(surface, box_around(surface, []), 61, "viridis")
        return DrawnMesh(mesh, fit(camera, 600, 400, Margins())).folds

    assert not folds(asymmetric, Camera(elevation=60))
    a = np.linspace(-1, 1, 31)
    ridge = make_surface(a, a, np.exp(-((a / 0.2) ** 2))[:, None] + 0 * a[None, :])
    assert folds(ridge, Camera(azimuth=0, elevation=20))
    assert not folds(ridge, Camera(azimuth=0, elevation=90))
