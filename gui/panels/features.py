"""What the classifier sees of an image."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.panels.choice_editor import ChoiceEditor, Option
from gui.panels.field import fields_of
from gui.panels.form import Row
from gui.panels.note import Note
from gui.panels.panel import Panel
from gui.panels.seed import seed_row
from landscape.experiment.description import Description
from landscape.experiment.features_part import NONE, OWN_FIELDS, FeaturesPart, fields_of_kind
from landscape.features.catalogue import FEATURES

POINT_NAMES: list[Option] = [
    ("dense", "densely", "At as many points of every image, evenly."),
    ("keypoints", "at keypoints", "Where something is found; small images have few keypoints, or none."),
]
JOINED = ("hog+histogram",)  # what is offered beside single features; a description can join any
AS_THEY_ARE: Option = (NONE, "none: the data as they are", "The values that the source gives, mapped as Data says.")


class FeaturesPanel(Panel):
    """The features, their own fields, and what they are in a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = ChoiceEditor()
        self._summary = Note()
        for field in fields_of(FeaturesPart, "features"):
            if field.name == "kind":
                self.add_row(Row(field, self._kind, wide=True))
                self.add(self._summary)
            elif field.name == "seed":
                self.add_row(seed_row(field, "another", "Other vocabularies: the next seed"))
            elif field.name == "points":
                self.add_row(Row(field, ChoiceEditor(POINT_NAMES)))
            else:
                self.add_row(Row(field))

    def set_description(self, description: Description, resolved: Description) -> None:
        """Show a description's features; fields that none of them has are not there."""
        part = description.features
        self._kind.set_options(kind_options(part.kind))
        self._summary.set_note(" ".join(FEATURES[kind].summary for kind in part.kinds))
        super().set_description(description, resolved)
        for row in self.rows:
            row.setVisible(self.has_row(row, description))

    def has_row(self, row: Row, description: Description) -> bool:
        """Whether a chosen feature has the row's field; a function of two variables has no examples."""
        part, name = description.features, row.field.name
        if description.objective.function is not None:
            return False
        if name == "seed":
            return any(feature.uses_seed for feature in part.features)
        if name in OWN_FIELDS:
            return name in fields_of_kind(part.kind)
        return name == "kind" or bool(part.kinds)


def kind_options(present: str) -> list[Option]:
    """No features, each feature alone, some joined, and the present ones."""
    options = [AS_THEY_ARE, *((name, kind.label, kind.summary) for name, kind in FEATURES.items())]
    options += [_joined(kind) for kind in JOINED]
    known = {option[0] for option in options}
    return options if present in known else [*options, _joined(present)]


def _joined(kind: str) -> Option:
    parts = [FEATURES[name] for name in kind.split("+")]
    return kind, " + ".join(part.label for part in parts), " ".join(part.summary for part in parts)
