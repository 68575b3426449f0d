"""Logarithmic axes that a lecturer can read aloud, and labels beside the ends of lines that never touch each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from landscape.figures.layout import Box
from landscape.figures.look import SMALL_SCALE, em, points

RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN = (0.01, 1000.0)  # powers of ten within are written out
LINE = 1.25  # the distance of two labels, in font sizes


def power_text(value: float) -> str:
    """A tick of a logarithmic axis: "0.1", "20", "10⁻⁵"; other than powers of ten only within 0.01 to 1,000."""
    if PLAIN[0] <= value <= PLAIN[1]:
        return f"{value:g}"
    exponent = round(float(np.log10(value)))
    return "10" + str(exponent).translate(RAISED)


def size_text(value: float) -> str:
    """A number with one digit that counts, as a person writes it: "0.003", "3·10⁻⁷", "10⁻⁴", "20"."""
    if PLAIN[0] / 10 <= value < 10 * PLAIN[1]:
        return f"{float(f'{value:.1g}'):g}"
    digit, exponent = f"{value:.0e}".split("e")
    power = "10" + str(int(exponent)).translate(RAISED)
    return power if digit == "1" else f"{digit}·{power}"


def set_log_ticks(axis: Axis, low: float, high: float, most: int) -> None:
    """At most about `most` ticks on a logarithmic axis from `low` to `high`: powers of ten, of 1, 2, 5 where few."""
    first, last = np.floor(np.log10(low)), np.ceil(np.log10(high))
    decades = np.log10(high / low)
    multiples = (1, 2, 3, 5) if decades < 1 else (1, 2, 5) if decades <= min(3.0, most / 3) else (1,)
    every = max(1, int(np.ceil(decades / max(1, most))))
    exponents = np.arange(first, last + 1)
    powers = 10.0 ** exponents[exponents % every == 0]
    if len(multiples) > 1:
        powers = 10.0**exponents
    ticks = np.sort(np.outer(powers, multiples).ravel())
    axis.set_major_locator(FixedLocator([float(t) for t in ticks if low * 0.999 <= t <= high * 1.001]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: power_text(value)))
    axis.set_minor_locator(NullLocator())


def ticks_that_fit(box: Box) -> tuple[int, int]:
    """How many tick labels there is room for along a box, and up it."""
    return max(2, int(box.width / (4.0 * em()))), max(2, int(box.height / (2.2 * em())))


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as it takes to be at least `gap` from each other, between `low` and `high`, in order."""
    order = np.argsort(places, kind="stable")
    moved = np.clip(np.asarray(places, dtype=float)[order], low, high)
    for index in range(1, len(moved)):
        moved[index] = max(moved[index], moved[index - 1] + gap)
    top = high
    for index in reversed(range(len(moved))):
        moved[index] = min(moved[index], top)
        top = moved[index] - gap
    found = np.empty(len(moved))
    found[order] = moved
    return [float(y) for y in found]


def draw_end_labels(
    ax: Axes, box: Box, labels: Sequence[tuple[float, str, str]], bold: Sequence[bool] = ()
) -> list[Artist]:
    """Labels (y, text, color) beside the right end of axes that fill `box`, at their heights where there is room."""
    if not labels:
        return []
    heights = [
        float(y)
        for y in ax.transAxes.inverted().transform(
            ax.transData.transform([(ax.get_xlim()[1], y) for y, _, _ in labels])
        )[:, 1]
    ]
    placed = apart(heights, LINE * em(SMALL_SCALE) / box.height, 0.0, 1.0)
    weights = ["bold" if heavy else "normal" for heavy in (bold or [False] * len(labels))]
    return [
        ax.annotate(
            text,
            (1, y),
            xycoords="axes fraction",
            xytext=(0.5 * points(), 0),
            textcoords="offset points",
            va="center",
            ha="left",
            color=color,
            fontsize=points(SMALL_SCALE),
            fontweight=weight,
            annotation_clip=False,
            parse_math=False,
        )
        for y, (_, text, color), weight in zip(placed, labels, weights, strict=True)
    ]
