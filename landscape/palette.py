"""One color, line style and marker per method, the same in every view and every figure.

The colors keep apart for color-blind eyes; the dash patterns keep apart in gray print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """How a path is drawn: color as #rrggbb, dashes in line widths (on, off, ...; empty is solid), marker."""

    color: str
    dashes: tuple[float, ...] = ()
    marker: str = "o"


STYLES: dict[str, Style] = {
    "sgd": Style("#d95f02"),
    "momentum": Style("#1f78b4"),
    "nesterov": Style("#008c8c", (8, 1.5, 2, 1.5)),
    "adam": Style("#6a3d9a"),
    "adagrad": Style("#7f6000", (3, 2)),
    "rmsprop": Style("#c2185b", (6, 2)),
    "gradient-descent": Style("#8c510a", (4, 1.5, 1, 1.5)),
    "local-search": Style("#2e8555", (1, 1.2)),
    "random-search": Style("#7f8794", (1, 1.8)),
}

NAMES: dict[str, str] = {
    "sgd": "SGD",
    "momentum": "Momentum",
    "nesterov": "Nesterov",
    "adam": "Adam",
    "adagrad": "Adagrad",
    "rmsprop": "RMSprop",
    "gradient-descent": "Gradient descent",
    "local-search": "Local search",
    "random-search": "Random search",
}

# Classes of points in the plane, up to six: the colors keep apart for color-blind eyes, the markers in gray print.
CLASS_COLORS: tuple[str, ...] = ("#0072b2", "#d55e00", "#009e73", "#b5589a", "#c98a00", "#4aa3df")
CLASS_MARKERS: tuple[str, ...] = ("o", "s", "^", "D", "v", "P")

# Further runs of a method keep its dashes and take their color from here, in order.
SPARE_COLORS = ("#b8860b", "#00798c", "#a23e48", "#3d5a80", "#5f6b2f", "#7b2d8b", "#4a6670", "#9c5518")


# Of classes of points, in order: colors that keep apart for color-blind eyes (M. Okabe and K. Ito, "Color Universal
# Design", 2008), each with a shape of its own, for gray print.
CLASS_STYLES: tuple[Style, ...] = (
    Style("#0072b2", marker="o"),
    Style("#d55e00", marker="s"),
    Style("#009e73", marker="^"),
    Style("#cc79a7", marker="D"),
    Style("#b58900", marker="v"),
    Style("#56b4e9", marker="P"),
)


def class_style(label: int) -> Style:
    """The color and the marker of a class; beyond the sixth they begin anew."""
    return CLASS_STYLES[label % len(CLASS_STYLES)]


def style_of(method: str, repeat: int | None = None) -> Style:
    """The style of a method's first run, or with the spare color number `repeat` for a further run of it."""
    first = STYLES.get(method, Style("#3a3f47", (3, 1)))
    if repeat is None:
        return first
    return Style(SPARE_COLORS[repeat % len(SPARE_COLORS)], first.dashes, first.marker)


def styles(methods: Sequence[str]) -> list[Style]:
    """The styles of runs given by their methods, in order; no two further runs share a color, as long as it goes."""
    found, n_repeats = [], 0
    for index, method in enumerate(methods):
        repeated = method in methods[:index]
        found.append(style_of(method, n_repeats if repeated else None))
        n_repeats += repeated
    return found


def display_name(label: str, method: str) -> str:
    """What a run is called on a picture: its method's name, or its own label where it has one."""
    return NAMES.get(method, method) if label == method else label
