"""Where the runs start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gui.panels.field import fields_of
from gui.panels.form import Row
from gui.panels.panel import Panel
from gui.panels.seed import seed_row
from gui.panels.text_button import TextButton
from landscape.experiment.description import Description
from landscape.experiment.parts import StartPart


class StartPanel(Panel):
    """The random base point, and the place on the plane where the runs start."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for field in fields_of(StartPart, "start"):
            if field.name == "seed":
                self.add_row(seed_row(field, "new start", "Start from other random weights: the next seed"))
            else:
                self.add_row(Row(field, resettable=field.name != "at"))
        self.back = TextButton("Back to the base point", "Start at (0, 0), the base point itself")
        self.back.clicked.connect(self._go_back)
        self.add(self.back)
        self._column.setAlignment(self.back, Qt.AlignmentFlag.AlignRight)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's start."""
        super().set_description(description, resolved)
        self.back.setVisible(any(description.start.at))

    def _go_back(self) -> None:
        self.row("start.at").target.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is about to vanish
        self.row("start.at").committed.emit(None)
