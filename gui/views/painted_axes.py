"""The floor of a 3-D view, and ticks at the edges that no surface can cover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.theme import Theme
from gui.views.box import Box
from gui.views.camera import HEIGHT, SIDE_A, SIDE_B, Points, Projection

TICK = 5.0  # pixels
CORNERS = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2 * (SIDE_A, SIDE_B)


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """About `count` round numbers (1, 2 or 5 times a power of ten apart) within [low, high], increasing."""
    if not high > low or not np.isfinite(high - low):
        return []
    rough = (high - low) / max(count, 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
    first, last = np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9)
    return [float(k * step) for k in np.arange(first, last + 1)]


def tick_text(value: float, step: float) -> str:
    """A tick as short as tells it from its neighbors `step` away; a real minus sign."""
    if value == 0:
        return "0"
    if step >= 1e5 or abs(value) >= 1e6 or step < 1e-4:
        return f"{value:.3g}".replace("-", "−")
    decimals = max(0, int(-np.floor(np.log10(step * (1 + 1e-9)))))
    return f"{value:.{decimals}f}".replace("-", "−")


@dataclass(frozen=True)
class _Edge:
    """An edge of the box with ticks: a function from a value to its point, the values' range, and away in pixels."""

    at: Callable[[float], Points]
    ends: tuple[float, float]
    away: Points
    count: int


def paint_axes(painter: QPainter, box: Box, projection: Projection, theme: Theme, font: QFont) -> None:
    """Draw the floor, ticks of both coordinates at its near edges, and the loss at its leftmost vertical edge.

    What stands on the floor never reaches beyond its near edges nor beyond the leftmost upright, whatever the camera.
    """
    floor = np.column_stack([CORNERS, np.zeros(4)])
    screen = projection(floor)
    line = QPen(QColor(theme.border), max(1.0, theme.line_width / 2.2))
    painter.setPen(line)
    painter.setBrush(QColor(theme.window))
    painter.drawConvexPolygon([QPointF(*point) for point in screen.tolist()])
    edges = [_loss_edge(box, projection, screen), *_floor_edges(box, projection, screen)]
    for edge in edges:
        start, end = projection(np.array([edge.at(edge.ends[0]), edge.at(edge.ends[1])])).tolist()
        painter.setPen(line)
        painter.drawLine(QPointF(*start), QPointF(*end))
    _paint_ticks(painter, edges, projection, theme, font)


def _loss_edge(box: Box, projection: Projection, screen: Points) -> _Edge:
    x, y = CORNERS[int(np.argmin(screen[:, 0]))]
    return _Edge(lambda value: box_point(x, y, value, box), box.loss, np.array([-1.0, 0.0]), 5)


def box_point(x: float, y: float, loss: float, box: Box) -> Points:
    """The point (3,) of the box above a point of its floor at a loss."""
    return np.array([x, y, (loss - box.loss[0]) / (box.loss[1] - box.loss[0]) * HEIGHT])


def _floor_edges(box: Box, projection: Projection, screen: Points) -> list[_Edge]:
    """The two edges of the floor toward the viewer."""
    eye = projection.camera.basis[2]
    near_x = SIDE_A / 2 if eye[0] > 0 else -SIDE_A / 2
    near_y = SIDE_B / 2 if eye[1] > 0 else -SIDE_B / 2
    middle = screen.mean(axis=0)

    def on_a(value: float) -> Points:
        return np.array([((value - box.a[0]) / (box.a[1] - box.a[0]) - 0.5) * SIDE_A, near_y, 0.0])

    def on_b(value: float) -> Points:
        return np.array([near_x, ((value - box.b[0]) / (box.b[1] - box.b[0]) - 0.5) * SIDE_B, 0.0])

    edges = []
    for at, ends, count in ((on_a, box.a, 7), (on_b, box.b, 5)):
        start, end = projection(np.array([at(ends[0]), at(ends[1])]))
        along = end - start
        length = float(np.hypot(*along))
        if length < 30.0:
            continue  # seen end on: its ticks would lie on each other
        away = np.array([along[1], -along[0]]) / length
        if away @ ((start + end) / 2 - middle) < 0:
            away = -away
        edges.append(_Edge(at, ends, away, min(count, max(2, int(length / 60)))))
    return edges


def _paint_ticks(painter: QPainter, edges: list[_Edge], projection: Projection, theme: Theme, font: QFont) -> None:
    metrics = QFontMetricsF(font)
    taken: list[QRectF] = []
    painter.setFont(font)
    for edge in edges:
        ticks = nice_ticks(*edge.ends, edge.count)
        step = ticks[1] - ticks[0] if len(ticks) > 1 else edge.ends[1] - edge.ends[0]
        for value in ticks:
            x, y = projection(edge.at(value)).tolist()
            text = tick_text(value, step)
            width, height = metrics.horizontalAdvance(text), metrics.height()
            # The label's center stands off so far that its box clears the tick in any direction.
            reach = TICK + 4.0 + abs(edge.away[0]) * width / 2 + abs(edge.away[1]) * height / 2
            place = QRectF(0, 0, width, height)
            place.moveCenter(QPointF(x + edge.away[0] * reach, y + edge.away[1] * reach))
            if any(place.adjusted(-2, 0, 2, 0).intersects(other) for other in taken):
                continue
            taken.append(place)
            painter.setPen(QPen(QColor(theme.faint), max(1.0, theme.line_width / 2.2)))
            painter.drawLine(QPointF(x, y), QPointF(x + edge.away[0] * TICK, y + edge.away[1] * TICK))
            painter.setPen(QColor(theme.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
