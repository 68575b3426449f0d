"""What all panels share: rows of fields, shown from a description, whose edits come out as changes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from gui.panels.field import value_of
from gui.panels.form import Row
from gui.theme import Theme
from landscape.errors import LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values


class Panel(QWidget):
    """Shows a part of the description it was last given, and keeps nothing else.

    `edited` carries a dict of dotted fields and values, None to unset one, that `with_values` takes for that
    description: a change that breaks a rule is refused here, below its editor, and one that changes nothing is
    silent. Whoever owns the panel answers with `set_description`.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._description: Description | None = None
        self._themed: list[Any] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(7)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description; `resolved` is the same with every unset field filled in. Emits nothing."""
        self._description = description
        for row in self.rows:
            if self.has_row(row, description):
                row.show_value(value_of(description, row.field.key), value_of(resolved, row.field.key))

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        for widget in self._themed:
            widget.set_theme(theme)

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a row's field is one of this description."""
        return True

    def changes_for(self, key: str, value: Any) -> dict[str, Any]:
        """The changes that make `value` the value of a field: more than itself where others depend on it."""
        return {key: value}

    def add(self, widget: Any, layout: QLayout | None = None) -> Any:
        """Put a widget at the end of the panel, or of a layout within it, and theme it with the panel."""
        self._themed.append(widget)
        (self._column if layout is None else layout).addWidget(widget)
        return widget

    def add_row(self, row: Row, layout: QLayout | None = None) -> Row:
        """Put a row at the end, and let what is committed in it come out of the panel."""
        self.rows.append(row)
        row.committed.connect(self._commit)
        self.add(row, layout)
        return row

    def row(self, key: str) -> Row:
        """The row of a field of the present description, by its dotted name.

        Raises:
            KeyError: there is none.
        """
        for row in self.rows:
            if row.field.key == key and (self._description is None or self.has_row(row, self._description)):
                return row
        raise KeyError(key)

    def _commit(self, value: Any) -> None:
        row = self.sender()
        if self._description is None or not isinstance(row, Row):
            return
        changes = self.changes_for(row.field.key, value)
        try:
            changed = with_values(self._description, changes)
        except LosscopeError as error:
            row.refuse(str(error))
            return
        if changed == self._description:
            row.restore()
            return
        row.accept()
        self.edited.emit(changes)
