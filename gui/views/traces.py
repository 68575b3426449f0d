"""The paths in a plot: a line per path with a halo, and a head where it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.theme import LIGHT, Theme
from gui.views.plot import Plot
from landscape.palette import Style
from trainers.objective import Array

HEAD_SIZE = 4.4  # in line widths


class Traces:
    """Lines of several paths. With `whole` the entire line shows and only the head moves; else it grows to the head."""

    def __init__(self, plot: Plot, whole: bool = False, halo: bool = True) -> None:
        self._plot, self._whole, self._halo = plot, whole, halo
        self._labels: list[str] = []
        self._styles: list[Style] = []
        self._points: dict[str, tuple[Array, Array]] = {}
        self._rows: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._curves: dict[str, pg.PlotCurveItem] = {}
        self._heads = pg.ScatterPlotItem(pxMode=True)
        self._heads.setZValue(30)
        self._theme = LIGHT
        plot.add_over(self._heads)

    def set_data(
        self, labels: Sequence[str], styles: Sequence[Style], points: Mapping[str, tuple[Array, Array]], theme: Theme
    ) -> None:
        """Places (T,), (T,) of each path in the plot; all are shown up to their last row, hidden ones stay hidden."""
        for label in set(self._curves) - set(labels):
            self._plot.removeItem(self._curves.pop(label))
        self._labels, self._styles, self._points = list(labels), list(styles), dict(points)
        self._rows = {label: len(points[label][0]) - 1 for label in labels}
        for order, label in enumerate(labels):
            if label not in self._curves:
                self._curves[label] = pg.PlotCurveItem(connect="finite", antialias=True)
                self._plot.add_over(self._curves[label])
            self._curves[label].setZValue(20 + order / len(labels))
            x, y = points[label]
            self._curves[label].setData(x, y)
        self.set_theme(theme)

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """Move each head to a row; paths not named stay."""
        for label, row in rows.items():
            if label not in self._points or self._rows[label] == row:
                continue
            self._rows[label] = row
            if not self._whole:
                x, y = self._points[label]
                self._curves[label].setData(x[: row + 1], y[: row + 1])
        self._place_heads()

    def set_visible(self, labels: set[str]) -> None:
        """Show these paths and no others."""
        self._hidden = set(self._labels) - labels
        for label, curve in self._curves.items():
            curve.setVisible(label not in self._hidden)
        self._place_heads()

    def set_theme(self, theme: Theme) -> None:
        """Take line widths and the halo from `theme`."""
        self._theme = theme
        for label, style in zip(self._labels, self._styles, strict=True):
            curve = self._curves[label]
            curve.setPen(pen_of(style, theme.line_width))
            if self._halo:
                curve.setShadowPen(_solid(theme.halo, theme.line_width + 2.2))
            curve.setVisible(label not in self._hidden)
        self._place_heads()

    def head(self, label: str) -> tuple[float, float]:
        """Where a path's head is."""
        x, y = self._points[label]
        row = self._rows[label]
        return float(x[row]), float(y[row])

    @property
    def shown(self) -> list[str]:
        """The labels that are not hidden, in order."""
        return [label for label in self._labels if label not in self._hidden]

    def _place_heads(self) -> None:
        theme = self._theme
        spots = [
            {
                "pos": self.head(label), "size": HEAD_SIZE * theme.line_width, "symbol": style.marker,
                "brush": QColor(style.color), "pen": _solid(theme.halo, max(1.2, 0.6 * theme.line_width)),
            }
            for label, style in zip(self._labels, self._styles, strict=True)
            if label not in self._hidden and np.isfinite(self.head(label)).all()
        ]  # fmt: skip
        self._heads.setData(spots)


def pen_of(style: Style, width: float) -> QPen:
    """A pen of constant width on the screen in a path's color and dashes."""
    pen = _solid(style.color, width)
    if style.dashes:
        # Round caps would fill the gaps of a fine dash pattern.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([float(length) for length in style.dashes])
    return pen


def _solid(color: str, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
