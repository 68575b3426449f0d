"""The dial follows the mouse, the wheel and keys, and keeps its needle under a hand that holds it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.views.dial import Dial


@pytest.fixture
def dial(qtbot: QtBot) -> Dial:
    made = Dial()
    qtbot.addWidget(made)
    made.set_theme(THEMES["light"])
    made.show()
    return made


def told(dial: Dial) -> list[tuple[str, float | None]]:
    heard: list[tuple[str, float | None]] = []
    dial.turned.connect(lambda degrees: heard.append(("turned", degrees)))
    dial.nudged.connect(lambda degrees: heard.append(("nudged", degrees)))
    dial.released.connect(lambda: heard.append(("released", None)))
    return heard


def test_setters_emit_nothing(dial: Dial) -> None:
    heard = told(dial)
    dial.set_degrees(30.0)
    dial.set_degrees(None)
    assert heard == []
    assert dial.degrees is None
    assert not dial.isEnabled()


def test_the_needle_follows_the_mouse_from_left_to_right(dial: Dial, qtbot: QtBot) -> None:
    heard = told(dial)
    qtbot.mousePress(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(0).toPoint())
    for degrees in (20, 45, 70, 90):
        qtbot.mouseMove(dial, dial.place_of(degrees).toPoint())
        assert dial.degrees == pytest.approx(degrees, abs=2)
    qtbot.mouseMove(dial, QPoint(-200, 500))  # far below the left end
    assert dial.degrees == 0.0
    assert dial.is_dragged
    dial.set_degrees(80.0)
    assert dial.degrees == 0.0  # it is held
    qtbot.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
    assert heard[-1] == ("released", None)
    assert [kind for kind, _ in heard].count("turned") == 6


def test_keys_and_the_wheel_nudge_it_and_stop_at_its_ends(dial: Dial, qtbot: QtBot) -> None:
    heard = told(dial)
    qtbot.keyClick(dial, Qt.Key.Key_Left)
    assert heard == []
    qtbot.keyClick(dial, Qt.Key.Key_Right)
    qtbot.keyClick(dial, Qt.Key.Key_PageUp)
    assert dial.degrees == 17.0
    qtbot.keyClick(dial, Qt.Key.Key_End)
    assert dial.degrees == 90.0
    middle = QPointF(dial.rect().center())
    wheel = QWheelEvent(
        middle, dial.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(dial, wheel)
    assert heard[-1] == ("nudged", 88.0)


def test_without_an_angle_nothing_turns(dial: Dial, qtbot: QtBot) -> None:
    heard = told(dial)
    dial.set_degrees(None)
    qtbot.mouseClick(dial, Qt.MouseButton.LeftButton, pos=dial.place_of(45).toPoint())
    assert heard == []


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("degrees", [0.0, 90.0])
def test_the_tip_is_drawn_whole_at_both_ends(dial: Dial, theme: str, degrees: float) -> None:
    dial.set_theme(THEMES[theme])
    dial.set_degrees(degrees)
    image = dial.grab().toImage()
    ground = image.pixelColor(0, 0)
    edge = [image.pixelColor(x, y) for y in range(image.height()) for x in (0, image.width() - 1)]
    assert all(color == ground for color in edge)
    tip = dial.place_of(degrees).toPoint()
    assert image.pixelColor(tip) == QColor(THEMES[theme].card)
