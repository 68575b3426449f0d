"""How many examples each class has, for training and for testing."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from landscape.figures.data_page import data_page, fitting
from landscape.figures.data_words import data_subtitle, data_title
from landscape.figures.layout import check_room, text_width
from landscape.figures.look import FAINT, MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import count_text
from landscape.lessons.data_pictures import ClassCounts, class_counts_lesson

find = class_counts_lesson
TRAIN, TEST = "#1f78b4", "#d95f02"


def title(lesson: ClassCounts) -> str:
    """The title of the page."""
    return data_title(lesson.facts, "How many examples")


def subtitle(lesson: ClassCounts) -> str:
    """The line below it."""
    return data_subtitle(lesson.facts)


def draw_counts(ax: Axes, lesson: ClassCounts, numbered: bool) -> list[Artist]:
    """Two bars for each class, one beneath the other: training and test examples."""
    artists: list[Artist] = []
    rows = np.arange(len(lesson.names))
    for shift, counts, color in ((-0.2, lesson.train, TRAIN), (0.2, lesson.test, TEST)):
        artists += ax.barh(rows + shift, counts, height=0.4, color=color)
        for row, count in zip(rows, counts, strict=True) if numbered else ():
            artists.append(
                ax.annotate(
                    count_text(int(count)), (count, row + shift), xytext=(0.3 * points(), 0),
                    textcoords="offset points", va="center", fontsize=points(0.8 * SMALL_SCALE), color=TEXT,
                )
            )  # fmt: skip
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(0, 1.08 * float(max(lesson.train.max(), lesson.test.max(), 1)))
    return artists


def compose(figure: Figure, lesson: ClassCounts) -> None:
    """A whole page: the bars of all classes with their names, caption."""
    free = data_page(figure, lesson.facts, title(lesson), "Upper bars: training examples; lower bars: test examples")
    n = len(lesson.names)
    widest = min(12 * em(), max(text_width(name, SMALL_SCALE) for name in lesson.names))
    room = free.inside(left=widest + 0.8 * em(), bottom=1.6 * em(), right=em())
    check_room(figure, room)
    ax = room.axes(figure)
    step = room.height / n
    draw_counts(ax, lesson, numbered=step > 2.0 * em(SMALL_SCALE))
    every = max(1, int(np.ceil(1.15 * em(SMALL_SCALE) / step)))
    ax.set_yticks(range(0, n, every), [fitting(name, widest) for name in lesson.names[::every]], color=TEXT)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_color(FAINT)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: count_text(round(value))))
    ax.tick_params(axis="x", labelcolor=MUTED)
