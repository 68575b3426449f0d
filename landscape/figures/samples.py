"""Test examples of every class: images in rows, or points in a plane."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from landscape.figures.contour import TICK_STEPS
from landscape.figures.data_page import data_page, fitting
from landscape.figures.data_words import data_subtitle, data_title
from landscape.figures.feature_pictures import draw_image
from landscape.figures.layout import Box, check_room, text_width, write
from landscape.figures.look import MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import count_text
from landscape.lessons.data_pictures import Samples, samples_lesson
from landscape.palette import class_style

find = samples_lesson
SPACE = 1.5  # font sizes between two columns of classes


def title(lesson: Samples) -> str:
    """The title of the page."""
    return data_title(lesson.facts, "Samples")


def subtitle(lesson: Samples) -> str:
    """The line below it."""
    return data_subtitle(lesson.facts)


def compose(figure: Figure, lesson: Samples) -> None:
    """A whole page: a row of images for each class, or all points, caption."""
    free = data_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    check_room(figure, free)
    if lesson.points:
        _points_page(figure, free, lesson)
    else:
        _image_page(figure, free, lesson)


def draw_points(ax: Axes, lesson: Samples) -> list[Artist]:
    """A dot for each point in its class's color."""
    artists: list[Artist] = []
    for index, points_of_class in enumerate(lesson.points):
        color = class_style(index).color
        size = points(0.45) ** 2
        artists.append(
            ax.scatter(points_of_class[:, 0], points_of_class[:, 1], s=size, color=color, linewidths=0, alpha=0.8)
        )
    return artists


def _image_page(figure: Figure, free: Box, lesson: Samples) -> None:
    n, most = len(lesson.names), max(1, *(len(rows) for rows in lesson.rows))
    height, width = next(images for images in lesson.images if len(images)).shape[1:3]
    gap = 0.25 * em()
    names = min(9 * em(), max(text_width(name) for name in lesson.names)) + 0.8 * em()

    def side(columns: int, per_row: int) -> float:
        deep = -(-n // columns)
        wide = (free.width - (columns - 1) * SPACE * em()) / columns - names
        return float(min((free.height - (deep - 1) * gap) / deep * width / height, (wide + gap) / per_row - gap))

    # In one or two columns, with as many of a class as make the page fullest; few are worth more than small ones.
    ways = [(columns, per_row) for columns in (1, 2) for per_row in range(min(4, most), most + 1)]
    columns, per_row = max(ways, key=lambda way: (side(*way) ** 2 * way[1] ** 0.8, way[1]))
    wide, deep = side(columns, per_row), -(-n // columns)
    for index, (name, images) in enumerate(zip(lesson.names, lesson.images, strict=True)):
        column, row = divmod(index, deep)
        left = free.left + column * (free.width + SPACE * em()) / columns
        top = free.top - row * (wide * height / width + gap)
        words = fitting(name, names - 0.8 * em(), 1.0)
        write(figure, left, top - wide * height / width / 2, words, color=TEXT, va="center")
        for place, image in enumerate(images[:per_row]):
            at = left + names + place * (wide + gap)
            draw_image(Box(at, top - wide * height / width, at + wide, top).axes(figure), image)


def _points_page(figure: Figure, free: Box, lesson: Samples) -> None:
    names = max(text_width(name, SMALL_SCALE) for name in lesson.names) + 2.4 * em()
    place = free.inside(left=3 * em(), bottom=1.6 * em(), right=names)
    ax = place.axes(figure)
    draw_points(ax, lesson)
    ax.set_aspect("equal", adjustable="datalim")
    ax.xaxis.set_major_locator(MaxNLocator(6, steps=TICK_STEPS))
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=TICK_STEPS))
    for index, name in enumerate(lesson.names):
        y = place.top - (index + 0.9) * 1.4 * em()
        write(figure, place.right + 0.8 * em(), y, "●", SMALL_SCALE, color=class_style(index).color)
        write(figure, place.right + 2.0 * em(), y, name, SMALL_SCALE, color=MUTED)


def _notes(lesson: Samples) -> tuple[str, ...]:
    more = lesson.facts.n_classes - len(lesson.names)
    first = f"the first {len(lesson.names)} of {count_text(lesson.facts.n_classes)} classes" if more else "every class"
    kind = "Test" if lesson.facts.n_test else "Training"
    return (f"{kind} examples of {first}, drawn with seed {lesson.seed}",)
