"""The loss after one step down the gradient, over the size of the step: too small, best, worse than none."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from landscape.figures.layout import Box, check_room
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.log_axes import set_log_ticks, size_text, ticks_that_fit
from landscape.figures.look import HALO, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import loss_text
from landscape.lessons.ray import Ray, RayLesson, ray_lesson
from landscape.palette import display_name, styles

find = ray_lesson
BEST = "#1c7c5a"
WORSE = "#b3261e"
ABOVE = 12.0  # times L(w): where the picture ends on the side that diverges
LINE = 1.3


def title(lesson: RayLesson) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "How far down the gradient?")


def draw_ray(ax: Axes, ray: Ray) -> list[Artist]:
    """The losses over logarithmic step sizes, L(w) as a line, what makes it worse shaded; a hole breaks the line.

    The axes end where the loss has grown to 12 times L(w), or where the step sizes do.
    """
    ax.set_xscale("log")
    losses = np.where(np.isfinite(ray.losses), ray.losses, np.nan)
    low, high = limits(ray)
    artists: list[Artist] = []
    if math.isfinite(ray.even):
        artists.append(ax.axvspan(ray.even, high, facecolor=WORSE, alpha=0.07, lw=0, zorder=0))
    artists.append(ax.axhline(ray.here, color=MUTED, lw=points(0.1), ls=(0, (3, 2)), zorder=1))
    artists += ax.plot(ray.step_sizes, losses, color=TEXT, lw=points(0.24), zorder=3)
    ax.set_xlim(low, high)
    shown = losses[(ray.step_sizes <= high) & np.isfinite(losses)]
    top = min(float(shown.max()), ABOVE * abs(ray.here))
    if ray.lowest > 0:
        ax.set_yscale("log")
        ax.set_ylim(ray.lowest / 1.9, max(top, ray.here) * 1.15)
    else:
        span = max(top, ray.here) - ray.lowest
        ax.set_ylim(ray.lowest - 0.2 * span, max(top, ray.here) + 0.05 * span)
    return artists


def limits(ray: Ray) -> tuple[float, float]:
    """The step sizes that are shown: down to where a step changes the loss by less than 1 %, and up as above."""
    large = np.flatnonzero(~(ray.losses < ABOVE * abs(ray.here)) & (ray.step_sizes > ray.best))
    high = float(ray.step_sizes[large[0]]) if len(large) else float(ray.step_sizes[-1])
    still = np.flatnonzero((np.abs(ray.losses - ray.here) < 0.01 * abs(ray.here)) & (ray.step_sizes < ray.best))
    low = float(ray.step_sizes[still[-1]]) / 3 if len(still) else float(ray.step_sizes[0])
    return max(low, float(ray.step_sizes[0])), high


def compose(figure: Figure, lesson: RayLesson) -> None:
    """A whole page: the ray with its marks, caption."""
    ray = lesson.ray
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    box = Box(free.left + 4.4 * em(), free.bottom + 3.3 * em(), free.right - 0.8 * em(), free.top - 2.6 * em())
    check_room(figure, box)
    ax = box.axes(figure)
    draw_ray(ax, ray)
    across, up = ticks_that_fit(box)
    set_log_ticks(ax.xaxis, *ax.get_xlim(), across)
    if ax.get_yscale() == "log":
        set_log_ticks(ax.yaxis, *ax.get_ylim(), up)
    ax.set_xlabel("s, the size of the step from w to w − s g")
    ax.set_ylabel("loss")
    ax.grid(True, axis="y")
    marks = [(ray.best, ray.lowest, f"best s = {size(ray.best)}", BEST)]
    marks += [(ray.even, ray.here, f"worse from {size(ray.even)} on", WORSE)] if math.isfinite(ray.even) else []
    marks += [(s, loss_at(ray, s), f"{name}: {size(s)}", color) for s, name, color in _own(lesson)]
    _draw_marks(ax, box, marks)
    ax.annotate(
        f"L(w) = {loss_text(ray.here)}, no step",
        (0, ray.here),
        xycoords=("axes fraction", "data"),
        xytext=(0.3 * points(), 0.25 * points()),
        textcoords="offset points",
        va="bottom",
        color=MUTED,
        fontsize=points(SMALL_SCALE),
        path_effects=[withStroke(linewidth=points(0.25), foreground=HALO)],
    )
    ax.annotate(
        loss_text(ray.lowest),
        (ray.best, ray.lowest),
        xytext=(0, -0.55 * points()),
        ha="center",
        va="top",
        textcoords="offset points",
        color=BEST,
        fontsize=points(SMALL_SCALE),
        fontweight="bold",
    )


def size(step_size: float) -> str:
    """A step size in two digits that count."""
    return f"{float(f'{step_size:.2g}'):,g}" if 1e-3 <= step_size < 1e4 else size_text(step_size)


def loss_at(ray: Ray, step_size: float) -> float:
    """The loss at a step size, on the line between its neighbors over log s; NaN outside the ray."""
    return float(np.interp(np.log(step_size), np.log(ray.step_sizes), ray.losses, np.nan, np.nan))


def _own(lesson: RayLesson) -> list[tuple[float, str, str]]:
    """Each step size of a method once, with the names of all methods that have it, in the color of the first."""
    shown = styles([method for _, method, _ in lesson.own])
    found: dict[float, tuple[list[str], str]] = {}
    for (label, method, step_size), style in zip(lesson.own, shown, strict=True):
        found.setdefault(step_size, ([], style.color))[0].append(display_name(label, method))
    low, high = limits(lesson.ray)
    return [(s, ", ".join(names), color) for s, (names, color) in found.items() if low <= s <= high]


def _draw_marks(ax: Axes, box: Box, marks: list[tuple[float, float, str, str]]) -> None:
    """A dot on the curve at each mark, a faint line up to its words above the axes; words in one or two rows."""
    low, high = np.log(ax.get_xlim())
    order = sorted(marks)
    ends = [-np.inf, -np.inf]
    for s, loss, text, color in order:
        across = (np.log(s) - low) / (high - low) * box.width
        width = 0.6 * em(SMALL_SCALE) * len(text)
        left = float(np.clip(across - width / 2, 0.0, box.width - width))
        row = 0 if left > ends[0] + em() else 1
        ends[row] = left + width
        ax.plot([s, s], [loss, ax.get_ylim()[1]], color=color, lw=points(0.09), zorder=2)
        ax.plot([s], [loss], ls="", marker="o", ms=points(0.75), mfc=color, mec=HALO, mew=points(0.14), zorder=5)
        ax.annotate(
            text,
            ((left + width / 2) / box.width, 1),
            xycoords="axes fraction",
            ha="center",
            va="bottom",
            xytext=(0, (0.3 + LINE * SMALL_SCALE * row) * points()),
            textcoords="offset points",
            color=color,
            fontsize=points(SMALL_SCALE),
            fontweight="bold",
            parse_math=False,
            annotation_clip=False,
        )


def _notes(lesson: RayLesson) -> tuple[str, ...]:
    ray = lesson.ray
    low, high = limits(lesson.ray)
    outside = [f"{display_name(label, method)} ({size(s)})" for label, method, s in lesson.own if not low <= s <= high]
    even = (
        f"Shaded: steps that make it worse than no step, from s = {size(ray.even)} on, {ray.even / ray.best:.2g} times "
        "the best (2 times on a parabola)"
        if math.isfinite(ray.even)
        else "No step size that was tried makes it worse than no step"
    )
    is_function = lesson.facts.is_function
    on_what = "" if is_function else " on all examples"
    return (
        f"Curve: L(w − s g) with g the gradient{on_what}, of length {math.sqrt(-ray.slope):.3g}",
        f"Best: the minimum on this line, s = {ray.best:.4g}, loss {ray.lowest:.4g}",
        even,
        "SGD and momentum follow a batch's gradient instead" if lesson.own and not is_function else "",
        f"Outside the picture: the step size of {', '.join(outside)}" if outside else "",
    )
