"""The first tour: three places, a sentence each; skipped by a key, and nothing behind it hears that key."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.theme import THEMES
from gui.tour import Tour
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 8, "grid.resolution": 9})


Toured = Callable[..., tuple[Window, Tour]]


@pytest.fixture
def toured(qtbot: QtBot) -> Iterator[Toured]:
    """Opens a window with its tour and holds it until pytest-qt has closed it."""
    held = []

    def open_one(theme: str = "light", size: tuple[int, int] = (1280, 720)) -> tuple[Window, Tour]:
        window = Window(SMALL, theme)
        held.append(window)
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
            window.session.begin()
        window.do("show_tour")
        qtbot.wait(20)
        tour = window.findChild(Tour)
        assert isinstance(tour, Tour)
        return window, tour

    yield open_one
    held.clear()


def brightness(window: Window, place: QPoint) -> int:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return image.pixelColor(place).lightness()


def test_it_has_three_stops_and_ends(qtbot: QtBot, toured: Toured) -> None:
    window, tour = toured()
    seen = []
    for number in range(3):
        assert tour.number == number
        seen.append((tour.heading.text(), tour.count.text(), tour.next.text()))
        qtbot.mouseClick(tour.next, Qt.MouseButton.LeftButton)
    assert [count for _, count, _ in seen] == ["1 of 3", "2 of 3", "3 of 3"]
    assert [button for _, _, button in seen] == ["Next", "Next", "Done"]
    assert len({heading for heading, _, _ in seen}) == 3
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)
    assert window.stage.surface.hasFocus()


def test_it_is_skipped_by_a_button_or_by_a_key(qtbot: QtBot, toured: Toured) -> None:
    window, tour = toured()
    qtbot.mouseClick(tour.skip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)
    window.do("show_tour")
    tour = window.findChild(Tour)
    qtbot.keyClick(tour.next, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Tour) is None)


def test_keys_go_to_the_tour_alone(qtbot: QtBot, toured: Toured) -> None:
    window, tour = toured()
    before = window.timeline.position
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_L):
        qtbot.keyClick(tour, key)
    assert window.timeline.position == before
    assert not window.timeline.loops
    for wanted in (tour.skip, tour.next, tour.skip):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert wanted.hasFocus()
    qtbot.keyClick(tour, Qt.Key.Key_Return)
    assert tour.number == 1


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (900, 600)])
def test_its_words_are_whole_inside_the_window_and_its_place_is_bright(
    toured: Toured, theme: str, size: tuple[int, int]
) -> None:
    window, tour = toured(theme, size)
    for _ in range(3):
        assert window.rect().contains(tour.bubble.geometry())
        assert tour.text.height() >= tour.text.heightForWidth(tour.text.width())
        bright = tour._bright()
        assert bright.width() > 40
        assert bright.height() > 20
        if not tour.bubble.geometry().intersects(bright):
            corner = bright.topLeft() + QPoint(5, 5)
            lit = brightness(window, corner)
            tour.hide()
            assert abs(brightness(window, corner) - lit) <= 2
            tour.show()
        tour.go_on()


def test_it_follows_the_window(qtbot: QtBot, toured: Toured) -> None:
    window, tour = toured()
    window.resize(1000, 640)
    qtbot.wait(30)
    assert tour.geometry() == window.rect()
    np.testing.assert_allclose(tour._bright().width(), window.stage.tabs.width() + 16, atol=2)


def test_asked_for_again_it_begins_anew(qtbot: QtBot, toured: Toured) -> None:
    window, tour = toured()
    tour.go_on()
    window.do("show_tour")
    qtbot.wait(20)
    tours = window.findChildren(Tour)
    assert [tour.number for tour in tours] == [0]
