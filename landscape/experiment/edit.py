"""Changes to a description: dotted fields as on the command line, and lists of methods."""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from landscape.data.catalogue import SOURCES
from landscape.errors import InvalidValue
from landscape.experiment.description import Description, Table, from_table
from landscape.experiment.features_part import OWN_FIELDS, fields_of_kind
from landscape.experiment.parts import fields_of_model
from landscape.objectives.catalogue import MODELS, NAMES
from landscape.objectives.functions.catalogue import FUNCTIONS
from trainers.catalogue import METHODS

# What decides the number of weights, or which random ones come first.
DECIDE_WEIGHTS = ("data.source", "features.kind", "objective.model", "objective.hidden", "start.seed", "start.scale")


def with_values(description: Description, changes: Mapping[str, Any]) -> Description:
    """The description with fields such as ``"slice.seed"`` or ``"methods.sgd.step_size"`` changed.

    None unsets a field. Where the data source or a run's method changes, fields that the new one does not
    have go with the old one, and so does a value that was the old source's default and is not the new one's. A
    function of two variables is another space: slice, start and range begin anew where one comes or goes. Given first
    weights go where the model's weights become others, or another seed or scale is chosen for them.

    Raises:
        InvalidValue: an unknown field or a bad value.
    """
    table = description.table()
    _drop_strangers(table, changes)
    for dotted, value in changes.items():
        *sections, name = dotted.split(".")
        if not sections or not all(sections) or not name:
            raise InvalidValue(f"a field is named SECTION.FIELD, as in slice.seed; got {dotted!r}.")
        place = table
        for section in sections:
            place = place.setdefault(section, {})
            if not isinstance(place, dict):
                raise InvalidValue(f"{dotted} is no field: {section} is a value, not a section.")
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return from_table(table)


def with_methods(description: Description, labels: Iterable[str]) -> Description:
    """The description with these runs, in this order; runs that it has already keep their settings.

    A run is named by its label, by its method, or as LABEL:METHOD.

    Raises:
        InvalidValue: a label that is neither a run of the description nor a method.
    """
    table = description.table()
    present = table["methods"]
    chosen = {}
    for word in labels:
        label, colon, method = word.partition(":")
        if not colon and label not in present and label not in METHODS:
            raise InvalidValue(f"a method must be one of {', '.join(METHODS)}, or LABEL:METHOD; got {label!r}.")
        known = present.get(label, {"method": method or label})
        chosen[label] = known if not colon or known["method"] == method else {"method": method}
    table["methods"] = chosen
    return from_table(table)


def parse_assignment(text: str) -> tuple[str, Any]:
    """The field and value of ``FIELD=VALUE``; the value is TOML where it parses as such, else plain text.

    Raises:
        InvalidValue: there is no = sign, or nothing before it.
    """
    dotted, equals, value = text.partition("=")
    if not equals or not dotted.strip():
        raise InvalidValue(f"--set takes FIELD=VALUE, as in slice.seed=3; got {text!r}.")
    return dotted.strip(), parse_value(value)


def parse_value(text: str) -> Any:
    """A value as TOML where it parses as such, else as plain text."""
    try:
        read = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):  # also numbers and nestings beyond Python's limits
        read = {}
    return read["value"] if set(read) == {"value"} else text.strip()


def assignments(description: Description) -> list[str]:
    """The words that make `description` of the default one on the command line: --methods and --set options."""
    wanted, usual = description.table(), Description().table()
    runs = {part.label: part.method for part in description.methods}
    usual["data"] = _kept_by(description.source, usual["data"])  # what --set data.source=... leaves
    words: list[str] = []
    if list(runs) != list(usual["methods"]):
        named = [label if label == method else f"{label}:{method}" for label, method in runs.items()]
        words += ["--methods", ",".join(named)]
    for section in ("data", "features", "objective", "start", "run", "slice", "grid", "view"):
        words += _sets(section, wanted.get(section, {}), usual.get(section, {}))
    for label, settings in wanted["methods"].items():
        words += _sets(f"methods.{label}", settings, {"method": runs[label]})
    return words


def _sets(section: str, fields: Table, usual: Table) -> list[str]:
    changed = {name: value for name, value in fields.items() if name not in usual or usual[name] != value}
    return [word for name, value in changed.items() for word in ("--set", f"{section}.{name}={_toml_value(value)}")]


def _toml_value(value: Any) -> str:
    if isinstance(value, str):
        # A TOML basic string escapes the same way, and DEL besides.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml_value(item) for item in value) + "]"
    return repr(value)


def _kept_by(source: str, fields: Table) -> Table:
    """What another source takes over of a source's fields: those that it has, but for the old source's own defaults."""
    if fields["source"] == source:
        return fields
    before, after = (_defaults(SOURCES[name]) for name in (fields["source"], source))
    kept = {name: value for name, value in fields.items() if name in after and not before[name] == value != after[name]}
    return {"source": fields["source"], **kept}


def _defaults(kind: type) -> Table:
    return {field.name: field.default for field in dataclasses.fields(kind)}


def _changes(table: Table, changes: Mapping[str, Any], dotted: str) -> bool:
    section, _, name = dotted.partition(".")
    return dotted in changes and changes[dotted] != table[section].get(name)


def _drop_strangers(table: Table, changes: Mapping[str, Any]) -> None:
    source = changes.get("data.source", table["data"]["source"])
    source = Description().source if source is None else source  # unset: the default one again
    if isinstance(source, str) and source in SOURCES and source != table["data"]["source"]:
        table["data"] = _kept_by(source, table["data"])
    if "start.weights" not in changes and any(_changes(table, changes, field) for field in DECIDE_WEIGHTS):
        table["start"].pop("weights", None)
    kind = changes.get("features.kind", table["features"]["kind"])
    known = fields_of_kind(kind if isinstance(kind, str) else "")
    table["features"] = {n: value for n, value in table["features"].items() if n not in OWN_FIELDS or n in known}
    before = table["objective"]["model"]
    model = changes.get("objective.model", before)
    model = Description().objective.model if model is None else model
    if isinstance(model, str) and model in NAMES and model != before and (model in FUNCTIONS or before in FUNCTIONS):
        # Axes, places and penalties of another space mean nothing, and a function's sizes fit no other.
        for name in ("slice", "start", "objective"):
            table[name] = {}
        table["grid"] = {name: value for name, value in table["grid"].items() if name == "method"}
        table["view"] = {n: value for n, value in table.get("view", {}).items() if n not in ("quantity", "split")}
    if isinstance(model, str) and model in MODELS:
        strangers = {name for other in MODELS for name in fields_of_model(other)} - set(fields_of_model(model))
        table["objective"] = {name: value for name, value in table["objective"].items() if name not in strangers}
    for label, settings in table["methods"].items():
        method = changes.get(f"methods.{label}.method")
        if isinstance(method, str) and method in METHODS and method != settings["method"]:
            known = {f.name for f in dataclasses.fields(METHODS[method])} | {"method", "seed"}
            known |= {"stretch"} if METHODS[method].uses_gradient else set()
            table["methods"][label] = {name: value for name, value in settings.items() if name in known}
