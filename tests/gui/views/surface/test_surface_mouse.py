"""What a person does in the 3-D view: look around, pick a place, hover over a path."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.theme import DARK
from gui.views.camera import Camera
from gui.views.painted_mesh import DrawnMesh

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def _short_double_clicks(qapp: QApplication):
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(60)
    yield
    QApplication.setDoubleClickInterval(before)


class _Heard:
    """What a view's signals said."""

    def __init__(self, view) -> None:
        self.picked: list[tuple[float, float]] = []
        self.cursor: list[object] = []
        self.looked = 0
        view.picked.connect(lambda a, b: self.picked.append((a, b)))
        view.cursor_moved.connect(self.cursor.append)
        view.camera_changed.connect(self._look)

    def _look(self) -> None:
        self.looked += 1


@pytest.mark.parametrize("camera", [Camera(), Camera(-10, 30), Camera(100, 55), Camera(-160, 45, 1.7), Camera(-90, 90)])
def test_the_pixel_of_a_place_leads_back_to_the_place(camera: Camera, asymmetric, show) -> None:
    view = show(asymmetric)
    view.set_camera(camera)
    found = 0
    for a in np.linspace(-2.6, 2.6, 8):
        for b in np.linspace(0.3, 4.7, 8):
            loss = np.interp(a, asymmetric.a, [np.interp(b, asymmetric.b, row) for row in asymmetric.loss])
            point = view.project(a, b, float(loss))
            if view.rect().contains(point.toPoint()):
                there = view.coordinates_at(point)
                assert there == pytest.approx((a, b), abs=0.25)  # a quarter and half of a cell
                found += 1
    assert found > 20


def test_a_pixel_that_two_slopes_share_belongs_to_the_nearer(make_surface, show) -> None:
    a = np.linspace(-1, 1, 41)
    ridge = make_surface(a, a, np.exp(-((a / 0.2) ** 2))[:, None] + 0 * a[None, :])
    view = show(ridge)
    view.set_camera(Camera(0, 15))  # from the far side of a
    there = view.coordinates_at(view.project(-0.6, 0.0, 0.0))
    assert there is not None
    assert there[0] > -0.2


def test_a_click_picks_the_place_under_it_once_it_is_no_double_click(asymmetric, show, qtbot) -> None:
    view = show(asymmetric)
    heard = _Heard(view)
    QTest.mouseClick(view, LEFT, pos=view.project(1.0, 2.5, float(asymmetric.loss[4, 5])).toPoint())
    assert heard.picked == []
    qtbot.waitUntil(lambda: len(heard.picked) == 1, timeout=1000)
    assert heard.picked[0] == pytest.approx((1.0, 2.5), abs=0.1)
    assert heard.looked == 0


def test_a_click_beside_the_surface_picks_nothing(asymmetric, show) -> None:
    view = show(asymmetric)
    heard = _Heard(view)
    QTest.mouseClick(view, LEFT, pos=QPoint(view.width() - 5, 5))
    QTest.qWait(120)
    assert heard.picked == []


def test_a_drag_orbits_and_picks_nothing(asymmetric, show) -> None:
    view = show(asymmetric)
    heard, before = _Heard(view), view.camera
    QTest.mousePress(view, LEFT, pos=QPoint(300, 250))
    for x in (330, 360, 400):
        QTest.mouseMove(view, QPoint(x, 270))
    QTest.mouseRelease(view, LEFT, pos=QPoint(400, 270))
    QTest.qWait(120)
    assert heard.picked == []
    assert heard.looked >= 1
    assert view.camera.azimuth < before.azimuth  # the scene follows the mouse to the right
    assert view.camera.elevation > before.elevation
    assert view.camera.zoom == before.zoom


def test_the_wheel_zooms_and_a_double_click_returns_to_the_first_view(asymmetric, show) -> None:
    view = show(asymmetric)
    heard, first = _Heard(view), view.camera
    _turn_wheel(view, 240)
    assert view.camera.zoom > 1.3
    _turn_wheel(view, -120)
    assert 1.0 < view.camera.zoom < 1.3
    place = view.project(0.0, 2.5, float(asymmetric.loss[3, 5])).toPoint()
    QTest.mouseClick(view, LEFT, pos=place)
    QTest.mouseDClick(view, LEFT, pos=place)
    QTest.qWait(120)
    assert view.camera == first
    assert heard.picked == []
    assert heard.looked == 3


def _turn_wheel(view, delta: int) -> None:
    middle = QPointF(view.rect().center())
    event = QWheelEvent(
        middle,
        view.mapToGlobal(middle),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_keyboard_looks_around_too_and_leaves_bare_arrows_to_the_timeline(asymmetric, show) -> None:
    view = show(asymmetric)
    heard, first = _Heard(view), view.camera
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.camera == first
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.camera.azimuth != first.azimuth
    assert view.camera.zoom > 1
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.camera == first
    assert heard.looked == 3


def test_moving_the_mouse_tells_the_coordinates_and_leaving_tells_none(asymmetric, show) -> None:
    view = show(asymmetric)
    heard = _Heard(view)
    QTest.mouseMove(view, view.project(-1.0, 2.0, float(asymmetric.loss[2, 4])).toPoint())
    assert heard.cursor[-1] == pytest.approx((-1.0, 2.0), abs=0.1)
    QTest.mouseMove(view, QPoint(view.width() - 5, 5))
    assert heard.cursor[-1] is None


def test_hovering_over_a_point_of_a_path_drops_its_stem(asymmetric, descent, show, pixels) -> None:
    path = descent(lift=1.2)
    view = show(asymmetric, path)
    before = pixels(view)
    QTest.mouseMove(view, view.project(*path.coordinates[1], path.loss[1]).toPoint())
    after = pixels(view)
    stem = view.project(*path.coordinates[1], (path.loss[1] + path.view_loss[1]) / 2).toPoint()
    assert (
        np.abs(after[stem.y(), stem.x() - 1 : stem.x() + 2] - before[stem.y(), stem.x() - 1 : stem.x() + 2]).max() > 25
    )


def test_setters_say_nothing(asymmetric, descent, show) -> None:
    view = show(asymmetric, descent(0.5))
    heard = _Heard(view)
    view.set_scene(asymmetric, (descent(),), DARK)
    view.set_theme(DARK)
    view.set_color_map("magma")
    view.set_rows({"sgd": 1, "unknown": 7})
    view.set_visible({"sgd"})
    view.set_cursor((0.0, 1.0))
    view.set_preview(asymmetric)
    view.set_hint("a hint")
    view.set_camera(Camera(3, 20))
    view.reset_camera()
    view.grab()
    QApplication.processEvents()
    assert (heard.picked, heard.cursor, heard.looked) == ([], [], 0)


def test_scrubbing_and_the_cursor_leave_the_painted_surface_alone(
    asymmetric, descent, show, pixels, monkeypatch
) -> None:

    painted = []
    paint = DrawnMesh.paint
    monkeypatch.setattr(DrawnMesh, "paint", lambda mesh, painter: (painted.append(mesh), paint(mesh, painter))[1])
    view = show(asymmetric, descent(0.5))
    first = pixels(view)
    assert len(painted) == 1
    for row in range(4):
        view.set_rows({"sgd": row})
        view.set_cursor((0.5 * row, 2.0))
        assert (pixels(view) != first).any()
    assert len(painted) == 1
    view.set_camera(Camera(10, 30))
    pixels(view)
    assert len(painted) == 2


def test_the_ball_lies_on_the_surface_and_nowhere_else(asymmetric, show, pixels) -> None:
    view = show(asymmetric)
    bare = pixels(view)
    view.set_cursor((1.0, 2.5))
    place = view.project(1.0, 2.5, float(asymmetric.loss[4, 5])).toPoint()
    rows, columns = np.nonzero((pixels(view) != bare).any(axis=-1))
    assert abs(columns.mean() - place.x()) < 2
    assert -12 < rows.mean() - place.y() < 0  # it lies on its place, so its middle is above
    for nowhere in ((9.0, 2.5), (1.0, -0.1), None):
        view.set_cursor(nowhere)
        assert (pixels(view) == bare).all()


def test_it_has_a_name_for_those_who_do_not_see_it(asymmetric, show) -> None:
    assert show(asymmetric).accessibleName() == "Loss surface"
