"""Descriptions with a run more, a run less, or several runs made of one. Nothing of Qt."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.experiment.parts import MethodPart
from landscape.experiment.vary import with_variations
from trainers.catalogue import METHODS
from trainers.parameters import parameter_types

FACTORS = (0.1, 1.0, 10.0)
TIMES_SIGNS = ("×", "x", "X", "*")


def unique_label(wanted: str, parts: Sequence[MethodPart]) -> str:
    """`wanted` where no run has it; else its stem with the first number from 2 that is free, as in sgd-2."""
    taken = {part.label for part in parts}
    stem = re.sub(r"-\d+$", "", wanted)
    label, number = wanted, 2
    while label in taken:
        label, number = f"{stem}-{number}", number + 1
    return label


def with_run(description: Description, method: str) -> Description:
    """The description with one more run of a method, at the end."""
    parts = description.methods
    return dataclasses.replace(description, methods=(*parts, MethodPart(unique_label(method, parts), method)))


def with_copy(description: Description, label: str) -> Description:
    """The description with a run's copy behind it."""
    parts = list(description.methods)
    place = _place(description, label)
    parts.insert(place + 1, dataclasses.replace(parts[place], label=unique_label(label, parts)))
    return dataclasses.replace(description, methods=tuple(parts))


def without_run(description: Description, label: str) -> Description:
    """The description without a run; fields of the slice that name the run go back to their defaults.

    Raises:
        InvalidValue: it is the only run.
    """
    place = _place(description, label)
    if len(description.methods) == 1:
        raise InvalidValue(f"{label} is the only run, and one must stay. Hide its path instead.")
    named = {name for name, run in description.slice.named_runs if run == label}
    freed = with_values(description, {f"slice.{name}": None for name in sorted(named)})
    return dataclasses.replace(freed, methods=freed.methods[:place] + freed.methods[place + 1 :])


def with_several(description: Description, label: str, name: str, values: Sequence[float]) -> Description:
    """The description with a run replaced by one for each value of its parameter `name`.

    Raises:
        InvalidValue: a value outside the parameter's limits.
    """
    _place(description, label)
    return with_variations(description, [f"{label}.{name}={','.join(_toml(value) for value in values)}"])


def number_parameters(method: str) -> list[str]:
    """The parameters of a method that are numbers, in the catalogue's order."""
    kinds = parameter_types(METHODS[method])
    return [name for name, types in kinds.items() if bool not in types and (int in types or float in types)]


def read_values(text: str, present: Any, whole: bool = False) -> list[float]:
    """The numbers of "0.1, 1, 10"; behind a times sign, "× 0.1, 1, 10", they are factors on the present value.

    Raises:
        InvalidValue: there are no two different numbers, or factors of what is no number.
    """
    stripped = text.strip()
    is_times = stripped.startswith(TIMES_SIGNS)
    words = re.split(r"[,;\s]+", re.sub(r"[×xX*]", " ", stripped).strip(" ,;"))
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        raise InvalidValue(
            f"several values are numbers with commas, such as 0.1, 1, 10; got {stripped!r}. "
            "Factors begin with a times sign: × 0.1, 1, 10."
        ) from None
    if is_times:
        if not isinstance(present, (int, float)):
            raise InvalidValue(f"factors need a number to multiply; it is {present!r}. Write the values themselves.")
        numbers = [float(f"{present * factor:.6g}") for factor in numbers]
    found = list(dict.fromkeys(round(number) if whole else number for number in numbers))
    if len(found) < 2:
        raise InvalidValue(f"several values are two different ones at least; got {stripped!r}. Try × 0.1, 1, 10.")
    return found


def _toml(value: float) -> str:
    return repr(value)


def _place(description: Description, label: str) -> int:
    for place, part in enumerate(description.methods):
        if part.label == label:
            return place
    there = ", ".join(part.label for part in description.methods)
    raise InvalidValue(f"there is no run {label!r}; there are {there}.")
