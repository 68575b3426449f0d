"""The data panel: a source, and the fields that it has."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from gui.panels.drawer import Drawer
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values


def test_digits_have_no_path_and_the_others_have_one_each(drawer: Drawer) -> None:
    with pytest.raises(KeyError):
        drawer.data.row("data.path")
    for source in ("cifar10", "npz"):
        drawer.set_description(with_values(Description(), {"data.source": source}))
        shown = [row for row in drawer.data.rows if row.field.key == "data.path" and not row.isHidden()]
        assert shown == [drawer.data.row("data.path")]


@pytest.mark.parametrize(
    ("source", "dialog", "answer"),
    [("folder", "getExistingDirectory", "/a/folder"), ("npz", "getOpenFileName", ("/a/file.npz", "*.npz"))],
)
def test_browse_asks_for_what_the_source_needs(
    drawer: Drawer, heard: list[Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str, dialog: str, answer
) -> None:
    monkeypatch.setattr(QFileDialog, dialog, lambda *arguments: answer)
    drawer.set_description(with_values(Description(), {"data.source": source}))
    qtbot.mouseClick(drawer.data.row("data.path").editor.browse, Qt.MouseButton.LeftButton)
    assert heard == [{"data.path": answer if isinstance(answer, str) else answer[0]}]


def test_a_dialog_that_was_left_changes_nothing(
    drawer: Drawer, heard: list[Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: "")
    drawer.set_description(with_values(Description(), {"data.source": "folder"}))
    qtbot.mouseClick(drawer.data.row("data.path").editor.browse, Qt.MouseButton.LeftButton)
    assert heard == []


@pytest.mark.parametrize("source", ["cifar10", "cifar100"])
def test_cifar_may_be_a_folder_or_an_unopened_archive(
    drawer: Drawer, heard: list[Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    patterns = []

    def choose(parent: object, heading: str, here: str, pattern: str) -> tuple[str, str]:
        patterns.append(pattern)
        return "/a/cifar.tar.gz", pattern

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *arguments: "/a/folder")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    drawer.set_description(with_values(Description(), {"data.source": source}))
    editor = drawer.data.row("data.path").editor
    for index, path in enumerate(("/a/folder", "/a/cifar.tar.gz")):
        qtbot.mouseClick(editor.browse, Qt.MouseButton.LeftButton)
        (menu,) = (found for found in editor.findChildren(QMenu) if found.isVisible())
        menu.actions()[index].trigger()
        menu.close()
        assert heard[-1] == {"data.path": path}
        qtbot.wait(10)
    assert patterns == ["Archives (*.tar.gz *.tgz *.tar)"]


def test_the_note_is_there_where_there_is_one(drawer: Drawer) -> None:
    assert drawer.data.note == ""
    drawer.set_note("1,437 training and 360 test examples.")
    assert drawer.data.note == "1,437 training and 360 test examples."
