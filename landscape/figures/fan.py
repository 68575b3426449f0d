"""The fan of step sizes: the losses of one method, from crawling to diverging."""

from __future__ import annotations

from typing import Any

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from landscape.figures.layout import Box, check_room, text_width
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.log_axes import draw_end_labels, set_log_ticks, ticks_that_fit
from landscape.figures.look import HALO, SMALL_SCALE, em, points
from landscape.figures.ray import size
from landscape.figures.wording import loss_text
from landscape.lessons.fan import Fan, FanRun, fan_lesson
from landscape.palette import display_name
from trainers.objective import Array

find = fan_lesson
ABOVE = 30.0  # times the first loss: what grows beyond leaves the picture, and says so
MAP = "plasma"
LEFT, DIVERGED, ENDED = ("^", 0.85), ("X", 0.9), ("o", 0.65)  # what stands at the end of a run: marker and size


def title(lesson: Fan) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, f"{display_name(lesson.label, lesson.method)} with {len(lesson.runs)} step sizes")


def draw_fan(ax: Axes, lesson: Fan) -> list[Artist]:
    """The true losses of all runs by step; a run that leaves the top does so through a mark where it crosses it."""
    top = top_of(lesson)
    artists: list[Artist] = []
    for run, color in zip(lesson.runs, colors(lesson), strict=True):
        own = run.step_size == lesson.own
        loss = np.where(np.isfinite(run.loss), run.loss, np.inf)
        step, shown = _cut(run.step, loss, top)
        width = points(0.32 if own else 0.2)
        artists += ax.plot(step, shown, color=color, lw=width, zorder=4 if own else 3, clip_on=True)
        if first_above(run, top) is not None:
            end, (marker, width_of_mark) = top, LEFT
        else:
            end, (marker, width_of_mark) = shown[-1], ENDED if run.diverged is None else DIVERGED
        artists += ax.plot(
            [step[-1]], [end], ls="", marker=marker, ms=points(width_of_mark), mfc=color, mec=HALO, mew=points(0.12),
            zorder=5 if marker == ENDED[0] else 6, clip_on=False,
        )  # fmt: skip
    losses = np.concatenate([run.loss[np.isfinite(run.loss) & (run.loss <= top)] for run in lesson.runs])
    low = float(losses.min())
    ax.set_xlim(0, max(lesson.steps, 1))
    if low > 0:
        ax.set_yscale("log")
        ax.set_ylim(low / 1.3, top)
    else:
        ax.set_ylim(low - 0.05 * (top - low), top)
    ax.grid(True, axis="y")
    return artists


def top_of(lesson: Fan) -> float:
    """Where the picture ends: the highest finite loss, at most 30 times the first one."""
    highest = max(float(run.loss[np.isfinite(run.loss)].max()) for run in lesson.runs)
    first = abs(float(lesson.runs[0].loss[0]))
    return min(1.15 * highest, ABOVE * first) if first > 0 else 1.15 * highest


def first_above(run: FanRun, top: float) -> int | None:
    """The first recorded step whose loss is above `top` or not finite, and stays so to the end; None where none is."""
    above = ~(run.loss <= top)
    if not above[-1]:
        return None
    inside = np.flatnonzero(~above)
    return int(run.step[inside[-1] + 1] if len(inside) else run.step[0])


def colors(lesson: Fan) -> list[str]:
    """From dark for the smallest step size to bright for the largest; none is too pale for a projector."""
    return [to_hex(color) for color in matplotlib.colormaps[MAP](np.linspace(0.0, 0.78, len(lesson.runs)))]


def compose(figure: Figure, lesson: Fan) -> None:
    """A whole page: the curves with their step sizes at the right, caption."""
    top = top_of(lesson)
    words = [_words(run, lesson, top) for run in lesson.runs]
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson, top))
    room = max(text_width(text, SMALL_SCALE, bold=True) for text in words) + 1.4 * em()
    box = Box(free.left + 4.2 * em(), free.bottom + 3.3 * em(), free.right - room, free.top - 0.9 * em())
    check_room(figure, box)
    ax = box.axes(figure)
    draw_fan(ax, lesson)
    across, up = ticks_that_fit(box)
    if ax.get_yscale() == "log":
        set_log_ticks(ax.yaxis, *ax.get_ylim(), up)
    ax.xaxis.set_major_locator(MaxNLocator(min(6, across), integer=True))
    ax.set_xlabel("step")
    ax.set_ylabel("loss")
    ends = [
        (top if first_above(run, top) is not None else float(run.loss[-1]), text, color)
        for run, text, color in zip(lesson.runs, words, colors(lesson), strict=True)
    ]
    draw_end_labels(ax, box, ends, [run.step_size == lesson.own for run in lesson.runs])


def _words(run: FanRun, lesson: Fan, top: float) -> str:
    text = f"s = {size(run.step_size)}"
    left = first_above(run, top)
    if run.diverged is not None:
        return f"{text}: diverged at step {run.diverged}"
    return f"{text}: leaves at step {left}" if left is not None else f"{text}: {loss_text(float(run.loss[-1]))}"


def _notes(lesson: Fan, top: float) -> tuple[str, ...]:
    away = [run for run in lesson.runs if first_above(run, top) is not None and run.diverged is None]
    ends = ", ".join(f"s = {size(run.step_size)} at {loss_text(float(run.loss[-1]))}" for run in away)
    own = [run for run in lesson.runs if run.step_size == lesson.own]
    return (
        "Curves: the function’s value; every run has the same start and steps"
        if lesson.facts.is_function
        else "Curves: true loss on all training examples; every run has the same start, batches and steps",
        f"Bold: the description's own step size, {size(lesson.own)}" if own else "",
        f"Triangles: runs that leave the picture at loss {loss_text(top)}" if ends or _diverged(lesson) else "",
        f"They end at step {lesson.steps}: {ends}" if ends else "",
        "Diverged: the weights or the loss are no longer finite" if _diverged(lesson) else "",
    )


def _diverged(lesson: Fan) -> bool:
    return any(run.diverged is not None for run in lesson.runs)


def _cut(step: Any, loss: Array, top: float) -> tuple[Array, Array]:
    """The curve up to where it last crosses `top`, on the logarithm's straight line between two steps."""
    inside = np.flatnonzero(loss <= top)
    if not len(inside) or inside[-1] == len(loss) - 1:
        return step, np.minimum(loss, np.finfo(float).max)
    last = int(inside[-1])
    low, high = float(loss[last]), min(float(loss[last + 1]), 1e300)
    share = np.log(top / low) / np.log(high / low) if low > 0 else 1.0
    crossing = step[last] + share * (step[last + 1] - step[last])
    return np.append(step[: last + 1], crossing), np.append(loss[: last + 1], top)
