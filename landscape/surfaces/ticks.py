"""Round numbers for the ticks of an axis, and how they are written."""

from __future__ import annotations

import math

FACTORS = (0.5, 1, 2, 5, 10)
MINUS = "\N{MINUS SIGN}"


def nice_ticks(low: float, high: float, count: int) -> tuple[list[float], float]:
    """Round numbers, multiples of 1, 2 or 5 powers of ten, within [low, high], and their spacing; about `count`.

    Where that leaves fewer than two, the spacing is the next finer one: a single number tells no scale.
    """
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return [], 1.0
    rough = (high - low) / max(1, count)
    power = 10.0 ** math.floor(math.log10(rough))
    chosen = next(index for index, factor in enumerate(FACTORS) if index and factor * power >= rough * (1 - 1e-9))
    for factor in reversed(FACTORS[: chosen + 1]):
        spacing = power * factor
        first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
        if last > first:
            break
    return [float(index * spacing) for index in range(first, last + 1)], spacing


def tick_text(value: float, spacing: float) -> str:
    """A tick's number with the decimals that its spacing needs."""
    if abs(value) < spacing * 1e-6:
        return "0"
    if abs(value) >= 1e6 or spacing < 1e-4:
        return f"{value:.3g}".replace("-", MINUS)
    decimals = max(0, -math.floor(math.log10(spacing) + 1e-9))
    return f"{value:,.{decimals}f}".replace("-", MINUS)
