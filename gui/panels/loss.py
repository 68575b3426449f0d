"""Which loss is minimized, and what is added to it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.panels.choice_editor import ChoiceEditor, Option
from gui.panels.field import fields_of
from gui.panels.form import Row
from gui.panels.notation import plain_text
from gui.panels.note import Note
from gui.panels.panel import Panel
from landscape.experiment.description import Description
from landscape.experiment.parts import TERMS, ObjectivePart
from landscape.losses.catalogue import LOSSES
from landscape.objectives.catalogue import MODELS
from landscape.objectives.functions.catalogue import FUNCTIONS

MODEL_NAMES = {"linear": "Loss of a linear classifier", "network": "Loss of a network"}
NAMES = {
    "softmax": "softmax",
    "svm": "SVM",
    "ova-svm": "SVM, one against all",
    "structured-svm": "SVM, structured",
    "squared-hinge": "squared hinge",
}


class LossPanel(Panel):
    """The loss of an example, how much large weights cost, and the sum of both in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        options = [(name, NAMES.get(name, name), kind.summary) for name, kind in LOSSES.items()]
        for field in fields_of(ObjectivePart, "objective"):
            if field.name == "model":
                self.add_row(Row(field, ChoiceEditor(model_options()), wide=True))
            elif field.name == "loss":
                self.add_row(Row(field, ChoiceEditor(options)))
            else:
                self.add_row(Row(field))
        self._statement = Note()
        self.add(self._statement)

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's loss."""
        super().set_description(description, resolved)
        for row in self.rows:
            row.setVisible(self.has_row(row, description))
        self._statement.set_note(statement(description))

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a field is one of the model: a function of two variables has no loss of scores and no penalty."""
        return description.objective.function is None or row.field.name not in TERMS

    @property
    def statement(self) -> str:
        """The sentence shown."""
        return self._statement.text()


def model_options() -> list[Option]:
    """What can be minimized: models that learn from examples, then functions of two variables."""
    models = [(name, MODEL_NAMES.get(name, name), kind.summary) for name, kind in MODELS.items()]
    functions = [(name, f"{function.label} (2 weights)", function.summary) for name, function in FUNCTIONS.items()]
    return [*models, *functions]


def statement(description: Description) -> str:
    """What is minimized, in two sentences."""
    part = description.objective
    if part.function is not None:
        return f"{part.function.summary} Minimized: f(x, y) = {part.function.formula}."
    terms = [
        f" + {plain_text(factor)} × the sum of {words} weights"
        for factor, words in ((part.regularization, "squared"), (part.l1, "absolute"))
        if factor
    ]
    punished = "".join(terms) + ", biases left out" if terms else " alone"
    return f"{LOSSES[part.loss].summary} Minimized: its mean{punished}."
