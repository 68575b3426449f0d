"""Marks of constant size on the screen at places of a plot: heads, the start, the cursor, dots.

Not pyqtgraph's scatter plot: it remembers symbols under the identity of pens that may be gone, and then draws others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from trainers.objective import Array

CIRCLE, STAR, DOT = "circle", "star", "dot"


@dataclass(frozen=True, eq=False)
class Marks:
    """Marks of one kind: places (n,), (n,), shape, diameter in pixels, fill, and rim, None for no rim."""

    x: Array
    y: Array
    shape: str
    size: float
    fill: QColor
    rim: QPen | None = None


class MarkLayer(pg.GraphicsObject):
    """Draws marks in their order; places that are not finite are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._marks: tuple[Marks, ...] = ()

    def set_marks(self, marks: Sequence[Marks]) -> None:
        """Show these marks and no others."""
        self._marks = tuple(marks)
        self.update()

    @property
    def marks(self) -> tuple[Marks, ...]:
        """The marks shown."""
        return self._marks

    def boundingRect(self) -> QRectF:
        found = self.viewRect()
        return QRectF() if found is None else QRectF(found)

    def viewTransformChanged(self) -> None:
        """Called by pyqtgraph when the view pans, zooms or is resized."""
        super().viewTransformChanged()  # forgets the old view's rectangle
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for marks in self._marks:
            keep = np.isfinite(marks.x) & np.isfinite(marks.y)
            places = [
                transform.map(QPointF(float(x), float(y)))
                for x, y in zip(marks.x[keep], marks.y[keep], strict=True)
            ]  # fmt: skip
            if marks.shape == DOT:
                pen = QPen(marks.fill, marks.size)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPoints(places)
                continue
            painter.setPen(Qt.PenStyle.NoPen if marks.rim is None else marks.rim)
            painter.setBrush(marks.fill)
            for place in places:
                if marks.shape == STAR:
                    painter.drawPath(star(place, marks.size / 2))
                else:
                    painter.drawEllipse(place, marks.size / 2, marks.size / 2)


def star(center: QPointF, radius: float) -> QPainterPath:
    """A star with five points that reach `radius`, one of them upward."""
    path = QPainterPath()
    for corner in range(10):
        reach = radius if corner % 2 == 0 else 0.42 * radius
        angle = math.pi * (corner / 5 - 0.5)
        point = center + QPointF(reach * math.cos(angle), reach * math.sin(angle))
        if corner:
            path.lineTo(point)
        else:
            path.moveTo(point)
    path.closeSubpath()
    return path
