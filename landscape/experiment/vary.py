"""Several runs made of one: with different values of a parameter, or with different seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_table
from landscape.experiment.edit import parse_value
from landscape.experiment.stretches import stretch_words
from trainers.randomness import MAX_SEED

EVERY = "*"
MOST_RUNS = 200  # all runs of a description are trained and drawn


def with_variations(description: Description, texts: Sequence[str], seeds: int | None = None) -> Description:
    """The description with runs multiplied: LABEL.FIELD=VALUE,VALUE,... replaces a run by one for each value.

    ``sgd.step_size=0.01,0.1,1`` makes sgd-1, sgd-2 and sgd-3 of sgd; the label * is every run. Several variations of
    one run make all combinations. `seeds` is so many seeds for every run, from its own upwards.

    Raises:
        InvalidValue: a run or a parameter that there is not, a bad value, or too many runs.
    """
    table = description.table()
    families: dict[str, list[dict[str, Any]]] = {label: [fields] for label, fields in table["methods"].items()}
    for text in texts:
        wanted, name, values = _variation(text)
        if wanted != EVERY and wanted not in families:
            raise InvalidValue(f"--vary names a run of the description: {', '.join(families)}; got {wanted!r}.")
        for label in families if wanted == EVERY else [wanted]:
            families[label] = [{**fields, name: value} for fields in families[label] for value in values]
        _check_number(families)
    if seeds is not None:
        for label, family in families.items():
            families[label] = [{**run, "seed": seed} for run in family for seed in _seeds(description, run, seeds)]
        _check_number(families)
    table["methods"] = _labeled(families)
    center = table["slice"]["center"].removeprefix("end:")
    if center in families and len(families[center]) > 1:
        table["slice"]["center"] = f"end:{next(iter(_labeled({center: families[center]})))}"
    return from_table(table)


def distinctions(methods: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What tells each run from the others of its method, in words: "step size 0.1"; empty where it has no others.

    `methods` are the runs' tables by their labels, every parameter filled in.
    """
    found = {}
    for label, fields in methods.items():
        family = [other for other in methods.values() if other.get("method") == fields.get("method")]
        differing = [name for name in fields if len({repr(other.get(name)) for other in family}) > 1]
        found[label] = ", ".join(_words(name, fields[name]) for name in differing)
    return found


def seed_families(methods: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """The labels of runs that differ by their seeds alone, together; every run is in one family, in order.

    `methods` are the runs' tables by their labels, every parameter filled in.
    """
    families: dict[str, list[str]] = {}
    for label, fields in methods.items():
        same = repr(sorted((name, value) for name, value in fields.items() if name != "seed"))
        families.setdefault(same, []).append(label)
    return list(families.values())


def _variation(text: str) -> tuple[str, str, list[Any]]:
    place, equals, values = text.partition("=")
    label, dot, name = place.strip().removeprefix("methods.").partition(".")
    if not (equals and label and dot and name) or not values.strip():
        raise InvalidValue(f"--vary takes LABEL.FIELD=VALUE,VALUE, as in sgd.step_size=0.01,0.1,1; got {text!r}.")
    return label, name, [parse_value(value) for value in values.split(",")]


def _seeds(description: Description, fields: Mapping[str, Any], n: int) -> range:
    first = int(fields.get("seed", description.run.seed))
    if first + n - 1 > MAX_SEED:
        raise InvalidValue(f"--seeds counts up from {first}, and seeds must be at most {MAX_SEED}; got {n}.")
    return range(first, first + n)


def _check_number(families: Mapping[str, Sequence[Any]]) -> None:
    n_runs = sum(len(family) for family in families.values())
    if n_runs > MOST_RUNS:
        raise InvalidValue(f"--vary and --seeds must make at most {MOST_RUNS} runs; got {n_runs}. Give fewer values.")


def _labeled(families: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Runs by their labels: a run on its own keeps it, the others of a family are numbered."""
    taken = {label for label, family in families.items() if len(family) == 1}
    found = {}
    for label, family in families.items():
        number = 0
        for fields in family:
            name = label
            while len(family) > 1 and (name == label or name in taken):
                number += 1
                name = f"{label}-{number}"
            taken.add(name)
            found[name] = fields
    return found


def _words(name: str, value: Any) -> str:
    return stretch_words(value) if name == "stretch" else f"{name.replace('_', ' ')} {_short(value)}"


def _short(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
