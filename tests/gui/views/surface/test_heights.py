"""Heights: linear, logarithmic, stretched; camera presets; wires and floor contours; the axes that go with them."""

from __future__ import annotations

import numpy as np
import pytest

from gui.theme import LIGHT
from gui.views.box import box_around
from gui.views.camera import HEIGHT, Camera, Margins, box_corners, fit
from gui.views.draped_lines import LIFT, contour_lines, floor_contours, level_lines, wires
from gui.views.mesh import mesh_of
from gui.views.relief import Relief
from gui.views.surface_overlay import notes
from landscape.errors import InvalidValue
from landscape.surfaces.height_scale import HeightScale, scale_for
from landscape.surfaces.levels import contour_levels


def test_a_log_scale_spreads_factors_of_ten_evenly(make_surface) -> None:
    a = np.linspace(-1, 1, 3)
    surface = make_surface(a, a, np.array([[1.0, 10, 100], [1, 10, 100], [1, 10, 100]]))
    box = box_around(surface, [], "log")
    np.testing.assert_allclose(box.place(0, 0, np.array([1.0, 10, 100]))[:, 2], [0, HEIGHT / 2, HEIGHT], atol=1e-12)


def test_symlog_is_odd_increasing_and_reaches_through_zero() -> None:
    scale = scale_for("symlog", 0.0, 10.0)
    losses = np.array([-10, -1e-3, 0, 1e-3, 1, 10.0])
    heights = scale(losses)
    assert heights[2] == 0
    assert (np.diff(heights) > 0).all()
    np.testing.assert_allclose(scale(-losses), -heights)


def test_a_log_of_losses_that_reach_zero_is_symlog_and_the_view_says_so(make_surface, show) -> None:
    a = np.linspace(-1, 1, 5)
    view = show(make_surface(a, a, np.abs(a[:, None]) + np.abs(a[None, :])))
    view.set_height_scale("log")
    assert view._scene.box.height.name == "symlog"
    assert "symlog" in " ".join(notes(view._scene, {}))
    view.set_height_scale("symlog")
    assert notes(view._scene, {}) == []


def test_holes_stay_holes_on_every_scale() -> None:
    for name in ("linear", "log", "symlog"):
        assert np.isnan(HeightScale(name)(np.nan))
    assert np.isnan(HeightScale("log")(0.0))


@pytest.mark.parametrize(("low", "high"), [(0.3, 5.0), (1e-4, 20.0), (2.0, 3.0), (1e-12, 1e3)])
def test_ticks_of_a_log_scale_are_round_few_and_within(low: float, high: float) -> None:
    values, spacing = scale_for("log", low, high).ticks(low, high, 5)
    assert 2 <= len(values) <= 11
    assert values == sorted(values)
    assert low <= values[0]
    assert values[-1] <= high
    assert all(spacing(value) > 0 for value in values)


def test_a_setter_refuses_what_it_does_not_know(asymmetric, show) -> None:
    view = show(asymmetric)
    for call in (
        lambda: view.set_height_scale("cubic"),
        lambda: view.set_camera_preset("below"),
        lambda: view.set_exaggeration(0.0),
        lambda: view.set_exaggeration(float("nan")),
    ):
        with pytest.raises(InvalidValue, match="Try "):
            call()


def test_exaggeration_stretches_heights_and_leaves_the_floor_plan(asymmetric, show) -> None:
    view = show(asymmetric)
    view.set_camera(Camera(-90.0, 5.0))
    low, high = float(asymmetric.loss.min()), float(asymmetric.loss.max())

    def rise() -> float:
        return (view.project(0.0, 2.5, low).y() - view.project(0.0, 2.5, high).y()) / (
            view.project(3.0, 2.5, (low + high) / 2).x() - view.project(-3.0, 2.5, (low + high) / 2).x()
        )

    usual = rise()
    view.set_exaggeration(2.0)
    assert rise() == pytest.approx(2.0 * usual, rel=0.02)
    view.reset_camera()
    assert view.camera.exaggeration == 2.0


def test_a_stretched_box_still_fills_the_view() -> None:
    for exaggeration in (0.25, 1.0, 4.0):
        corners = fit(Camera(exaggeration=exaggeration), 700, 460, Margins(10, 10, 10, 10))(box_corners())
        assert corners.min() >= 9.9
        assert corners[:, 0].max() <= 690.1
        assert corners[:, 1].max() <= 450.1


def test_what_hides_what_does_not_change_sides_when_heights_are_stretched() -> None:
    x, y = np.linspace(-0.7, 0.7, 31), np.linspace(-0.5, 0.5, 31)
    ridge = np.where(np.abs(y) < 0.06, HEIGHT, 0.0) + np.zeros((31, 1))
    relief = Relief(x, y, ridge)
    behind = np.array([[0.0, 0.3, 0.05], [0.0, -0.3, 0.05]])
    for exaggeration in (1.0, 3.0):
        camera = Camera(-90.0, 20.0, exaggeration=exaggeration)
        assert relief.hides(behind, camera.eye).tolist() == [True, False]
    # From high above the ridge hides the place only once it is tall.
    assert relief.hides(behind, Camera(-90.0, 68.0).eye).tolist() == [False, False]
    assert relief.hides(behind, Camera(-90.0, 68.0, exaggeration=4.0).eye).tolist() == [True, False]


def test_presets_look_along_their_axes(asymmetric, show) -> None:
    view = show(asymmetric)
    toward = {}
    for name in ("front", "side", "top"):
        view.set_camera_preset(name)
        toward[name] = view.camera.basis[2]
    assert toward["front"][1] < -0.9
    assert toward["side"][0] > 0.9
    assert toward["top"][2] == pytest.approx(1.0)
    view.set_camera_preset("home")
    assert view.camera == view._scene.best_camera()


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_contours_lie_on_the_surface_and_beneath_it_on_the_floor(asymmetric, scale: str) -> None:
    box = box_around(asymmetric, [], scale)
    mesh = mesh_of(asymmetric, box, 61, "viridis")
    lines = level_lines(mesh, asymmetric, box)
    on, beneath = (make(lines, box, "viridis") for make in (contour_lines, floor_contours))
    heights = box.place(0.0, 0.0, contour_levels(asymmetric))[:, 2] + LIFT
    assert np.abs(on.points[:, 2, None] - heights).min(axis=1).max() < 1e-9
    np.testing.assert_allclose(beneath.points[:, :2], on.points[:, :2])
    np.testing.assert_allclose(beneath.points[:, 2], 0.0, atol=1e-12)


def test_wires_follow_the_grid_and_stop_at_a_hole(make_surface) -> None:
    a = np.linspace(-1, 1, 9)
    loss = 1.0 + a[:, None] ** 2 + a[None, :] ** 2
    whole = make_surface(a, a, loss.copy())
    loss[4, 4] = np.nan
    holed = make_surface(a, a, loss)
    lengths = []
    for surface in (whole, holed):
        drawn = wires(mesh_of(surface, box_around(surface, []), 61, "viridis"))
        assert np.isfinite(drawn.points).all()
        lengths.append(len(drawn.segments()))
    assert lengths[0] == 2 * 9 * 8
    assert lengths[0] - lengths[1] == 4  # the four grid segments that end in the missing point


def test_wires_are_seen_and_can_be_taken_away(asymmetric, show, pixels) -> None:
    view = show(asymmetric)
    without = pixels(view)
    view.set_wireframe(True)
    assert (np.abs(pixels(view) - without).max(axis=2) > 15).mean() > 0.01
    view.set_wireframe(False)
    np.testing.assert_array_equal(pixels(view), without)


def test_the_look_is_copied_to_another_view(asymmetric, show, pixels) -> None:
    view, copy = show(asymmetric, theme=LIGHT), show(asymmetric, theme=LIGHT)
    view.set_color_map("magma")
    view.set_height_scale("log")
    view.set_exaggeration(1.7)
    view.set_wireframe(True)
    view.set_camera_preset("front")
    copy.take_look(view)
    np.testing.assert_array_equal(pixels(copy), pixels(view))
