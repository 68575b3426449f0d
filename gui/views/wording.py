"""Numbers on the axes of the window's plots: round, short, with a true minus sign and thousands separators.

Losses and shares are written as in the figures, by `landscape.figures.wording`.
"""

from __future__ import annotations

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


def coordinate_text(value: float) -> str:
    """A coordinate with about three digits."""
    return f"{value:.3g}".replace("-", MINUS)


def superscript(number: int) -> str:
    """An integer in superscript digits."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
