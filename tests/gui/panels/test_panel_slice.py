"""The slice panel: kinds and centers are lists, and a view does not outlive its directions."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from gui.panels.slice import center_options, kind_options
from landscape.directions.catalogue import DIRECTIONS
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

TURNED = {
    "slice.kind": "paths+unit",
    "slice.dimensions": 4,
    "slice.turn": [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]],
    "slice.shift": [1.0, 0.0, 0.0, 0.0],
}


def test_every_kind_of_direction_is_offered_with_its_summary() -> None:
    assert kind_options("paths") == [(name, kind.label, kind.summary) for name, kind in DIRECTIONS.items()]


def test_joined_kinds_are_offered_while_they_are_there(drawer: Drawer) -> None:
    editor = drawer.slice.row("slice.kind").editor
    drawer.set_description(with_values(Description(), TURNED))
    assert editor.currentText() == "where they went + random, unit length"
    drawer.set_description(Description())
    assert editor.count() == len(DIRECTIONS)
    assert editor.currentData() == "paths"


def test_the_ends_of_the_runs_are_centers() -> None:
    description = with_methods(Description(), ["sgd", "adam"])
    assert [value for value, _, _ in center_options(description)] == ["base", "zero", "end:sgd", "end:adam"]
    assert center_options(description)[-1][1] == "the end of Adam"


def test_another_kind_lets_go_of_the_view(drawer: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    drawer.set_description(with_values(Description(), TURNED))
    qtbot.keyClick(drawer.slice.row("slice.kind").editor, Qt.Key.Key_Home)
    assert heard == [{"slice.kind": "paths", "slice.turn": None, "slice.shift": None}]
    assert with_values(with_values(Description(), TURNED), heard[0]).slice.dimensions == 4


def test_another_number_of_directions_lets_go_of_the_view(drawer: Drawer, heard: list[Any], write) -> None:
    drawer.set_description(with_values(Description(), TURNED))
    write(drawer.slice.row("slice.dimensions"), "6")
    assert heard == [{"slice.dimensions": 6, "slice.turn": None, "slice.shift": None}]


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("slice.dimensions", "3", "divide evenly"),
        ("slice.turn", "1, 0", "row of slice.turn"),
        ("slice.shift", "1, 2", "slice.shift"),
        ("grid.range", "3, -1", "low end first"),
        ("grid.range", "-2", "positive number"),
        ("grid.range", "around", "auto"),
        ("grid.resolution", "1", "2 to 10000"),
    ],
)
def test_what_does_not_fit_the_rest_is_refused_in_one_line(
    drawer: Drawer, heard: list[Any], write, key: str, text: str, words: str
) -> None:
    drawer.set_description(with_values(Description(), TURNED))
    row = drawer.slice.row(key)
    write(row, text)
    assert heard == []
    assert words in row.message
    assert "\n" not in row.message


def test_another_is_the_next_seed(drawer: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    qtbot.mouseClick(drawer.slice.row("slice.seed").button, Qt.MouseButton.LeftButton)
    assert heard == [{"slice.seed": 1}]


def test_new_runs_among_the_centers_change_nothing(drawer: Drawer, heard: list[Any]) -> None:
    centered = with_values(Description(), {"slice.center": "end:adam"})
    drawer.set_description(centered)
    drawer.set_description(with_methods(centered, ["rmsprop", "adam"]))
    assert drawer.slice.row("slice.center").editor.currentText() == "the end of Adam"
    assert heard == []
