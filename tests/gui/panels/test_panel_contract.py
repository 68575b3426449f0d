"""Over all catalogues: every field has exactly one editor, with a name and a tooltip, and what it emits comes back."""

from __future__ import annotations

from html import escape
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.panels.choice_editor import ChoiceEditor, PillEditor
from gui.panels.drawer import Drawer
from gui.panels.field import value_of
from gui.panels.form import Row
from gui.panels.tick_editor import TickEditor
from landscape.data.catalogue import SOURCES
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.features_part import FeaturesPart
from landscape.experiment.parts import GridPart, MethodPart, ObjectivePart, RunPart, StartPart
from landscape.experiment.slice_part import SlicePart
from trainers.catalogue import METHODS
from trainers.parameters import parameter_types

PARTS = {
    "features": FeaturesPart,
    "objective": ObjectivePart,
    "start": StartPart,
    "run": RunPart,
    "slice": SlicePart,
    "grid": GridPart,
}

# One new text for every field that is written, by its name; the rest is chosen with the keyboard.
TEXTS = {
    "examples": ("100", 100),
    "scale": ("0.25", 0.25),
    "seed": ("7", 7),
    "path": ("/somewhere", "/somewhere"),
    "classes": ("3, traffic light", ("3", "traffic light")),
    "count": ("300", 300),
    "noise": ("0.25", 0.25),
    "clouds": ("4", 4),
    "arms": ("4", 4),
    "points": ("0, 1, 0; 1, -0.5, 1; 0.25, 2, 1", ((0.0, 1.0, 0), (1.0, -0.5, 1), (0.25, 2.0, 1))),
    "class_count": ("4", 4),
    "inner": ("0.25", 0.25),
    "size": ("24", 24),
    "labels": ("/somewhere.npy", "/somewhere.npy"),
    "label": ("species", "species"),
    "url": ("http://localhost/a.tar.gz", "http://localhost/a.tar.gz"),
    "dataset": ("iris", "iris"),
    "version": ("2", 2),
    "cell": ("5", 5),
    "orientations": ("12", 12),
    "bins": ("8", 8),
    "words": ("50", 50),
    "patch": ("4", 4),
    "regularization": ("1e-2", 0.01),
    "l1": ("0.125", 0.125),
    "at": ("1.5, -2", (1.5, -2.0)),
    "steps": ("40", 40),
    "batch": ("16", 16),
    "batch_step": ("3", 3),
    "memory": ("64", 64),
    "max_cost": ("5000", 5000),
    "target_loss": ("-0.5", -0.5),
    "patience": ("20", 20),
    "dimensions": ("3", 3),
    "through": ("end:adam, zero", ("end:adam", "zero")),
    "weights": ("3, 20; 41", ((3, 20), (41,))),
    "start.weights": ("0.5, -2, 0.25", (0.5, -2.0, 0.25)),
    "runs": ("adam, sgd", ("adam", "sgd")),
    "file": ("/somewhere.npz", "/somewhere.npz"),
    "turn": ("0, 1; 1, 0", ((0.0, 1.0), (1.0, 0.0))),
    "shift": ("0.5, 0", (0.5, 0.0)),
    "resolution": ("31, 21", (31, 21)),
    "range": ("-1, 2", (-1.0, 2.0)),
    "step_size": ("0.125", 0.125),
    "momentum": ("0.5", 0.5),
    "decay": ("0.5", 0.5),
    "beta1": ("0.5", 0.5),
    "beta2": ("0.5", 0.5),
    "epsilon": ("1e-6", 1e-6),
    "tries_per_step": ("4", 4),
    "rows": ("200", 200),
    "period": ("40", 40),
    "drop_by": ("0.5", 0.5),
    "weight_decay": ("0.01", 0.01),
}


# A source of data, a section of the description, and the class whose fields it has.
SECTIONS = [("digits", section, owner) for section, owner in PARTS.items()]
SECTIONS += [(name, "data", owner) for name, owner in SOURCES.items()]
SECTIONS += [("digits", f"methods.{name}", owner) for name, owner in METHODS.items()]
SECTIONS += [("digits", "methods.sgd", MethodPart)]
NAMES = [f"{section}-{owner.__name__}" for _, section, owner in SECTIONS]


def fields_in(section: str, owner: type) -> list[tuple[str, str]]:
    """The dotted name and the help of every field."""
    known = [("data.source", "examples come from")] if section == "data" else []
    fields = owner.__dataclass_fields__
    return known + [(f"{section}.{name}", fields[name].metadata["help"]) for name in parameter_types(owner)]


def everything(source: str) -> Description:
    """A description with a run of every method."""
    return with_values(with_methods(Description(), METHODS), {"data.source": source})


# A kind of directions or features that reads a field; all others read it or it is of all slices.
KINDS = {
    "slice.through": "plane",
    "slice.weights": "weights",
    "slice.second": "gradient",
    "slice.eigenvectors": "hessian",
    "slice.file": "file",
    "slice.orthogonal": "unit",
    "features.standardize": "pixels",
    "features.cell": "hog",
    "features.orientations": "hog",
    "features.bins": "histogram",
    "features.words": "sift",
    "features.patch": "patches",
    "features.points": "surf",
    "features.seed": "patches",
}


def rows_of(drawer: Drawer, key: str, description: Description) -> list[Row]:
    found = []
    for panel in (*drawer.panels.values(), *drawer.methods.cards):
        found += [row for row in panel.rows if row.field.key == key and panel.has_row(row, description)]
    return found


@pytest.fixture(scope="module")
def full(qapp) -> Drawer:
    made = Drawer()
    made.set_description(everything("digits"))
    return made


def row_in(drawer: Drawer, source: str, key: str) -> tuple[Row, Description]:
    description = everything(source)
    if key in KINDS:
        description = with_values(description, {f"{key.partition('.')[0]}.kind": KINDS[key]})
    drawer.set_description(description)
    (row,) = rows_of(drawer, key, description)
    return row, description


@pytest.mark.parametrize(("source", "section", "owner"), SECTIONS, ids=NAMES)
def test_every_field_has_one_editor_with_name_tooltip_and_label(
    full: Drawer, source: str, section: str, owner: type
) -> None:
    for key, help in fields_in(section, owner):
        row, _ = row_in(full, source, key)
        assert not row.isHidden()
        for widget in {row.editor, row.target}:
            assert widget.accessibleName() == row.field.words
            assert escape(help) in widget.toolTip()
            assert f"<b>{key}</b>{escape(f' must {row.field.rule}') if row.field.rule else ''}" in widget.toolTip()
        assert row.target.focusPolicy() & Qt.FocusPolicy.TabFocus
        if isinstance(row.editor, TickEditor):
            assert row.editor.text() == row.field.words
        else:
            assert row.label.text() == row.field.words
            assert row.label.buddy() is row.target


@pytest.mark.parametrize(("source", "section", "owner"), SECTIONS, ids=NAMES)
def test_what_a_field_emits_is_taken_and_shown(
    full: Drawer, qtbot: QtBot, write, source: str, section: str, owner: type
) -> None:
    heard: list[dict[str, Any]] = []
    listening = full.edited.connect(heard.append)
    for key, _ in fields_in(section, owner):
        heard.clear()
        row, description = row_in(full, source, key)
        assert heard == []
        before = value_of(description, key)
        wanted = change(row, qtbot, write)
        if wanted == before:  # a choice of one
            assert heard == []
            continue
        assert heard == [{key: wanted}]
        assert type(heard[0][key]) is type(wanted)
        changed = with_values(description, heard[0])
        full.set_description(changed)
        assert value_of(changed, key) == wanted
        assert shown(row) == wanted
        assert row.message == ""
        assert row.reset.isHidden() is not row.resettable
        if row.resettable:
            row.reset.click()
            assert heard[1:] == [{key: None}]
            full.set_description(with_values(changed, heard[1]))
            assert value_of(with_values(changed, heard[1]), key) == before
            assert row.reset.isHidden()
    full.edited.disconnect(listening)


def test_every_list_offers_a_choice(full: Drawer) -> None:
    lists = [row for panel in full.panels.values() for row in panel.rows if isinstance(row.editor, ChoiceEditor)]
    assert lists
    assert [row.field.key for row in lists if row.editor.count() < 2] == []


def change(row: Row, qtbot: QtBot, write) -> Any:
    """Change a row's value as a person would; the value that this must give."""
    if isinstance(row.editor, ChoiceEditor):
        editor = row.editor
        last = editor.currentIndex() == editor.count() - 1
        chosen = editor.itemData(max(0, editor.currentIndex() + (-1 if last else 1)))
        qtbot.keyClick(editor, Qt.Key.Key_Up if last else Qt.Key.Key_Down)
        return chosen
    if isinstance(row.editor, PillEditor):
        qtbot.keyClick(row.target, Qt.Key.Key_Right)
        return row.editor.control.values[1]
    if isinstance(row.editor, TickEditor):
        wanted = not row.editor.isChecked()
        qtbot.keyClick(row.editor, Qt.Key.Key_Space)
        return wanted
    text, value = TEXTS.get(row.field.key) or TEXTS[row.field.name]
    write(row, text)
    return value


def shown(row: Row) -> Any:
    """The value that a row shows."""
    if isinstance(row.editor, ChoiceEditor):
        return row.editor.currentData()
    if isinstance(row.editor, PillEditor):
        return row.editor.control.value
    if isinstance(row.editor, TickEditor):
        return row.editor.isChecked()
    text, value = TEXTS.get(row.field.key) or TEXTS[row.field.name]
    return value if row.target.text() == {"1e-2": "0.01"}.get(text, text) else row.target.text()
