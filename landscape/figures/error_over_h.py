"""The error of a numeric gradient over h: the V of each formula, in single and in double precision."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from landscape.figures.layout import Box, check_room, text_width
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.log_axes import draw_end_labels, set_log_ticks, size_text, ticks_that_fit
from landscape.figures.look import FAINT, HALO, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.paths import LINE_WIDTH
from landscape.lessons.error_over_h import ErrorCurve, ErrorLesson, error_lesson

find = error_lesson

COLORS = {"forward": "#d95f02", "centered": "#1f78b4"}
DASHES = {"float64": "-", "float32": (0, (3, 1.2))}
ORDER = {"forward": 1, "centered": 2}  # the power of h that the formula's own error goes with
EPS = {"float32": float(np.finfo(np.float32).eps), "float64": float(np.finfo(np.float64).eps)}
AGREES = 0.3  # a guide is drawn where the errors' own slope differs from its by at most this
BEYOND = 30.0  # times the best h, rounding is far below the formula's own error
LOWEST = 1e-13
JUMP = 100.0  # times the error at the h before, half a decade smaller: h² would make it 10


def title(lesson: ErrorLesson) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "How far off is a numeric slope?")


def draw_errors(ax: Axes, lesson: ErrorLesson) -> list[Artist]:
    """The errors over h on logarithmic axes with the guides h, h² and eps / h, and a ring at each curve's best h."""
    ax.set_xscale("log")
    ax.set_yscale("log")
    artists: list[Artist] = []
    h = lesson.curves[0].h
    for precision in dict.fromkeys(curve.precision for curve in lesson.curves):
        rounding = EPS[precision] * lesson.rounding / h
        artists += ax.plot(h, rounding, color=FAINT, lw=points(0.1), zorder=1)
    for curve in lesson.curves:
        power = followed_power(curve)
        if power is not None and curve.precision == "float64":
            place = _anchor(curve)
            guide = curve.error[place] * (curve.h / curve.h[place]) ** power
            artists += ax.plot(h, guide, color=FAINT, lw=points(0.1), zorder=1)
    for curve in lesson.curves:
        error = np.where(curve.error > 0, curve.error, np.nan)  # a difference that hits the slope exactly has no place
        artists += ax.plot(
            curve.h,
            error,
            color=COLORS[curve.formula],
            ls=DASHES[curve.precision],
            lw=points(LINE_WIDTH),
            zorder=3,
            dash_capstyle="butt",
        )
        artists += ax.plot(
            *curve.best,
            ls="",
            marker="o",
            ms=points(0.75),
            mfc=HALO,
            mec=COLORS[curve.formula],
            mew=points(0.17),
            zorder=4,
        )
    ax.set_xlim(h[0], h[-1])
    return artists


def followed_power(curve: ErrorCurve) -> int | None:
    """The power of h, 1 or 2, that the formula's own error should go with, where the curve does above its best h.

    None where it does not: an SVM's losses are made of straight pieces, and beyond a kink errors follow no power.
    """
    place = _anchor(curve)
    beside = slice(max(0, place - 1), place + 2)
    errors = curve.error[beside]
    if not (errors > 0).all() or len(errors) < 2:
        return None
    slope = float(np.polyfit(np.log(curve.h[beside]), np.log(errors), 1)[0])
    return ORDER[curve.formula] if abs(slope - ORDER[curve.formula]) <= AGREES else None


def compose(figure: Figure, lesson: ErrorLesson) -> None:
    """A whole page: the errors, labels at their right, caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    names = list(COLORS)
    room = max(text_width(name, SMALL_SCALE, bold=True) for name in names) + 0.9 * em()
    box = Box(free.left + 4.6 * em(), free.bottom + 3.3 * em(), free.right - room, free.top - 0.6 * em())
    check_room(figure, box)
    ax = box.axes(figure)
    draw_errors(ax, lesson)
    across, up = ticks_that_fit(box)
    errors = np.concatenate([curve.error[curve.error > 0] for curve in lesson.curves])
    low, high = max(LOWEST, float(errors.min()) / 40), 3.0
    ax.set_ylim(low, high)
    set_log_ticks(ax.xaxis, *ax.get_xlim(), across)
    set_log_ticks(ax.yaxis, low, high, up)
    ax.set_xlabel("h, by which a weight is moved")
    ax.set_ylabel("relative error")
    ax.grid(True)
    ends = {
        curve.formula: (float(curve.error[-1]) or low, curve.formula, COLORS[curve.formula]) for curve in lesson.curves
    }
    draw_end_labels(ax, box, list(ends.values()), [True] * len(ends))
    _name_precisions(ax, lesson)
    _name_guides(ax, lesson)
    rings: list[float] = []
    for curve in lesson.curves:
        h, error = curve.best
        below = curve.precision == "float64" or any(abs(np.log10(h / other)) < 1 for other in rings)
        rings += [] if below else [h]
        ax.annotate(
            f"h = {size_text(h)}",
            (h, error),
            xytext=(0, (-0.65 if below else 0.65) * points()),
            textcoords="offset points",
            ha="center",
            va="top" if below else "bottom",
            color=COLORS[curve.formula],
            fontsize=points(SMALL_SCALE),
            zorder=5,
            path_effects=[withStroke(linewidth=points(0.25), foreground=HALO)],
        )


def _notes(lesson: ErrorLesson) -> tuple[str, ...]:
    powers = {followed_power(curve) for curve in lesson.curves if curve.precision == "float64"} - {None}
    guides = [{1: "h", 2: "h²"}[power] for power in sorted(power for power in powers if power)]
    guides += ["ε / h (one rounding ε of the loss, divided by h)"]
    jumps = any((curve.error[1:] > JUMP * curve.error[:-1]).any() for curve in lesson.curves)
    return (
        f"Error: |numeric − analytic| / the larger of both, over {lesson.n_weights} weights with steep slopes",
        "Rings: the best h of each curve, among those tried (two a decade)",
        f"Faint lines: {' and '.join(guides) if len(guides) < 3 else f'{guides[0]}, {guides[1]} and {guides[2]}'}",
        "A jump: from there on h reaches across a kink of the loss" if jumps else "",
    )


def _name_precisions(ax: Axes, lesson: ErrorLesson) -> None:
    """Beneath the left branch of each precision's lower curve, where no other line goes."""
    lower, _ = ax.get_ylim()
    for precision in dict.fromkeys(curve.precision for curve in lesson.curves):
        curves = [curve for curve in lesson.curves if curve.precision == precision]
        floor = np.fmin.reduce([np.where(curve.error > 0, curve.error, np.nan) for curve in curves])
        h = curves[0].h
        place = int(np.argmin(np.abs(np.log(h / np.sqrt(h[0] * min(curve.best[0] for curve in curves))))))
        style = "solid" if DASHES[precision] == "-" else "dashed"
        y = max(float(floor[max(0, place - 1) : place + 2].min()), lower * 30)
        ax.annotate(
            f"{precision}, {style}",
            (h[place], y),
            xytext=(-0.6 * points(), -0.6 * points()),
            textcoords="offset points",
            ha="right",
            va="top",
            color=TEXT,
            fontsize=points(SMALL_SCALE),
        )


def _name_guides(ax: Axes, lesson: ErrorLesson) -> None:
    (x_low, _), (_, high) = ax.get_xlim(), ax.get_ylim()
    for precision in dict.fromkeys(curve.precision for curve in lesson.curves):
        h = max(x_low * 4, EPS[precision] * lesson.rounding / (high / 8))
        _name(ax, h, EPS[precision] * lesson.rounding / h, "ε / h")
    for curve in lesson.curves:
        power = followed_power(curve)
        if power is not None and curve.precision == "float64":
            place = _anchor(curve)
            _name(ax, float(curve.h[place]), float(curve.error[place]), {1: "like h", 2: "like h²"}[power])


def _name(ax: Axes, x: float, y: float, text: str) -> None:
    ax.annotate(
        text,
        (x, y),
        xytext=(0.6 * points(), -0.1 * points()),
        textcoords="offset points",
        ha="left",
        va="center",
        color=MUTED,
        fontsize=points(SMALL_SCALE),
        zorder=5,
        path_effects=[withStroke(linewidth=points(0.25), foreground=HALO)],
    )


def _anchor(curve: ErrorCurve) -> int:
    """The place one and a half decades above the best h, where the formula's own error rules, if it ever does."""
    return int(np.argmin(np.abs(np.log(curve.h / (BEYOND * curve.best[0])))))
