"""A case: what is compared, how far it may be off, and what became of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from landscape.errors import Cancelled
from landscape.work import Work


@dataclass(frozen=True)
class Case:
    """Something with a known answer.

    Attributes:
        name: a few words; compares: what with what, in one sentence.
        measure: gives the largest deviation found, in the case's own unit; 0 is perfect.
        within: the largest deviation that passes.
    """

    name: str
    compares: str
    measure: Callable[[], float]
    within: float


def worst(deviations: Iterable[float]) -> float:
    """The largest deviation; NaN where one of them is, which no case passes with, and 0 where there are none."""
    found = np.fromiter(deviations, dtype=np.float64)
    return float(found.max()) if found.size else 0.0


@dataclass(frozen=True)
class Outcome:
    """What became of a case: its deviation, NaN where it ended in an error, whose text is `error`."""

    case: Case
    deviation: float
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether the deviation is a number within the case's limit."""
        return math.isfinite(self.deviation) and self.deviation <= self.case.within


def outcomes(cases: Sequence[Case], work: Work) -> Iterator[Outcome]:
    """The outcome of every case, one after the other. An error of any kind is an outcome too.

    Raises:
        Cancelled: the work was asked to stop.
    """
    for index, case in enumerate(cases):
        work.check()
        work.progress(case.name, index / len(cases))
        try:
            yield Outcome(case, float(case.measure()))
        except Cancelled:
            raise
        except Exception as error:  # a broken installation may raise anything
            yield Outcome(case, math.nan, f"{type(error).__name__}: {' '.join(str(error).split())}")
