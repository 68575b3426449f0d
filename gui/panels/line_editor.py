"""A value as a line of text, taken on Enter, on leaving the line, or by the up and down keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.panels.notation import Notation, Unreadable
from gui.panels.style import line_style
from gui.theme import LIGHT, Theme

Step = Callable[[Any, bool], Any]


class LineEditor(QLineEdit):
    """An editor of anything that has a notation.

    An unset value shows as a placeholder, "100 (default)", or as the words `unset` where the default is not known
    without the data; an emptied line unsets. What is being written, or was
    refused, stays while the value shown stays the same. Escape brings the value back.
    """

    committed = Signal(object)
    complained = Signal(str)

    def __init__(
        self, notation: Notation, step: Step | None = None, *, unset: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._unset = unset
        self._notation, self._step, self._theme = notation, step, LIGHT
        self._value: Any = None
        self._default: Any = None
        self._refused = False
        self.editingFinished.connect(self._finish)
        self.set_theme(LIGHT)

    def show_value(self, value: Any, default: Any) -> None:
        """Show a value, or for None the default as a placeholder."""
        untouched = value == self._value and default == self._default
        self._value, self._default = value, default
        self.setPlaceholderText(self._unset if default is None else f"{self._notation.write(default)} (default)")
        if untouched and (self.isModified() or self._refused):
            return
        self.restore()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        wanted = line_style(theme, self._refused)
        if self.styleSheet() != wanted:  # a new one costs, and a drawer has dozens of lines
            self.setStyleSheet(wanted)

    def set_refused(self, refused: bool) -> None:
        """Mark what is written as not taken."""
        if refused != self._refused:
            self._refused = refused
            self.setStyleSheet(line_style(self._theme, refused))

    def restore(self) -> None:
        """Show the value that holds."""
        self.set_refused(False)
        if self.text() != self._shown_text:
            cursor = self.cursorPosition()
            self.setText(self._shown_text)
            self.setCursorPosition(cursor if self.hasFocus() else 0)
        self.setModified(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.isModified() or self._refused):
            self.restore()
            self.complained.emit("")
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._step is not None:
            self._take_step(event.key() == Qt.Key.Key_Up)
        else:
            super().keyPressEvent(event)

    @property
    def _shown_text(self) -> str:
        return "" if self._value is None else self._notation.write(self._value)

    def _finish(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        text = self.text().strip()
        if text == self._shown_text:
            self.restore()
            self.complained.emit("")
            return
        try:
            value = self._notation.read(text) if text else None
        except Unreadable as error:
            self.complained.emit(str(error))
            return
        self.committed.emit(value)

    def _take_step(self, up: bool) -> None:
        assert self._step is not None
        try:
            present = self._notation.read(self.text()) if self.text().strip() else self._default
        except Unreadable as error:
            self.complained.emit(str(error))
            return
        moved = present if present is None else self._step(present, up)
        if moved != present:
            self.setText(self._notation.write(moved))
            self.setModified(False)
            self.committed.emit(moved)
