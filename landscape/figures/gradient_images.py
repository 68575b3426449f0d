"""The weights of each class as an image, and beneath it the gradient by them."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from landscape.figures.layout import Box, check_room, text_width, write
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.look import MUTED, SMALL_SCALE, em, points
from landscape.figures.wording import loss_text, number_text
from landscape.lessons.gradient_images import GradientImages, gradient_images_lesson
from trainers.objective import Array

find = gradient_images_lesson
MAP = "RdBu_r"
TWO_ROWS = 1.3  # times larger images are worth a second row of them
LABEL = 2.2  # font sizes above the images, and left of them


def title(lesson: GradientImages) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "W and its gradient")


def draw_values(ax: Axes, values: Array, largest: float) -> list[Artist]:
    """Values (h, w) around zero, white, from blue (-largest) to red (largest); each pixel one weight."""
    image = ax.imshow(values, cmap=matplotlib.colormaps[MAP], vmin=-largest, vmax=largest, interpolation="nearest")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    return [image]


def draw_colors(ax: Axes, values: Array, largest: float) -> list[Artist]:
    """Weights (h, w, 3) of red, green and blue as a color image: 0 is middle gray, +-largest full and none."""
    image = ax.imshow(np.clip(0.5 + values / (2 * largest), 0.0, 1.0), interpolation="nearest")
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    return [image]


def largest_of(values: Array) -> float:
    """The end of a scale around zero: the largest size, 1 where all are zero."""
    return float(np.abs(values).max()) or 1.0


def compose(figure: Figure, lesson: GradientImages) -> None:
    """A whole page: W above, dW beneath, their scales at the right, caption."""
    in_color = lesson.weights.ndim == 4
    slopes = lesson.gradient.sum(axis=-1) if in_color else lesson.gradient
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    n, (height, width) = len(lesson.names), slopes.shape[1:3]
    scales = (largest_of(lesson.weights), largest_of(slopes))
    beside = 1.2 * em() + max(text_width(f"{number_text(-s, '.2g')}", SMALL_SCALE) for s in scales) + 0.9 * em()
    room = free.inside(left=2.6 * em(), right=beside + 0.6 * em(), bottom=0.4 * em())
    columns, half = n, -(-n // 2)
    if _side(room, half, n, height / width) > TWO_ROWS * _side(room, n, n, height / width):
        columns = half
    side = _side(room, columns, n, height / width)
    check_room(figure, room)
    groups = -(-n // columns)
    gap = 0.35 * em()
    for index, name in enumerate(lesson.names):
        group, column = divmod(index, columns)
        left = room.left + column * (side + gap)
        top = room.top - group * (2 * side * height / width + gap + LABEL * em()) - LABEL * em()
        for row, (values, largest) in enumerate(zip((lesson.weights, slopes), scales, strict=True)):
            upper = top - row * (side * height / width + gap)
            ax = Box(left, upper - side * height / width, left + side, upper).axes(figure)
            (draw_colors if values.ndim == 4 else draw_values)(ax, values[index], largest)
            if row == 0:
                ax.set_title(_fitting(name, side), fontsize=points(SMALL_SCALE), pad=0.3 * points())
            if column == 0:
                ax.set_ylabel(("W", "dW")[row], fontsize=points(), fontweight="bold")
    top = room.top - LABEL * em()
    for row, largest in enumerate(scales):
        upper = top - row * (side * height / width + gap)
        bar = Box(room.left + columns * (side + gap) + 0.4 * em(), upper - side * height / width, 0.0, upper)
        _draw_bar(figure, Box(bar.left, bar.bottom, bar.left + 0.7 * em(), bar.top), largest, in_color and row == 0)
    base = room.top - groups * (2 * side * height / width + gap + LABEL * em()) - 1.2 * em()
    if base > room.bottom + 0.8 * em():
        words = f"dW, red: raising this weight raises the loss, L(w) = {loss_text(lesson.loss)}; blue: it lowers it"
        write(figure, room.left, base, words, SMALL_SCALE, color=MUTED)


def _side(room: Box, columns: int, n: int, aspect: float) -> float:
    """The width of one image where they stand in so many columns."""
    groups = -(-n // columns)
    across = (room.width - columns * 0.35 * em()) / columns
    up = (room.height / groups - (LABEL + 0.6) * em()) / 2 / aspect
    return min(across, up)


def _fitting(name: str, width: float) -> str:
    """As much of a class's name as stands above its image."""
    while len(name) > 1 and text_width(name, SMALL_SCALE) > width:
        name = name.rstrip("…")[:-1] + "…"
    return name


def _draw_bar(figure: Figure, box: Box, largest: float, gray: bool) -> None:
    ax = box.axes(figure)
    shades = np.linspace(1.0, -1.0, 128)[:, None]
    ax.imshow(shades, cmap=matplotlib.colormaps["gray" if gray else MAP], vmin=-1, vmax=1, aspect="auto")
    ax.set_axis_off()
    for y, value, align in ((0.0, largest, "top"), (0.5, 0.0, "center"), (1.0, -largest, "bottom")):
        ax.annotate(
            number_text(value, ".2g"),
            (1, 1 - y),
            xycoords="axes fraction",
            xytext=(0.3 * points(), 0),
            textcoords="offset points",
            va=align,
            ha="left",
            color=MUTED,
            fontsize=points(SMALL_SCALE),
            annotation_clip=False,
        )


def _notes(lesson: GradientImages) -> tuple[str, ...]:
    in_color = lesson.weights.ndim == 4
    bias = ", ".join(number_text(float(value), ".2g") for value in lesson.bias[1])
    more = lesson.n_rows - len(lesson.names)
    return (
        f"W: one pixel is one weight; its scale ends at the largest, {number_text(largest_of(lesson.weights))}"
        + ("; red, green and blue are those weights, gray is 0" if in_color else ""),
        "dW: the analytic gradient on all examples"
        + (", red, green and blue added" if in_color else "")
        + f", scaled to {number_text(largest_of(lesson.gradient.sum(axis=-1) if in_color else lesson.gradient))}",
        f"Slopes of the biases, not shown: {bias}",
        f"The first {len(lesson.names)} of {lesson.n_rows} rows are shown" if more else "",
    )
