"""The rows as one plain table, readable in a terminal and in a Markdown page."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.row import Row

HEAD = ("what", "measured", "target", "met", "error", "peak MB", "seconds")
MET = {True: "yes", False: "NO", None: "-"}


def table(rows: Sequence[Row]) -> str:
    """One line per row under a head; columns are as wide as they must be."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEAD))]
    lines = [" | ".join(_padded(text, width, i) for i, (text, width) in enumerate(zip(line, widths, strict=True)))
             for line in cells]
    rule = " | ".join("-" * (width - 1) + (":" if 0 < i < len(HEAD) - 1 else "-") for i, width in enumerate(widths))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


def notes(rows: Sequence[Row]) -> str:
    """What the rows have to say beside their numbers, one line each."""
    return "\n".join(f"- {row.what}: {row.note}." for row in rows if row.note)


def _padded(text: str, width: int, column: int) -> str:
    return text.rjust(width) if 0 < column < len(HEAD) - 1 else text.ljust(width)


def _cells(row: Row) -> tuple[str, ...]:
    limit = "-" if row.target is None else f"{'>=' if row.at_least else '<='} {_number(row.target, row.unit)}"
    return (
        row.what,
        "-" if row.measured is None else _number(row.measured, row.unit),
        limit,
        MET[row.met],
        "-" if row.error is None else f"{row.error:.0e}",
        "-" if row.peak_mb is None else f"{row.peak_mb:.0f}",
        ", ".join(f"{name} {_seconds(times.processor, times.wall)}" for name, times in row.seconds.items()) or "-",
    )


def _number(value: float, unit: str) -> str:
    if value >= 20:
        return f"{value:,.0f} {unit}"
    return f"{value:.2g} {unit}" if value < 1 else f"{value:.1f} {unit}"


def _seconds(processor: float, wall: float) -> str:
    return f"{processor:.3g} ({wall:.3g})"
