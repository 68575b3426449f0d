"""What the images of every class look like on average, and all of them together."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from landscape.figures.data_page import data_page, fitting
from landscape.figures.data_words import data_subtitle, data_title
from landscape.figures.feature_pictures import draw_image
from landscape.figures.layout import Box, check_room, write
from landscape.figures.look import SMALL_SCALE, TEXT, em
from landscape.lessons.data_pictures import MeanImages, mean_images_lesson

find = mean_images_lesson
LABEL = 1.4  # font sizes above an image
GAP = 0.6


def title(lesson: MeanImages) -> str:
    """The title of the page."""
    return data_title(lesson.facts, "Mean images")


def subtitle(lesson: MeanImages) -> str:
    """The line below it."""
    return data_subtitle(lesson.facts)


def compose(figure: Figure, lesson: MeanImages) -> None:
    """A whole page: the mean of all, then that of every class, each beneath its name, caption."""
    free = data_page(figure, lesson.facts, title(lesson), "Each pixel is the mean over the training images")
    check_room(figure, free)
    pictures = [("all", lesson.overall), *zip(lesson.names, lesson.means, strict=True)]
    pictures = [(name, image) for name, image in pictures if np.isfinite(image).all()]
    n, aspect = len(pictures), lesson.overall.shape[0] / lesson.overall.shape[1]

    def side(columns: int) -> float:
        rows = -(-n // columns)
        across = (free.width - (columns - 1) * GAP * em()) / columns
        return float(min(across, (free.height / rows - LABEL * em()) / aspect))

    columns = max(range(1, n + 1), key=lambda count: (round(side(count), 6), -count))
    width = max(0.5 * em(), side(columns))
    for index, (name, image) in enumerate(pictures):
        row, column = divmod(index, columns)
        left = free.left + column * (width + GAP * em())
        top = free.top - row * (width * aspect + LABEL * em()) - LABEL * em()
        weight = "bold" if index == 0 else "normal"
        write(figure, left, top + 0.3 * em(), fitting(name, width), SMALL_SCALE, color=TEXT, weight=weight)
        draw_image(Box(left, top - width * aspect, left + width, top).axes(figure), image)
