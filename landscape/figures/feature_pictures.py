"""Test images, and beside each what the classifier sees of it: strokes, colors, keypoints, words as what they are."""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from landscape.features.drawing import Drawing
from landscape.features.placed import placed
from landscape.figures.data_page import data_page, fitting
from landscape.figures.data_words import data_subtitle, data_title
from landscape.figures.drawn_feature import draw_feature
from landscape.figures.layout import Box, check_room
from landscape.figures.look import FAINT, SMALL_SCALE, TEXT, em, points
from landscape.figures.wording import count_text
from landscape.lessons.feature_pictures import FeaturePictures, feature_pictures_lesson
from trainers.objective import Array

find = feature_pictures_lesson
HEAD = 1.6  # font sizes above the columns
LEAST, LEGIBLE = 5.0, 11.0  # font sizes: of a column, and of a picture that is large enough


def title(lesson: FeaturePictures) -> str:
    """The title of the page."""
    return data_title(lesson.facts, "What features see")


def subtitle(lesson: FeaturePictures) -> str:
    """The line below it."""
    return data_subtitle(lesson.facts)


def draw_image(ax: Axes, image: Array) -> list[Artist]:
    """An image (h, w, 3), values 0 to 1."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(FAINT)
    return [ax.imshow(image, interpolation="nearest")]


def compose(figure: Figure, lesson: FeaturePictures) -> None:
    """A whole page: a row for each image, a column for each feature, caption."""
    free = data_page(figure, lesson.facts, title(lesson), *_notes(lesson))
    height, width = lesson.images.shape[1:3]
    gap = 1.2 * em()
    room = free.inside(top=HEAD * em())
    check_room(figure, room)
    n = max(range(1, len(lesson.images) + 1), key=lambda count: _worth(lesson, room, count, gap))
    tall = (room.height - (n - 1) * gap) / n
    wide = _widths(lesson, room.width, tall, gap)
    for row in range(n):
        top = room.top - row * (tall + gap)
        image = Box(room.left, top - wide[0] * height / width, room.left + wide[0], top)
        ax = image.axes(figure)
        draw_image(ax, lesson.images[row])
        _head(ax, fitting(lesson.names[row], wide[0]))
        left = room.left
        for drawing, before, across in zip(lesson.drawings[row], wide, wide[1:], strict=False):
            left += before + gap
            ax = Box(left, top - tall, left + across, top).axes(figure)
            draw_feature(ax, drawing, across, tall)
            if row == 0:
                words = f"{drawing.name}: {count_text(drawing.count)} numbers"
                _head(ax, words if fitting(words, across) == words else fitting(drawing.name, across))


def _head(ax: Axes, words: str) -> None:
    ax.annotate(
        words, (0, 1), xycoords="axes fraction", xytext=(0, 0.25 * points()), textcoords="offset points",
        fontsize=points(SMALL_SCALE), color=TEXT, annotation_clip=False,
    )  # fmt: skip


def _widths(lesson: FeaturePictures, width: float, tall: float, gap: float) -> list[float]:
    """The widths of the image's column and of every feature's: pictures alone need no more than their height."""
    drawings, aspect = lesson.drawings[0], lesson.images.shape[1] / lesson.images.shape[2]
    wants = [tall / aspect, *(_want(drawing) * tall / aspect for drawing in drawings)]
    least = [max(want, LEAST * em()) for want in wants]
    share = min(1.0, (width - gap * len(drawings)) / sum(least))
    return [share * want for want in least]


def _want(drawing: Drawing) -> float:
    """How many images wide a drawing is that needs all of its height."""
    return 4.0 if drawing.tiles else 3.0 if drawing.swatches else 1.0


def _worth(lesson: FeaturePictures, room: Box, count: int, gap: float) -> float:
    """How well a page is filled by so many images: pictures beyond a legible size are worth less than a second row."""
    tall = (room.height - (count - 1) * gap) / count
    wide = _widths(lesson, room.width, tall, gap)
    line = 1.2 * em(SMALL_SCALE)
    pairs = zip(lesson.drawings[0], wide[1:], strict=True)
    heights = [placed(drawing, across, tall, line)[0].rect.height for drawing, across in pairs]
    return float(min(*heights, wide[0], LEGIBLE * em()) * count**0.6)


def _notes(lesson: FeaturePictures) -> tuple[str, ...]:
    """What is drawn for each kind of feature, in the order of the columns."""
    said = (f"{drawing.name[0].upper()}{drawing.name[1:]}: {drawing.says}" for drawing in lesson.drawings[0])
    shown = "The first test image of each of the first classes, and its features before they are standardized"
    return (shown, *said, f"Features: {lesson.statement}")
