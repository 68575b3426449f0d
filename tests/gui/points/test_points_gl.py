"""The playground on a real display: a point is dragged, a weight written, and the surface behind it is OpenGL's."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.window import Window
from landscape.experiment.presets import load_preset

pytestmark = pytest.mark.gl

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window(load_preset("Three blobs"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.session.scene_changed.connect(window.opengl.turn_on_soon)
    with qtbot.waitSignal(window.session.scene_changed, timeout=30_000):
        window.session.begin()
    qtbot.waitUntil(lambda: window.stage.surface.has_renderer, timeout=5_000)
    window.open_preset("Three blobs")
    return window


def settle(window: Window, qtbot: QtBot) -> None:
    session = window.session
    qtbot.waitUntil(lambda: not session.is_busy and session.shows(session.scene), timeout=30_000)
    qtbot.wait(50)


def test_a_drag_and_a_written_weight_reach_the_surface(window: Window, qtbot: QtBot) -> None:
    tab = window.late_tabs["points"]
    plane, table = tab.view.plane, tab.view.weights
    x, y, _ = window.session.description.data.points[0]
    before = window.session.scene.surface.loss.copy()
    start = plane.frame.pixel(x, y).toPoint()
    qtbot.mousePress(plane, LEFT, pos=start)
    for step in range(1, 6):
        qtbot.mouseMove(plane, start + QPoint(-12 * step, 12 * step))
        qtbot.wait(20)
    qtbot.mouseRelease(plane, LEFT, pos=start + QPoint(-60, 60))
    settle(window, qtbot)
    assert window.session.description.data.points[0][:2] != (x, y)
    qtbot.mouseDClick(table, LEFT, pos=table.cell(0).place.center().toPoint())
    qtbot.keyClicks(table._editor, "2.5")
    qtbot.keyClick(table._editor, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert tab.weights[0] == pytest.approx(2.5, abs=1e-5)
    assert not np.array_equal(window.session.scene.surface.loss, before)
    window.do("show_surface")
    qtbot.wait(100)
    assert window.stage.surface.has_renderer
    picture = window.stage.surface.grab().toImage()
    colors = {picture.pixel(u, v) for u in range(0, picture.width(), 5) for v in range(0, picture.height(), 5)}
    assert len(colors) > 50
