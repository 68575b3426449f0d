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
from landscape.surfaces.ticks import nice_ticks, tick_text

TICK = 5.0  # pixels
SHORTEST = 30.0  # pixels of an edge; a shorter one is seen end on, and its ticks would lie on each other
SIDEWAYS = 0.7  # of a direction: more than this to the side, and its texts stand beside the picture
UPRIGHT = np.array([0.0, 0.0, HEIGHT])
FORESHORTENED = 0.3  # of an edge's true length: the same where it runs away from the viewer
CORNERS = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) / 2 * (SIDE_A, SIDE_B)


@dataclass(frozen=True)
class _Edge:
    """An edge of the box with ticks: a function from a value to its point, the values' range, and away in pixels.

    `ticks` gives values and the spacing that a value's text needs; `name` stands at its middle.
    """

    at: Callable[[float | Points], Points]
    ends: tuple[float, float]
    away: Points
    ticks: tuple[list[float], Callable[[float], float]]
    name: str = ""
    shift: float = 0.0  # pixels that its ticks stand off


def paint_axes(painter: QPainter, box: Box, projection: Projection, theme: Theme, font: QFont) -> None:
    """Draw the floor, ticks of both coordinates at its near edges, and the loss at its leftmost vertical edge.

    The loss stands at the rightmost one where a coordinate has the left side for itself. What stands on the floor never
    reaches beyond its near edges nor beyond these two uprights, whatever the camera.
    """
    floor = np.column_stack([CORNERS, np.zeros(4)])
    screen = projection(floor)
    line = QPen(QColor(theme.border), max(1.0, theme.line_width / 2.2))
    painter.setPen(line)
    painter.setBrush(QColor(theme.window))
    painter.drawConvexPolygon([QPointF(*point) for point in screen.tolist()])
    floor_edges = _floor_edges(box, projection, screen)
    sides = [float(edge.away[0]) for edge in floor_edges]
    right = any(side < -SIDEWAYS for side in sides) and not any(side > SIDEWAYS for side in sides)
    edges = [*_loss_edge(box, projection, screen, right), *floor_edges]
    for edge in edges:
        start, end = projection(np.array([edge.at(edge.ends[0]), edge.at(edge.ends[1])])).tolist()
        painter.setPen(line)
        painter.drawLine(QPointF(*start), QPointF(*end))
    _paint_ticks(painter, edges, projection, theme, font)


def _loss_edge(box: Box, projection: Projection, screen: Points, right: bool) -> list[_Edge]:
    x, y = CORNERS[int(np.argmax(screen[:, 0]) if right else np.argmin(screen[:, 0]))]
    a, b = box.a[int(x > 0)], box.b[int(y > 0)]
    start, end = projection(np.array([box.place(a, b, value) for value in box.loss]))
    length = float(np.hypot(*(end - start)))
    if length < SHORTEST:
        return []
    ticks = box.height.ticks(*box.loss, min(5, max(2, int(length / 40))))
    away = np.array([1.0 if right else -1.0, 0.0])
    return [_Edge(lambda value: box.place(a, b, value), box.loss, away, ticks)]


def _floor_edges(box: Box, projection: Projection, screen: Points) -> list[_Edge]:
    """The two edges of the floor toward the viewer."""
    eye = projection.camera.basis[2]
    near_a, near_b = box.a[int(eye[0] > 0)], box.b[int(eye[1] > 0)]
    low = box.loss[0]
    edges = []
    right, up, _ = projection.camera.basis
    for index, (name, at, ends, count) in enumerate((
        (box.names[0], lambda value: box.place(value, near_b, low), box.a, 7),
        (box.names[1], lambda value: box.place(near_a, value, low), box.b, 5),
    )):  # fmt: skip
        start, end = projection(np.array([at(ends[0]), at(ends[1])]))
        along = end - start
        length = float(np.hypot(*along))
        if length < SHORTEST or np.hypot(right[index], up[index]) < FORESHORTENED:
            continue
        away = np.array([along[1], -along[0]]) / length
        if away @ ((start + end) / 2 - screen.mean(axis=0)) < 0:
            away = -away
        # Seen from high above, the top of the wall over this edge is farther out than the edge itself.
        tops = projection(np.array([at(end) + UPRIGHT for end in ends]))
        shift = float(np.clip((eye[2] - 0.7) / 0.2, 0.0, 1.0)) * max(0.0, float(((tops - (start, end)) @ away).max()))
        values, spacing = nice_ticks(*ends, min(count, max(2, int(length / 60))))
        edges.append(_Edge(at, ends, away, (values, _constant(spacing)), name, shift))
    return edges


def _constant(spacing: float) -> Callable[[float], float]:
    return lambda value: spacing


def _paint_ticks(painter: QPainter, edges: list[_Edge], projection: Projection, theme: Theme, font: QFont) -> None:
    metrics = QFontMetricsF(font)
    taken: list[QRectF] = []
    painter.setFont(font)
    for edge in edges:
        values, spacing = edge.ticks
        screen = projection(edge.at(np.array(values))) + edge.shift * edge.away
        for value, (x, y) in zip(values, screen.tolist(), strict=True):
            text = tick_text(value, spacing(value))
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
    for edge in edges:
        if edge.name:
            _paint_name(painter, edge, projection, taken)


def _paint_name(painter: QPainter, edge: _Edge, projection: Projection, taken: list[QRectF]) -> None:
    """Write an edge's name at its middle, beyond the row of its ticks' texts."""
    metrics = QFontMetricsF(painter.font())
    place = QRectF(0, 0, metrics.horizontalAdvance(edge.name), metrics.height())
    middle = projection(edge.at(sum(edge.ends) / 2))
    widest = max((metrics.horizontalAdvance(tick_text(v, edge.ticks[1](v))) for v in edge.ticks[0]), default=0.0)
    row = TICK + 4.0 + abs(edge.away[0]) * widest + abs(edge.away[1]) * metrics.height()
    for reach in np.arange(row + 0.5 * metrics.height(), row + 3 * metrics.height(), 2.0):
        place.moveCenter(QPointF(*(middle + (edge.shift + reach) * edge.away).tolist()))
        if not any(place.intersects(other) for other in taken):
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, edge.name)
            return
