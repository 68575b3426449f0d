"""Which methods run, how long, and with which parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from gui.panels.choice_editor import PillEditor
from gui.panels.field import Field, fields_of
from gui.panels.fold import Fold
from gui.panels.form import Row
from gui.panels.method_card import DOWN, DUPLICATE, REMOVE, MethodCard
from gui.panels.panel import Panel
from gui.panels.seed import seed_row
from gui.panels.style import menu_style
from gui.panels.text_button import TextButton
from gui.runs import unique_label
from gui.theme import LIGHT, Theme
from gui.views.run_menu import VARY
from landscape.experiment.description import Description
from landscape.experiment.parts import MethodPart, RunPart
from landscape.palette import NAMES, styles
from trainers.catalogue import METHODS

INSIDE = [
    ("space", "all weights", "Methods move in the whole weight space; the picture is a slice of it."),
    ("slice", "the slice", "Methods move in the slice alone: their paths lie exactly on the surface."),
]
ALWAYS_SEEN = ("steps", "batch", "inside")


class MethodsPanel(Panel):
    """What all runs share, then a card for each run, then a menu of methods to add.

    `methods_edited` carries the new runs as a tuple of MethodPart: one was added, duplicated, removed or moved.
    Where the slice goes through the end of a run that is removed, `edited` puts it back through the base point first.
    `asked` carries an action of `gui.views.run_menu` and a run's label: several values at once.
    """

    methods_edited = Signal(object)
    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.cards: list[MethodCard] = []
        self.fold = Fold("More", "Seed of batches and tries, memory, what ends a run early")
        for field in fields_of(RunPart, "run"):
            self.add_row(_row(field), None if field.name in ALWAYS_SEEN else self.fold.body)
        self.add(self.fold)
        self._card_column = QVBoxLayout()
        self._card_column.setSpacing(6)
        self._column.addLayout(self._card_column)
        self.add_button = TextButton("Add a method", "Add a run of a method", framed=True, icon_name="plus")
        self.add(self.add_button)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        for name, kind in METHODS.items():
            action = self.menu.addAction(NAMES.get(name, name))
            action.setToolTip(kind.summary)
            action.setData(name)
        self.menu.triggered.connect(lambda action: self._add_method(action.data()))
        self.add_button.clicked.connect(self._open_menu)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's runs; cards of runs that are still there stay as they are, open or closed."""
        super().set_description(description, resolved)
        for row in self.rows:
            row.setVisible(self.has_row(row, description))
        self._match_cards(description.methods)
        looks = styles([part.method for part in description.methods])
        for card, look in zip(self.cards, looks, strict=True):
            card.set_description(description, resolved)
            card.set_style(look)

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a field is one of this description: there are no batches of a function."""
        return row.field.name != "batch" or description.objective.function is None

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        super().set_theme(theme)
        self.menu.setStyleSheet(menu_style(theme))
        for card in self.cards:
            card.set_theme(theme)

    def row(self, key: str) -> Row:
        """The row of a field by its dotted name, also on the cards."""
        for panel in self.cards:
            if any(row.field.key == key for row in panel.rows):
                return panel.row(key)
        return super().row(key)

    def card(self, label: str) -> MethodCard:
        """The card of a run."""
        return next(card for card in self.cards if card.label == label)

    def _match_cards(self, parts: Sequence[MethodPart]) -> None:
        kept = {(card.label, card.method): card for card in self.cards}
        wanted = []
        for part in parts:
            card = kept.pop((part.label, part.method), None)
            wanted.append(self._new_card(part) if card is None else card)
        for card in kept.values():
            self._card_column.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        for index, card in enumerate(wanted):
            if self._card_column.indexOf(card) != index:
                self._card_column.insertWidget(index, card)
        self.cards = wanted
        stops = [self.rows[-1].reset, *(stop for card in wanted for stop in card.stops), self.add_button]
        for earlier, later in pairwise(stops):
            QWidget.setTabOrder(earlier, later)

    def _new_card(self, part: MethodPart) -> MethodCard:
        card = MethodCard(part, self)
        card.set_theme(self._theme)
        card.edited.connect(self.edited)
        card.asked.connect(self._change_runs)
        return card

    def _change_runs(self, action: str) -> None:
        card = self.sender()
        if self._description is None or not isinstance(card, MethodCard):
            return
        parts = list(self._description.methods)
        if action == VARY:
            self.asked.emit(VARY, card.label)
            return
        index = next(place for place, part in enumerate(parts) if part.label == card.label)
        if action == DUPLICATE:
            copy = dataclasses.replace(parts[index], label=unique_label(card.label, parts))
            parts.insert(index + 1, copy)
        elif action == REMOVE:
            del parts[index]
            named = {name for name, label in self._description.slice.named_runs if label == card.label}
            if named:
                self.edited.emit({f"slice.{name}": None for name in sorted(named)})
        else:
            parts.insert(index + (1 if action == DOWN else -1), parts.pop(index))
        self.methods_edited.emit(tuple(parts))

    def _add_method(self, method: str) -> None:
        if self._description is not None:
            parts = self._description.methods
            self.methods_edited.emit((*parts, MethodPart(unique_label(method, parts), method)))

    def _open_menu(self) -> None:
        self.menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))


def _row(field: Field) -> Row:
    if field.name == "inside":
        return Row(field, PillEditor(field.words, INSIDE))
    if field.name == "seed":
        return seed_row(field, "another", "Other batches and other tries: the next seed")
    return Row(field)
