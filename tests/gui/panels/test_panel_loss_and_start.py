"""What is minimized, and from where."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from trainers.randomness import MAX_SEED


def test_the_statement_says_what_is_minimized(drawer: Drawer) -> None:
    assert "Softmax" in drawer.loss.statement
    assert "0.001 × the sum of squared weights" in drawer.loss.statement
    drawer.set_description(with_values(Description(), {"objective.loss": "svm", "objective.regularization": 0.0}))
    assert "SVM" in drawer.loss.statement
    assert drawer.loss.statement.endswith("its mean alone.")


def test_the_loss_below_softmax_is_svm(drawer: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    qtbot.keyClick(drawer.loss.row("objective.loss").editor, Qt.Key.Key_Down)
    assert heard == [{"objective.loss": "svm"}]


def test_a_new_start_is_the_next_seed(drawer: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    button = drawer.start.row("start.seed").button
    for seed, after in ((0, 1), (41, 42), (MAX_SEED, 0)):
        drawer.set_description(with_values(Description(), {"start.seed": seed}))
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert heard.pop() == {"start.seed": after}
    assert heard == []


def test_the_way_back_is_there_where_the_start_is_elsewhere(drawer: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    assert drawer.start.back.isHidden()
    drawer.set_description(with_values(Description(), {"start.at": [1.5, -2.0]}))
    assert not drawer.start.back.isHidden()
    qtbot.mouseClick(drawer.start.back, Qt.MouseButton.LeftButton)
    assert heard == [{"start.at": None}]


def test_a_start_of_three_numbers_is_refused_below_its_line(drawer: Drawer, heard: list[Any], write) -> None:
    row = drawer.start.row("start.at")
    write(row, "1, 2, 3")
    assert heard == []
    assert "1 or 2 finite number" in row.message


def test_the_same_value_written_otherwise_is_no_edit(drawer: Drawer, heard: list[Any], write) -> None:
    row = drawer.loss.row("objective.regularization")
    write(row, "1e-3")
    assert heard == []
    assert row.target.text() == "0.001"
