"""Numbers on the axes of the window's plots: round, short, with a true minus sign and thousands separators.

Losses and shares are written as in the figures, by `landscape.figures.wording`.
"""

from __future__ import annotations

import math

import numpy as np

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


def coordinate_text(value: float) -> str:
    """A coordinate with about three digits."""
    return f"{value:.3g}".replace("-", MINUS)


def superscript(number: int) -> str:
    """An integer in superscript digits."""
    return str(number).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def tick_text(value: float, spacing: float) -> str:
    """A tick's number with the decimals that its spacing needs."""
    if abs(value) < spacing * 1e-6:
        return "0"
    if abs(value) >= 1e6 or spacing < 1e-4:
        return f"{value:.3g}".replace("-", MINUS)
    decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def nice_ticks(low: float, high: float, count: int) -> tuple[list[float], float]:
    """Round numbers, multiples of 1, 2 or 5 powers of ten, within [low, high], and their spacing; about `count`."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [], 1.0
    rough = (high - low) / max(1, count)
    power = 10.0 ** math.floor(math.log10(rough))
    spacing = power * next(factor for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
    return [float(index * spacing) for index in np.arange(first, last + 1)], spacing
