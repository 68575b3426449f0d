"""The dialog that makes several runs of one: a parameter and its values."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QWidget

from gui.panels.field import fields_of
from gui.panels.notation import plain_text
from gui.panels.note import Note
from gui.runs import FACTORS, number_parameters, read_values, with_several
from gui.theme import Theme
from gui.views.fonts import style_label, text_font
from landscape.errors import LosscopeError
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.palette import display_name
from trainers.catalogue import METHODS

USUAL = "× " + ", ".join(f"{factor:g}" for factor in FACTORS)


class SeveralDialog(QDialog):
    """Asks for values of one parameter of a run, and says at once how many runs they make, or what is wrong.

    Signals:
        agreed(object): the description with the runs.
    """

    agreed = Signal(object)

    def __init__(self, description: Description, label: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before, self._label = description, label
        self._after: Description | None = None
        part = next(part for part in resolved(description).methods if part.label == label)
        self._present = part.settings
        self._fields = {field.name: field for field in fields_of(METHODS[part.method], f"methods.{label}")}
        self.heading = f"Several runs of {display_name(label, part.method)}"
        self.setWindowTitle(self.heading)
        self.setStyleSheet(f"QLabel, QComboBox, QLineEdit {{ font-size: {theme.text_size}pt; }}")
        self.parameter, self.values = QComboBox(), QLineEdit(USUAL)
        for name in number_parameters(part.method):
            self.parameter.addItem(self._fields[name].words, name)
        self.parameter.setAccessibleName("Parameter")
        self.values.setAccessibleName("Values")
        self.values.setToolTip("Values with commas; behind a times sign they multiply the present value")
        self.help, self.outcome, self.refusal = Note("-"), Note("-"), Note(warning=True)
        self._lay_out(theme)
        self.parameter.currentIndexChanged.connect(self._check)
        self.values.textChanged.connect(self._check)
        self.buttons.accepted.connect(self._agree)
        self.buttons.rejected.connect(self.reject)
        self._check()
        self.values.setFocus()
        self.values.selectAll()

    def _lay_out(self, theme: Theme) -> None:
        form = QFormLayout(self)
        form.setSpacing(round(0.9 * theme.text_size))
        margin = round(1.6 * theme.text_size)
        form.setContentsMargins(margin, margin, margin, margin)
        title = QLabel(self.heading)
        style_label(title, theme.text, text_font(theme, bold=True))
        form.addRow(title)
        form.addRow("Parameter", self.parameter)
        form.addRow("Values", self.values)
        for note in (self.help, self.outcome, self.refusal):
            note.set_theme(theme)
            form.addRow(note)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self.buttons.addButton("Make them", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip("Change nothing (Esc)")
        form.addRow(self.buttons)
        self.setMinimumWidth(round(40 * theme.text_size))

    def _check(self) -> None:
        field = self._fields[self.parameter.currentData()]
        present = self._present[field.name]
        rule = f" It must {field.rule}." if field.rule else ""
        self.help.set_note(f"{field.help} Now {plain_text(present)}.{rule}")
        self._after, outcome, refusal = None, "", ""
        try:
            values = read_values(self.values.text(), present, whole=float not in field.types)
            self._after = with_several(self._before, self._label, field.name, values)
            outcome = f"{len(values)} runs: {field.words.lower()} {', '.join(plain_text(value) for value in values)}"
        except LosscopeError as error:
            refusal = str(error)
        self.outcome.set_note(outcome)
        self.refusal.set_note(refusal)
        self.make.setEnabled(self._after is not None)

    def _agree(self) -> None:
        if self._after is not None:
            self.accept()
            self.agreed.emit(self._after)
