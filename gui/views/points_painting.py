"""How the plane of points is painted: its frame, regions, the classes' lines, points with their rings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from gui.theme import Theme
from gui.views.class_marks import class_color, paint_class
from gui.views.fonts import blend, small_font, text_font, with_alpha
from landscape.playground.lines import ClassLine
from landscape.surfaces.ticks import nice_ticks, tick_text
from trainers.objective import Array

Limits = tuple[tuple[float, float], tuple[float, float]]

PALE = 0.26  # of a class's color in its region
ARROW = 20.0  # pixels from a class's line toward its positive side
ARROWS_AT = (0.14, 0.86)  # of the line's length
WIDEST = 21.0  # pixels that a ring may stand out
PER_LOSS = 8.0  # pixels that a ring stands out at a loss of 1; it grows with the root
CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Frame:
    """Where in a widget the plane is drawn, and which part of it."""

    place: QRectF
    limits: Limits

    def pixel(self, x: float, y: float) -> QPointF:
        """The pixel of a place of the plane."""
        (left, right), (low, high) = self.limits
        place = self.place
        return QPointF(
            place.left() + (x - left) / (right - left) * place.width(),
            place.bottom() - (y - low) / (high - low) * place.height(),
        )

    def plane(self, pixel: QPointF) -> tuple[float, float]:
        """The place of the plane beneath a pixel."""
        (left, right), (low, high) = self.limits
        place = self.place
        return (
            left + (pixel.x() - place.left()) / place.width() * (right - left),
            low + (place.bottom() - pixel.y()) / place.height() * (high - low),
        )


def margins_of(theme: Theme) -> tuple[float, float, float]:
    """The room for ticks at the left, at the right and below."""
    metrics = QFontMetricsF(small_font(theme))
    # At the right half of a number that stands beneath the edge.
    return metrics.horizontalAdvance("−0.0") + 8, metrics.horizontalAdvance("0.0") / 2 + 2, metrics.height() + 4


def square_within(width: float, height: float, theme: Theme) -> QRectF:
    """The largest square that leaves room for ticks at the left and below."""
    left, right, below = margins_of(theme)
    side = max(40.0, min(width - left - right, height - below - 3))
    aside, above = max(0.0, width - left - right - side) / 2, max(0.0, height - below - 3 - side) / 2
    return QRectF(left + aside, 2 + above, side, side)


def region_image(winners: NDArray[np.int64], theme: Theme) -> QImage:
    """Winners [i, j] at (x[i], y[j]) in pale colors of their classes, y upward."""
    numbers = np.ascontiguousarray(winners.T[::-1].astype(np.uint8))
    height, width = numbers.shape
    picture = QImage(numbers.data, width, height, width, QImage.Format.Format_Indexed8)
    picture.setColorTable([blend(theme.card, class_color(k), PALE).rgb() for k in range(int(numbers.max()) + 1)])
    return picture.convertToFormat(QImage.Format.Format_RGB32)  # a copy: the numbers are not kept alive


def paint_frame(painter: QPainter, frame: Frame, theme: Theme, regions: QImage | None) -> None:
    """The regions, the border, and round numbers at the left and below."""
    place = frame.place
    if regions is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, regions)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place)
    painter.setFont(small_font(theme))
    painter.setPen(QColor(theme.muted))
    height = QFontMetricsF(small_font(theme)).height()
    count = max(2, int(place.width() / (5 * height)))
    for value, spacing in _ticks(frame.limits[0], count):
        at = frame.pixel(value, 0.0).x()
        painter.drawText(QRectF(at - 40, place.bottom() + 3, 80, height), CENTER, tick_text(value, spacing))
    for value, spacing in _ticks(frame.limits[1], count):
        at = frame.pixel(0.0, value).y()
        where = QRectF(0, at - height / 2, place.left() - 5, height)
        painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_text(value, spacing))


def paint_lines(
    painter: QPainter, frame: Frame, lines: Sequence[ClassLine | None], theme: Theme, margins: bool
) -> None:
    """Each class's zero-score line, with an arrow to where its score is positive; score 1 and -1 dashed and dotted."""
    for label, line in enumerate(lines):
        if line is None:
            continue
        color = blend(theme.text, class_color(label), 0.8)
        if margins:
            for ends, style in ((line.plus, Qt.PenStyle.DashLine), (line.minus, Qt.PenStyle.DotLine)):
                if ends is not None:
                    painter.setPen(QPen(color, 0.6 * theme.line_width, style))
                    painter.drawLine(_line(frame, ends))
        if line.zero is None:
            continue
        painter.setPen(QPen(color, theme.line_width))
        painter.drawLine(_line(frame, line.zero))
        first, last = (frame.pixel(*(float(x) for x in end)) for end in line.zero)
        toward = QPointF(float(line.toward[0]), -float(line.toward[1]))  # pixels count downward
        for share in ARROWS_AT:  # away from the middle, where all lines tend to cross
            _paint_arrow(painter, first + share * (last - first), toward, color, theme)


def paint_points(
    painter: QPainter,
    frame: Frame,
    points: Array,
    labels: NDArray[np.int64],
    losses: Array | None,
    wrong: NDArray[np.bool_] | None,
    theme: Theme,
) -> None:
    """Every point as its class's mark; its ring grows with its loss and is red where another class wins."""
    radius, crowd = mark_radius(theme, len(points)), _crowd(len(points))
    rim = QPen(QColor(theme.halo), 1.2 * crowd)
    painter.save()
    painter.setClipRect(frame.place.adjusted(-1, -1, 1, 1))
    for index, (x, y) in enumerate(points):
        place = frame.pixel(float(x), float(y))
        if losses is not None and (out := crowd * ring_reach(float(losses[index]), theme)) > 0.5:
            is_wrong = wrong is not None and bool(wrong[index])
            color = QColor(theme.bad) if is_wrong else with_alpha(theme.text, 150)
            painter.setPen(QPen(color, (0.8 if is_wrong else 0.55) * theme.line_width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, radius + out, radius + out)
        paint_class(painter, int(labels[index]), place, radius, rim)
    painter.restore()


def paint_pointed(painter: QPainter, frame: Frame, place: tuple[float, float], n_points: int, theme: Theme) -> None:
    """A frame around the point that is looked at."""
    reach = mark_radius(theme, n_points) + 3.5
    painter.setPen(QPen(QColor(theme.text), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at = frame.pixel(*place)
    painter.drawRoundedRect(QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach), 3, 3)


def paint_note(
    painter: QPainter, frame: Frame, lines: Sequence[str], beside: QPointF, points: Array, theme: Theme
) -> None:
    """Words on a card at that place of the edge that hides fewest of the points (N, 2), the farthest from a pixel."""
    bold, small = text_font(theme, bold=True), small_font(theme)
    fonts = [bold if index == 0 else small for index in range(len(lines))]
    widths = [QFontMetricsF(font).horizontalAdvance(text) for font, text in zip(fonts, lines, strict=True)]
    heights = [QFontMetricsF(font).height() for font in fonts]
    size = max(widths) + 14, sum(heights) + 10
    place = frame.place.adjusted(5, 5, -5, -5)
    middle = place.center().x() - size[0] / 2, place.center().y() - size[1] / 2
    around = [
        QRectF(left, top, *size)
        for left in (place.left(), middle[0], place.right() - size[0])
        for top in (place.top(), middle[1], place.bottom() - size[1])
        if (left, top) != middle
    ]
    pixels = [frame.pixel(float(x), float(y)) for x, y in points]

    def harm(card: QRectF) -> tuple[int, float]:
        hidden = sum(card.adjusted(-6, -6, 6, 6).contains(pixel) for pixel in pixels)
        return hidden, -QLineF(card.center(), beside).length()

    card = min(around, key=harm)
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QBrush(with_alpha(theme.card, 235)))
    painter.drawRoundedRect(card, theme.radius, theme.radius)
    painter.setPen(QColor(theme.text))
    y = card.top() + 5
    for font, text, height in zip(fonts, lines, heights, strict=True):
        painter.setFont(font)
        painter.drawText(QRectF(card.left() + 7, y, size[0], height), Qt.AlignmentFlag.AlignVCenter, text)
        y += height


def mark_radius(theme: Theme, n_points: int) -> float:
    """How large a mark is: smaller where there are many."""
    return (3.4 + 0.9 * theme.line_width) * _crowd(n_points)


def ring_reach(loss: float, theme: Theme) -> float:
    """How far a ring stands out from its mark, in pixels; 0 at a loss of 0."""
    if not math.isfinite(loss):
        return WIDEST
    return min(WIDEST, PER_LOSS * math.sqrt(max(0.0, loss))) * (0.75 + 0.025 * theme.text_size)


def _crowd(n_points: int) -> float:
    return 1.0 if n_points <= 30 else max(0.4, (30 / n_points) ** 0.3)


def _ticks(limits: tuple[float, float], count: int) -> list[tuple[float, float]]:
    values, spacing = nice_ticks(*limits, count)
    return [(value, spacing) for value in values]


def _line(frame: Frame, ends: Any) -> QLineF:
    (x0, y0), (x1, y1) = np.asarray(ends, dtype=float)
    return QLineF(frame.pixel(x0, y0), frame.pixel(x1, y1))


def _paint_arrow(painter: QPainter, foot: QPointF, toward: QPointF, color: QColor, theme: Theme) -> None:
    length = ARROW * (0.8 + 0.02 * theme.text_size)
    tip = foot + toward * length
    painter.setPen(QPen(color, theme.line_width))
    painter.drawLine(foot, tip - toward * 4)
    aside = QPointF(-toward.y(), toward.x())
    head = 2.2 + 1.7 * theme.line_width
    painter.setBrush(color)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        QPolygonF(
            [tip, tip - toward * 1.6 * head + aside * 0.75 * head, tip - toward * 1.6 * head - aside * 0.75 * head]
        )
    )
