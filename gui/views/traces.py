"""The paths in a plot: a line per path with a halo, and a head where it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gui.theme import LIGHT, Theme
from gui.views.fonts import blend
from gui.views.marks import CIRCLE, MarkLayer, Marks
from gui.views.path_layer import Line, PathLayer
from gui.views.plot import Plot
from landscape.palette import Style
from trainers.objective import Array

HEAD_SIZE = 4.4  # in line widths


class Traces:
    """Lines of several paths. With `whole` the entire line shows and only the head moves; else it grows to the head."""

    def __init__(self, plot: Plot, whole: bool = False, halo: bool = True) -> None:
        self._whole, self._halo, self._theme = whole, halo, LIGHT
        self._styles: dict[str, Style] = {}
        self._lines: dict[str, Line] = {}
        self._rows: dict[str, int] = {}
        self._hidden: set[str] = set()
        self._layer = PathLayer()
        self._heads = MarkLayer()
        for depth, item in ((20, self._layer), (30, self._heads)):
            item.setZValue(depth)
            plot.add_over(item)

    def set_data(
        self, labels: Sequence[str], styles: Sequence[Style], points: Mapping[str, tuple[Array, Array]], theme: Theme
    ) -> None:
        """Places (T,), (T,) of each path in the plot; all are shown up to their last row, hidden ones stay hidden."""
        self._styles = dict(zip(labels, styles, strict=True))
        self._lines = {label: Line(*points[label], QPen(), None, len(points[label][0])) for label in labels}
        self._rows = {label: len(points[label][0]) - 1 for label in labels}
        self.set_theme(theme)

    def set_points(self, points: Mapping[str, tuple[Array, Array]]) -> None:
        """Other places of the same paths, row by row; heads, looks and what is hidden stay."""
        for label, (x, y) in points.items():
            self._lines[label].x, self._lines[label].y = x, y
        self._layer.refresh(moved=True)
        self._place_heads()

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """Move each head to a row; paths not named stay."""
        moved = {label: row for label, row in rows.items() if self._rows.get(label, row) != row}
        if not moved:
            return
        self._rows.update(moved)
        if not self._whole:
            for label, row in moved.items():
                self._lines[label].n_rows = row + 1
            self._layer.refresh(moved=True)
        self._place_heads()

    def set_visible(self, labels: set[str]) -> None:
        """Show these paths and no others."""
        self._hidden = set(self._lines) - labels
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Take line widths and the halo from `theme`."""
        self._theme = theme
        for label, style in self._styles.items():
            self._lines[label].pen = pen_of(style, theme.line_width)
            self._lines[label].halo = self._halo_pen(style, theme)
        self._show()

    def head(self, label: str) -> tuple[float, float]:
        """Where a path's head is."""
        line, row = self._lines[label], self._rows[label]
        return float(line.x[row]), float(line.y[row])

    @property
    def shown(self) -> list[str]:
        """The labels that are not hidden, in order."""
        return [label for label in self._lines if label not in self._hidden]

    def _show(self) -> None:
        for label, line in self._lines.items():
            line.visible = label not in self._hidden
        self._layer.set_lines(list(self._lines.values()))
        self._place_heads()

    def _halo_pen(self, style: Style, theme: Theme) -> QPen | None:
        if self._halo:
            return _solid(theme.halo, theme.line_width + 2.2)
        # The paths' colors are made for a light ground; on a dark one a faint rim keeps the deepest of them legible.
        # A rim would close the gaps of dashes.
        dark = QColor(theme.card).lightnessF() < 0.5
        return _solid(blend(theme.card, theme.halo, 0.3), theme.line_width + 1.4) if dark and not style.dashes else None

    def _place_heads(self) -> None:
        width = self._theme.line_width
        rim = _solid(self._theme.halo, max(1.2, 0.6 * width))
        heads = []
        for label in self.shown:
            x, y = self.head(label)
            fill = QColor(self._styles[label].color)
            heads.append(Marks(np.array([x]), np.array([y]), CIRCLE, HEAD_SIZE * width, fill, rim))
        self._heads.set_marks(heads)


def pen_of(style: Style, width: float) -> QPen:
    """A pen in a path's color and dashes."""
    pen = _solid(style.color, width)
    if style.dashes:
        # Round caps would fill the gaps of a fine dash pattern.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([float(length) for length in style.dashes])
    return pen


def _solid(color: str | QColor, width: float) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
