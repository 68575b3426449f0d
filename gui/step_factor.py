"""One factor on the step sizes of all methods that follow gradients: read from a description, written to one.

Different step sizes keep their ratios. A step size that is "auto" comes from the curvature and is left alone.
"""

from __future__ import annotations

import math
from typing import Any

from landscape.experiment.auto_step import is_auto
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from trainers.catalogue import METHODS

SAME = 1e-9  # relative: what rounding leaves of a way there and back
SHORT = 6  # digits of a step size that was written by hand; another one keeps all of its own


def factor_of(description: Description) -> float:
    """The step sizes over their defaults, their geometric mean; 1 where there is none."""
    return float(f"{_mean(_fields(description)):.6g}")


def changes_for(description: Description, factor: float) -> dict[str, Any]:
    """The changes that multiply every step size alike, so that their mean is `factor` times the defaults'.

    One that comes to its default is left to it.
    """
    fields = _fields(description)
    more = factor / _mean(fields)
    changes: dict[str, Any] = {}
    for field, (size, default) in fields.items():
        new = more * size
        short = float(f"{new:.{SHORT}g}")
        new = short if math.isclose(new, short, rel_tol=SAME) else new
        changes[field] = None if math.isclose(new, default, rel_tol=SAME) else new
    return changes


def _mean(fields: dict[str, tuple[float, float]]) -> float:
    logarithms = [math.log(size / default) for size, default in fields.values()]
    return math.exp(sum(logarithms) / len(logarithms)) if logarithms else 1.0


def _fields(description: Description) -> dict[str, tuple[float, float]]:
    """The fields of the step sizes: each with its value and its default."""
    following = [
        part.label for part in description.methods if METHODS[part.method].uses_gradient and not is_auto(part.settings)
    ]
    unset = with_values(description, {f"methods.{label}.step_size": None for label in following})
    now, usual = resolved(description), resolved(unset)
    fields = [f"methods.{label}.step_size" for label in following]
    return {field: (_value(now, field), _value(usual, field)) for field in fields}


def _value(description: Description, field: str) -> float:
    label = field.split(".")[1]
    return float(next(part.settings["step_size"] for part in description.methods if part.label == label))
