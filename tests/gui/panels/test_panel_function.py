"""A function of two variables in the drawer: what it has not is not there, and what it is stands in words."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from gui.panels.loss import model_options
from gui.panels.slice import kind_options
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.objectives.catalogue import NAMES
from landscape.objectives.functions.catalogue import FUNCTIONS

ABSENT = [
    "data.source", "data.examples", "data.seed", "objective.loss", "objective.regularization", "objective.l1",
    "run.batch", "methods.sgd.batch", "methods.random-search.rows", "slice.bias", "grid.batch", "grid.test",
]  # fmt: skip


def described(name: str) -> Description:
    return with_values(Description(), {"objective.model": name})


def rows(drawer: Drawer, key: str) -> list[Any]:
    cards = [row for card in drawer.methods.cards for row in card.rows]
    every = [row for panel in drawer.panels.values() for row in panel.rows]
    return [row for row in (*every, *cards) if row.field.key == key]


@pytest.mark.parametrize("key", ABSENT)
def test_what_a_function_has_not_is_hidden_and_comes_back(drawer: Drawer, key: str) -> None:
    assert any(not row.isHidden() for row in rows(drawer, key))
    drawer.set_description(described("bowl"))
    assert all(row.isHidden() for row in rows(drawer, key))
    drawer.set_description(Description())
    assert any(not row.isHidden() for row in rows(drawer, key))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_sentence_is_the_functions_with_its_formula(drawer: Drawer, name: str) -> None:
    drawer.set_description(described(name))
    assert FUNCTIONS[name].summary in drawer.loss.statement
    assert FUNCTIONS[name].formula in drawer.loss.statement
    assert "softmax" not in drawer.loss.statement


def test_everything_that_can_be_minimized_is_in_the_list_with_words(drawer: Drawer, heard: list, qtbot: QtBot) -> None:
    assert [value for value, _, _ in model_options()] == list(NAMES)
    assert all(words and summary.endswith(".") for _, words, summary in model_options())
    editor = drawer.loss.row("objective.model").editor
    qtbot.keyClick(editor, Qt.Key.Key_End)
    assert heard == [{"objective.model": "rastrigin"}]
    assert with_values(Description(), heard[0]).slice.kind == "weights"


def test_axes_of_layers_are_not_offered() -> None:
    offered = {value for value, _, _ in kind_options("weights", of_function=True)}
    assert offered == {value for value, _, _ in kind_options("weights")} - {"filter", "layer"}
