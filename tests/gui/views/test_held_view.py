"""The held example: its pixels, its words and its buttons."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, PROJECTOR
from gui.views.held_view import HEADING, HeldView
from tests.gui.views.plot_scenes import picture, rgb, shown

DIGITS = list("0123456789")


def view_of(qtbot: QtBot, image: np.ndarray | None) -> HeldView:
    view = HeldView()
    view.set_example(image, 5, DIGITS, "One digit, seen by the weights under the cursor")
    shown(qtbot, view, 420, 240)
    return view


@pytest.mark.parametrize("as_bytes", [False, True])
def test_gray_pixels_are_dark_ink_on_white_row_by_row(qtbot: QtBot, as_bytes: bool) -> None:
    ink = np.array([[0.0, 0.2, 1.0], [0.6, 0.0, 0.4]])
    view = view_of(qtbot, (255 * ink).astype(np.uint8) if as_bytes else ink)
    image, place = picture(view), view.image_place()
    for i in range(2):
        for j in range(3):
            x = place.x() + (j + 0.5) * place.width() / 3
            y = place.y() + (i + 0.5) * place.height() / 2
            assert rgb(image, x, y) == (round(255 - 255 * ink[i, j]),) * 3


def test_color_pixels_are_shown_as_they_are(qtbot: QtBot) -> None:
    colors = np.zeros((2, 2, 3))
    colors[0, 0], colors[0, 1], colors[1, 0] = (1, 0, 0), (0, 1, 0), (0, 0, 1)
    view = view_of(qtbot, colors)
    image, place = picture(view), view.image_place()
    quarter = place.width() / 4
    assert rgb(image, place.x() + quarter, place.y() + quarter) == (255, 0, 0)
    assert rgb(image, place.x() + 3 * quarter, place.y() + quarter) == (0, 255, 0)
    assert rgb(image, place.x() + quarter, place.y() + 3 * quarter) == (0, 0, 255)


def test_the_subtitle_states_the_examples_own_loss(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.zeros((8, 8)))
    assert view.subtitle == ""
    view.set_scores(np.arange(10.0), np.full(10, 0.1), 0.04)
    assert view.subtitle == "its own loss 0.04"
    view.set_example(np.zeros((8, 8)), 1, DIGITS, "")
    assert view.subtitle == ""
    assert view.accessibleName() == HEADING


def test_the_arrows_ask_for_another_example(qtbot: QtBot) -> None:
    view = view_of(qtbot, np.zeros((8, 8)))
    with qtbot.waitSignal(view.next_requested, timeout=500), qtbot.assertNotEmitted(view.previous_requested):
        qtbot.mouseClick(view.next, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(view.previous_requested, timeout=500):
        qtbot.keyClick(view.previous, Qt.Key.Key_Space)
    place = view.image_place()
    assert view.next.geometry().top() >= place.bottom()
    assert view.rect().contains(view.next.geometry())


def test_setters_emit_nothing(qtbot: QtBot) -> None:
    view = view_of(qtbot, None)
    with qtbot.assertNotEmitted(view.next_requested), qtbot.assertNotEmitted(view.previous_requested):
        view.set_example(np.zeros((32, 32, 3), np.uint8), 0, DIGITS, "One image")
        view.set_scores(np.arange(10.0), None, 1.5)
        view.set_theme(DARK)
        view.set_theme(PROJECTOR)
        view.set_theme(LIGHT)
        qtbot.wait(1)


@pytest.mark.parametrize("n_classes", [2, 100])
def test_two_and_a_hundred_classes_fit(qtbot: QtBot, n_classes: int) -> None:
    view = HeldView()
    view.set_example(None, 1, [f"class {k}" for k in range(n_classes)], "One example")
    view.set_scores(np.arange(float(n_classes)), np.full(n_classes, 1 / n_classes), 0.5)
    shown(qtbot, view, 260, 160)
    picture(view)
    assert view.accessibleDescription().endswith("its own loss 0.50")
