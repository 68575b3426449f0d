"""A file or a folder: its path, and a button that looks for it."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from gui.panels.line_editor import LineEditor
from gui.panels.notation import TEXT
from gui.panels.text_button import TextButton
from gui.theme import Theme


class PathEditor(QWidget):
    """A line with the path and "Browse", which asks for a folder or for a file of the given pattern."""

    committed = Signal(object)
    complained = Signal(str)

    def __init__(self, folder: bool, pattern: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._pattern = folder, pattern
        self.line = LineEditor(TEXT)
        self.browse = TextButton("Browse", "Look for the folder" if folder else "Look for the file", framed=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.browse)
        self.setFocusProxy(self.line)
        self.line.committed.connect(self.committed)
        self.line.complained.connect(self.complained)
        self.browse.clicked.connect(self._look)

    def show_value(self, value: Any, default: Any) -> None:
        """Show a path; an empty one shows what is wanted."""
        self.line.show_value(value or None, None)
        self.line.setPlaceholderText("a folder" if self._folder else "a file")

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self.line.set_theme(theme)
        self.browse.set_theme(theme)

    def set_refused(self, refused: bool) -> None:
        """Mark what is written as not taken."""
        self.line.set_refused(refused)

    def restore(self) -> None:
        """Show the path that holds."""
        self.line.restore()

    def _look(self) -> None:
        here = os.path.expanduser(self.line.text()) or os.path.expanduser("~")
        if self._folder:
            found = QFileDialog.getExistingDirectory(self.window(), "Choose a folder", here)
        else:
            found, _ = QFileDialog.getOpenFileName(self.window(), "Choose a file", here, self._pattern)
        if found:
            self.committed.emit(found)
