"""Which examples there are, and what is done to them on the way."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.panels.choice_editor import ChoiceEditor
from gui.panels.field import Field, fields_of
from gui.panels.form import Row
from gui.panels.line_editor import LineEditor
from gui.panels.notation import Notation, plain_text, read_points
from gui.panels.note import Note
from gui.panels.panel import Panel
from gui.panels.path_editor import PathEditor
from gui.panels.wording import UNSET, words_of
from landscape.data.catalogue import SOURCES
from landscape.data.source import Source
from landscape.experiment.description import Description
from trainers.parameters import Limits

NAMES = {
    "digits": "Handwritten digits",
    "mnist": "MNIST or one of its family (IDX)",
    "cifar10": "CIFAR-10 photographs",
    "cifar100": "CIFAR-100 photographs",
    "folder": "A folder of images",
    "npz": "A file of your own (.npz)",
    "npy": "Two files of your own (.npy)",
    "csv": "A table of your own (.csv)",
    "openml": "OpenML",
    "points": "Points placed by hand",
    "blobs": "Clouds of points",
    "spiral": "A spiral",
    "xor": "XOR",
    "circles": "Circles",
    "moons": "Moons",
    "noise": "Noise",
}
FILE_PATTERNS = {  # a source with a path and no pattern takes a folder
    "npz": "NumPy archives (*.npz)",
    "npy": "NumPy arrays (*.npy)",
    "csv": "Tables (*.csv *.tsv *.txt)",
}
ARCHIVE = "Archives (*.tar.gz *.tgz *.tar)"
ARCHIVES = {"cifar10": ARCHIVE, "cifar100": ARCHIVE}  # sources whose folder may be an unopened archive
COLORS = [
    ("own", "as they are", "Colors as the source has them."),
    ("gray", "gray", "0.299 red + 0.587 green + 0.114 blue."),
    ("color", "color", "Three channels; gray images have three equal ones."),
]
DTYPES = [
    ("own", "as they are", "As the source has them: uint8 or float32."),
    ("uint8", "uint8", "Rounded to 255 steps; a quarter of the memory."),
    ("float32", "float32", "Four bytes for each feature."),
]
POINTS = Notation(plain_text, read_points)
CLASS_NAMES = Notation(plain_text, lambda text: tuple(word.strip() for word in text.split(",") if word.strip()))


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
            self.add_row(_shared_row(field))
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


def _shared_row(field: Field) -> Row:
    if field.name == "classes":
        return Row(field, LineEditor(CLASS_NAMES, unset=UNSET[field.key]), wide=True)
    if field.name == "color":
        return Row(field, ChoiceEditor(COLORS))
    return Row(field, ChoiceEditor(DTYPES)) if field.name == "dtype" else Row(field)


def _own_row(source: str, field: Field) -> Row:
    if field.name in ("url", "dataset"):
        return Row(field, wide=True)
    if field.name == "points":
        return Row(field, LineEditor(POINTS), wide=True)
    if field.name not in ("path", "labels"):
        return Row(field)
    pattern = FILE_PATTERNS.get(source, ARCHIVES.get(source, ""))
    return Row(field, PathEditor(folder=source not in FILE_PATTERNS, pattern=pattern), wide=True)
