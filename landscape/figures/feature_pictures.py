"""Test images, and beside each what the classifier sees of it: HOG as strokes, colors as swatches, words as bars."""

from __future__ import annotations

import colorsys
from collections.abc import Callable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from landscape.features.feature import Feature, Images, Numbers
from landscape.features.histogram import Histogram
from landscape.features.hog import BLOCK, Hog
from landscape.features.pixels import Pixels
from landscape.figures.layout import Box, check_room
from landscape.figures.lesson_page import lesson_page, lesson_title
from landscape.figures.look import FAINT, SMALL_SCALE, TEXT, em, points
from landscape.lessons.feature_pictures import FeaturePictures, feature_pictures_lesson
from trainers.objective import Array

find = feature_pictures_lesson
MOST_COLORS = 8
HEAD = 1.6  # font sizes above the columns
INK = "#1f6fb5"


def title(lesson: FeaturePictures) -> str:
    """The title of the page."""
    return lesson_title(lesson.facts, "What features see")


def draw_image(ax: Axes, image: Images) -> list[Artist]:
    """An image (h, w, channels), values 0 to 1."""
    shown = image if image.shape[2] == 3 else np.repeat(image, 3, axis=2)
    return [ax.imshow(shown, interpolation="nearest")]


def cell_histograms(numbers: Numbers, feature: Hog, shape: tuple[int, ...]) -> Array:
    """Each cell's histogram (rows, columns, orientations): the mean over the blocks that hold the cell."""
    cell = feature.cell_for((shape[0], shape[1], 1))
    rows, columns = shape[0] // cell, shape[1] // cell
    blocks = numbers.reshape(rows - BLOCK + 1, columns - BLOCK + 1, BLOCK, BLOCK, feature.orientations)
    total = np.zeros((rows, columns, feature.orientations))
    count = np.zeros((rows, columns, 1))
    for down in range(BLOCK):
        for right in range(BLOCK):
            place = slice(down, down + len(blocks)), slice(right, right + blocks.shape[1])
            total[place] += blocks[:, :, down, right]
            count[place] += 1
    return total / count


def draw_hog(ax: Axes, numbers: Numbers, feature: Hog, image: Images) -> list[Artist]:
    """A star of strokes in each cell: along the edges, as long as the bin is full."""
    histograms = cell_histograms(numbers, feature, image.shape)
    cell = feature.cell_for(image.shape)
    largest = float(histograms.max()) or 1.0
    segments, shades = [], []
    for row, column, bin_number in np.ndindex(histograms.shape):
        share = histograms[row, column, bin_number] / largest
        # The bin's middle is the gradient's direction; an edge runs across it.
        angle = np.pi * ((bin_number + 0.5) / feature.orientations + 0.5)
        half = 0.5 * cell * share * np.array([np.cos(angle), np.sin(angle)])
        middle = cell * (np.array([column, row]) + 0.5) - 0.5
        segments.append([middle - half, middle + half])
        shades.append((*_rgb(INK), 0.25 + 0.75 * share))
    strokes = ax.add_collection(LineCollection(segments, colors=shades, linewidths=points(0.12)))
    ax.set_xlim(-0.5, image.shape[1] - 0.5)
    ax.set_ylim(image.shape[0] - 0.5, -0.5)
    return [strokes]


def draw_colors(ax: Axes, numbers: Numbers, feature: Histogram, image: Images) -> list[Artist]:
    """The fullest bins of a histogram, fullest first, each as wide as its share of the pixels and in its own color."""
    order = np.argsort(-numbers, kind="stable")[:MOST_COLORS]
    shares = numbers[order].astype(np.float64) ** 2
    colors = [bin_color(int(place), feature.bins, image.shape[2]) for place in order]
    bars = ax.barh(np.arange(len(order)), shares, height=0.8, color=colors, edgecolor=FAINT, linewidth=points(0.06))
    ax.set_xlim(0, float(shares.max()) or 1.0)
    ax.set_ylim(MOST_COLORS - 0.5, -0.5)
    return [*bars]


def bin_color(place: int, bins: int, channels: int) -> tuple[float, float, float]:
    """The color in the middle of a bin of a histogram."""
    if channels == 1:
        return ((place + 0.5) / bins,) * 3
    hue, saturation, value = ((place // bins**power % bins + 0.5) / bins for power in (2, 1, 0))
    return colorsys.hsv_to_rgb(hue, saturation, value)


def draw_words(ax: Axes, numbers: Numbers, feature: Feature, image: Images) -> list[Artist]:
    """How much of each word there is, word by word."""
    bars = ax.vlines(np.arange(len(numbers)), 0, numbers, colors=INK, linewidths=points(0.06))
    ax.set_xlim(-1, len(numbers))
    ax.set_ylim(0, 1.05 * float(numbers.max()) or 1.0)
    return [bars]


def compose(figure: Figure, lesson: FeaturePictures) -> None:
    """A whole page: a row for each image, a column for each feature, caption."""
    free = lesson_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    height, width = lesson.images.shape[1:3]
    columns = 1 + len(lesson.features)
    gap = 0.8 * em()
    room = free.inside(top=HEAD * em())
    check_room(figure, room)
    across = (room.width - (columns - 1) * gap) / columns
    sides = {n: min(across, (room.height - (n - 1) * gap) / n * width / height) for n in _counts(lesson)}
    n = max(sides, key=lambda count: sides[count])  # fewer images where that makes them larger
    side = sides[n]
    for row in range(n):
        for column in range(columns):
            left = room.left + column * (side + gap)
            top = room.top - row * (side * height / width + gap)
            ax = Box(left, top - side * height / width, left + side, top).axes(figure)
            if column == 0:
                draw_image(ax, lesson.images[row])
            else:
                _drawn(lesson.features[column - 1])(ax, lesson.numbers[column - 1][row], lesson.images[row])
            ax.set_xticks([])
            ax.set_yticks([])
            ax.spines[:].set_color(FAINT)
            if row == 0:
                words = "image" if column == 0 else lesson.features[column - 1].label
                ax.set_title(words, fontsize=points(SMALL_SCALE), color=TEXT, pad=0.3 * points())


def _counts(lesson: FeaturePictures) -> range:
    """How many images may be shown, most first: two at least, where there are two."""
    return range(len(lesson.images), min(2, len(lesson.images)) - 1, -1)


def _drawn(feature: Feature) -> Callable[[Axes, Numbers, Images], list[Artist]]:
    if isinstance(feature, Hog):
        return lambda ax, numbers, image: draw_hog(ax, numbers, feature, image)
    if isinstance(feature, Histogram):
        return lambda ax, numbers, image: draw_colors(ax, numbers, feature, image)
    if isinstance(feature, Pixels):
        return lambda ax, numbers, image: draw_image(ax, image)
    return lambda ax, numbers, image: draw_words(ax, numbers, feature, image)


def _rgb(color: str) -> tuple[float, ...]:
    return tuple(int(color[k : k + 2], 16) / 255 for k in (1, 3, 5))


def _notes(lesson: FeaturePictures) -> tuple[str, ...]:
    """What is drawn for each kind of feature, in the order of the columns."""
    words = {
        Hog: "HOG: strokes along edges, as long as their bin is full, the mean over blocks",
        Histogram: f"Histogram: the {MOST_COLORS} fullest bins, as wide as their share of the pixels",
        Pixels: "Raw pixels: the image itself",
    }
    said = [
        words.get(type(f), f"{f.label[0].upper()}{f.label[1:]}: a line for each word, as high as there is of it")
        for f in lesson.features
    ]
    shown = "The first test image of each of the first classes, and its features before they are standardized"
    return (shown, *dict.fromkeys(said))
