"""A file or a folder: its path, and a button that looks for it."""

from __future__ import annotations

import os
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QWidget

from gui.panels.line_editor import LineEditor
from gui.panels.notation import TEXT
from gui.panels.text_button import TextButton
from gui.theme import Theme


class PathEditor(QWidget):
    """A line with the path and "Browse", which asks for a folder, for a file of the given pattern, or which of both."""

    committed = Signal(object)
    complained = Signal(str)

    def __init__(self, folder: bool, pattern: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder, self._pattern = folder, pattern
        self.line = LineEditor(TEXT)
        self._what = "a folder or an archive" if folder and pattern else "a folder" if folder else "a file"
        self.browse = TextButton("Browse", f"Look for {self._what}", framed=True)
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
        self.line.setPlaceholderText(self._what)

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
        if not (self._folder and self._pattern):
            (self.look_for_folder if self._folder else self.look_for_file)()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Folder …", self.look_for_folder)
        menu.addAction("Archive …", self.look_for_file)
        menu.popup(self.browse.mapToGlobal(QPoint(0, self.browse.height())))

    def look_for_folder(self) -> None:
        """Ask for a folder."""
        self._take(QFileDialog.getExistingDirectory(self.window(), "Choose a folder", self._here))

    def look_for_file(self) -> None:
        """Ask for a file of the pattern."""
        self._take(QFileDialog.getOpenFileName(self.window(), "Choose a file", self._here, self._pattern)[0])

    @property
    def _here(self) -> str:
        return os.path.expanduser(self.line.text()) or os.path.expanduser("~")

    def _take(self, found: str) -> None:
        if found:
            self.committed.emit(found)
