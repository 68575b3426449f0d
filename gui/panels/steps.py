"""Where the up and down keys take a number: whole numbers by one, others along 1, 2, 5, 10."""

from __future__ import annotations

import math

from trainers.parameters import Limits

LADDER = (1, 2, 5, 10)
SMALLEST = 1e-5  # below this, a number that may be 0 becomes 0


def next_whole(value: int, up: bool, limits: Limits) -> int:
    """One more or one less; the value itself where that is out of limits."""
    moved = value + (1 if up else -1)
    return moved if limits.admit(moved) else value


def next_number(value: float, up: bool, limits: Limits) -> float:
    """The next of ..., 0.1, 0.2, 0.5, 1, ...; below a limit of 1 the rest to 1 moves so: 0.9, 0.95, 0.98.

    The value itself where that is out of limits.
    """
    if limits.below == 1.0:
        rest = 1.0 - value
        moved = round(1.0 - _rung(rest, not up), 12) if rest > 0 else value
    elif value < 0:
        moved = -_rung(-value, not up)
    elif value == 0:
        moved = SMALLEST if up else value
    else:
        moved = _rung(value, up)
        if not up and moved < SMALLEST and limits.at_least == 0:
            moved = 0.0
    return moved if limits.admit(moved) else value


def _rung(value: float, up: bool) -> float:
    """The rung of the ladder next above or below a positive value."""
    power = math.floor(math.log10(value) + 1e-12)
    rungs = [float(f"{rung}e{exponent}") for exponent in (power - 1, power, power + 1) for rung in LADDER[:3]]
    if up:
        return next(rung for rung in rungs if rung > value * (1 + 1e-9))
    return next(rung for rung in reversed(rungs) if rung < value * (1 - 1e-9))
