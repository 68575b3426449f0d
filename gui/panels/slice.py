"""Which slice through weight space is seen, and where on it the loss is computed."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from gui.panels.choice_editor import ChoiceEditor, Option
from gui.panels.field import Field, fields_of
from gui.panels.fold import Fold
from gui.panels.form import Row
from gui.panels.line_editor import LineEditor
from gui.panels.notation import COUNTS, NUMBERS, RANGE, ROWS, WEIGHTS, WORDS
from gui.panels.note import Note
from gui.panels.panel import Panel
from gui.panels.path_editor import PathEditor
from gui.panels.seed import seed_row
from gui.panels.wording import UNSET
from landscape.directions.catalogue import DIRECTIONS
from landscape.experiment.description import Description
from landscape.experiment.parts import GridPart
from landscape.experiment.slice_part import SlicePart
from landscape.palette import display_name

RARE = (
    "slice.dimensions", "slice.bias", "slice.turn", "slice.shift",
    "grid.method", "grid.batch", "grid.batch_step", "grid.test",
)  # fmt: skip
OF_EXAMPLES = ("slice.bias", "grid.method", "grid.batch", "grid.batch_step", "grid.test")  # of no function
METHOD_NAMES = [
    ("exact", "exactly", "Equal to the loss at every point of the grid, up to rounding."),
    ("certified", "certified", "Interpolated from fewer points where its measured error is small, else exactly."),
]


ORTHOGONAL_NAMES: list[Option] = [
    (None, "as the kind is", "Random directions of unit length are, raw ones are not."),
    (True, "yes", "Made orthogonal, first to last; angles on a 1:1 picture are those of weight space."),
    (False, "no", "Each keeps its own direction; the angle between them is stated."),
]
SECOND_NAMES = [
    ("random", "a random direction", "Seeded, orthogonal to the gradient."),
    ("velocity", "a run’s velocity", "The last recorded movement of a run that follows gradients."),
    ("hessian", "the steepest curvature", "The Hessian’s eigenvector with the largest eigenvalue (softmax)."),
]
EIGENVECTOR_NAMES = [
    ("largest", "the largest", "Where the loss curves most: what limits the step size."),
    ("smallest", "the smallest", "Where the loss curves least, or downward."),
    ("both", "largest and smallest", "A steep direction beside a flat one."),
]
TOLD = sorted({f"slice.{name}" for direction in DIRECTIONS.values() for name in direction.told_by})


class SlicePanel(Panel):
    """The directions, what they go through, range and resolution; what is rarely changed is folded away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._center = ChoiceEditor(), ChoiceEditor()
        self._summary = Note()
        fields = {field.key: field for field in (*fields_of(SlicePart, "slice"), *fields_of(GridPart, "grid"))}
        self.add_row(Row(fields.pop("slice.kind"), self._kind, wide=True))
        self.add(self._summary)
        self.add_row(seed_row(fields.pop("slice.seed"), "another", "Other random directions: the next seed"))
        self.add_row(Row(fields.pop("slice.center"), self._center, wide=True))
        self.fold = Fold("More", "Number of directions, biases, turn and shift")
        rare = [fields.pop(key) for key in RARE]
        for field in fields.values():
            self.add_row(_row(field))
        self.add(self.fold)
        for field in rare:
            self.add_row(_row(field), self.fold.body)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's slice and grid."""
        part = description.slice
        self._kind.set_options(kind_options(part.kind, description.objective.function is not None))
        self._center.set_options(center_options(description))
        self._summary.set_note(" ".join(DIRECTIONS[kind].summary for kind in part.kinds))
        super().set_description(description, resolved)
        for row in self.rows:
            if row.field.key in (*TOLD, *OF_EXAMPLES):
                row.setVisible(self.has_row(row, description))

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a field is one of all slices, or of a kind of this one, or set although no kind reads it."""
        if row.field.key in OF_EXAMPLES and description.objective.function is not None:
            return False
        name = row.field.name
        part = description.slice
        told = any(name in DIRECTIONS[kind].told_by for kind in part.kinds) or (name == "file" and part.reads_file)
        return row.field.key not in TOLD or told or getattr(part, name) != row.field.default

    def changes_for(self, key: str, value: Any) -> dict[str, Any]:
        """A view of other directions means nothing: it goes, and a number of directions that no longer divides."""
        changes = {key: value}
        assert self._description is not None
        part = self._description.slice
        if key in ("slice.kind", "slice.dimensions"):
            changes.update({f"slice.{name}": None for name in ("turn", "shift") if getattr(part, name) is not None})
        if key == "slice.kind" and part.dimensions is not None and part.dimensions % len(str(value).split("+")):
            changes["slice.dimensions"] = None
        return changes


def kind_options(present: str, of_function: bool = False) -> list[Option]:
    """The kinds of directions, and the present one where it joins several; a function has no layers."""
    without = ("filter", "layer") if of_function else ()
    options = [(name, kind.label, kind.summary) for name, kind in DIRECTIONS.items() if name not in without]
    if present not in DIRECTIONS:
        kinds = [DIRECTIONS[kind] for kind in present.split("+")]
        options.append((present, " + ".join(kind.label for kind in kinds), " ".join(kind.summary for kind in kinds)))
    return options


def center_options(description: Description) -> list[Option]:
    """What the slice may go through: the base point, zero, the end of each run."""
    options = [
        ("base", "the base point", "Where the runs start, unless a start on the plane was chosen."),
        ("zero", "zero weights", "All weights and biases 0: a classifier gives every class the same score."),
    ]
    if description.slice.file:
        options.append(("file", "the file’s origin", "The origin that the file with axes keeps."))
    for part in description.methods:
        name = display_name(part.label, part.method)
        options.append(
            (f"end:{part.label}", f"the end of {name}", f"Where {name} ends when it starts at the base point.")
        )
    return options


def _row(field: Field) -> Row:
    if field.key == "slice.turn":
        return Row(field, LineEditor(ROWS), wide=True)
    if field.key == "slice.shift":
        return Row(field, LineEditor(NUMBERS), wide=True)
    if field.key in ("slice.through", "slice.runs"):
        return Row(field, LineEditor(WORDS, unset=UNSET[field.key]), wide=True)
    if field.key == "slice.weights":
        return Row(field, LineEditor(WEIGHTS, unset=UNSET[field.key]), wide=True)
    if field.key == "slice.file":
        return Row(field, PathEditor(folder=False, pattern="Axes (*.npz *.npy)"), wide=True)
    if field.key == "slice.orthogonal":
        return Row(field, ChoiceEditor(ORTHOGONAL_NAMES), resettable=False)
    if field.key == "slice.second":
        return Row(field, ChoiceEditor(SECOND_NAMES))
    if field.key == "slice.eigenvectors":
        return Row(field, ChoiceEditor(EIGENVECTOR_NAMES))
    if field.key == "grid.range":
        return Row(field, LineEditor(RANGE))
    if field.key == "grid.resolution":
        return Row(field, LineEditor(COUNTS))
    if field.key == "grid.method":
        return Row(field, ChoiceEditor(METHOD_NAMES))
    return Row(field)
