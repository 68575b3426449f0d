"""Paths of a 3-D view: lines with halos at their true losses, heads, and stems down to the slice."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.theme import Theme
from gui.views.camera import Points, Projection
from gui.views.clipped_path import FAINTEST, Trace
from gui.views.marks import star
from gui.views.relief import Relief
from landscape.palette import Style

BEHIND = 0.4  # opacity, relative, of what lies behind a hill
LEVEL = (1.0 - FAINTEST) / 5  # steps of opacity: segments of one level are drawn in one stroke
NEAR = 9.0  # pixels within which the mouse is at a point of a path


@dataclass(frozen=True, eq=False)
class DrawnPath:
    """A trace under one projection, in pixels."""

    trace: Trace
    style: Style
    points: Points
    feet: Points
    starts: Points
    ends: Points
    level: NDArray[np.intp]
    behind: NDArray[np.bool_]

    def paint_line(self, painter: QPainter, theme: Theme, row: int) -> None:
        """Draw the path up to a row: all halos first, so that no halo cuts the line beside it."""
        count = int(np.searchsorted(self.trace.row, row, side="right"))
        runs = [(self._polyline(start, end), start) for start, end in self._runs(count)]
        dashed = bool(self.style.dashes)
        for color, width, dashes, fading in (
            # The halo fades slower than the line: gray dots on a half-faded halo would not be seen at all.
            (theme.halo, theme.line_width + 2.6, (), 0.4),
            (self.style.color, theme.line_width, self.style.dashes, 1),
        ):
            walked = 0.0
            for polyline, start in runs:
                pen = QPen(_color(color, self._opacity(start) ** fading), width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                # Translucent round caps would show as beads where two runs meet.
                whole = self._opacity(start) == 1.0 and not (dashed and dashes)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap if whole else Qt.PenCapStyle.FlatCap)
                if dashes:
                    pen.setDashPattern(list(dashes))
                    pen.setDashOffset(walked)
                    walked += _length(polyline) / width
                painter.setPen(pen)
                painter.drawPolyline(polyline)

    def paint_stem(self, painter: QPainter, theme: Theme, row: int) -> None:
        """Draw a stem from a row's point to the slice's loss beneath or above it, with an open dot there."""
        top, foot = self.points[row], self.feet[row]
        if not (np.isfinite(top).all() and np.isfinite(foot).all()):
            return
        radius = 0.9 * theme.line_width
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((_color(theme.halo, 0.75), 2.6), (QColor(self.style.color), 1.1)):
            painter.setPen(QPen(color, width * theme.line_width / 2.2))
            painter.drawLine(QPointF(*top.tolist()), QPointF(*foot.tolist()))
            painter.drawEllipse(QPointF(*foot.tolist()), radius, radius * 0.7)

    def paint_head(self, painter: QPainter, theme: Theme, projection: Projection, row: int) -> None:
        """Mark where the path stands: a filled dot, or a ring where its true place is beyond the picture."""
        head = self.trace.head(row)
        if head is None:
            return
        place = QPointF(*projection(head[0]).tolist())
        radius = 2.0 * theme.line_width
        painter.setPen(QPen(QColor(self.style.color), max(1.0, theme.line_width / 2.2)))
        painter.setBrush(QColor(theme.halo))
        painter.drawEllipse(place, radius + 1.4, radius + 1.4)
        if head[1]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.style.color))
            painter.drawEllipse(place, radius - 0.4, radius - 0.4)

    def nearest(self, x: float, y: float, row: int) -> tuple[int, float] | None:
        """The row up to `row` whose point is nearest to a pixel, and how far; None where none is within NEAR."""
        gaps = np.hypot(self.points[: row + 1, 0] - x, self.points[: row + 1, 1] - y)
        if np.isnan(gaps).all():
            return None
        index = int(np.nanargmin(gaps))
        return (index, float(gaps[index])) if gaps[index] <= NEAR else None

    def _runs(self, count: int) -> list[tuple[int, int]]:
        """Ranges of the first `count` segments that join and look alike."""
        if count == 0:
            return []
        broken = (
            (np.abs(self.starts[1:count] - self.ends[: count - 1]).max(axis=1) > 1e-6)
            | (self.level[1:count] != self.level[: count - 1])
            | (self.behind[1:count] != self.behind[: count - 1])
        )
        cuts = [0, *(np.flatnonzero(broken) + 1).tolist(), count]
        return list(pairwise(cuts))

    def _polyline(self, start: int, end: int) -> list[QPointF]:
        run = np.concatenate([self.starts[start : start + 1], self.ends[start:end]])
        # Steps below half a pixel cost time and show nothing; both ends stay.
        moved = np.rint(run[1:-1] * 2) != np.rint(run[:-2] * 2)
        keep = np.concatenate([[True], moved.any(axis=1), [True]])
        run = run[keep]
        return list(map(QPointF, run[:, 0].tolist(), run[:, 1].tolist()))

    def _opacity(self, segment: int) -> float:
        opacity = min(1.0, FAINTEST + LEVEL * float(self.level[segment]))
        return opacity * (BEHIND if self.behind[segment] else 1.0)


def paint_start(painter: QPainter, place: QPointF, theme: Theme) -> None:
    """Mark where paths start: the star of the contour view."""
    painter.setPen(QPen(QColor("#20252b"), theme.line_width / 2.2))
    painter.setBrush(QColor("#ffffff"))
    painter.drawPath(star(place, 3.0 * theme.line_width))


def drawn_path(trace: Trace, style: Style, projection: Projection, relief: Relief, folds: bool) -> DrawnPath:
    """Put a trace on the screen; `folds` tells whether the surface can hide anything at all."""
    hidden = np.zeros(len(trace.row), dtype=bool)
    if folds:
        hidden = relief.hides((trace.starts + trace.ends) / 2, projection.camera.eye, seen_through=True)
    points = np.where(trace.inside[:, None], projection(trace.points), np.nan)
    # Levels are rounded up: nothing is fainter than its trace says.
    level = np.ceil((trace.opacity - FAINTEST) / LEVEL - 1e-9).astype(np.intp)
    return DrawnPath(
        trace, style, points, projection(trace.feet), projection(trace.starts), projection(trace.ends), level, hidden
    )


def _color(name: str, opacity: float) -> QColor:
    color = QColor(name)
    color.setAlphaF(opacity)
    return color


def _length(polyline: list[QPointF]) -> float:
    points = np.array([(point.x(), point.y()) for point in polyline])
    return float(np.hypot(*np.diff(points, axis=0).T).sum())
