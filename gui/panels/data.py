"""Which examples there are, and what is done to them on the way."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.panels.choice_editor import ChoiceEditor
from gui.panels.field import Field, fields_of
from gui.panels.form import Row
from gui.panels.note import Note
from gui.panels.panel import Panel
from gui.panels.path_editor import PathEditor
from gui.panels.wording import words_of
from landscape.data.catalogue import SOURCES
from landscape.data.source import Source
from landscape.experiment.description import Description
from trainers.parameters import Limits

NAMES = {"digits": "Handwritten digits", "cifar10": "CIFAR-10 photographs", "npz": "A file of your own (.npz)"}
FILE_PATTERNS = {"npz": "NumPy archives (*.npz)"}  # a source with a path and no pattern takes a folder


class DataPanel(Panel):
    """The source, its own fields, those that all sources have, and the loaded data set's note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        source = Field(
            key="data.source",
            words=words_of("data", "source"),
            help="Where the examples come from.",
            limits=Limits(choices=tuple(SOURCES)),
            types=(str,),
            default="digits",
            can_be_unset=False,
        )
        options = [(name, NAMES.get(name, name), kind.summary) for name, kind in SOURCES.items()]
        self.add_row(Row(source, ChoiceEditor(options), wide=True))
        shared = fields_of(Source, "data")
        names = {field.name for field in shared}
        self._owners: dict[Row, str] = {}
        for name, kind in SOURCES.items():
            for field in fields_of(kind, "data"):
                if field.name not in names:
                    self._owners[self.add_row(_own_row(name, field))] = name
        for field in shared:
            self.add_row(Row(field))
        self._note = Note()
        self.add(self._note)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's data; fields that its source does not have are not there."""
        super().set_description(description, resolved)
        for row in self.rows:
            row.setVisible(self.has_row(row, description))

    def set_note(self, text: str) -> None:
        """What the loaded data set says of itself; empty while there is none."""
        self._note.set_note(text)

    @property
    def note(self) -> str:
        """What is said of the data set."""
        return self._note.text()

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether the source of the description has the row's field; a function of two variables has no examples."""
        if description.objective.function is not None:
            return False
        return self._owners.get(row, description.source) == description.source


def _own_row(source: str, field: Field) -> Row:
    if field.name != "path":
        return Row(field)
    pattern = FILE_PATTERNS.get(source, "")
    return Row(field, PathEditor(folder=not pattern, pattern=pattern), wide=True)
