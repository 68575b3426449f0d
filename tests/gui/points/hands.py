"""A playground to test, and what hands do in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.points_tab import PointsTab
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

LEFT = Qt.MouseButton.LeftButton
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
POINTS = with_values(
    with_methods(Description(), ["gradient-descent"]),
    {
        "data.source": "points", "objective.loss": "svm", "objective.regularization": 0.1, "run.steps": 12,
        "slice.kind": "weights", "slice.weights": [[0, 0], [0, 1]], "grid.range": 2.0, "grid.resolution": 9,
    },
)  # fmt: skip


def pixel(tab: PointsTab, x: float, y: float) -> QPoint:
    return tab.view.plane.frame.pixel(x, y).toPoint()


def drag(qtbot: QtBot, widget: QWidget, start: QPoint, *places: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, pos=start)
    for place in places:
        qtbot.mouseMove(widget, place)
        QApplication.processEvents()
    qtbot.mouseRelease(widget, LEFT, pos=places[-1])


def turn_wheel(widget: QWidget, place: QPointF, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    at, turned = widget.mapToGlobal(place), QPoint(0, 120 * notches)
    button, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(widget, QWheelEvent(place, at, QPoint(), turned, button, modifiers, phase, False))


def settle(window: Window, qtbot: QtBot) -> None:
    """Wait until the scene of the present description is there."""
    qtbot.waitUntil(
        lambda: not window.session.is_busy and window.session.scene.description == window.session.description,
        timeout=20_000,
    )
    qtbot.wait(10)
