"""An editor for any field that is made by `parameter`: from its type, its limits and its help."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gui.panels.choice_editor import ChoiceEditor, PillEditor
from gui.panels.editor import Editor
from gui.panels.field import Field, default_words
from gui.panels.line_editor import LineEditor
from gui.panels.notation import NUMBER, NUMBERS, TEXT, WHOLE, Notation, plain_text
from gui.panels.note import Note
from gui.panels.steps import next_number, next_whole
from gui.panels.text_button import TextButton
from gui.panels.tick_editor import TickEditor
from gui.panels.wording import UNSET
from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from gui.views.icon_button import IconButton

EDITOR_WIDTH = 11.6  # of a short editor, in text sizes: wide enough for "0.001 (default)"


class Row(QWidget):
    """A field's words, a button that goes back to the default, its editor, and below them why a value was refused.

    `committed` carries a value that keeps the field's own limits, or None for "back to the default". A `wide` row
    has the editor below the words; `button` stands before the editor. `resettable` says whether there is a way back
    to the default; unless told, there is one except where all choices are in the editor anyway.
    """

    committed = Signal(object)

    def __init__(
        self,
        field: Field,
        editor: Editor | None = None,
        *,
        wide: bool = False,
        button: TextButton | None = None,
        resettable: bool | None = None,
    ) -> None:
        super().__init__()
        self.field, self.button = field, button
        self.value: Any = None
        self._default: Any = None
        self.editor: Any = editor_for(field) if editor is None else editor
        self.label = None if isinstance(self.editor, TickEditor) else QLabel(field.words)
        self.reset = IconButton("undo", f"Back to the default{default_words(field)}", size=22)
        self.reset.setAccessibleName(f"{field.words}: back to the default")
        self._message = Note(warning=True)
        self._wide = wide
        by_choice = isinstance(self.editor, (ChoiceEditor, PillEditor, TickEditor)) and not field.can_be_unset
        self.resettable = not by_choice if resettable is None else resettable
        self._theme = LIGHT
        self._lay_out()
        self._name_everything()
        self.editor.committed.connect(self._check)
        self.editor.complained.connect(self.refuse)
        self.reset.clicked.connect(self._reset)
        self.set_theme(LIGHT)

    def show_value(self, value: Any, resolved: Any) -> None:
        """Show the field's value, or what it counts as where it is None. Emits nothing."""
        if value != self.value:
            self._message.set_note("")
            self.editor.set_refused(False)
        self.value = value
        self._default = self.field.default
        if self.field.can_be_unset:
            self._default = resolved if value is None else None
        self.editor.show_value(value, self._default)
        changed = value is not None if self.field.can_be_unset else value != self.field.default
        self.reset.setVisible(changed and self.resettable)

    def refuse(self, message: str) -> None:
        """Say in one line why what the user wrote is not taken; an empty line takes that back."""
        self._message.set_note(message)
        self.editor.set_refused(bool(message))
        self.target.setAccessibleDescription(message or self.field.help)

    def accept(self) -> None:
        """What the user wrote is fine."""
        self.refuse("")

    def restore(self) -> None:
        """What the user wrote says nothing new: show the value that holds."""
        self.refuse("")
        self.editor.restore()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        for part in (self.editor, self.reset, self._message, self.button):
            if part is not None:
                part.set_theme(theme)
        if self.label is not None:
            style_label(self.label, theme.text, text_font(theme))
        if not self._wide and isinstance(self.editor, (LineEditor, ChoiceEditor)):
            self.editor.setFixedWidth(round(EDITOR_WIDTH * theme.text_size))

    @property
    def target(self) -> QWidget:
        """The widget that the keyboard talks to."""
        target: QWidget = self.editor.focusProxy() or self.editor
        return target

    @property
    def message(self) -> str:
        """Why the last value was refused; empty where it was not."""
        return self._message.text()

    @property
    def _holding(self) -> str:
        if self.value is None and self._default is None:
            return f"at the default, {UNSET.get(self.field.key, 'unset')}"
        return plain_text(self.value) if self.value is not None else f"at the default, {plain_text(self._default)}"

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        keeps_room = self.reset.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(self.resettable and not self._wide)
        self.reset.setSizePolicy(keeps_room)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self.label is None:
            grid.addWidget(self.editor, 0, 0, middle)
        else:
            self.label.setWordWrap(True)
            self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            grid.addWidget(self.label, 0, 0, middle)
            grid.addWidget(self.editor, *((1, 0, 1, 4) if self._wide else (0, 3, middle)))
        if self.button is not None:
            grid.addWidget(self.button, 0, 1, middle)
        grid.addWidget(self.reset, 0, 2, middle)
        grid.addWidget(self._message, 2, 0, 1, 4)

    def _name_everything(self) -> None:
        for widget in {self.editor, self.target}:
            widget.setToolTip(self.field.tooltip)
            widget.setAccessibleName(self.field.words)
            widget.setAccessibleDescription(self.field.help)
        if self.label is not None:
            self.label.setToolTip(self.field.tooltip)
            self.label.setBuddy(self.target)

    def _check(self, value: Any) -> None:
        if value is not None and not self.field.limits.admit(value):
            self.refuse(f"Must {self.field.rule or 'be a finite number'}. It stays {self._holding}.")
            return
        self.committed.emit(value)

    def _reset(self) -> None:
        self.target.setFocus(Qt.FocusReason.OtherFocusReason)  # the button is about to vanish
        self.committed.emit(None)


def editor_for(field: Field) -> Editor:
    """The usual editor of a field: a list for choices, a box for yes or no, a line of text for the rest."""
    limits, unset = field.limits, UNSET.get(field.key, "")
    if limits.choices:
        return ChoiceEditor([(choice, choice, "") for choice in limits.choices])
    if bool in field.types:
        return TickEditor(field.words)
    if int in field.types:
        return LineEditor(WHOLE, lambda value, up: next_whole(value, up, limits), unset=unset)
    if float in field.types:
        return LineEditor(NUMBER, lambda value, up: next_number(value, up, limits), unset=unset)
    notation: Notation = NUMBERS if tuple in field.types else TEXT
    return LineEditor(notation, unset=unset)
