"""A line or two of quiet text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, style_label


class Note(QLabel):
    """Small muted text that wraps; nothing at all where there is nothing to say. `warning` makes it red."""

    def __init__(self, text: str = "", warning: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warning = warning
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        if not text:
            self.hide()
        self.set_theme(LIGHT)

    def set_note(self, text: str) -> None:
        """Say something else."""
        self.setText(text)
        self.setVisible(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        style_label(self, theme.bad if self._warning else theme.muted, small_font(theme))
