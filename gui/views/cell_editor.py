"""The line that opens over a cell of a table to write its number."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

NARROWEST = 70  # pixels


class CellEditor(QLineEdit):
    """Enter, or leaving it, takes the number; Escape, and what is no number, leaves the old one.

    `ended` says that it is to go, with its number or without.
    """

    ended = Signal()

    def __init__(self, shown: str, typed: str, place: QRect, name: str, parent: QWidget) -> None:
        super().__init__(typed or shown, parent)
        self._shown = shown
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(name)
        tall = max(place.height(), self.sizeHint().height())
        self.setGeometry(place.left(), place.center().y() - tall // 2, max(NARROWEST, place.width()), tall)
        if not typed:
            self.selectAll()
        self.editingFinished.connect(self.ended)

    @property
    def number(self) -> float | None:
        """What is written; None where it is no finite number, or nothing has been changed."""
        text = self.text().strip().replace("−", "-")
        if text == self._shown:
            return None
        try:
            value = float(text)
        except ValueError:
            return None
        return value if math.isfinite(value) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.ended.emit()
        else:
            super().keyPressEvent(event)
            event.accept()  # else Enter goes on to the table, which would open another line
