"""Arrows in a plot, with a line of words in its corner: what they are, and how much of them the plane holds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, with_alpha
from trainers.objective import Array

DARK = "#20252b"


@dataclass(frozen=True, eq=False)
class DrawnArrow:
    """An arrow from a foot (2,) to a tip (2,) in data units; slopes are dashed, what matters most is bold.

    One of very many is thin.
    """

    foot: Array
    tip: Array
    color: str
    dashed: bool = False
    bold: bool = False
    thin: bool = False


class ArrowLayer(pg.GraphicsObject):
    """Draws arrows with a dark rim, so that they show on any color, and words at the lower left."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._arrows: tuple[DrawnArrow, ...] = ()
        self._words = ""

    def set_arrows(self, arrows: Sequence[DrawnArrow], words: str = "") -> None:
        """Show these arrows and words, and no others; arrows that are not finite are left out."""
        self._arrows, self._words = tuple(arrows), words
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take line width and text size from `theme`."""
        self._theme = theme
        self.update()

    @property
    def arrows(self) -> tuple[DrawnArrow, ...]:
        """The arrows shown."""
        return self._arrows

    @property
    def words(self) -> str:
        """The words shown."""
        return self._words

    def boundingRect(self) -> QRectF:
        found = self.viewRect()
        return QRectF() if found is None else QRectF(found)

    def viewTransformChanged(self) -> None:
        """Called by pyqtgraph when the view pans, zooms or is resized."""
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        whole = transform.mapRect(self.boundingRect())
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for arrow in self._arrows:
            if np.isfinite(arrow.foot).all() and np.isfinite(arrow.tip).all():
                foot, tip = (transform.map(QPointF(float(x), float(y))) for x, y in (arrow.foot, arrow.tip))
                paint_arrow(painter, foot, tip, arrow, 0.55 * self._theme.line_width)
        if self._words:
            self._paint_words(painter, whole)

    def _paint_words(self, painter: QPainter, whole: QRectF) -> None:
        font = small_font(self._theme)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        most = max(1, int(0.4 * whole.height() / metrics.height()))
        lines = [_fitting(line, whole.width() - 20, metrics) for line in self._words.split("\n")[:most]]
        width = max(metrics.horizontalAdvance(line) for line in lines)
        height = metrics.height() * len(lines)
        place = QRectF(whole.left() + 4, whole.bottom() - height - 8, width + 12, height + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(with_alpha(DARK, 185))
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor("#ffffff"))
        for index, line in enumerate(lines):
            row = QRectF(place.left() + 6, place.top() + 2 + index * metrics.height(), width, metrics.height())
            painter.drawText(row, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)


def _fitting(line: str, width: float, metrics: QFontMetricsF) -> str:
    """The line, or only what stands behind its comma, or that cut: the number is what a person looks for."""
    if metrics.horizontalAdvance(line) > width:
        line = line.rpartition(", ")[2]
    return metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)


def paint_arrow(painter: QPainter, foot: QPointF, tip: QPointF, arrow: DrawnArrow, width: float) -> None:
    """Draw one arrow between two pixels; one shorter than two pixels has no direction to show and is left out."""
    along = tip - foot
    length = math.hypot(along.x(), along.y())
    if length < 2:
        return
    width *= 1.9 if arrow.bold else 0.8 if arrow.thin else 1.4
    head = min(length, 5.5 * width)
    unit = along / length
    across = QPointF(-unit.y(), unit.x())
    neck = tip - unit * head
    barbs = [tip, neck + across * (0.42 * head), neck - across * (0.42 * head)]
    for color, extra in ((QColor(DARK), 1.2 if arrow.thin else 2.0), (QColor(arrow.color), 0.0)):
        pen = QPen(color, width + extra)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if arrow.dashed and not extra:
            pen.setDashPattern([3.0, 1.6])
        painter.setPen(pen)
        painter.drawLine(foot, neck)
        rim = QPen(color, max(extra, 0.1))
        rim.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(rim)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF(barbs))
