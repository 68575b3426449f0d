"""Numbers in a description: what a list of them must be."""

from __future__ import annotations

import sys
from typing import Any

from landscape.errors import InvalidValue


def number_tuple(values: Any, name: str, lengths: tuple[int, ...]) -> tuple[float, ...]:
    """Finite numbers as a tuple of floats of an admitted length.

    Raises:
        InvalidValue: another length, or something that is not a finite number.
    """
    if isinstance(values, (list, tuple)) and len(values) in lengths and all(is_number(value) for value in values):
        return tuple(float(value) for value in values)
    wanted = " or ".join(str(length) for length in lengths)
    raise InvalidValue(f"{name} must be a list of {wanted} finite number(s); got {values!r}.")


def is_number(value: Any) -> bool:
    """Whether a value is a finite whole or real number, and no truth value."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    return abs(value) <= sys.float_info.max  # also false for NaN, and for whole numbers that no float can hold


def nested_tuples(value: Any) -> Any:
    """Lists of lists as tuples of tuples; anything else as it is."""
    return tuple(nested_tuples(item) for item in value) if isinstance(value, (list, tuple)) else value
