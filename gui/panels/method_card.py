"""One run of a method: its color, its name, its parameters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from gui.panels.field import Field, fields_of
from gui.panels.fold import FoldButton
from gui.panels.form import Row
from gui.panels.line_editor import LineEditor
from gui.panels.notation import STEP_SIZE, plain_text
from gui.panels.note import Note
from gui.panels.panel import Panel
from gui.panels.steps import next_number
from gui.panels.style import menu_style
from gui.panels.text_button import TextButton
from gui.theme import LIGHT, Theme
from gui.views.card import Card
from gui.views.run_menu import VARY
from landscape.experiment.auto_step import AUTO
from landscape.experiment.description import Description
from landscape.experiment.parts import MethodPart
from landscape.experiment.stretches import stretch_words
from landscape.figures.caption import sentence_start
from landscape.palette import Style, display_name
from trainers.catalogue import METHODS
from trainers.parameters import Limits

DUPLICATE, REMOVE, UP, DOWN = "duplicate", "remove", "up", "down"
ACTIONS = {DUPLICATE: "Duplicate", UP: "Move up", DOWN: "Move down", REMOVE: "Remove"}


class MethodCard(Panel):
    """A heading that opens the run's parameters, and a menu of what can be done with the run as a whole.

    `asked` carries one of `ACTIONS` or `run_menu.VARY`, when the user has chosen it.
    """

    asked = Signal(str)

    def __init__(self, part: MethodPart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kind = METHODS[part.method]
        self.label, self.method = part.label, part.method
        self.name = display_name(part.label, part.method)
        self._fields = fields_of(kind, f"methods.{part.label}", can_be_unset=True)
        self.fold = FoldButton(self.name, strong=True)
        self.fold.setToolTip(kind.summary)
        self.more = TextButton("⋯", f"Duplicate, move or remove {self.name}", quiet=True)
        self.more.setAccessibleName(f"{self.name}: more")
        self.menu = QMenu(self)
        self.actions_by_name = {name: self._action(name, text) for name, text in ACTIONS.items()}
        self._content = QWidget()
        self._lay_out(kind.summary)
        self.fold.toggled.connect(self._content.setVisible)
        self.more.clicked.connect(self._open_menu)
        self.set_theme(LIGHT)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show the run of this card's label."""
        super().set_description(description, resolved)
        labels = [part.label for part in description.methods]
        self.actions_by_name[UP].setEnabled(labels[0] != self.label)
        self.actions_by_name[DOWN].setEnabled(labels[-1] != self.label)
        self.actions_by_name[REMOVE].setEnabled(len(labels) > 1)
        for row in self.rows:
            row.setVisible(self.has_row(row, description))
        part = next(part for part in resolved.methods if part.label == self.label)
        self._settings = part.settings
        self.stretched.set_note(sentence_start(stretch_words(part.stretch)))
        self.unstretch.setVisible(bool(part.stretch))
        self._show_look()

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a field is one of this description: a function has no examples to choose from."""
        return row.field.name not in ("batch", "rows") or description.objective.function is None

    @property
    def stops(self) -> list[QWidget]:
        """The widgets that the tab key goes through, in order."""
        inside = [stop for row in self.rows for stop in (row.target, row.reset)]
        return [self.fold, self.more, *inside, self.several, self.unstretch]

    def set_style(self, style: Style) -> None:
        """The color that the run's path has in every view."""
        self._color = style.color
        self._show_look()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        super().set_theme(theme)
        self.menu.setStyleSheet(menu_style(theme))

    def _show_look(self) -> None:
        first = self._fields[0]
        note = f"{first.words.lower()} {plain_text(self._settings[first.name])}"
        self.fold.set_look(self.name, note, self._color)

    def _lay_out(self, summary: str) -> None:
        self._settings, self._color = {}, ""
        heading = QHBoxLayout()
        heading.setSpacing(2)
        for widget in (self.fold, self.more):
            self.add(widget, heading)
        body = QVBoxLayout(self._content)
        body.setContentsMargins(2, 4, 2, 2)
        body.setSpacing(6)
        self.add(Note(summary), body)
        for field in (*self._fields, *fields_of(MethodPart, f"methods.{self.label}")):
            self.add_row(_row(field), body)
        self.several = TextButton("Several values at once…", "Several runs of it, as with step sizes × 0.1, 1, 10")
        self.several.clicked.connect(self._ask_for_several)
        self.add(self.several, body)
        self.unstretch = TextButton("Take every step as it is", "Give the steps of this run their own lengths again")
        self.unstretch.clicked.connect(self._take_steps_as_they_are)
        self.stretched = Note()
        self.add(self.stretched, body)
        self.add(self.unstretch, body)
        self._content.setVisible(False)
        inside = QVBoxLayout()
        inside.setSpacing(0)
        inside.addLayout(heading)
        inside.addWidget(self._content)
        self.add(Card(inside, margin=6))

    def _action(self, name: str, text: str) -> QAction:
        action = self.menu.addAction(text)
        action.triggered.connect(lambda: self.asked.emit(name))
        return action

    def _ask_for_several(self) -> None:
        self.asked.emit(VARY)

    def _take_steps_as_they_are(self) -> None:
        self.edited.emit({f"methods.{self.label}.stretch": None})

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _row(field: Field) -> Row:
    if field.name != "step_size":
        return Row(field)
    return Row(field, LineEditor(STEP_SIZE, lambda value, up: _next_step_size(value, up, field.limits)))


def _next_step_size(value: Any, up: bool, limits: Limits) -> Any:
    return value if value == AUTO else next_number(value, up, limits)  # from "auto", the keys lead nowhere
