"""Raw pixels beside features: two surfaces on one scale of losses, and how well each method does on test examples."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from landscape.figures.color_bar import bar_box, bar_width, draw_color_bar
from landscape.figures.contour import TICK_STEPS
from landscape.figures.layout import LEAST_HEIGHT, Box, check_room, text_width
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.look import HALO, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.paths import draw_heads, draw_line, draw_starts, styled
from landscape.figures.scale import Scale, with_norm
from landscape.figures.wording import count_text, share_text
from landscape.lessons.features_beside import FeaturesBeside, FeatureView, features_lesson
from landscape.palette import display_name

find = features_lesson
LEVELS = 14
HEAD = 3.0  # lines above a surface
ROW = 1.25  # font sizes for the bar of one run
BARS = 0.36  # of the height, at most
TICKS = 2.6  # font sizes between the surfaces and the bars


def title(lesson: FeaturesBeside) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "Raw pixels beside features")


def common_scale(lesson: FeaturesBeside) -> Scale:
    """From the lowest to the highest loss of either surface."""
    surfaces = [view.surface for view in lesson.views]
    lows, highs = ([getattr(surface, end) for surface in surfaces] for end in ("lowest", "highest"))
    return Scale(float(np.nanmin(lows)), float(np.nanmax(highs)))


def draw_side(ax: Axes, view: FeatureView, scale: Scale) -> list[Artist]:
    """A surface as contours on the common scale, with the paths on it."""
    surface = view.surface
    artists: list[Artist] = []
    if not scale.is_flat:
        levels = scale.low + (np.arange(LEVELS + 2) / (LEVELS + 1)) ** 2 * (scale.high - scale.low)
        values = np.ma.masked_invalid(surface.loss).T
        fill = ax.contourf(surface.a, surface.b, values, levels, **with_norm(scale))
        fill.set_rasterized(True)
        artists.append(fill)
        inner = [level for level in levels[1:-1] if surface.lowest < level < surface.highest]
        if inner:
            lines = ax.contour(surface.a, surface.b, values, inner, colors=HALO, linewidths=points(0.05), alpha=0.45)
            artists.append(lines)
    for path, style in styled(view.paths):
        artists += draw_line(ax, path.coordinates[:, 0], path.coordinates[:, 1], style, zorder=3)
    artists += draw_starts(ax, np.array([path.coordinates[0, :2] for path in view.paths]), zorder=5)
    artists += draw_heads(ax, [(*path.coordinates[-1, :2], style) for path, style in styled(view.paths)], zorder=6)
    ax.set_xlim(surface.a[0], surface.a[-1])
    ax.set_ylim(surface.b[0], surface.b[-1])
    return artists


def draw_accuracies(ax: Axes, view: FeatureView, shown: list[int], most: float, named: bool) -> list[Artist]:
    """A bar for the test accuracy of each of the `shown` runs; all sides share the scale from 0 to `most`."""
    artists: list[Artist] = []
    runs = list(styled(view.paths))
    for row, index in enumerate(shown):
        (path, style), share = runs[index], view.test_accuracy[index]
        artists += ax.barh([row], [share], height=0.62, color=style.color)
        artists.append(
            ax.annotate(
                share_text(share),
                (share, row),
                xytext=(0.3 * points(), 0),
                textcoords="offset points",
                va="center",
                fontsize=points(SMALL_SCALE),
                color=TEXT,
            )
        )
        if named:
            artists.append(
                ax.annotate(
                    display_name(path.label, path.method),
                    (0, row),
                    xytext=(-0.5 * points(), 0),
                    textcoords="offset points",
                    va="center",
                    ha="right",
                    fontsize=points(SMALL_SCALE),
                    color=TEXT,
                    annotation_clip=False,
                )
            )
    ax.set_xlim(0, most)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_axis_off()
    return artists


def best_runs(lesson: FeaturesBeside, count: int) -> list[int]:
    """The indices of the `count` runs, at least one, that do best on both sides together, in their own order."""
    together = sum(view.test_accuracy for view in lesson.views)
    return sorted(np.argsort(-together, kind="stable")[: max(1, count)].tolist())


def compose(figure: Figure, lesson: FeaturesBeside) -> None:
    """A whole page: the surfaces, beneath each its accuracies, the color bar, caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    names = [display_name(path.label, path.method) for path in lesson.views[0].paths]
    left = max(3.0 * em(), max(text_width(name, SMALL_SCALE) for name in names) + 0.9 * em())
    most_rows = min(free.height / em() - HEAD - TICKS - LEAST_HEIGHT, BARS * free.height / em()) / ROW
    shown = best_runs(lesson, int(most_rows))
    bars = ROW * em() * len(shown)
    room = free.inside(left=left, right=bar_width() + 1.2 * em(), bottom=bars + TICKS * em(), top=HEAD * em())
    check_room(figure, room)
    gap = 3.4 * em()
    side = (room.width - gap) / 2
    scale = common_scale(lesson)
    percent = text_width("99.99 %", SMALL_SCALE) + 0.6 * em()
    most = max(float(max(view.test_accuracy.max() for view in lesson.views)), 1e-3) * side / (side - percent)
    for index, view in enumerate(lesson.views):
        at = room.left + index * (side + gap)
        place = Box(at, room.bottom, at + side, room.top)
        ax = place.axes(figure)
        draw_side(ax, view, scale)
        ax.spines[:].set_visible(False)
        ax.xaxis.set_major_locator(MaxNLocator(max(2, min(5, int(side / (3.4 * em())))), steps=TICK_STEPS))
        ax.yaxis.set_major_locator(MaxNLocator(max(2, min(5, int(place.height / (2.2 * em())))), steps=TICK_STEPS))
        for line, (text, weight) in enumerate(((_numbers(view, side), "normal"), (_name(view, side), "bold"))):
            ax.annotate(
                text,
                (0, 1),
                xycoords="axes fraction",
                xytext=(0, (0.4 + 1.25 * line) * points()),
                textcoords="offset points",
                fontsize=points(SMALL_SCALE if line == 0 else 1.0),
                fontweight=weight,
                color=MUTED if line == 0 else TEXT,
            )
        beneath = Box(at, free.bottom, at + side, free.bottom + bars)
        draw_accuracies(beneath.axes(figure), view, shown, most, named=index == 0)
    bar = Box(free.right - bar_width(), room.bottom, free.right, room.top)
    draw_color_bar(bar_box(bar).axes(figure), scale, float("nan"), bands=LEVELS + 1)


def _name(view: FeatureView, width: float) -> str:
    """The features and their number, as far as there is room."""
    name = f"{view.name[0].upper()}{view.name[1:]}"
    count = count_text(view.n_features)
    for text in (f"{name}: {count} features", f"{name}: {count}", name):
        if text_width(text, 1.0, bold=True) <= width:
            return text
    return f"{count_text(view.n_features)} features"


def _numbers(view: FeatureView, width: float) -> str:
    """The condition number, and how the steepest curvature stands to the mean one, as far as there is room."""
    found = view.curvature
    if found is None:
        return ""
    ratio = f"steepest / mean {_round(found.largest / found.mean)}"
    if found.condition is None:
        return ratio
    condition = f"condition number {_round(found.condition)}"
    both = f"{condition} · {ratio}"
    return both if text_width(both, SMALL_SCALE) <= width else condition


def _round(value: float) -> str:
    """Three digits that count, without a power of ten below a million."""
    return f"{float(f'{value:.3g}'):,.10g}"


def _notes(lesson: FeaturesBeside) -> tuple[str, ...]:
    has_condition = any(view.curvature is not None and view.curvature.condition for view in lesson.views)
    return (
        "Same steps, same examples, one color scale; each side has its own plane, not drawn 1:1, and its own step "
        "sizes where none are set",
        f"Bars: accuracy on {count_text(lesson.n_test)} test examples at the ends, of the runs that do best",
        "Condition number: the Hessian’s largest eigenvalue over its smallest, 2λ, without biases"
        if has_condition
        else "",
    )
