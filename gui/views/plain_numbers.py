"""Numbers in the cells of tables: short, equally wide where they can be, never minus nothing."""

from __future__ import annotations

import math

from landscape.figures.wording import number_text

SMALLEST = 0.01  # below this, two decimals say too little
NOTHING = 1e-15  # what is left of a sum of numbers around 1 that is 0
AS_DECIMALS = 1e-4  # from here on a small number is read as easily with its zeros


def cell_text(value: float) -> str:
    """A value with two decimals: "0.41", "−1.20", "0.00"."""
    text = number_text(value, ".2f")
    return "0.00" if text == "−0.00" else text


def small_text(value: float) -> str:
    """A value with two decimals, or two digits where these say too little: "0.41", "0.0026", "2.6e−5", "0.00"."""
    if not math.isfinite(value):
        return "not finite"
    if abs(value) < NOTHING or SMALLEST <= abs(value) < 1e4:
        return cell_text(value)
    if AS_DECIMALS <= abs(value) < SMALLEST:
        return number_text(value, ".2g")
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}e{int(power)}".replace("-", "−")
