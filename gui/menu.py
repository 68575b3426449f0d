"""The menu: every command of the table, one submenu for each subject, and the recent files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.actions import COMMANDS, GROUPS
from landscape.experiment.presets import PRESETS

if TYPE_CHECKING:
    from gui.window import Window

RECENT = "Open recent"


class MainMenu(QMenu):
    """Submenus by subject. What cannot be done now is gray; a command says its key."""

    def __init__(self, window: Window, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = window
        self._undo_or_redo: list[QAction] = []
        self.recent = QMenu(RECENT, self)
        for group in GROUPS:
            submenu = self.addMenu(group)
            if group == "Presets":
                self._add_presets(submenu)
                continue
            for command in (command for command in COMMANDS if command.group == group):
                # A tab puts the key into a column of its own; as a shortcut it would clash with the window's.
                action = submenu.addAction(f"{command.text}\t{command.key}" if command.key else command.text)
                action.setData(command.method)
                if command.method == "open_file":
                    submenu.addMenu(self.recent)
                if command.method in ("undo", "redo"):
                    self._undo_or_redo.append(action)
        self.triggered.connect(self._do)  # also for the actions of all submenus
        self.aboutToShow.connect(self._renew)

    def _add_presets(self, menu: QMenu) -> None:
        """Presets under their headings: one list of all of them would be longer than the screen."""
        parts: dict[str, QMenu] = {}
        for preset in PRESETS:
            if preset.group not in parts:
                parts[preset.group] = menu.addMenu(preset.group)
                parts[preset.group].setToolTipsVisible(True)
            action = parts[preset.group].addAction(preset.name)
            action.setToolTip(preset.sentence)
            action.setData(f"open_preset {preset.name}")

    def _renew(self) -> None:
        session = self._window.session
        for action in self._undo_or_redo:
            action.setEnabled(session.can_undo if action.data() == "undo" else session.can_redo)
        self.recent.clear()
        paths = [] if self._window.remembered is None else self._window.remembered.recent()
        for path in paths:
            action = self.recent.addAction(f"{path.name}    {_short(path.parent)}")
            action.setData(path)
        self.recent.setEnabled(bool(paths))

    def _do(self, action: QAction) -> None:
        chosen = action.data()
        if isinstance(chosen, Path):
            self._window.doing.open_path(chosen)
        else:
            self._window.do(chosen)


def _short(folder: Path) -> str:
    home = Path.home()
    return f"~/{folder.relative_to(home)}" if folder.is_relative_to(home) else str(folder)
