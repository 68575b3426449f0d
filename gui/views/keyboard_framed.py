"""A view that frames itself while the keyboard talks to it: not after a click, which shows where it is by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class KeyboardFramed(QWidget):
    """Knows whether the focus came by Tab; what is painted then is the view's own."""

    is_framed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.is_framed = event.reason() in BY_TAB
        super().focusInEvent(event)  # which paints anew

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.is_framed = False
        super().focusOutEvent(event)
