"""The keyboard reaches everything, one sees where it is, and everything that can be pressed says what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.export.dialogs import PictureDialog, VideoDialog
from gui.theme import THEMES
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

SMALL = with_values(with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 8, "grid.resolution": 9})
INTERACTIVE = (QAbstractButton, QAbstractSlider, QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView)
MANY = 400


Open = Callable[..., Window]


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Open]:
    """Opens a window and holds it until pytest-qt has closed it."""
    held = []

    def open_one(theme: str = "light", drawer: bool = False) -> Window:
        window = Window(SMALL, theme)
        held.append(window)
        qtbot.addWidget(window)
        window.resize(1440, 900)
        window.show()
        with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
            window.session.begin()
        if drawer:
            window.toggle_drawer()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.wait(30)
        return window

    yield open_one
    held.clear()


def interactive(whole: QWidget) -> list[QWidget]:
    """What a mouse could use: visible, enabled, and no part of another such widget."""
    found = []
    for widget in whole.findChildren(QWidget):
        inside = isinstance(widget.parentWidget(), INTERACTIVE) and not isinstance(widget, QAbstractButton)
        inside = inside or isinstance(widget, QScrollBar)  # what it shows scrolls along with the focus
        if isinstance(widget, INTERACTIVE) and widget.isVisible() and widget.isEnabled() and not inside:
            found.append(widget)
    return found


def tabbed(whole: QWidget, qtbot: QtBot) -> list[QWidget]:
    """Every widget that the Tab key comes to, once around."""
    reached: list[QWidget] = []
    for _ in range(MANY):
        now = QApplication.focusWidget()
        assert now is not None
        if now in reached:
            return reached
        reached.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    raise AssertionError("the Tab key never comes around")


def held_by(widget: QWidget, reached: list[QWidget]) -> bool:
    """Whether the Tab key comes to a widget, or to the group that it is a part of."""
    while widget is not None:
        if widget in reached:
            return True
        widget = widget.parentWidget()
    return False


def named(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r}"


def pixels(window: QWidget, place: QRect) -> np.ndarray:
    image = window.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].astype(int)


def shows_focus(window: Window, widget: QWidget) -> bool:
    """Whether one sees on the window that the keyboard is at a widget."""
    place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size()).adjusted(-4, -4, 4, 4)
    widget.clearFocus()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = pixels(window, place)
    widget.clearFocus()
    return int((np.abs(with_focus - pixels(window, place)) > 24).sum()) >= 24


@pytest.mark.parametrize("drawer", [False, True])
def test_tab_reaches_everything_that_a_mouse_could_use(qtbot: QtBot, opened: Open, drawer: bool) -> None:
    window = opened(drawer=drawer)
    reached = tabbed(window, qtbot)
    missed = [named(widget) for widget in interactive(window) if not held_by(widget, reached)]
    assert missed == []
    assert window.stage.surface in reached


@pytest.mark.parametrize("theme", list(THEMES))
def test_one_sees_where_the_keyboard_is(qtbot: QtBot, opened: Open, theme: str) -> None:
    window = opened(theme)
    assert [named(widget) for widget in tabbed(window, qtbot) if not shows_focus(window, widget)] == []


@pytest.mark.parametrize("drawer", [False, True])
def test_everything_that_can_be_used_has_a_name_and_a_tooltip(qtbot: QtBot, opened: Open, drawer: bool) -> None:
    window = opened(drawer=drawer)
    widgets = interactive(window)
    assert len(widgets) > 15
    nameless = [
        named(w) for w in widgets if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text().strip()))
    ]
    silent = [named(w) for w in widgets if isinstance(w, QAbstractButton) and not w.toolTip()]
    assert nameless == []
    assert silent == []


@pytest.mark.parametrize("tab", ["cut", "curves", "step", "weights"])
def test_every_tab_is_reached_and_seen_and_says_what_it_is(qtbot: QtBot, opened: Open, tab: str) -> None:
    window = opened()
    window.show_tab(tab)
    if tab == "step":
        qtbot.waitUntil(lambda: window.late_tabs["step"].view.lesson is not None, timeout=10_000)
    reached, widgets = tabbed(window, qtbot), interactive(window.stage.tabs.currentWidget())
    assert [named(widget) for widget in widgets if not held_by(widget, reached)] == []
    assert [named(w) for w in widgets if isinstance(w, QAbstractButton) and not w.toolTip()] == []
    assert [named(w) for w in widgets if not (w.accessibleName() or getattr(w, "text", str)().strip())] == []
    unseen = [
        named(widget)
        for widget in reached
        if window.stage.tabs.currentWidget().isAncestorOf(widget)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not shows_focus(window, widget)
    ]
    assert unseen == []


def test_messages_offer_buttons_that_say_what_they_do(qtbot: QtBot, opened: Open) -> None:
    window = opened()
    for button in (window.messages.stop, window.messages.details, window.messages.dismiss):
        assert button.toolTip()
        assert button.text()


@pytest.mark.parametrize(
    "build",
    [
        lambda window: PictureDialog(window.stage.theme, (800, 600), window),
        lambda window: VideoDialog(window.stage.theme, (800, 600), [("timeline", "The timeline")], window),
    ],
)
def test_dialogs_too(qtbot: QtBot, opened: Open, build: Callable[[Window], PictureDialog]) -> None:
    window = opened()
    dialog = build(window)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    reached = tabbed(dialog, qtbot)
    widgets = interactive(dialog)
    assert [named(widget) for widget in widgets if not held_by(widget, reached)] == []
    assert [named(w) for w in widgets if not (w.toolTip() and (w.accessibleName() or w.text()))] == []
    dialog.reject()


def test_the_contour_zooms_by_keys_and_leaves_the_others_to_the_window(qtbot: QtBot, opened: Open) -> None:
    window = opened()
    plot = window.stage.contour.plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    whole = plot.box.viewRange()[0]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
    closer = plot.box.viewRange()[0]
    assert closer[1] - closer[0] < 0.9 * (whole[1] - whole[0])
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(plot, Qt.Key.Key_0)
    np.testing.assert_allclose(plot.box.viewRange()[0], whole, rtol=1e-6)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert window.timeline.position == 7
