"""Points in the plane under some weights: who wins where, each class's zero-score line, W and b with their gradient."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from landscape.figures.caption import sentence_start
from landscape.figures.layout import LINE, Box, check_room, text_width, write
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.look import HALO, MUTED, SMALL_SCALE, em, points
from landscape.figures.wording import count_text, loss_text, number_text, share_text
from landscape.palette import class_style
from landscape.playground.lesson import PointsLesson, points_lesson

find = points_lesson
PALE = 0.22  # of a region's color, over the page
MARK = 0.75  # a point's mark, in font sizes
LARGEST_RING = 2.6  # in font sizes
CROWD = 0.27  # marks are drawn smaller where more points than the square of this times a side in font sizes are shown
LEAST = 0.2  # of a mark's size
ARROW = 2.2  # font sizes
TOTALS = 0.6 + 3 * LINE  # font sizes of the lines beneath the table
COLUMNS = ("x", "y", "bias")


def title(lesson: PointsLesson) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "Who wins where")


def draw_regions(ax: Axes, lesson: PointsLesson) -> list[Artist]:
    """The plane in the pale colors of the classes that win."""
    (left, right), (bottom, top) = lesson.limits
    half = (right - left) / (len(lesson.winners) - 1) / 2
    colors = np.array([(*to_rgb(class_style(c).color), PALE) for c in range(len(lesson.class_names))])
    extent = (left - half, right + half, bottom - half, top + half)
    image = ax.imshow(
        colors[lesson.winners.T], extent=extent, origin="lower", interpolation="nearest", aspect="equal", zorder=0
    )
    return [image]


def draw_lines(ax: Axes, lesson: PointsLesson) -> list[Artist]:
    """Where each class's score is zero, with an arrow to where it is above."""
    artists: list[Artist] = []
    for label, line in enumerate(lesson.lines):
        if line is None or line.zero is None or line.anchor is None:
            continue
        (x, y), (across, up) = line.anchor.tolist(), (ARROW * points() * line.toward).tolist()
        color = class_style(label).color
        artists += ax.plot(*line.zero.T, color=color, linewidth=points(0.16), zorder=2, solid_capstyle="butt")
        artists.append(
            ax.annotate(
                "",
                (x, y),
                xytext=(across, up),
                textcoords="offset points",
                arrowprops={
                    "arrowstyle": "<|-",
                    "color": color,
                    "linewidth": points(0.16),
                    "mutation_scale": points(1.1),
                    "shrinkA": 0,
                    "shrinkB": 0,
                },
                zorder=2,
            )
        )
    return artists


def draw_points(ax: Axes, lesson: PointsLesson, smaller: float = 1.0) -> list[Artist]:
    """Each point as its class's mark, `smaller` times its usual size; the area of its ring grows with its loss."""
    mark, artists = MARK * smaller * points(), list[Artist]()
    for (x, y), label, size in zip(lesson.points, lesson.labels, ring_sizes(lesson, smaller), strict=True):
        style = class_style(int(label))
        edge = points(0.1) * smaller
        if size > 0:
            artists += ax.plot([x], [y], "o", ms=size, mfc="none", mec=style.color, mew=edge, zorder=3)
        artists += ax.plot([x], [y], style.marker, ms=mark, mfc=style.color, mec=HALO, mew=edge, zorder=4)
    return artists


def ring_sizes(lesson: PointsLesson, smaller: float = 1.0) -> list[float]:
    """The diameters of the rings in points: 0 where a loss is none to speak of, or not finite."""
    losses, mark = lesson.judged.losses, 1.25 * MARK
    finite = np.where(np.isfinite(losses), losses, 0.0)
    share = finite / (float(finite.max()) or 1.0)
    sizes = smaller * points() * np.sqrt(mark**2 + share * (LARGEST_RING**2 - mark**2))
    return [float(size) for size in np.where(share > 1e-3, sizes, 0.0)]


def compose(figure: Figure, lesson: PointsLesson) -> None:
    """A whole page: the plane, beside or beneath it the classes, W and b over their gradient, and the loss; caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    room = free.inside(left=3.0 * em(), bottom=2.6 * em(), top=0.3 * em())
    beside = min(room.height, room.width - _table_width(lesson) - 2.0 * em())
    beneath = min(room.width, room.height - _table_height(lesson) - em())
    side = max(beside, beneath)
    plane = Box(room.left, room.top - side, room.left + side, room.top)
    check_room(figure, plane)
    ax = plane.axes(figure)
    draw_regions(ax, lesson)
    draw_lines(ax, lesson)
    draw_points(ax, lesson, max(LEAST, min(1.0, CROWD * side / em() / len(lesson.labels) ** 0.5)))
    (left, right), (bottom, top) = lesson.limits
    ax.set_xlim(left, right)
    ax.set_ylim(bottom, top)
    ax.spines[:].set_visible(False)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(max(2, min(5, int(side / (3.4 * em())))), steps=[1, 2, 5, 10]))
    ax.set_xlabel("x", labelpad=points(0.1))
    ax.set_ylabel("y", rotation=0, labelpad=points(0.5), va="center")
    table = Box(plane.right + 2.0 * em(), free.bottom, free.right, plane.top)
    if beneath > beside:
        table = Box(plane.left, free.bottom, free.right, plane.bottom - 3.2 * em())
    _write_table(figure, table, lesson)


def _write_table(figure: Figure, box: Box, lesson: PointsLesson) -> None:
    """The classes with their marks, and of a linear classifier a row of W and b each, over its gradient."""
    scale = min(1.0, box.height / (_table_height(lesson) - TOTALS * em()))  # smaller type rather than fewer rows
    line, small = scale * em(), scale * SMALL_SCALE
    y, first, column = box.top - line, box.left + _names_width(lesson), _column_width(lesson)
    if lesson.matrix is not None:
        for index, name in enumerate(COLUMNS):
            write(figure, first + (index + 1) * column, y, name, small, color=MUTED, ha="right")
    for label, name in enumerate(lesson.class_names):
        y -= 1.5 * line
        style = class_style(label)
        mark = Line2D(
            [box.left + 0.4 * em()], [y + 0.35 * line], marker=style.marker, ms=scale * MARK * points(),
            mfc=style.color, mec=HALO, mew=points(0.08), transform=figure.dpi_scale_trans,
        )  # fmt: skip
        figure.add_artist(mark)
        write(figure, box.left + 1.2 * em(), y, f"class {name}", scale)
        if lesson.matrix is None or lesson.slopes is None:
            continue
        for index in range(3):
            at = first + (index + 1) * column
            write(figure, at, y, _number(lesson.matrix[label, index]), scale, ha="right")
            slope = _number(lesson.slopes[label, index])
            write(figure, at, y - 1.1 * line, slope, small, color=MUTED, ha="right")
        y -= 1.1 * line
    if lesson.matrix is not None:
        y -= 1.6 * line
        write(figure, box.left, y, "beneath each weight its gradient", small, color=MUTED)
    if y - TOTALS * em() >= box.bottom:  # else the caption says them
        y -= 0.6 * em()
        for text in _totals(lesson):
            y -= LINE * em()
            write(figure, box.left, y, text, SMALL_SCALE)


def _totals(lesson: PointsLesson) -> tuple[str, ...]:
    judged = lesson.judged
    right = int(np.count_nonzero(judged.winners == lesson.labels))
    return (
        f"loss {_term(judged.loss)}",
        f"= {_term(judged.data_loss)} data + {_term(judged.regularization)} regularization",
        f"{count_text(right)} of {count_text(len(lesson.labels))} right ({share_text(judged.accuracy)})",
    )


def _number(value: float) -> str:
    """A weight or a slope: three digits after the point, or three that count where it is large."""
    if not np.isfinite(value):
        return "not finite"
    if value == 0:
        return "0"
    return number_text(value, ".0e" if abs(value) < 5e-4 else ".3f" if abs(value) < 100 else ".3g")


def _term(value: float) -> str:
    """A part of the loss with as many places as its other parts, so that they are seen to add up."""
    return number_text(value, ".4f" if abs(value) < 1000 else ".6g") if np.isfinite(value) else "not finite"


def _names_width(lesson: PointsLesson) -> float:
    return 1.2 * em() + max(text_width(f"class {name}") for name in lesson.class_names)


def _column_width(lesson: PointsLesson) -> float:
    if lesson.matrix is None or lesson.slopes is None:
        return 0.0
    return 0.9 * em() + max(text_width(_number(value)) for value in np.append(lesson.matrix, lesson.slopes))


def _table_width(lesson: PointsLesson) -> float:
    widest = max(text_width(text, SMALL_SCALE) for text in _totals(lesson))
    return max(_names_width(lesson) + 3 * _column_width(lesson), widest)


def _table_height(lesson: PointsLesson) -> float:
    rows = 1.5 + (0.0 if lesson.matrix is None else 1.1)
    return (1.0 + rows * len(lesson.class_names) + (0.0 if lesson.matrix is None else 1.6) + TOTALS) * em()


def _notes(lesson: PointsLesson) -> tuple[str, ...]:
    loss, parts, right = _totals(lesson)
    largest = float(np.max(lesson.judged.losses))
    unseen = _unseen(lesson)
    return (
        f"{sentence_start(loss)} {parts}; {right}",
        "Regions: the class with the highest score"
        + (f"; lines: where a class scores 0, arrows to where it scores more{unseen}" if lesson.lines else ""),
        f"Rings: their area grows with the point’s loss, the largest has {loss_text(largest)}"
        if largest > 0
        else "No point has a loss",
        "x and y are features as the classifier sees them" if lesson.is_mapped else "",
    )


def _unseen(lesson: PointsLesson) -> str:
    missing = [
        lesson.class_names[label] for label, line in enumerate(lesson.lines) if line is None or line.zero is None
    ]
    return f" (of class {', '.join(missing)} outside the picture, or nowhere)" if missing else ""
