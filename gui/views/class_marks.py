"""The marks of classes: one color and one shape each, the same in every view and in figures."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from landscape.palette import CLASS_COLORS, CLASS_MARKERS

# A shape's reach beside a circle's, so that all look equally large.
_REACH = {"o": 1.0, "s": 0.88, "^": 1.15, "D": 1.12, "v": 1.15, "P": 1.08}


def class_color(label: int) -> str:
    """The color of a class, #rrggbb."""
    return CLASS_COLORS[label % len(CLASS_COLORS)]


def class_path(label: int, center: QPointF, radius: float) -> QPainterPath:
    """The outline of a class's mark around `center`, about `radius` pixels large."""
    shape = CLASS_MARKERS[label % len(CLASS_MARKERS)]
    reach, path = radius * _REACH[shape], QPainterPath()
    if shape == "o":
        path.addEllipse(center, reach, reach)
    elif shape == "s":
        path.addRect(QRectF(center.x() - reach, center.y() - reach, 2 * reach, 2 * reach))
    elif shape == "P":
        arm = 0.42 * reach
        path.setFillRule(path.fillRule().WindingFill)
        path.addRect(QRectF(center.x() - reach, center.y() - arm, 2 * reach, 2 * arm))
        path.addRect(QRectF(center.x() - arm, center.y() - reach, 2 * arm, 2 * reach))
        path = path.simplified()
    else:
        corners, first = {"^": (3, -0.25), "v": (3, 0.25), "D": (4, 0.0)}[shape]
        for corner in range(corners):
            angle = 2 * math.pi * (first + corner / corners)
            point = center + QPointF(reach * math.cos(angle), reach * math.sin(angle))
            path.lineTo(point) if corner else path.moveTo(point)
        path.closeSubpath()
    return path


def paint_class(painter: QPainter, label: int, center: QPointF, radius: float, rim: QPen) -> None:
    """Draw a class's mark in its color with a rim."""
    painter.setPen(rim)
    painter.setBrush(QColor(class_color(label)))
    painter.drawPath(class_path(label, center, radius))
