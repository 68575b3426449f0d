"""What an experiment is: one frozen value, as nested tables and as TOML text both ways."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landscape.data.catalogue import SOURCES
from landscape.data.source import Source
from landscape.errors import InvalidValue
from landscape.experiment.features_part import FeaturesPart
from landscape.experiment.parts import (
    TERMS,
    GridPart,
    MethodPart,
    ObjectivePart,
    RunPart,
    StartPart,
    check_label,
)
from landscape.experiment.slice_part import SlicePart
from landscape.experiment.view_part import ViewPart
from landscape.objectives.functions.catalogue import FUNCTIONS
from trainers.catalogue import METHODS

SCHEMA = 1
DEFAULT_METHODS = ("sgd", "momentum", "adam", "local-search", "random-search")
POINTS_OF_A_FUNCTION = 121  # along each axis: they cost next to nothing, and Rastrigin's carton has 8 waves
PLANE_OF_A_FUNCTION = {"kind": "weights", "center": "zero"}  # its two variables, unless other axes are asked for

Table = dict[str, Any]


@dataclass(frozen=True)
class Description:
    """Everything that decides a result, and how it is looked at. Two equal descriptions give the same bytes."""

    data: Source = field(default_factory=SOURCES["digits"])
    features: FeaturesPart = field(default_factory=FeaturesPart)
    objective: ObjectivePart = field(default_factory=ObjectivePart)
    start: StartPart = field(default_factory=StartPart)
    run: RunPart = field(default_factory=RunPart)
    methods: tuple[MethodPart, ...] = tuple(MethodPart(name, name) for name in DEFAULT_METHODS)
    slice: SlicePart = field(default_factory=SlicePart)
    grid: GridPart = field(default_factory=GridPart)
    view: ViewPart = field(default_factory=ViewPart)

    def __post_init__(self) -> None:
        labels = [part.label for part in self.methods]
        twice = [label for label in labels if labels.count(label) > 1]
        if twice:
            raise InvalidValue(f"labels of methods must differ; got {twice[0]!r} twice.")
        for name, label in self.slice.named_runs:
            if label not in labels:
                raise InvalidValue(
                    f"{name} of slice must name a run; got {label!r}, and the runs are {', '.join(labels) or 'none'}."
                )
        if self.objective.function is not None and (self.grid.batch is not None or self.grid.test):
            name = "test" if self.grid.test else "batch"
            raise InvalidValue(
                f"{name} of grid needs examples, and objective.model={self.objective.model} has none. Leave it out, or "
                "use objective.model=linear."
            )
        view = self.view
        if self.objective.function is not None and (view.quantity, view.split) != ("loss", "train"):
            name = "quantity" if view.quantity != "loss" else "split"
            raise InvalidValue(
                f"{name} of view needs examples, and objective.model={self.objective.model} has none; got "
                f"{getattr(view, name)!r}. Leave it out, or use objective.model=linear."
            )

    @property
    def source(self) -> str:
        """The name of the data source in the catalogue."""
        return next(name for name, kind in SOURCES.items() if type(self.data) is kind)

    def table(self) -> Table:
        """The description as nested tables; what is unset is left out, and of the view what is as usual."""
        methods = {
            part.label: {
                "method": part.method,
                **_plain({"seed": part.seed, "stretch": part.stretch or None, **part.settings}),
            }
            for part in self.methods
        }
        table = {
            "schema": SCHEMA,
            "data": {"source": self.source, **_fields(self.data)},
            "features": _fields(self.features),
            "objective": self._objective_fields(),
            "start": _fields(self.start),
            "run": _fields(self.run),
            "methods": methods,
            "slice": _fields(self.slice),
            "grid": _fields(self.grid),
        }
        usual = _fields(ViewPart())
        view = {name: value for name, value in _fields(self.view).items() if value != usual[name]}
        return {**table, "view": view} if view else table

    def _objective_fields(self) -> Table:
        fields = _fields(self.objective)
        has_none = () if self.objective.function is None else TERMS
        return {name: value for name, value in fields.items() if name not in has_none}

    def toml(self) -> str:
        """The description as TOML text; `from_toml` reads it back as an equal value."""
        import tomli_w

        return tomli_w.dumps(self.table())


def from_toml(text: str, *, origin: str = "description", lenient: bool = False) -> Description:
    """The description that a TOML text holds.

    Raises:
        InvalidValue: not TOML, an unknown key (unless `lenient`: files that Losscope wrote), a bad value.
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also numbers and nestings beyond Python's limits
        raise InvalidValue(f"{origin} must be TOML; {' '.join(str(error).split()).rstrip('.')}.") from None
    return from_table(table, lenient=lenient)


def from_table(table: Mapping[str, Any], *, lenient: bool = False) -> Description:
    """The description that nested tables hold; what they leave out has its default.

    Raises:
        InvalidValue: a newer schema, an unknown key (unless `lenient`), a bad value.
    """
    given = {key: value for key, value in table.items() if key != "schema"}
    schema = table.get("schema", SCHEMA)
    if type(schema) is not int or not 1 <= schema <= SCHEMA:
        raise InvalidValue(f"schema must be a whole number up to {SCHEMA}; got {schema!r}. Update Losscope.")
    sections = {"data", "features", "objective", "start", "run", "methods", "slice", "grid", "view"}
    for name in list(given):
        if name not in sections and lenient:
            del given[name]
        elif name not in sections:
            raise InvalidValue(f"a description has no section {name!r}; {_nearest(name, sections)}")
        elif not isinstance(given[name], Mapping):
            raise InvalidValue(f"{name} must be a table of fields; got {given[name]!r}.")
    values: Table = {}
    if "data" in given:
        values["data"] = _source(given["data"], lenient)
    if given.get("objective", {}).get("model") in list(FUNCTIONS):
        given["slice"] = {**PLANE_OF_A_FUNCTION, **given.get("slice", {})}
        given["grid"] = {"resolution": POINTS_OF_A_FUNCTION, **given.get("grid", {})}
    for name, kind in _PARTS.items():
        if name in given:
            values[name] = _part(kind, given[name], name, lenient)
    if "methods" in given:
        values["methods"] = tuple(_method(label, fields, lenient) for label, fields in given["methods"].items())
    return Description(**values)


_PARTS: dict[str, type] = {
    "features": FeaturesPart,
    "objective": ObjectivePart,
    "start": StartPart,
    "run": RunPart,
    "slice": SlicePart,
    "grid": GridPart,
    "view": ViewPart,
}


def _source(given: Mapping[str, Any], lenient: bool) -> Source:
    fields = dict(given)
    name = fields.pop("source", "digits")
    if not isinstance(name, str) or name not in SOURCES:
        raise InvalidValue(f"source of data must be one of {', '.join(SOURCES)}; got {name!r}.")
    source: Source = _part(SOURCES[name], fields, "data", lenient)
    return source


def _method(label: str, given: Any, lenient: bool) -> MethodPart:
    check_label(label)
    if not isinstance(given, Mapping):
        raise InvalidValue(f"methods.{label} must be a table of fields; got {given!r}.")
    settings = dict(given)
    method = settings.pop("method", label)
    if not isinstance(method, str) or method not in METHODS:
        near = _nearest(str(method), set(METHODS))
        raise InvalidValue(f"method of methods.{label} must be in the catalogue; got {method!r}; {near}")
    seed, stretch = settings.pop("seed", None), settings.pop("stretch", ())
    known = {f.name for f in dataclasses.fields(METHODS[method])}
    unknown = [name for name in settings if name not in known]
    if unknown and not lenient:
        near = _nearest(unknown[0], known | {"seed", "stretch"})
        raise InvalidValue(f"methods.{label} ({method}) has no parameter {unknown[0]!r}; {near}")
    chosen = {name: value for name, value in settings.items() if name in known}
    return MethodPart(label, method, chosen, seed, stretch)


def _part(kind: type, given: Mapping[str, Any], section: str, lenient: bool) -> Any:
    known = {f.name for f in dataclasses.fields(kind)}
    unknown = [name for name in given if name not in known]
    if unknown and not lenient:
        raise InvalidValue(f"{section} has no field {unknown[0]!r}; {_nearest(unknown[0], known)}")
    return kind(**{name: value for name, value in given.items() if name in known})


def _nearest(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {near[0]!r}?" if near else f"it has {', '.join(sorted(known))}."


def _fields(part: Any) -> Table:
    named = {f.name: getattr(part, f.name) for f in dataclasses.fields(part)}
    return _plain(named)


def _plain(named: Mapping[str, Any]) -> Table:
    return {name: _as_list(value) for name, value in named.items() if value is not None}


def _as_list(value: Any) -> Any:
    return [_as_list(item) for item in value] if isinstance(value, (tuple, list)) else value
