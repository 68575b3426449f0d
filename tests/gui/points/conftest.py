"""A window on nine points, and its tab."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from gui.points_tab import PointsTab
from gui.window import Window
from landscape.experiment.description import Description
from tests.gui.points.hands import POINTS


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    made = open_window(POINTS)
    made.do("show_points")
    return made


@pytest.fixture
def tab(window: Window, qtbot: QtBot) -> PointsTab:
    qtbot.wait(30)
    made = window.late_tabs["points"]
    assert isinstance(made, PointsTab)
    return made
