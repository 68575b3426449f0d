"""The keys of the table of commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from gui.actions import COMMANDS

if TYPE_CHECKING:
    from gui.window import Window


class Shortcuts(QObject):
    """Keys with a modifier work everywhere in the window; bare ones where no control wants them for itself."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        for command in COMMANDS:
            if command.key and not command.bare:
                action = QAction(command.text, window)
                action.setShortcut(QKeySequence(command.key))
                action.setData(command.method)
                action.triggered.connect(self._do_action)
                window.addAction(action)

    def take(self, event: QKeyEvent) -> bool:
        """Do the command of a bare key; whether there is one."""
        for command in COMMANDS:
            if command.bare and QKeySequence(event.keyCombination()) == QKeySequence(command.key):
                self._window.do(command.method)
                return True
        return False

    def _do_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._window.do(action.data())
