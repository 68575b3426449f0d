"""What the 3-D view paints: colors where the losses are, holes, paths at their true losses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPixmap

from gui.colors import indices, lut
from gui.theme import DARK, LIGHT, PROJECTOR
from gui.views.camera import Camera
from gui.views.surface_overlay import notes
from gui.views.surface_picture import BoxedScene, SurfacePicture
from landscape.palette import STYLES

CAMERAS = [Camera(), Camera(-110, 50), Camera(20, 40), Camera(150, 60), Camera(-90, 90)]
MAGENTA = "#ff00ff"


def _rgb(name: str) -> np.ndarray:
    return np.array([int(name[k : k + 2], 16) for k in (1, 3, 5)])


def _at(image: np.ndarray, point: QPointF, reach: int = 1) -> np.ndarray:
    """The median color around a point, which a thin line across it does not change."""
    x, y = round(point.x() - 0.5), round(point.y() - 0.5)
    return np.median(image[y - reach : y + reach + 1, x - reach : x + reach + 1].reshape(-1, 3), axis=0)


def _has(image: np.ndarray, color: str, tolerance: int = 12) -> int:
    """How many pixels have a color."""
    return int((np.abs(image - _rgb(color)).max(axis=-1) <= tolerance).sum())


@pytest.mark.parametrize("camera", CAMERAS)
def test_every_grid_point_has_the_color_of_its_own_loss(camera: Camera, asymmetric, show, pixels) -> None:
    view = show(asymmetric)
    view.set_camera(camera)
    image = pixels(view)
    table = lut("viridis")[:, :3].astype(float)
    for i in range(1, 6):
        for j in range(1, 10):
            loss = asymmetric.loss[i, j]
            expected = table[indices(np.array(loss), asymmetric.lowest, asymmetric.highest)]
            found = _at(image, view.project(asymmetric.a[i], asymmetric.b[j], loss), reach=2)
            # Shading multiplies a color, and so changes its brightness alone.
            brightness = (found @ expected) / (expected @ expected)
            assert 0.55 < brightness < 1.15
            assert np.abs(found - brightness * expected).max() < 12, (i, j)


def test_holes_show_what_is_behind_and_are_counted(asymmetric, show, pixels) -> None:
    loss = asymmetric.loss.copy()
    loss[3, 4] = np.nan
    loss[3, 5] = -np.inf
    view = show(replace(asymmetric, loss=loss), theme=replace(LIGHT, window=MAGENTA))
    view.set_camera(Camera(-90, 90))
    image = pixels(view)
    a, b = asymmetric.a, asymmetric.b
    middle = view.project(a[3], (b[4] + b[5]) / 2, asymmetric.loss[3, 4])
    assert _at(image, middle).tolist() == _rgb(MAGENTA).tolist()
    assert view.coordinates_at(middle) is None
    beside = view.project(a[3], b[7], asymmetric.loss[3, 7])
    assert np.abs(_at(image, beside) - _rgb(MAGENTA)).max() > 100
    scene = BoxedScene(replace(asymmetric, loss=loss), (), "viridis")
    assert notes(scene, {}) == ["2 of 77 points are not finite"]


@pytest.mark.parametrize("camera", [Camera(), Camera(31.7, 22.2, 2.3), Camera(-163.1, 71.9)])
def test_no_background_shines_through_between_quads(camera: Camera, make_surface, show, pixels) -> None:
    a, b = np.linspace(-1, 1, 57), np.linspace(-1, 1, 43)
    surface = make_surface(a, b, a[:, None] ** 2 + 0.6 * b[None, :] ** 2 + 0.3 * a[:, None])
    images = []
    for color in (MAGENTA, "#000000"):
        view = show(surface, theme=replace(LIGHT, window=color, card=color, border=color))
        view.set_camera(camera)
        images.append(pixels(view))
    differs = (images[0] != images[1]).any(axis=-1)
    seen = 0
    for y in range(60, view.height() - 60, 5):
        for x in range(60, view.width() - 60, 5):
            corners = [QPointF(x + dx, y + dy) for dx in (-2, 3) for dy in (-2, 3)]
            if all(view.coordinates_at(corner) is not None for corner in corners):
                seen += 1
                assert not differs[y - 1 : y + 2, x - 1 : x + 2].any(), (x, y)
    assert seen > 1000


def test_a_head_has_its_paths_color_at_its_true_loss_and_not_on_the_plane(asymmetric, descent, show, pixels) -> None:
    path = descent(lift=1.2)
    view = show(asymmetric, path)
    view.set_rows({"sgd": 2})
    image = pixels(view)
    true = view.project(*path.coordinates[2], path.loss[2])
    beneath = view.project(*path.coordinates[2], path.view_loss[2])
    assert np.abs(_at(image, true) - _rgb(STYLES["sgd"].color)).max() <= 3
    assert np.abs(_at(image, beneath, reach=2) - _rgb(STYLES["sgd"].color)).max() > 60
    assert true.y() < beneath.y() - 20


def test_a_path_is_drawn_up_to_its_row_only(asymmetric, descent, show, pixels) -> None:
    path = descent(lift=1.2)
    view = show(asymmetric, path)
    between = [(path.coordinates[k] + path.coordinates[k + 1]) / 2 for k in range(4)]
    points = [view.project(*between[k], (path.loss[k] + path.loss[k + 1]) / 2) for k in range(4)]
    for row in range(5):
        view.set_rows({"sgd": row})
        image = pixels(view)
        drawn = [np.abs(_at(image, point, reach=0) - _rgb(STYLES["sgd"].color)).max() < 40 for point in points]
        assert drawn == [k < row for k in range(4)]


def test_only_visible_paths_are_drawn(asymmetric, descent, show, pixels) -> None:
    view = show(asymmetric, descent(0.5, "sgd"), descent(1.0, "momentum"))
    assert _has(pixels(view), STYLES["sgd"].color) > 30
    view.set_visible({"momentum"})
    image = pixels(view)
    assert _has(image, STYLES["sgd"].color) == 0
    assert _has(image, STYLES["momentum"].color) > 30


def test_a_path_far_off_the_slice_is_fainter_and_still_there(asymmetric, descent, show, pixels) -> None:
    near, far = descent(1.0), replace(descent(1.0), residual=np.full(5, 1e6))
    middle = (near.coordinates[1] + near.coordinates[2]) / 2
    colors = []
    for path in (near, far):
        view = show(asymmetric, path)
        colors.append(_at(pixels(view), view.project(*middle, (near.loss[1] + near.loss[2]) / 2), reach=0))
    color = _rgb(STYLES["sgd"].color)
    assert np.abs(colors[0] - color).max() < 30
    assert 50 < np.abs(colors[1] - color).max() < 200


def test_a_path_behind_a_hill_is_never_hidden(make_surface, make_path, show, pixels) -> None:
    a = np.linspace(-1, 1, 41)
    ridge = make_surface(a, a, np.exp(-((a / 0.25) ** 2))[:, None] + 0 * a[None, :])
    path = make_path([(-0.6, 0), (-0.6, 0.5)], [0.1, 0.1])
    view = show(ridge, path)
    view.set_camera(Camera(0, 15))
    with_path = pixels(view)
    view.set_visible(set())
    middle = view.project(-0.6, 0.25, 0.1)
    assert view.coordinates_at(middle)[0] > -0.4  # the ridge stands before it
    assert np.abs(_at(with_path, middle) - _at(pixels(view), middle)).max() > 25


def test_the_stem_of_a_head_reaches_down_to_the_plane(asymmetric, descent, show, pixels) -> None:
    path = descent(lift=1.2)
    view = show(asymmetric, path)
    view.set_rows({"sgd": 0})
    with_stem = pixels(view)
    view.set_visible(set())
    without = pixels(view)
    for share in (0.3, 0.6, 0.9):
        place = view.project(*path.coordinates[0], path.view_loss[0] + share * 1.2 * 0.6)
        assert np.abs(_at(with_stem, place, reach=0) - _at(without, place, reach=0)).max() > 25


def test_a_diverging_path_is_named_and_leaves_the_picture_as_it_is(asymmetric, descent, show, pixels) -> None:
    wild = replace(descent(), loss=np.array([4.0, 50.0, 1e300, np.inf, np.nan]))
    calm, stormy = show(asymmetric), show(asymmetric, wild)
    corner = (asymmetric.a[-1], asymmetric.b[-1])
    heights = [
        view.project(*corner, asymmetric.highest).y() - view.project(*corner, 1.0).y() for view in (calm, stormy)
    ]
    assert abs(heights[1]) > 0.75 * abs(heights[0])
    assert _has(pixels(stormy), STYLES["sgd"].color) > 5
    scene = BoxedScene(asymmetric, (wild,), "viridis")
    assert notes(scene, {"sgd": 4}) == ["SGD leaves this picture"]
    assert notes(scene, {"sgd": 0}) == []


def test_a_path_without_values_is_said_to_wait_for_them(asymmetric, descent) -> None:
    path = descent()
    waiting = replace(path, loss=np.full(len(path.loss), np.nan))
    scene = BoxedScene(asymmetric, (waiting,), "viridis")
    assert notes(scene, {"sgd": 4}) == ["the values of SGD are being worked out"]


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_flat_empty_single_and_line_surfaces_are_drawn_without_error(
    theme, make_surface, make_path, show, pixels
) -> None:
    a, b, none = np.linspace(-1, 1, 5), np.linspace(0, 1, 4), np.empty(0)
    one = make_path([(0, 0.5)], [2.0])
    flat = pixels(show(make_surface(a, b, np.full((5, 4), 2.0)), one, theme=theme))
    middle_of_viridis = lut("viridis")[128, :3]
    assert (np.abs(flat - middle_of_viridis).max(axis=-1) < 6).sum() > 20_000
    assert _has(flat, STYLES["sgd"].color) > 20
    nowhere = pixels(show(make_surface(a, b, np.full((5, 4), np.nan)), theme=theme))
    assert (np.abs(nowhere - middle_of_viridis).max(axis=-1) < 6).sum() == 0
    pixels(show(make_surface(a[:1], b, np.ones((1, 4))), one, theme=theme))
    line = show(make_surface(a, none, a**2), make_path([(0,)], [1.0]), theme=theme)
    words = (np.abs(pixels(line) - _rgb(theme.card)).max(axis=-1) > 40).mean()
    assert 0.0005 < words < 0.05
    assert line.project(0, 0, 0) is None


def test_a_preview_without_paths_draws_none_and_says_so(asymmetric, descent, show, pixels) -> None:
    view = show(asymmetric, descent(1.0))
    view.set_preview(asymmetric)
    assert _has(pixels(view), STYLES["sgd"].color) == 0
    view.set_preview(asymmetric, (descent(1.0),))
    assert _has(pixels(view), STYLES["sgd"].color) > 30
    assert notes(BoxedScene(asymmetric, (), "viridis", without_paths=True), {}) != []


def test_twice_the_pixels_show_the_same_picture(asymmetric, qtbot) -> None:
    def painted(ratio: float) -> np.ndarray:
        picture = SurfacePicture(BoxedScene(asymmetric, (), "viridis"), Camera(), QSize(300, 200), ratio, LIGHT)
        pixmap = QPixmap(QSize(300, 200) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(pixmap)
        picture.paint(painter)
        painter.end()
        image = pixmap.toImage()
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), -1)
        return rows[..., :3].astype(float)

    small, large = painted(1.0), painted(2.0)
    halved = large.reshape(200, 2, 300, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - small).mean() < 3


def test_the_first_view_looks_from_where_hills_hide_the_least(asymmetric, make_surface, make_path) -> None:
    a = np.linspace(-1, 1, 41)
    hill = make_surface(a, a, np.exp(-(((a + 0.5) / 0.2) ** 2))[None, :] + 0 * a[:, None])  # along the front
    valley = make_path([(-0.5, 0.0), (0.5, 0.2)], [0.05, 0.05])
    assert BoxedScene(asymmetric, (), "viridis").best_camera() == Camera()
    chosen = BoxedScene(hill, (valley,), "viridis").best_camera()
    assert chosen.azimuth > 0  # from behind
    assert (chosen.elevation, chosen.zoom) == (Camera().elevation, Camera().zoom)
