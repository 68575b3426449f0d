"""The color bar of losses, which marks the lowest loss of the slice and the lowest loss known anywhere."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from landscape.figures.layout import Box, text_width
from landscape.figures.look import FAINT, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.scale import Scale, color_map
from landscape.figures.wording import loss_text, number_text

DEEPEST = -0.45  # how far below the bar its scale goes on before it is broken
STEPS = 240
THICK = 1.2  # font sizes


def bar_width() -> float:
    """The room in inches that a color bar needs with its labels."""
    return THICK * em() + 0.6 * em() + text_width("and known 0.00", SMALL_SCALE, bold=True)


def draw_color_bar(
    ax: Axes, scale: Scale, lowest_known: float, bands: int | None = None, name: str = "loss"
) -> list[Artist]:
    """Draw the bar into `ax`, as wide as the bar alone; labels stand at its right, and `name` above it.

    The axis is the color scale's: below the bar it goes on, empty, down to `lowest_known` where that is lower
    than anything on the slice, broken where it would go on too far. `bands` cuts the bar into that many steps.
    """
    ax.set_axis_off()
    same = _text(lowest_known, scale) == _text(scale.low, scale)
    known = 0.0 if same or not np.isfinite(lowest_known) else scale.position(lowest_known)
    bottom = min(0.0, max(known, DEEPEST))
    ax.set_xlim(0, 1)
    ax.set_ylim(bottom, 1)
    steps = bands or STEPS
    table = color_map(scale.map)
    colors = table((np.arange(steps) + 0.5) / steps) if not scale.is_flat else table(np.zeros(1))
    if not math.isfinite(scale.low):
        return [_label(ax, 0.5, f"no finite\n{name} here", "center")]
    artists: list[Artist] = [
        ax.imshow(np.asarray(colors)[:, None, :], origin="lower", extent=(0, 1, 0, 1), aspect="auto",
                  interpolation="nearest")
    ]  # fmt: skip
    ax.set_ylim(bottom, 1)
    ax.set_xlim(0, 1)
    if bottom < 0:
        broken = known < DEEPEST
        artists += ax.plot([0.5, 0.5], [bottom, 0], color=FAINT, lw=points(0.12), ls=(0, (1.5, 1.5)) if broken else "-",
                           clip_on=False)  # fmt: skip
        artists += ax.plot([0.1, 0.9], [bottom, bottom], color=TEXT, lw=points(0.14), clip_on=False)
    artists += _marks(ax, scale, lowest_known, bottom, broken=known < DEEPEST)
    artists += _ticks(ax, scale, name)
    return artists


def bar_box(box: Box) -> Box:
    """The part of `box` that the bar itself fills; a line at its top is left for the word "loss"."""
    return Box(box.left, box.bottom, box.left + THICK * em(), box.top - 1.5 * em())


def _marks(ax: Axes, scale: Scale, lowest_known: float, bottom: float, broken: bool) -> list[Artist]:
    here, known = _text(scale.low, scale), _text(lowest_known, scale)
    if scale.is_flat and known == here:
        return [_label(ax, 0.5, f"{here}\neverywhere", "center")]
    if here == known or not np.isfinite(lowest_known):
        return [
            _label(ax, 0.0, f"lowest here\nand known {here}" if here == known else f"lowest here\n{here}", "bottom")
        ]
    upper = f"{'everywhere' if scale.is_flat else 'lowest here'}\n{here}"
    lower = f"lowest known\n{known}" + ("\n(scale broken)" if broken else "")
    if scale.position(lowest_known) > 0:
        return [_label(ax, 0.0, upper, "bottom")]
    return [_label(ax, 0.0, upper, "bottom"), _label(ax, bottom, lower, "center" if bottom < -0.2 else "top")]


def _text(loss: float, scale: Scale) -> str:
    """A loss with the digits that the bar's span asks for, at least two decimals."""
    span = scale.high - scale.low
    if scale.is_flat or not 1e-7 < span < 0.1 or not math.isfinite(loss):
        return loss_text(loss)
    return number_text(loss, f".{1 - math.floor(math.log10(span))}f")


def _label(ax: Axes, y: float, text: str, align: str) -> Artist:
    return ax.annotate(
        text, (1, y), xytext=(0.45 * points(), 0), textcoords="offset points", va=align, ha="left", color=TEXT,
        fontsize=points(SMALL_SCALE), fontweight="bold", parse_math=False, annotation_clip=False, linespacing=1.15,
    )  # fmt: skip


def _ticks(ax: Axes, scale: Scale, name: str) -> list[Artist]:
    if scale.is_flat:
        return []
    low, high = ax.get_ylim()
    line = 1.25 * em(SMALL_SCALE) / (ax.get_position().height * ax.figure.get_figure(root=True).get_size_inches()[1])
    line *= high - low
    free_from = 2.8 * line  # the mark of the lowest loss takes two lines
    artists: list[Artist] = []
    last = 1 + 2 * line
    for value in reversed(MaxNLocator(7, steps=[1, 2, 5, 10]).tick_values(scale.low, scale.high)):
        y = scale.position(float(value))
        if y > 1 - 0.4 * line or y < free_from or last - y < 1.3 * line:
            continue
        last = y
        artists += ax.plot([1, 1.25], [y, y], color=FAINT, lw=points(0.08), clip_on=False)
        artists.append(
            ax.annotate(f"{value:g}", (1, y), xytext=(0.45 * points(), 0), textcoords="offset points", va="center",
                        color=MUTED, fontsize=points(SMALL_SCALE), annotation_clip=False)
        )  # fmt: skip
    artists.append(
        ax.annotate(name, (0, 1), xytext=(0, 0.5 * points()), textcoords="offset points", color=TEXT,
                    fontsize=points(), annotation_clip=False)
    )  # fmt: skip
    return artists
