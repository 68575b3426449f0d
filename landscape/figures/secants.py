"""The slope in a direction: secants that become the tangent, and what their slopes tend to."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from landscape.figures.layout import Box, check_room
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.log_axes import set_log_ticks, ticks_that_fit
from landscape.figures.look import HALO, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import number_text
from landscape.lessons.secants import SecantLesson, secant_lesson

find = secant_lesson
DRAWN = 3  # secants beside the curve: shorter ones lie on the tangent
TANGENT = "#1c7c5a"


def title(lesson: SecantLesson) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "The slope in one direction")


def draw_secants(ax: Axes, lesson: SecantLesson) -> list[Artist]:
    """The loss along the direction, the three longest secants, and the tangent."""
    artists: list[Artist] = list(ax.plot(lesson.at, lesson.losses, color=TEXT, lw=points(0.26), zorder=3))
    at = np.array([lesson.at[0], lesson.at[-1]])
    for h, slope, color in zip(lesson.found.lengths[:DRAWN], lesson.found.secants[:DRAWN], colors(), strict=True):
        artists += ax.plot(at, lesson.here + slope * at, color=color, lw=points(0.13), zorder=2)
        artists += ax.plot(
            [h],
            [lesson.here + slope * h],
            ls="",
            marker="o",
            ms=points(0.7),
            mfc=color,
            mec=HALO,
            mew=points(0.13),
            zorder=5,
        )
    artists += ax.plot(
        at, lesson.here + lesson.found.slope * at, color=TANGENT, lw=points(0.2), ls=(0, (4, 1.5)), zorder=4
    )
    artists += ax.plot(
        [0], [lesson.here], ls="", marker="o", ms=points(0.8), mfc=TEXT, mec=HALO, mew=points(0.13), zorder=6
    )
    finite = lesson.losses[np.isfinite(lesson.losses)]
    low, high = float(finite.min()), float(finite.max())
    ax.set_xlim(at[0], at[1])
    ax.set_ylim(low - 0.35 * (high - low), high + 0.1 * (high - low))
    ax.grid(True, axis="y")
    return artists


def draw_slopes(ax: Axes, lesson: SecantLesson) -> list[Artist]:
    """The slope of each secant over its length, and the dot product that they tend to."""
    found = lesson.found
    ax.set_xscale("log")
    artists: list[Artist] = list(ax.plot(found.lengths, found.secants, color=TEXT, lw=points(0.15), zorder=3))
    artists += ax.plot(
        found.lengths, found.secants, ls="", marker="o", ms=points(0.6), mfc=TEXT, mec=HALO, mew=points(0.1), zorder=4
    )
    for h, slope, color in zip(found.lengths[:DRAWN], found.secants[:DRAWN], colors(), strict=True):
        artists += ax.plot(
            [h], [slope], ls="", marker="o", ms=points(0.7), mfc=color, mec=HALO, mew=points(0.13), zorder=5
        )
    artists.append(ax.axhline(found.slope, color=TANGENT, lw=points(0.2), ls=(0, (4, 1.5)), zorder=2))
    ax.set_xlim(found.lengths[-1] / 2, found.lengths[0] * 2)
    ax.margins(y=0.25)
    ax.grid(True, axis="y")
    return artists


def colors() -> list[str]:
    """Of the drawn secants, the longest first."""
    return [to_hex(color) for color in matplotlib.colormaps["plasma"](np.linspace(0.75, 0.25, DRAWN))]


def compose(figure: Figure, lesson: SecantLesson) -> None:
    """A whole page: the curve with its secants, their slopes beside it, caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    panel = free.inside(left=4.2 * em(), bottom=3.3 * em(), right=0.9 * em(), top=1.9 * em())
    check_room(figure, panel)
    half = (panel.width - 5.4 * em()) / 2
    boxes = (
        Box(panel.left, panel.bottom, panel.left + half, panel.top),
        Box(panel.right - half, panel.bottom, panel.right, panel.top),
    )
    left, right = (box.axes(figure) for box in boxes)
    draw_secants(left, lesson)
    draw_slopes(right, lesson)
    across, up = ticks_that_fit(boxes[0])
    left.xaxis.set_major_locator(MaxNLocator(min(6, across)))
    for ax in (left, right):
        ax.yaxis.set_major_locator(MaxNLocator(min(6, up)))
    set_log_ticks(right.xaxis, *right.get_xlim(), across - 1)
    left.set_xlabel("h, along the direction")
    right.set_xlabel("h")
    for ax, text in ((left, "loss, secants and tangent"), (right, "slope of the secant over h")):
        ax.set_title(text, loc="left", fontsize=points(), color=MUTED, pad=5)
    right.annotate(
        f"g · d = {number_text(lesson.found.slope, '.4g')}",
        (0.02, lesson.found.slope),
        xycoords=("axes fraction", "data"),
        xytext=(0, -0.3 * points()),
        textcoords="offset points",
        va="top",
        color=TANGENT,
        fontsize=points(SMALL_SCALE),
        fontweight="bold",
    )


def _notes(lesson: SecantLesson) -> tuple[str, ...]:
    found = lesson.found
    degrees = float(np.degrees(np.arccos(np.clip(found.cosine, -1.0, 1.0))))
    return (
        f"Direction d: {lesson.direction}, of length 1",
        f"Slope g · d = {number_text(found.slope, '.5g')}: the gradient is {number_text(lesson.steepest)} long and "
        f"stands at {degrees:.1f}° to d",
        "Secants through h = " + ", ".join(f"{h:g}" for h in found.lengths[:DRAWN]) + "; dashed: the tangent",
        f"At h = {found.lengths[-1]:.0e} the secant's slope differs by {abs(found.secants[-1] - found.slope):.1e}",
    )
