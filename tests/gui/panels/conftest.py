"""How a person uses the drawer, and a window around it that answers as the session does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from gui.panels.form import Row
from landscape.experiment.description import Description


@pytest.fixture
def write(qtbot: QtBot) -> Callable[[Row, str], None]:
    """Select all of a row's line, type a text over it, press Enter."""

    def do(row: Row, text: str) -> None:
        line = row.target
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_Delete)
        qtbot.keyClicks(line, text)
        qtbot.keyClick(line, Qt.Key.Key_Return)

    return do


@pytest.fixture
def drawer(qtbot: QtBot) -> Drawer:
    """A drawer that shows the default description."""
    made = Drawer()
    qtbot.addWidget(made)
    made.set_description(Description())
    return made


@pytest.fixture
def heard(drawer: Drawer) -> list[Any]:
    """Everything that the drawer has emitted, in order."""
    found: list[Any] = []
    drawer.edited.connect(found.append)
    drawer.methods_edited.connect(found.append)
    return found
