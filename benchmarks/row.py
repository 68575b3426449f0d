"""A line of the table: what was measured, against which target, how exact, in how much memory."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

ROUNDING = 1e-12  # errors below it are rounding


@dataclass(frozen=True)
class Seconds:
    """What one piece of work took, the median of several times.

    Attributes:
        processor: what it kept one processor busy; other programs on the machine hardly disturb it.
        wall: what a clock on the wall showed.
    """

    processor: float
    wall: float


@dataclass(frozen=True)
class Row:
    """One comparison.

    Attributes:
        what: the work, and what it is compared with.
        measured: the ratio, or a number in `unit`; None where it could not be measured, and `note` says why.
        unit: of the measured number and of the target; "x" for a ratio.
        target: what it should be; None for a row that only tells.
        at_least: whether the target is a lower limit; else it is an upper one.
        error: the largest deviation from plain evaluation in float64, relative to the values' size where that is
            above 1; None where there is no value to compare.
        error_bound: what the error must stay below: rounding, or the certificate of an approximation.
        peak_mb: memory at the peak of the work above what was held before it, in millions of bytes.
        seconds: what each side took, this project's first; `clock` names the kind that `measured` was computed from.
        note: what a reader should know about this row.
    """

    what: str
    measured: float | None
    unit: str
    target: float | None = None
    at_least: bool = True
    error: float | None = None
    error_bound: float = ROUNDING
    peak_mb: float | None = None
    seconds: dict[str, Seconds] = field(default_factory=dict)
    clock: str = "processor"
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is no target or nothing was measured."""
        if self.target is None or self.measured is None:
            return None
        return self.measured >= self.target if self.at_least else self.measured <= self.target

    def as_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return dataclasses.asdict(self) | {"met": self.met}


def row_from_json(values: dict[str, Any]) -> Row:
    """The row that `Row.as_json` gave."""
    known = {key: value for key, value in values.items() if key != "met"}
    return Row(**known | {"seconds": {name: Seconds(**times) for name, times in values["seconds"].items()}})
