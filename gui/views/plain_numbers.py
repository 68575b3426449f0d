"""Numbers in the cells of tables: short, equally wide where they can be, never minus nothing."""

from __future__ import annotations

import math

from landscape.figures.wording import number_text

SMALLEST = 0.005  # below this, two decimals say nothing


def cell_text(value: float) -> str:
    """A value with two decimals: "0.41", "−1.20", "0.00"."""
    text = number_text(value, ".2f")
    return "0.00" if text == "−0.00" else text


def small_text(value: float) -> str:
    """A value with two decimals, or its size where they would all be zeros: "0.41", "2.6e−3", "0.00"."""
    if not math.isfinite(value):
        return "not finite"
    if value == 0 or SMALLEST <= abs(value) < 1e4:
        return cell_text(value)
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}e{int(power)}".replace("-", "−")
