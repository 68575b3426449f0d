"""A row shows a field, takes what is written into it, and says in a line why it does not."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.panels.field import fields_of
from gui.panels.form import Row
from landscape.experiment.parts import RunPart
from trainers.momentum import Momentum


def momentum_row(qtbot: QtBot, name: str) -> tuple[Row, list[Any]]:
    fields = {field.name: field for field in fields_of(Momentum, "methods.momentum", can_be_unset=True)}
    row = Row(fields[name])
    qtbot.addWidget(row)
    committed: list[Any] = []
    row.committed.connect(committed.append)
    return row, committed


def test_an_unset_value_is_a_placeholder_with_the_default(qtbot: QtBot) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(None, 1.0)
    assert (row.target.text(), row.target.placeholderText()) == ("", "1 (default)")
    assert row.reset.isHidden()
    row.show_value(0.3, 0.3)
    assert row.target.text() == "0.3"
    assert not row.reset.isHidden()
    assert committed == []


def test_enter_commits_and_writing_alone_does_not(qtbot: QtBot) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(None, 1.0)
    qtbot.keyClicks(row.target, "1e-3")
    assert committed == []
    qtbot.keyClick(row.target, Qt.Key.Key_Return)
    qtbot.keyClick(row.target, Qt.Key.Key_Return)
    assert committed == [0.001]


def test_leaving_the_line_commits(qtbot: QtBot) -> None:
    row, committed = momentum_row(qtbot, "batch")
    row.show_value(None, 64)
    around = QWidget()
    qtbot.addWidget(around)
    other = QLineEdit()
    column = QVBoxLayout(around)
    column.addWidget(row)
    column.addWidget(other)
    around.show()
    around.activateWindow()
    qtbot.waitUntil(around.isActiveWindow)
    row.target.setFocus()
    qtbot.keyClicks(row.target, "32")
    other.setFocus()
    assert committed == [32]


def test_an_emptied_line_and_the_button_unset(qtbot: QtBot, write) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(0.3, 0.3)
    write(row, "")
    row.show_value(0.3, 0.3)
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert committed == [None, None]


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "much"])
def test_a_refused_value_stays_to_be_mended_with_one_line_below(qtbot: QtBot, write, text: str) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(0.3, 0.3)
    write(row, text)
    assert committed == []
    assert row.message
    assert "\n" not in row.message
    assert row.target.accessibleDescription() == row.message
    row.show_value(0.3, 0.3)  # something else was edited
    assert row.target.text() == text
    assert row.message
    row.show_value(0.5, 0.5)
    assert row.target.text() == "0.5"
    assert row.message == ""


def test_the_line_below_names_the_rule_and_the_value_that_stays(qtbot: QtBot, write) -> None:
    row, _ = momentum_row(qtbot, "momentum")
    row.show_value(None, 0.9)
    write(row, "1.2")
    assert row.message == "Must be at least 0 and below 1. It stays at the default, 0.9."


def test_escape_brings_the_value_back(qtbot: QtBot, write) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(0.3, 0.3)
    write(row, "-1")
    qtbot.keyClick(row.target, Qt.Key.Key_Escape)
    assert (row.target.text(), row.message, committed) == ("0.3", "", [])


def test_up_and_down_commit_each_step(qtbot: QtBot) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(None, 1.0)
    qtbot.keyClick(row.target, Qt.Key.Key_Up)
    qtbot.keyClick(row.target, Qt.Key.Key_Down)
    assert committed == [2.0, 1.0]


def test_an_equal_value_leaves_cursor_and_writing_alone(qtbot: QtBot) -> None:
    row, _ = momentum_row(qtbot, "step_size")
    row.show_value(0.25, 0.25)
    row.target.setCursorPosition(2)
    row.show_value(0.25, 0.25)
    assert row.target.cursorPosition() == 2
    qtbot.keyClicks(row.target, "7")
    row.show_value(0.25, 0.25)
    assert row.target.text() == "0.725"


def test_a_value_that_was_not_taken_in_the_end_gives_way(qtbot: QtBot, write) -> None:
    row, committed = momentum_row(qtbot, "step_size")
    row.show_value(0.3, 0.3)
    write(row, "0.4")
    assert committed == [0.4]
    row.show_value(0.3, 0.3)  # the owner kept what was
    assert row.target.text() == "0.3"


def test_a_field_with_a_default_of_its_own_offers_the_way_back_where_it_differs(qtbot: QtBot) -> None:
    field = next(field for field in fields_of(RunPart, "run") if field.name == "seed")
    row = Row(field)
    qtbot.addWidget(row)
    row.show_value(0, 0)
    assert row.target.text() == "0"
    assert row.reset.isHidden()
    row.show_value(4, 4)
    assert not row.reset.isHidden()
    assert "(0)" in row.reset.toolTip()
