"""One table of commands: the menu has them all, each can be done, and a copied line gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from gui.actions import COMMANDS, GROUPS
from gui.command_palette import matching
from gui.filing import program
from gui.menu import RECENT, MainMenu
from gui.remembered import Remembered
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.presets import PRESETS, load_preset

SMALL = with_values(
    with_methods(Description(), ["sgd", "quick:sgd"]),
    {"run.steps": 6, "grid.resolution": 9, "methods.quick.step_size": 3.5, "slice.kind": "unit"},
)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    made = Window(SMALL, remembered=Remembered(tmp_path / "state"))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    with qtbot.waitSignal(made.session.scene_changed, timeout=20_000):
        made.session.begin()
    return made


def menu_of(window: Window) -> MainMenu:
    menu = window.header.menu.menu()
    assert isinstance(menu, MainMenu)
    menu.aboutToShow.emit()
    return menu


def entries(menu: QMenu) -> list[QAction]:
    """The entries of a menu and of its submenus, without the recent files."""
    found = []
    for action in menu.actions():
        if action.menu() is None:
            found.append(action)
        elif action.text() != RECENT:
            found += entries(action.menu())
    return found


def test_the_menu_has_every_command_in_its_group_with_its_key(window: Window) -> None:
    groups = menu_of(window).actions()
    assert [action.text() for action in groups] == list(GROUPS)
    assert {command.group for command in COMMANDS} == set(GROUPS)
    for group in groups:
        found = [(a.text(), a.data()) for a in entries(group.menu())]
        wanted = [(f"{c.text}\t{c.key}" if c.key else c.text, c.method) for c in COMMANDS if c.group == group.text()]
        if group.text() == "Presets":  # under headings of their own
            found, wanted = sorted(found), sorted(wanted)
        assert found == wanted


def test_every_key_of_the_table_is_live_and_no_two_clash(window: Window) -> None:
    keys = [command.key for command in COMMANDS if command.key]
    assert len(set(keys)) == len(keys)
    live = {action.shortcut().toString() for action in window.actions()}
    assert live == {command.key for command in COMMANDS if command.key and not command.bare}


def test_the_menu_does_what_it_says(window: Window, qtbot: QtBot) -> None:
    actions = {a.data(): a for a in entries(menu_of(window))}
    actions["show_curves"].trigger()
    assert window.tab.value == "curves"
    actions["look_dark"].trigger()
    assert window.look == "dark"
    actions["align cost"].trigger()
    assert window.timeline.alignment == window.bar.alignment.value == "cost"
    actions["loop"].trigger()
    assert window.timeline.loops
    assert window.bar.loop.isChecked()
    actions["faster"].trigger()
    actions["usual_speed"].trigger()
    assert window.timeline.speed == 1.0
    actions["rewind"].trigger()
    actions["go_to_end"].trigger()
    assert window.timeline.position == window.timeline.end > 0
    actions["next_held"].trigger()
    assert window.stage.held.index == 1
    actions["previous_held"].trigger()
    assert window.stage.held.index == 0
    window.stage.legend.visibility_changed.emit({"sgd"})
    actions["show_every_path"].trigger()
    assert window.stage.legend.visible_labels == {"sgd", "quick"}
    actions["loss svm"].trigger()
    assert window.session.description.objective.loss == "svm"
    actions[f"open_preset {PRESETS[0].name}"].trigger()
    assert window.session.description == load_preset(PRESETS[0].name)
    actions["whole_screen"].trigger()
    assert window.isFullScreen()
    actions["whole_screen"].trigger()
    assert not window.isFullScreen()


def test_undo_and_redo_are_gray_where_there_is_nothing(window: Window) -> None:
    def enabled() -> list[bool]:
        edit = next(group.menu() for group in menu_of(window).actions() if group.text() == "Edit")
        return [a.isEnabled() for a in edit.actions() if a.data() in ("undo", "redo")]

    assert enabled() == [False, False]
    window.session.edit({"slice.seed": 5})
    assert enabled() == [True, False]
    window.do("undo")
    assert enabled() == [False, True]


def test_recent_files_open_again_and_missing_ones_vanish(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not menu_of(window).recent.isEnabled()
    target = tmp_path / "mine.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(target), ""))
    window.do("save_description")
    window.session.edit({"slice.seed": 9})
    recent = menu_of(window).recent.actions()
    assert [action.data() for action in recent] == [target]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        recent[0].trigger()
    assert window.session.description == SMALL
    other = tmp_path / "other.toml"
    other.write_text(SMALL.toml(), encoding="utf-8")
    window.doing.open_path(other)
    target.unlink()
    assert [action.data() for action in menu_of(window).recent.actions()] == [other]


def test_the_palette_finds_presets_by_their_menu() -> None:
    names = [command.text for command in matching("presets random")]
    assert "A random plane" in names
    assert matching("no such thing") == []


def shell(folder: Path, line: str) -> None:
    ended = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr


def test_the_copied_lines_give_the_windows_own_bytes_in_a_shell(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.filing.program", lambda: [sys.executable, str(Path(__file__).parents[2] / "main.py")])
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"start.at": [0.25, -0.5], "objective.regularization": 0.0025})
    for folder in ("window", "shell"):
        (tmp_path / folder).mkdir()
    for copy, save, name in (("copy_dump_command", "save_dump", "run.npz"),
                             ("copy_command", "save_figure", "surface.pdf")):  # fmt: skip
        mine = tmp_path / "window" / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments, mine=mine: (str(mine), ""))
        window.do(copy)
        line = QGuiApplication.clipboard().text()
        assert line in window.messages.text.text()
        with qtbot.waitSignal(window.session.saved, timeout=30_000):
            window.do(save)
        shell(tmp_path / "shell", line)
        assert (tmp_path / "shell" / name).read_bytes() == mine.read_bytes()


def test_the_copied_line_begins_with_a_program_that_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    python, script = program()
    assert Path(python).is_file()
    assert Path(script).is_file()
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert program() == ["losscope"]


def test_bare_keys_of_the_new_commands(window: Window, qtbot: QtBot) -> None:
    surface = window.stage.surface
    surface.setFocus()
    qtbot.keyClick(surface, Qt.Key.Key_Home)
    qtbot.keyClick(surface, Qt.Key.Key_End)
    assert window.timeline.position == window.timeline.end
    qtbot.keyClick(surface, Qt.Key.Key_N)
    assert window.stage.held.index == 1
    qtbot.keyClick(surface, Qt.Key.Key_B)
    assert window.stage.held.index == 0
    qtbot.keyClick(surface, Qt.Key.Key_L)
    assert window.timeline.loops


def test_presets_stand_under_headings_and_one_that_is_chosen_is_told(qtbot: QtBot) -> None:
    from gui.header import Header
    from gui.message_bar import MessageBar
    from landscape.experiment.presets import PRESETS

    header = Header(PRESETS, MessageBar())
    qtbot.addWidget(header)
    heard: list[str] = []
    header.preset_chosen.connect(heard.append)
    groups = [action.menu() for action in header.presets.menu().actions()]
    assert [menu.title() for menu in groups] == list(dict.fromkeys(preset.group for preset in PRESETS))
    assert max(len(menu.actions()) for menu in groups) <= 9
    for menu in groups:
        for action in menu.actions():
            action.trigger()
    assert sorted(heard) == sorted(preset.name for preset in PRESETS)
