"""The project's icons: all there, tinted, sharp."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage
from pytestqt.qtbot import QtBot

from gui import icon
from gui.theme import LIGHT
from gui.views.icon_button import IconButton
from tests.gui.views.plot_scenes import count_of, picture, shown

NAMES = ("back", "camera", "close", "down", "drawer", "forward", "lock", "loop", "losscope", "menu", "open", "pause",
         "play", "plus", "puzzled", "redo", "save", "search", "templates", "undo")  # fmt: skip


def opaque_pixels(image: QImage) -> int:
    return sum(image.pixelColor(x, y).alpha() > 200 for x in range(image.width()) for y in range(image.height()))


def test_every_icon_draws_something_inside_its_square(qtbot: QtBot) -> None:
    corners = [(0, 0), (47, 0), (0, 47), (47, 47)]
    for name in NAMES:
        image = icon.pixmap(name, "#ff0000", 48).toImage()
        assert 40 < opaque_pixels(image) < 48 * 48, name
        assert all(image.pixelColor(x, y).alpha() == 0 for x, y in corners), name


def test_the_folder_holds_no_other_icons() -> None:
    assert sorted(path.stem for path in icon.FOLDER.glob("*.svg")) == list(NAMES)


def test_icons_take_the_color_they_are_given(qtbot: QtBot) -> None:
    for name in set(NAMES) - {"losscope"}:
        image = icon.pixmap(name, "#20c040", 48).toImage()
        assert count_of(image, "#20c040", 3) > 20, name
        assert count_of(image, "#ffffff", 3) == 0, name


def test_a_sharper_screen_gets_more_pixels(qtbot: QtBot) -> None:
    drawn = icon.pixmap("play", "#000000", 24, ratio=2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (48, 2.0)


def test_a_disabled_icon_has_its_own_color(qtbot: QtBot) -> None:
    built = icon.icon("play", "#ff0000", "#0000ff")
    normal = built.pixmap(32, 32, QIcon.Mode.Normal).toImage()
    disabled = built.pixmap(32, 32, QIcon.Mode.Disabled).toImage()
    assert count_of(normal, "#ff0000", 3) > 50
    assert count_of(disabled, "#0000ff", 3) > 50


def test_a_button_shows_its_icon_and_its_focus(qtbot: QtBot) -> None:
    button = IconButton("play", "Play")
    button.set_theme(LIGHT)
    shown(qtbot, button, *button.size().toTuple())
    assert button.accessibleName() == button.toolTip() == "Play"
    assert count_of(picture(button), LIGHT.muted) > 20
    button.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    assert count_of(picture(button), LIGHT.accent) > 30
