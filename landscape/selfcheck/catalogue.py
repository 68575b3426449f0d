"""All cases, in the order in which they are told."""

from __future__ import annotations

from landscape.selfcheck import files, geometry, methods, pictures, recurrences, values
from landscape.selfcheck.case import Case

CASES: tuple[Case, ...] = (
    *geometry.CASES,
    *values.CASES,
    *methods.CASES,
    *recurrences.CASES,
    *pictures.CASES,
    *files.CASES,
)
