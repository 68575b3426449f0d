"""One factor on the step sizes of all methods that follow gradients: read from a description, written to one.

A step size that is "auto" comes from the curvature and is left alone.
"""

from __future__ import annotations

from typing import Any

from landscape.experiment.auto_step import is_auto
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from trainers.catalogue import METHODS


def factor_of(description: Description) -> float:
    """The first such method's step size over its default; 1 where there is none."""
    fields = _fields(description)
    if not fields:
        return 1.0
    first = next(iter(fields))
    return float(_value(resolved(description), first) / fields[first])


def changes_for(description: Description, factor: float) -> dict[str, Any]:
    """The changes that make every step size `factor` times its default; at 1 they are left to the defaults."""
    return {
        field: None if factor == 1.0 else float(f"{factor * default:.6g}")
        for field, default in _fields(description).items()
    }


def _fields(description: Description) -> dict[str, float]:
    """The fields of the step sizes, with their defaults."""
    following = [
        part.label for part in description.methods if METHODS[part.method].uses_gradient and not is_auto(part.settings)
    ]
    unset = with_values(description, {f"methods.{label}.step_size": None for label in following})
    full = resolved(unset)
    return {f"methods.{label}.step_size": _value(full, f"methods.{label}.step_size") for label in following}


def _value(description: Description, field: str) -> float:
    label = field.split(".")[1]
    return float(next(part.settings["step_size"] for part in description.methods if part.label == label))
