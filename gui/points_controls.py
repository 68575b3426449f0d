"""What the playground is told: loss, penalty, method, step size, batch and plane, instead of the usual controls."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.panels.choice_editor import ChoiceEditor
from gui.panels.line_editor import LineEditor
from gui.panels.notation import NUMBER, STEP_SIZE
from gui.panels.steps import next_number
from gui.points_edits import PLANES
from gui.theme import LIGHT, Theme
from gui.views.fonts import style_label, text_font
from landscape.data.given_points import MOST_POINTS
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.figures.caption import LOSSES as NAMES_OF_LOSSES
from landscape.losses.catalogue import LOSSES
from landscape.palette import NAMES
from trainers.catalogue import METHODS
from trainers.parameters import Limits

BATCHES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
PLANE_TIPS = {
    "weights": "Two weights as axes, all others still: click the corners of two cells of W",
    "gradient": "The direction of the gradient where runs begin, and a random one beside it",
    "paths": "The two directions that the methods moved along most",
    "unit": "Two random directions of unit length",
}
GAP = 10  # pixels between two of them


class PointsControls(QWidget):
    """Six choices in one row, or in two where that is too wide.

    Signals:
        changed(object): fields of the description with their new values. method_chosen(str). plane_chosen(str).
        complained(str): what was written is no value.
    """

    changed = Signal(object)
    method_chosen = Signal(object)
    plane_chosen = Signal(object)
    complained = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label, self._theme = "", LIGHT
        self._asking: LineEditor | None = None  # whose value is being judged
        self.loss = ChoiceEditor(
            [(name, NAMES_OF_LOSSES.get(name, name), kind.summary) for name, kind in LOSSES.items()]
        )
        self.penalty = LineEditor(NUMBER, _next_number)
        self.method = ChoiceEditor([(name, NAMES.get(name, name), "") for name in METHODS])
        self.step_size = LineEditor(STEP_SIZE, _next_number)
        self.batch = ChoiceEditor()
        self.plane = ChoiceEditor([(kind, words, PLANE_TIPS[kind]) for kind, words in PLANES.items()])
        parts = (
            ("Loss", self.loss, "What is summed over the examples", "Loss"),
            (
                "λ",
                self.penalty,
                "What the sum of squared weights is multiplied by (regularization)",
                "Regularization λ",
            ),
            ("Method", self.method, "What moves the weights of this run", "Method"),
            ("Step", self.step_size, "How far a step goes along the slope (learning rate)", "Step size"),
            ("Batch", self.batch, "How many examples each step looks at", "Batch"),
            ("Plane", self.plane, "Which two directions of weight space the picture at the right shows", "Plane"),
        )
        self._pairs: list[tuple[QLabel, ChoiceEditor | LineEditor]] = []
        for words, editor, tooltip, name in parts:
            heading = QLabel(words)
            editor.setToolTip(f"<b>{name}.</b> {tooltip}")
            heading.setToolTip(editor.toolTip())
            editor.setAccessibleName(name)
            editor.complained.connect(self.complained)
            self._pairs.append((heading, editor))
        for line in (self.penalty, self.step_size):
            line.complained.connect(lambda words, line=line: line.set_refused(bool(words)))
        self.loss.committed.connect(self._choose_loss)
        self.penalty.committed.connect(self._choose_penalty)
        self.method.committed.connect(self.method_chosen)
        self.step_size.committed.connect(self._choose_step_size)
        self.batch.committed.connect(self._choose_batch)
        self.plane.committed.connect(self.plane_chosen)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._cells = [self._cell(heading, editor) for heading, editor in self._pairs]
        self._columns = 0
        self.set_theme(LIGHT)
        self._place(len(self._pairs))

    def set_description(self, description: Description, label: str, n_examples: int) -> None:
        """Show a description's values, those of the run `label`; `n_examples` are learned from."""
        self._label = label
        full = resolved(description)
        self.loss.show_value(description.objective.loss, None)
        self.penalty.show_value(description.objective.regularization, None)
        kinds = {part.label: part for part in full.methods}
        part = kinds.get(label)
        for editor in (self.method, self.step_size, self.batch):
            editor.setEnabled(part is not None)
        settings: dict[str, Any] = {} if part is None else dict(part.settings)
        self.method.show_value(None if part is None else part.method, "")
        self.step_size.setEnabled("step_size" in settings)
        self.step_size.show_value(settings.get("step_size"), None)
        if "step_size" not in settings:
            self.step_size.setPlaceholderText("none")
        sizes = [size for size in BATCHES if size < n_examples]
        self.batch.set_options([
            (MOST_POINTS, "all", "Every step looks at all examples: full batch"),
            *((size, f"{size:,}", f"Every step looks at {size:,} examples: mini-batch") for size in sizes),
        ])  # fmt: skip
        has_batch = "batch" in settings
        self.batch.setEnabled(has_batch)
        size = int(settings["batch"]) if has_batch else MOST_POINTS
        if size < n_examples and size not in sizes:
            self.batch.set_options([(MOST_POINTS, "all", ""), *((n, f"{n:,}", "") for n in sorted({*sizes, size}))])
        self.batch.show_value(MOST_POINTS if size >= n_examples else size, None)
        self.plane.show_value(description.slice.kind, None)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text sizes from `theme`."""
        self._theme = theme
        metrics = QFontMetricsF(text_font(theme))
        for heading, editor in self._pairs:
            style_label(heading, theme.muted, text_font(theme))
            editor.set_theme(theme)
            if isinstance(editor, ChoiceEditor):  # room for its longest choice and the arrow
                texts = [editor.itemText(k) for k in range(editor.count())] if editor is not self.batch else ["512"]
                wide = max(metrics.horizontalAdvance(text) for text in texts) + 0.8 * metrics.height() + 22
            else:
                wide = metrics.horizontalAdvance("0.0001") + 16
            editor.setFixedWidth(round(wide))
        self.updateGeometry()

    @property
    def whole_width(self) -> int:
        """The width of all of them in one row."""
        widths = [cell.sizeHint().width() for cell in self._cells]
        return sum(widths) + GAP * (len(widths) - 1)

    def set_in_line(self, in_line: bool, width: int) -> None:
        """In one row, or in two where `width` pixels are too few for one."""
        del in_line  # headings stand before what they head either way
        self._place(len(self._cells) if width == 0 or self.whole_width <= width else 3)

    def _cell(self, heading: QLabel, editor: QWidget) -> QWidget:
        cell = QWidget()
        row = QHBoxLayout(cell)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(heading)
        row.addWidget(editor)
        return cell

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        while (row := self._rows.takeAt(0)) is not None:
            row.layout().deleteLater()  # cells stay, and go into others
        for first in range(0, len(self._cells), columns):
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for index, cell in enumerate(self._cells[first : first + columns]):
                if index:
                    line.addStretch(1)
                line.addWidget(cell)
            self._rows.addLayout(line)

    def mark_refused(self, _: object = None) -> None:
        """What has just been written is not taken: its line says so until another value is there."""
        if self._asking is not None:
            self._asking.set_refused(True)

    def _commit(self, editor: LineEditor, changes: dict[str, Any]) -> None:
        self._asking = editor
        self.changed.emit(changes)  # answered at once
        self._asking = None

    def _choose_loss(self, loss: str) -> None:
        self.changed.emit({"objective.loss": loss})

    def _choose_penalty(self, value: float | None) -> None:
        self._commit(self.penalty, {"objective.regularization": value})

    def _choose_step_size(self, value: Any) -> None:
        self._commit(self.step_size, {f"methods.{self._label}.step_size": value})

    def _choose_batch(self, size: int) -> None:
        self.changed.emit({"run.batch": size, f"methods.{self._label}.batch": None})


def _next_number(value: Any, up: bool) -> Any:
    return next_number(value, up, Limits(at_least=0.0)) if isinstance(value, float | int) else value
