"""Numbers in the cells of tables: short, equally wide where they can be, never minus nothing."""

from __future__ import annotations

import math

from landscape.figures.wording import number_text

SMALLEST = 0.01  # below this, two decimals say too little
LARGE = 1e4  # from here on no cell has room for all digits
NOTHING = 1e-15  # what is left of a sum of numbers around 1 that is 0
AS_DECIMALS = 1e-4  # from here on a small number is read as easily with its zeros


def cell_text(value: float) -> str:
    """A value with two decimals, or two digits where it is large: "0.41", "−1.20", "0.00", "1.0e20"."""
    if math.isfinite(value) and abs(value) >= LARGE:
        return _power_text(value)
    text = number_text(value, ".2f")
    return "0.00" if text == "−0.00" else text


def small_text(value: float) -> str:
    """A value with two decimals, or two digits where these say too little: "0.41", "0.0026", "2.6e−5", "0.00"."""
    if not math.isfinite(value):
        return "not finite"
    if abs(value) < NOTHING or SMALLEST <= abs(value) < LARGE:
        return cell_text(value)
    if AS_DECIMALS <= abs(value) < SMALLEST:
        return number_text(value, ".2g")
    return _power_text(value)


def _power_text(value: float) -> str:
    digits, power = f"{value:.1e}".split("e")
    return f"{digits}e{int(power)}".replace("-", "−")
