"""The surface as OpenGL draws it, held to the painted one pixel by pixel. Missing OpenGL fails these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.opengl_probe import probe
from gui.theme import DARK, LIGHT, PROJECTOR, Theme
from gui.views import gl_renderer
from gui.views.camera import Camera
from gui.views.gl_program import GLFailed
from gui.views.gl_renderer import GLRenderer
from gui.views.surface_view import SurfaceView
from landscape.experiment.scene import Path
from landscape.surfaces.surface import Surface

pytestmark = pytest.mark.gl

CAMERAS = [Camera(), Camera(60.0, 12.0), Camera(-90.0, 90.0), Camera(170.0, 40.0, 2.5), Camera(exaggeration=2.5)]


@pytest.fixture
def show_gl(qtbot: QtBot) -> Iterator[Callable[..., SurfaceView]]:
    """A view on a surface and paths that OpenGL draws."""
    shown: list[SurfaceView] = []

    def built(surface: Surface, *paths: Path, theme: Theme = LIGHT) -> SurfaceView:
        view = SurfaceView()
        qtbot.addWidget(view)
        view.resize(700, 460)
        view.set_renderer(GLRenderer())
        view.set_scene(surface, paths, theme)
        view.show()
        QApplication.processEvents()
        shown.append(view)
        return view

    yield built
    for view in shown:
        view.set_renderer(None)


@pytest.fixture
def hill(make_surface) -> Surface:
    """61 x 49 points: a hill in front of a valley, so that parts hide others."""
    a, b = np.linspace(-3, 3, 61), np.linspace(0, 5, 49)
    x, y = a[:, None], b[None, :]
    return make_surface(a, b, 1.0 + 3.0 * np.exp(-((x - 0.5) ** 2 + (y - 1.5) ** 2)) + 0.1 * y**2 + 0.05 * x)


def test_the_probe_finds_opengl_here() -> None:
    found = probe()
    assert found.is_usable, found.refusal
    assert found.version >= (2, 1)
    assert found.renderer


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_both_views_show_the_same_picture(hill, descent, show, show_gl, pixels, camera, theme) -> None:
    pictures = []
    for build in (show, show_gl):
        view = build(hill, descent(0.3), theme=theme)
        view.set_camera(camera)
        pictures.append(pixels(view))
        assert view.has_renderer == (build is show_gl)
    gap = np.abs(pictures[0] - pictures[1]).max(axis=2)
    assert gap.mean() < 1.5
    assert (gap > 40).mean() < 0.015  # outlines and lines, which are smoothed in two ways


@pytest.mark.parametrize("camera", CAMERAS)
def test_silhouettes_agree_within_a_pixel(hill, show, show_gl, pixels, camera) -> None:
    outlines = []
    for build in (show, show_gl):
        view = build(hill)
        view.set_color_map("cool")  # no gray anywhere: all else in the picture is gray
        view.set_camera(camera)
        colored = pixels(view)
        outlines.append(colored.max(axis=2) - colored.min(axis=2) > 60)
    painted, drawn = outlines
    assert painted.sum() > 10_000
    assert not (drawn & ~_grown(painted, 2)).any()
    assert not (painted & ~_grown(drawn, 2)).any()


def test_a_hole_shows_what_is_behind_it_and_is_counted(hill, show_gl, pixels) -> None:
    loss = hill.loss.copy()
    loss[10:16, 20:28] = np.nan
    view = show_gl(replace(hill, loss=loss))
    view.set_camera(Camera(-90.0, 89.0))
    place = view.project(float(hill.a[12]), float(hill.b[24]), float(hill.loss[12, 24])).toPoint()
    color = pixels(view)[place.y(), place.x()]
    assert np.ptp(color) < 8  # the floor's gray, no color of the map
    assert view.coordinates_at(view.project(float(hill.a[12]), float(hill.b[24]), 1.2)) is None


def test_a_path_behind_the_hill_is_still_drawn(hill, make_path, show_gl, pixels) -> None:
    path = make_path([(0.5, 4.0), (0.5, 3.2)], [1.7, 1.3], residual=0.0)
    view = show_gl(hill, path)
    view.set_camera(Camera(-90.0, 10.0))
    with_path = pixels(view)
    view.set_visible(set())
    assert (np.abs(with_path - pixels(view)).max(axis=2) > 20).sum() > 30


def test_heights_wires_and_colors_change_the_picture(hill, show, show_gl, pixels) -> None:
    for change in (
        lambda view: view.set_height_scale("log"),
        lambda view: view.set_height_scale("symlog"),
        lambda view: view.set_wireframe(True),
        lambda view: view.set_color_map("magma"),
        lambda view: view.set_exaggeration(2.0),
        lambda view: view.set_camera_preset("side"),
    ):
        view, painted = show_gl(hill), show(hill)
        before = pixels(view)
        change(view)
        change(painted)
        after = pixels(view)
        assert (np.abs(after - before).max(axis=2) > 15).mean() > 0.01
        gap = np.abs(after - pixels(painted)).max(axis=2)
        assert gap.mean() < 2.0


def test_turning_sends_nothing_new_to_the_card(hill, show_gl, pixels, monkeypatch) -> None:
    view = show_gl(hill)
    pixels(view)
    made: list[object] = []
    usual = gl_renderer.GLMesh
    monkeypatch.setattr(gl_renderer, "GLMesh", lambda mesh: made.append(mesh) or usual(mesh))
    view.set_camera(Camera(10.0, 30.0))
    pixels(view)
    assert made == []
    view.set_color_map("magma")
    pixels(view)
    assert len(made) == 1


def test_a_lost_context_ends_in_the_painted_view_and_one_line(hill, show, show_gl, pixels, qtbot) -> None:
    view = show_gl(hill)
    view._renderer._context.doneCurrent()
    view._renderer._surface.destroy()  # what a driver's reset leaves: nothing to draw on
    view.set_camera(Camera(10.0, 30.0))
    with qtbot.waitSignal(view.renderer_lost) as lost:
        picture = pixels(view)
    assert "lost" in lost.args[0]
    assert "\n" not in lost.args[0]
    painted = show(hill)
    painted.set_camera(Camera(10.0, 30.0))
    assert not view.has_renderer
    np.testing.assert_array_equal(picture, pixels(painted))


def test_a_shader_that_fails_is_an_error_that_says_so(monkeypatch, capfd) -> None:
    monkeypatch.setattr(gl_renderer, "MESH_FRAGMENT", "void main() { this is no shader }")
    with pytest.raises(GLFailed, match="OpenGL refuses a shader"):
        GLRenderer()


def test_many_views_each_have_their_own_context(hill, show_gl, pixels) -> None:
    views = [show_gl(hill) for _ in range(4)]
    first = pixels(views[0])
    for view in views[1:]:
        np.testing.assert_array_equal(pixels(view), first)


def test_twice_the_pixels_show_the_same_picture(hill, show_gl, monkeypatch) -> None:
    view = show_gl(hill)
    sharp = []
    for ratio in (1.0, 2.0):
        monkeypatch.setattr(type(view), "devicePixelRatioF", lambda view, ratio=ratio: ratio)
        image = view._drawn()._ground.toImage().convertToFormat(QImage.Format.Format_RGB888)
        assert (image.width(), image.height()) == (700 * ratio, 460 * ratio)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
        sharp.append(rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(float))
    halved = sharp[1].reshape(460, 2, 700, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - sharp[0]).mean() < 3.0


def test_a_view_and_its_renderer_can_be_made_and_closed_again_and_again(hill, pixels, qtbot) -> None:
    first = None
    for _ in range(30):
        view = SurfaceView()
        view.resize(320, 240)
        view.set_renderer(GLRenderer())
        view.set_scene(hill, (), LIGHT)
        picture = pixels(view)
        first = picture if first is None else first
        np.testing.assert_array_equal(picture, first)
        assert view.has_renderer
        view.set_renderer(None)
        view.close()


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    grown = mask.copy()
    for axis in (0, 1):
        for step in range(-by, by + 1):
            grown |= np.roll(mask if axis == 0 else grown, step, axis)
    return grown
