"""The methods panel: runs are added, copied, moved and removed, and keep the color they have in the views."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from gui.panels.method_card import DOWN, DUPLICATE, REMOVE, UP
from gui.panels.methods import unique_label
from gui.theme import PROJECTOR
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.parts import MethodPart
from trainers.catalogue import METHODS

TWO = with_values(with_methods(Description(), ["sgd", "adam"]), {"methods.sgd.step_size": 0.25})


@pytest.fixture
def two(drawer: Drawer) -> Drawer:
    drawer.set_description(TWO)
    return drawer


def choose(drawer: Drawer, label: str, action: str) -> None:
    drawer.methods.card(label).actions_by_name[action].trigger()


def test_duplicate_copies_the_settings_under_a_free_label(two: Drawer, heard: list[Any]) -> None:
    choose(two, "sgd", DUPLICATE)
    sgd, adam = TWO.methods
    assert heard == [(sgd, MethodPart("sgd-2", "sgd", {"step_size": 0.25}), adam)]


def test_remove_leaves_the_others(two: Drawer, heard: list[Any]) -> None:
    choose(two, "sgd", REMOVE)
    assert heard == [TWO.methods[1:]]


def test_moves_change_the_order(two: Drawer, heard: list[Any]) -> None:
    choose(two, "sgd", DOWN)
    choose(two, "adam", UP)
    assert heard == [TWO.methods[::-1]] * 2


def test_what_cannot_be_done_is_not_offered(two: Drawer) -> None:
    enabled = {
        label: {name for name, action in two.methods.card(label).actions_by_name.items() if action.isEnabled()}
        for label in ("sgd", "adam")
    }
    assert enabled == {"sgd": {DUPLICATE, REMOVE, DOWN}, "adam": {DUPLICATE, REMOVE, UP}}
    two.set_description(with_methods(Description(), ["sgd"]))
    actions = two.methods.card("sgd").actions_by_name
    assert {name for name, action in actions.items() if action.isEnabled()} == {DUPLICATE}


def test_the_menu_adds_every_method_of_the_catalogue(two: Drawer, heard: list[Any]) -> None:
    actions = two.methods.menu.actions()
    assert [action.data() for action in actions] == list(METHODS)
    assert [action.toolTip() for action in actions] == [kind.summary for kind in METHODS.values()]
    for action in actions:
        action.trigger()
    assert [parts[:-1] for parts in heard] == [TWO.methods] * len(METHODS)
    labels = [parts[-1].label for parts in heard]
    assert labels == [{"sgd": "sgd-2", "adam": "adam-2"}.get(name, name) for name in METHODS]


def test_labels_count_on_from_the_stem() -> None:
    parts = [MethodPart("sgd", "sgd"), MethodPart("sgd-2", "sgd"), MethodPart("random-search", "random-search")]
    assert unique_label("sgd", parts) == "sgd-3"
    assert unique_label("sgd-2", parts) == "sgd-3"
    assert unique_label("random-search", parts) == "random-search-2"
    assert unique_label("adam", parts) == "adam"


def test_removing_the_run_at_the_center_frees_the_slice_first(two: Drawer) -> None:
    description = with_values(TWO, {"slice.center": "end:adam"})
    two.set_description(description)
    held = [description]
    two.edited.connect(lambda changes: held.append(with_values(held[-1], changes)))
    two.methods_edited.connect(lambda parts: held.append(dataclasses.replace(held[-1], methods=parts)))
    choose(two, "adam", REMOVE)
    assert held[-1].slice.center == "base"
    assert [part.label for part in held[-1].methods] == ["sgd"]


def test_a_parameter_is_edited_under_its_label(two: Drawer, heard: list[Any], write) -> None:
    write(two.methods.row("methods.adam.beta1"), "0.5")
    write(two.methods.row("methods.sgd.step_size"), "")
    assert heard == [{"methods.adam.beta1": 0.5}, {"methods.sgd.step_size": None}]


def test_defaults_follow_the_loss(two: Drawer) -> None:
    placeholder = two.methods.row("methods.sgd.step_size")
    two.set_description(with_methods(Description(), ["sgd"]))
    assert placeholder.target.placeholderText() == "1 (default)"
    two.set_description(with_values(with_methods(Description(), ["sgd"]), {"objective.loss": "svm"}))
    assert placeholder.target.placeholderText() == "0.1 (default)"


def test_cards_stay_as_they_are_when_runs_come_and_go(two: Drawer) -> None:
    card = two.methods.card("adam")
    card.fold.setChecked(True)
    two.set_description(with_methods(TWO, ["rmsprop", "adam", "momentum"]))
    assert [shown.label for shown in two.methods.cards] == ["rmsprop", "adam", "momentum"]
    assert two.methods.card("adam") is card
    assert card.fold.isChecked()
    places = [two.methods._card_column.indexOf(shown) for shown in two.methods.cards]
    assert places == [0, 1, 2]


def test_a_run_of_the_same_label_and_another_method_gets_a_card_of_its_own(two: Drawer) -> None:
    two.set_description(dataclasses.replace(TWO, methods=(MethodPart("adam", "momentum"),)))
    assert [card.method for card in two.methods.cards] == ["momentum"]
    assert two.methods.row("methods.adam.momentum").field.help


def test_new_cards_have_the_theme_and_the_menu_opens_from_the_keyboard(two: Drawer, qtbot: QtBot) -> None:
    two.set_theme(PROJECTOR)
    two.set_description(with_methods(TWO, ["sgd", "adam", "rmsprop"]))
    heights = {card.fold.sizeHint().height() for card in two.methods.cards}
    assert len(heights) == 1
    two.show()
    qtbot.waitExposed(two)
    card = two.methods.card("rmsprop")
    qtbot.keyClick(card.more, Qt.Key.Key_Space)
    assert card.menu.isVisible()
    card.menu.close()
    qtbot.keyClick(two.methods.add_button, Qt.Key.Key_Space)
    assert two.methods.menu.isVisible()
    two.methods.menu.close()


def test_a_step_size_may_be_auto_where_the_curvature_limits_it(two: Drawer, heard: list[Any], write) -> None:
    write(two.methods.row("methods.sgd.step_size"), " Auto ")
    assert heard == [{"methods.sgd.step_size": "auto"}]
    two.set_description(with_values(TWO, heard.pop()))
    row = two.methods.row("methods.sgd.step_size")
    assert row.target.text() == "auto"
    write(two.methods.row("methods.adam.step_size"), "auto")
    assert heard == []
    assert "must be a number" in two.methods.row("methods.adam.step_size").message


def test_the_keys_leave_auto_as_it_is(two: Drawer, heard: list[Any], qtbot: QtBot) -> None:
    two.set_description(with_values(TWO, {"methods.sgd.step_size": "auto"}))
    qtbot.keyClick(two.methods.row("methods.sgd.step_size").target, Qt.Key.Key_Up)
    assert heard == []


def test_an_unset_seed_shows_the_one_of_all_runs(two: Drawer, heard: list[Any], write) -> None:
    two.set_description(with_values(TWO, {"run.seed": 4}))
    row = two.methods.row("methods.adam.seed")
    assert (row.target.text(), row.target.placeholderText()) == ("", "4 (default)")
    write(row, "9")
    assert heard == [{"methods.adam.seed": 9}]
