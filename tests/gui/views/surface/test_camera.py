"""The camera: which way the axes run on the screen, and that the picture fits and keeps its size."""

from __future__ import annotations

import numpy as np
import pytest

from gui.views.camera import HEIGHT, HIGHEST, LOWEST, SIDE_A, SIDE_B, Camera, Margins, box_corners, fit

SIZE = (900.0, 600.0)
MARGINS = Margins(left=60, top=30, right=20, bottom=50)


def test_seen_from_the_front_a_runs_right_b_runs_away_and_loss_runs_up() -> None:
    project = fit(Camera(azimuth=-90, elevation=30), *SIZE, MARGINS)
    origin, a, b, loss = project(np.array([(0, 0, 0), (0.3, 0, 0), (0, 0.3, 0), (0, 0, 0.3)], dtype=float))
    assert a[0] > origin[0] + 10
    assert a[1] == pytest.approx(origin[1])
    assert b[1] < origin[1] - 10  # away is up the screen
    assert b[0] == pytest.approx(origin[0])
    assert loss[1] < origin[1] - 10
    assert loss[0] == pytest.approx(origin[0])


def test_from_straight_above_the_floor_is_a_map_with_b_up() -> None:
    project = fit(Camera(azimuth=-90, elevation=90), *SIZE, MARGINS)
    corners = project(box_corners()[:4])
    width, height = np.ptp(corners, axis=0)
    assert width / height == pytest.approx(SIDE_A / SIDE_B)


@pytest.mark.parametrize("azimuth", [-170, -72, 0, 33, 120])
@pytest.mark.parametrize("elevation", [LOWEST, 40, HIGHEST])
def test_the_directions_of_a_camera_are_orthonormal_and_right_handed(azimuth: float, elevation: float) -> None:
    right, up, toward = Camera(azimuth, elevation).basis
    np.testing.assert_allclose(np.array([right, up, toward]) @ np.array([right, up, toward]).T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(np.cross(right, up), toward, atol=1e-12)


def test_the_default_picture_fills_the_room_between_the_margins() -> None:
    for width, height in (SIZE, (1000.0, 400.0), (400.0, 1000.0)):
        corners = fit(Camera(), width, height, MARGINS)(box_corners())
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = np.array([width - 60 - 20, height - 30 - 50])
        assert np.all(low >= np.array([60, 30]) - 1e-6)
        assert np.all(high <= np.array([width - 20, height - 50]) + 1e-6)
        assert np.isclose((high - low) / room, 1.0).any()


def test_scale_and_center_stay_while_the_camera_orbits_as_long_as_the_box_is_in_the_view() -> None:
    first = fit(Camera(), *SIZE, MARGINS)
    turned = fit(Camera(-90, 20), *SIZE, MARGINS)
    assert (turned.scale, turned.center) == (first.scale, first.center)
    middle = np.array([0.0, 0.0, HEIGHT / 2])
    np.testing.assert_allclose(turned(middle), first(middle))


@pytest.mark.parametrize("size", [(700.0, 460.0), (900.0, 360.0), (420.0, 600.0)])
@pytest.mark.parametrize("exaggeration", [0.25, 1.0, 4.0])
def test_no_corner_leaves_the_view_at_any_angle(size: tuple[float, float], exaggeration: float) -> None:
    scales = []
    for azimuth in range(-180, 180, 15):
        for elevation in (3, 20, 35, 65, 90):
            projection = fit(Camera(azimuth, elevation, 1.0, exaggeration), *size, MARGINS)
            corners = projection(box_corners())
            assert (corners.min(axis=0) >= (MARGINS.left - 1e-6, MARGINS.top - 1e-6)).all()
            assert corners[:, 0].max() <= size[0] - MARGINS.right + 1e-6
            assert corners[:, 1].max() <= size[1] - MARGINS.bottom + 1e-6
            scales.append(projection.scale)
    assert min(scales) > 0.35 * max(scales)


def test_zoom_is_a_factor_about_the_center() -> None:
    one, two = fit(Camera(), *SIZE, MARGINS), fit(Camera(zoom=2), *SIZE, MARGINS)
    np.testing.assert_allclose(two(box_corners()) - two.center, 2 * (one(box_corners()) - one.center))


def test_what_is_nearer_is_larger() -> None:
    project = fit(Camera(azimuth=-90, elevation=20), *SIZE, MARGINS)

    def width(y: float) -> float:
        return float(np.ptp(project(np.array([(-0.5, y, 0.0), (0.5, y, 0.0)]))[:, 0]))

    assert width(-0.5) > width(0.5) * 1.05


def test_orbiting_stays_above_the_floor_and_zooming_within_limits() -> None:
    assert Camera().orbited(0, -500).elevation == LOWEST
    assert Camera().orbited(0, 500).elevation == HIGHEST
    assert Camera(azimuth=-170).orbited(20, 0).azimuth == pytest.approx(170)
    assert Camera().zoomed(1e9).zoom < 10
    assert Camera().zoomed(1e-9).zoom > 0.1
