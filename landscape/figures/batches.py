"""One slice seen by batches of several sizes: small multiples on one color scale, with the fans of their gradients."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from landscape.figures.color_bar import bar_box, bar_width, draw_color_bar
from landscape.figures.contour import THINNEST, TICK_STEPS
from landscape.figures.layout import Box, check_room, text_width
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.log_axes import draw_end_labels, ticks_that_fit
from landscape.figures.look import FAINT, HALO, SMALL_SCALE, TEXT, em, points
from landscape.figures.scale import Scale, with_norm
from landscape.figures.wording import count_text, share_text
from landscape.lessons.batch_views import BatchLesson, BatchView, batch_lesson
from trainers.objective import Array

find = batch_lesson
LEVELS = 14
LONGEST = 0.92  # of the way to the picture's edge: how far the farthest arrow is drawn
CUT = 0.1  # of the arrows may end outside, and are counted; else one of them makes all others invisible
ROWS = (1, 2)


def title(lesson: BatchLesson) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "What a batch sees of the loss")


def common_scale(lesson: BatchLesson) -> Scale:
    """One scale of losses for all views: from their lowest to the highest of all examples; above it one color."""
    lows = [view.surface.lowest for view in lesson.views]
    return Scale(float(np.nanmin(lows)), lesson.views[-1].surface.highest)


def draw_view(ax: Axes, view: BatchView, scale: Scale, factor: float) -> list[Artist]:
    """A view's contours on the common scale, and its gradients as arrows downhill, `factor` times their length."""
    surface = view.surface
    shares = (np.arange(LEVELS + 2) / (LEVELS + 1)) ** 2
    levels = scale.low + shares * (scale.high - scale.low)
    values = np.ma.masked_invalid(surface.loss).T
    artists: list[Artist] = []
    if not scale.is_flat:
        fill = ax.contourf(surface.a, surface.b, values, levels, extend="max", **with_norm(scale))
        fill.set_rasterized(True)
        artists += [fill]
        if view.surface.highest > levels[1] and view.surface.lowest < levels[-2]:
            artists += [
                ax.contour(surface.a, surface.b, values, levels[1:-1], colors=HALO, linewidths=points(0.05), alpha=0.45)
            ]
    for index in reversed(range(len(view.downhill))):
        tip = factor * view.downhill[index]
        if not np.isfinite(tip).all() or not np.linalg.norm(tip) > 0:
            continue
        own = index == 0
        width = points(0.2 if own else 0.12)
        arrow = FancyArrowPatch(
            (0, 0),
            tuple(tip),
            arrowstyle="-|>,head_length=0.45,head_width=0.2",
            mutation_scale=points(0.9 if own else 0.65),
            color="#ff9a5c" if own else HALO,
            lw=width,
            shrinkA=0,
            shrinkB=0,
            zorder=5 if own else 4,
            path_effects=[withStroke(linewidth=width + points(0.14), foreground=TEXT)],
        )
        ax.add_patch(arrow)
        artists.append(arrow)
    ax.set_xlim(surface.a[0], surface.a[-1])
    ax.set_ylim(surface.b[0], surface.b[-1])
    return artists


def draw_line_views(ax: Axes, lesson: BatchLesson) -> list[Artist]:
    """The losses of all views along a slice of one axis, over each other; all examples boldest."""
    artists: list[Artist] = []
    for view, color in zip(lesson.views, colors(lesson), strict=True):
        loss = np.where(view.surface.finite, view.surface.loss, np.nan)
        last = view is lesson.views[-1]
        artists += ax.plot(
            view.surface.a, loss, color=color, lw=points(0.34 if last else 0.18), zorder=4 if last else 3
        )
    ax.axvline(0.0, color=FAINT, lw=points(0.08), zorder=1)
    ax.set_xlim(lesson.views[0].surface.a[0], lesson.views[0].surface.a[-1])
    ax.grid(True, axis="y")
    return artists


def colors(lesson: BatchLesson) -> list[str]:
    """From bright for one example to dark for all."""
    return [to_hex(color) for color in matplotlib.colormaps["plasma"](np.linspace(0.75, 0.0, len(lesson.views)))]


def arrow_factor(lesson: BatchLesson) -> float:
    """What gradients are multiplied by in the drawing, so that all but the longest tenth of them fit."""
    fitting = _fitting_factors(lesson)
    fitting = fitting[np.isfinite(fitting)]
    return LONGEST * float(np.quantile(fitting, CUT)) if len(fitting) else 0.0


def _fitting_factors(lesson: BatchLesson) -> Array:
    """For every arrow the factor that brings its tip to the edge of the picture; infinity for one of length 0."""
    surface = lesson.views[0].surface
    tips = np.concatenate([view.downhill for view in lesson.views])
    with np.errstate(divide="ignore", invalid="ignore"):
        room = [
            np.where(tip > 0, ticks[-1] / tip, ticks[0] / tip)
            for tip, ticks in zip(tips.T, (surface.a, surface.b), strict=True)
        ]
    return np.asarray(np.fmin(*room))


def compose(figure: Figure, lesson: BatchLesson) -> None:
    """A whole page: the views, color bar, caption."""
    if lesson.views[0].surface.is_line:
        _compose_lines(figure, lesson)
        return
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    bar = Box(free.right - bar_width(), free.bottom + 1.6 * em(), free.right, free.top - 1.2 * em())
    room = free.inside(left=2.6 * em(), right=bar_width() + 1.2 * em(), bottom=1.8 * em())
    n, aspect = len(lesson.views), min(THINNEST, max(1 / THINNEST, _aspect(lesson)))
    n_rows = max(ROWS, key=lambda rows: _cell(room, rows, n).shaped(aspect).area)
    cell = _cell(room, n_rows, n)
    check_room(figure, room)
    columns = -(-n // n_rows)
    box = cell.shaped(aspect)
    scale, factor = common_scale(lesson), arrow_factor(lesson)
    for index, view in enumerate(lesson.views):
        row, column = divmod(index, columns)
        across, down = column * (box.width + 1.0 * em()), row * (cell.height + _HEAD * em())
        place = Box(box.left + across, box.bottom - down, box.right + across, box.top - down)
        ax = place.axes(figure)
        draw_view(ax, view, scale, factor)
        ax.spines[:].set_visible(False)
        ax.xaxis.set_major_locator(MaxNLocator(max(2, min(4, int(place.width / (3.4 * em())))), steps=TICK_STEPS))
        ax.yaxis.set_major_locator(MaxNLocator(max(2, min(4, int(place.height / (2.2 * em())))), steps=TICK_STEPS))
        ax.tick_params(labelleft=column == 0, labelbottom=row == n_rows - 1 or index + columns >= n)
        share = f"{share_text(view.share)} in plane"
        for line, (text, weight) in enumerate(((share, "normal"), (_name(view, lesson), "bold"))):
            ax.annotate(
                text,
                (0, 1),
                xycoords="axes fraction",
                xytext=(0, (0.3 + 1.2 * line) * points()),
                textcoords="offset points",
                fontsize=points(SMALL_SCALE),
                fontweight=weight,
                color=TEXT,
            )
    draw_color_bar(bar_box(bar).axes(figure), scale, float("nan"), bands=LEVELS + 1)


_HEAD = 3.0  # lines above a view


def _cell(room: Box, rows: int, n: int) -> Box:
    columns = -(-n // rows)
    width = (room.width - (columns - 1) * 1.0 * em()) / columns
    height = room.height / rows - _HEAD * em()
    top = room.top - (_HEAD - 0.4) * em()
    return Box(room.left, top - height, room.left + width, top)


def _aspect(lesson: BatchLesson) -> float:
    surface = lesson.views[0].surface
    return float(np.ptp(surface.b) / np.ptp(surface.a))


def _name(view: BatchView, lesson: BatchLesson) -> str:
    if view is lesson.views[-1]:
        return f"all {count_text(view.size)}"
    return f"{count_text(view.size)} example{'s'[: view.size - 1]}"


def _compose_lines(figure: Figure, lesson: BatchLesson) -> None:
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    names = [_name(view, lesson) for view in lesson.views]
    room = max(text_width(name, SMALL_SCALE, bold=True) for name in names) + 1.0 * em()
    box = Box(free.left + 4.2 * em(), free.bottom + 3.3 * em(), free.right - room, free.top - 0.8 * em())
    check_room(figure, box)
    ax = box.axes(figure)
    draw_line_views(ax, lesson)
    across, up = ticks_that_fit(box)
    ax.xaxis.set_major_locator(MaxNLocator(min(7, across), steps=TICK_STEPS))
    ax.yaxis.set_major_locator(MaxNLocator(min(7, up), steps=TICK_STEPS))
    ax.set_xlabel("a, along axis 1")
    ax.set_ylabel("loss")
    ends = [
        (float(view.surface.loss[-1]), name, color)
        for view, name, color in zip(lesson.views, names, colors(lesson), strict=True)
    ]
    top = ax.get_ylim()[1]
    ends = [(y if np.isfinite(y) else top, name, color) for y, name, color in ends]
    draw_end_labels(ax, box, ends, [view is lesson.views[-1] for view in lesson.views])


def _notes(lesson: BatchLesson) -> tuple[str, ...]:
    batches = len(lesson.views[0].downhill)
    nested = (
        f"Batches: those of step {lesson.step}; a smaller one is a part of the larger ones, so this is one example's "
        "loss, then the mean of more and more"
    )
    if lesson.views[0].surface.is_line:
        return (nested,)
    outside = int((_fitting_factors(lesson) < arrow_factor(lesson)).sum())
    return (
        nested,
        f"Arrows: the gradients of {batches} batches of each size at the center, downhill, "
        f"{arrow_factor(lesson):.2g} times their length; orange: that of the batch whose loss is shown"
        + (f"; {outside} end outside the picture" if outside else ""),
        "In plane: the share of their squared length that the plane holds, on average",
        "One color scale; beyond the highest loss of all examples it does not change",
        "" if 1 / THINNEST <= _aspect(lesson) <= THINNEST else "Not drawn 1:1",
    )
