"""Parameters with their mathematical limits, kept beside the method that they belong to.

A parameter is a dataclass field made by `parameter`; `check_parameters` in ``__post_init__`` holds every
field to its type and limits, so a frozen dataclass that exists is valid.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

from trainers.errors import InvalidValue


@dataclass(frozen=True)
class Limits:
    """The interval or the choices that a parameter's value must lie in. None means no limit on that side."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None
    choices: tuple[str, ...] = ()

    def admit(self, value: Any) -> bool:
        """True where `value` keeps every limit; NaN and infinity keep none."""
        if self.choices:
            return value in self.choices
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return True
        if isinstance(value, float) and not math.isfinite(value):
            return False
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def __str__(self) -> str:
        if self.choices:
            return "be one of " + ", ".join(self.choices)
        low = "" if self.at_least is None else f"at least {self.at_least:g}"
        low = low if self.above is None else f"above {self.above:g}"
        high = "" if self.at_most is None else f"at most {self.at_most:g}"
        high = high if self.below is None else f"below {self.below:g}"
        return "be " + (" and ".join(part for part in (low, high) if part) or "a number")


def parameter(
    default: Any = dataclasses.MISSING,
    *,
    help: str,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
    choices: tuple[str, ...] = (),
) -> Any:
    """A dataclass field with `Limits` and one sentence of explanation in its metadata.

    A field whose annotation admits None is *unset* at None, and unset values are never checked.
    """
    limits = Limits(at_least, above, at_most, below, choices)
    return dataclasses.field(default=default, metadata={"limits": limits, "help": help})


@cache
def parameter_types(owner: type) -> dict[str, tuple[type, ...]]:
    """The plain types that each parameter of the dataclass `owner` admits, by field name."""
    hints = typing.get_type_hints(owner)
    admitted = {}
    for field in dataclasses.fields(owner):
        if "limits" not in field.metadata:
            continue
        hint = hints[field.name]
        parts = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        admitted[field.name] = tuple(typing.get_origin(part) or part for part in parts)
    return admitted


def check_parameters(owner: Any, name: str) -> None:
    """Hold every parameter of the dataclass instance `owner` to its type and limits.

    Whole numbers given where a float belongs become floats; `name` is what the error calls the owner.

    Raises:
        InvalidValue: naming the field, its rule, the value and, where there is one, the default.
    """
    for field in dataclasses.fields(owner):
        admitted = parameter_types(owner.__class__).get(field.name)
        if admitted is None:
            continue
        value = getattr(owner, field.name)
        if value is None and types.NoneType in admitted:
            continue
        if isinstance(value, int) and not isinstance(value, bool) and int not in admitted and float in admitted:
            value = _as_float(value)
            object.__setattr__(owner, field.name, value)
        limits: Limits = field.metadata["limits"]
        right_type = type(value) in admitted or (type(value) not in (bool, int) and isinstance(value, admitted))
        if right_type and limits.admit(value):
            continue
        rule = _rule(limits, value) if right_type else f"be {_kinds(admitted)}"
        remedy = "" if field.default in (dataclasses.MISSING, None) else f" Try {field.default!r}."
        raise InvalidValue(f"{field.name} of {name} must {rule}; got {value!r}.{remedy}")


def _as_float(value: int) -> float:
    try:
        return float(value)
    except OverflowError:  # beyond 1.8e308, which no parameter admits
        return math.inf if value > 0 else -math.inf


def _rule(limits: Limits, value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{limits} and finite" if limits != Limits() else "be a finite number"
    return str(limits)


def _kinds(admitted: tuple[type, ...]) -> str:
    words = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", tuple: "a list"}
    return " or ".join(words.get(kind, kind.__name__) for kind in admitted if kind is not types.NoneType)
