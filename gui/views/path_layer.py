"""The lines of several paths in a plot, painted once and kept as a picture until they or the view change."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

import numpy as np
import pyqtgraph as pg
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from trainers.objective import Array

BUDGET = 3000  # points that wide, smooth lines can be drawn through in about 8 ms
MOVING_S = 0.3  # changes that follow one another this fast are a movement
SETTLE_MS = 160
PIECE = 250.0  # pixels of a wide line that are stroked in one go


@dataclass(eq=False)
class Line:
    """One path's line: places (T,), (T,) in data units, the pens of the line and of its halo, and how far it goes."""

    x: Array
    y: Array
    pen: QPen
    halo: QPen | None
    n_rows: int
    visible: bool = True


class PathLayer(pg.GraphicsObject):
    """Paints lines in their order. While they move and have too many points for wide pens, they are drawn thin.

    Qt strokes a wide line slowly and a line of one pixel fast, so a thin line with a thin rim stands in until the
    movement rests. Points within the same pixel as the one before are left out; the first and the last never are.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._picture: QImage | None = None
        self._key: tuple[object, ...] = ()
        self._changed_at = -MOVING_S
        self._moving = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(SETTLE_MS)
        self._rest.timeout.connect(self._settle)

    def set_lines(self, lines: list[Line]) -> None:
        """Show these lines."""
        self._lines = lines
        self._moving = False
        self.refresh()

    def refresh(self, moved: bool = False) -> None:
        """Paint anew after a line changed; `moved` where it may be one frame of a movement."""
        if moved:
            now = monotonic()
            self._moving = now - self._changed_at < MOVING_S
            self._changed_at = now
            self._rest.start()
        self._picture = None
        self.update()

    def boundingRect(self) -> QRectF:
        found = self.viewRect()
        return QRectF() if found is None else QRectF(found)

    def viewTransformChanged(self) -> None:
        """Called by pyqtgraph when the view pans, zooms or is resized."""
        super().viewTransformChanged()  # forgets the old view's rectangle
        self.prepareGeometryChange()
        self._picture = None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        transform = painter.worldTransform()
        place = transform.mapRect(self.boundingRect()).toAlignedRect()
        ratio = painter.device().devicePixelRatioF()
        key = (place, ratio, *(getattr(transform, name)() for name in ("m11", "m22", "m31", "m32")))
        if self._picture is None or key != self._key:
            self._picture, self._key = self._painted(transform, place, ratio), key
        painter.resetTransform()
        painter.drawImage(QPointF(place.topLeft()), self._picture)

    def _painted(self, transform: QTransform, place: QRect, ratio: float) -> QImage:
        image = QImage(place.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(Qt.GlobalColor.transparent)
        shown = [line for line in self._lines if line.visible]
        places = [in_pixels(line, transform, place.topLeft()) for line in shown]
        thin = self._moving and sum(len(x) for x, _ in places) > BUDGET
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line, (x, y) in zip(shown, places, strict=True):
            if thin:
                _paint_thin(painter, line, arrayToQPath(x, y, connect="finite"))
                continue
            for pen in (line.halo, line.pen):
                if pen is not None:
                    _paint_wide(painter, pen, x, y)
        painter.end()
        return image

    def _settle(self) -> None:
        if self._moving:
            self._moving = False
            self.refresh()


def in_pixels(line: Line, transform: QTransform, corner: QPointF) -> tuple[Array, Array]:
    """The line in pixels from `corner`, without points that lie in the same pixel as the one before."""
    data_x, data_y = line.x[: line.n_rows], line.y[: line.n_rows]
    x = transform.m11() * data_x + transform.m31() - corner.x()
    y = transform.m22() * data_y + transform.m32() - corner.y()
    if len(x) > 2:
        # Floor keeps NaN, and NaN differs from everything, so the gaps stay.
        column, row = np.floor(x), np.floor(y)
        keep = np.ones(len(x), dtype=bool)
        keep[1:-1] = (column[1:-1] != column[:-2]) | (row[1:-1] != row[:-2])
        x, y = x[keep], y[keep]
    return np.ascontiguousarray(x), np.ascontiguousarray(y)


def _paint_wide(painter: QPainter, pen: QPen, x: Array, y: Array) -> None:
    # Qt's time for one stroke grows much faster than its length where it crosses itself, so a line that jumps about
    # is stroked in pieces. Pens are opaque, so the seams do not show.
    lengths = np.nan_to_num(np.hypot(np.diff(x), np.diff(y)))
    piece = max(2, int(PIECE * max(1, len(lengths)) / max(lengths.sum(), 1e-9))) if len(lengths) else 1
    done = np.concatenate([[0.0], np.cumsum(lengths)])
    for first in range(0, max(1, len(lengths)), piece):
        part = slice(first, first + piece + 1)
        if pen.dashPattern():
            pen = QPen(pen)
            pen.setDashOffset(done[first] / pen.widthF())
        painter.strokePath(arrayToQPath(x[part], y[part], connect="finite"), pen)


def _paint_thin(painter: QPainter, line: Line, path: QPainterPath) -> None:
    if line.halo is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(line.halo.color(), 1))
        for aside in (-1.0, 1.0):
            painter.drawPath(path.translated(aside, aside))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line.pen.color(), 1))
    painter.drawPath(path)
