"""The rows as one plain table, readable in a terminal and in a Markdown page."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.row import Row

HEAD = ("what", "measured", "target", "met", "error", "peak MB", "ours", "other")
MET = {True: "yes", False: "NO", None: "-"}
NOTHING = "-"


def table(rows: Sequence[Row]) -> str:
    """One line per row under a head; columns are as wide as they must be."""
    lines = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    first, *others = widths
    rule = ("-" * first, *("-" * (width - 1) + ":" for width in others))
    padded = [
        (line[0].ljust(first), *(cell.rjust(width) for cell, width in zip(line[1:], others, strict=True)))
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:]))


def notes(rows: Sequence[Row]) -> str:
    """What the rows have to say beside their numbers, one line each."""
    return "\n".join(f"- {row.what}: {row.note}." for row in rows if row.note)


def _cells(row: Row) -> tuple[str, ...]:
    limit = NOTHING if row.target is None else f"{'>=' if row.at_least else '<='} {_number(row.target, row.unit)}"
    times = [getattr(seconds, row.clock) for seconds in row.seconds.values()]
    ours, other = [*map(_duration, times[:2]), NOTHING, NOTHING][:2]
    return (
        row.what,
        NOTHING if row.measured is None else _number(row.measured, row.unit),
        limit,
        MET[row.met],
        NOTHING if row.error is None else f"{row.error:.0e}",
        NOTHING if row.peak_mb is None else f"{row.peak_mb:.0f}",
        ours,
        other,
    )


def _number(value: float, unit: str) -> str:
    if value >= 20:
        return f"{value:,.0f} {unit}"
    return f"{value:.2g} {unit}" if value < 0.95 else f"{value:.1f} {unit}"


def _duration(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"
