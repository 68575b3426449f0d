"""Loss along a line: the whole of a one-axis slice, or the cuts through the cursor of a plane."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.theme import LIGHT, Theme
from gui.views.fonts import small_font, style_label, text_font
from gui.views.plot import Plot
from gui.views.surface_notes import surface_notes
from gui.views.traces import Traces
from gui.views.wording import coordinate_text
from landscape.experiment.scene import Path
from landscape.figures.caption import sentence_start
from landscape.palette import styles
from landscape.surfaces.surface import Surface
from trainers.objective import Array

MARGIN = 0.06  # of the span, above and below the curve


class LineView(QWidget):
    """A curve of the loss over a coordinate.

    For a line the paths stand over their coordinate at their true losses. For a plane there are two curves: along a
    through the grid line nearest to the cursor, solid, and along b, dashed; paths do not lie on them and are left out.
    `cursor_moved` carries (a,) of a line, or None; `picked` the a of a click on it. A plane's cuts send neither.
    """

    cursor_moved = Signal(object)
    picked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surface: Surface | None = None
        self._paths: tuple[Path, ...] = ()
        self._cursor: tuple[float, ...] | None = None
        self._hovering = False
        self._quantity = "loss"
        self.plot, self.title, self.note = Plot(), QLabel(), QLabel()
        self.along_a, self.along_b = (pg.PlotCurveItem(connect="finite", antialias=True) for _ in range(2))
        self._marker_a, self._marker_b = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        for item in (self._marker_a, self._marker_b, self.along_b, self.along_a):
            self.plot.add_over(item)
        self._traces = Traces(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.title)
        column.addWidget(self.plot, 1)
        column.addWidget(self.note)
        self.title.setWordWrap(True)
        self.plot.left.setLabel("loss")
        self.plot.bottom.setLabel("coordinate")
        self.plot.setAccessibleName("Loss along a line")
        self.plot.hovered.connect(self._hovered)
        self.plot.clicked.connect(self._clicked)
        self.set_theme(LIGHT)

    def set_scene(self, surface: Surface, paths: Sequence[Path], theme: Theme) -> None:
        """Show a surface over one or two axes, and its paths up to their last rows."""
        self._paths = tuple(paths) if surface.is_line else ()
        labels = [path.label for path in self._paths]
        points = {path.label: (path.coordinates[:, 0], path.loss) for path in self._paths}
        self._traces.set_data(labels, styles([path.method for path in self._paths]), points, theme)
        self._cursor = None
        self.set_preview(surface)
        self.set_theme(theme)

    def set_preview(self, surface: Surface) -> None:
        """Show another surface with the same paths."""
        self._surface = surface
        losses = [surface.loss[surface.finite]]
        losses += [path.loss[np.isfinite(path.loss)] for path in self._paths]
        found = np.concatenate(losses)
        low, high = (float(found.min()), float(found.max())) if found.size else (0.0, 1.0)
        margin = MARGIN * (high - low) or 0.05 * abs(high) or 1.0
        reach = [surface.a] if surface.is_line else [surface.a, surface.b]
        left, right = min(float(part[0]) for part in reach), max(float(part[-1]) for part in reach)
        if not right > left:
            left, right = left - 0.5, right + 0.5
        self.plot.set_home(left, right, low - margin, high + margin)
        notes = surface_notes(surface)
        self.note.setText(" · ".join(notes))
        self.note.setVisible(bool(notes))
        self._show_curves()

    def set_quantity(self, name: str) -> None:
        """What the curves are of, in words: "loss" where nothing else is said."""
        self._quantity = name
        self.plot.left.setLabel(name)
        self.plot.setAccessibleName(f"{sentence_start(name)} along a line")
        self._show_curves()

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """Draw each path up to a recorded row; paths not named stay as they are."""
        self._traces.set_rows(rows)

    def set_visible(self, labels: set[str]) -> None:
        """Show the paths with these labels and no others."""
        self._traces.set_visible(labels)

    def set_cursor(self, coordinates: Sequence[float] | Array | None) -> None:
        """The cursor's coordinates, one for a line and two for a plane; None where there is no cursor."""
        self._cursor = None if coordinates is None else tuple(float(value) for value in coordinates)
        self._show_curves()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and sizes from `theme`."""
        self.plot.set_theme(theme)
        self._traces.set_theme(theme)
        width = 0.9 * theme.line_width
        solid, dashed = QPen(QColor(theme.text), width), QPen(QColor(theme.muted), width)
        dashed.setDashPattern([4.0, 2.5])
        thin = QPen(QColor(theme.faint), 1)
        thin_dashed = QPen(QColor(theme.faint), 1, Qt.PenStyle.DashLine)
        for pen in (solid, dashed, thin, thin_dashed):
            pen.setCosmetic(True)
        self.along_a.setPen(solid)
        self.along_b.setPen(dashed)
        self._marker_a.setPen(thin)
        self._marker_b.setPen(thin_dashed)
        style_label(self.title, theme.text, text_font(theme, bold=True))
        style_label(self.note, theme.muted, small_font(theme))

    def _show_curves(self) -> None:
        surface = self._surface
        if surface is None:
            return
        if surface.is_line:
            self.along_a.setData(surface.a, _holes_as_nan(surface.loss))
            self.along_b.setData(np.empty(0), np.empty(0))
            self.title.setText(f"{sentence_start(self._quantity)} along the line")
            self._show_markers(self._cursor[0] if self._cursor else None, None)
            return
        a, b = self._cursor[:2] if self._cursor else (_middle(surface.a), _middle(surface.b))
        i, j = int(np.argmin(abs(surface.a - a))), int(np.argmin(abs(surface.b - b)))
        self.along_a.setData(surface.a, _holes_as_nan(surface.loss[:, j]))
        self.along_b.setData(surface.b, _holes_as_nan(surface.loss[i]))
        through = "the cursor" if self._cursor else "the middle"
        first, second = surface.names
        self.title.setText(
            f"Cuts through {through}: along {first} at {second} = {coordinate_text(surface.b[j])} (solid), "
            f"along {second} at {first} = {coordinate_text(surface.a[i])} (dashed)"
        )
        self._show_markers(*((a, b) if self._cursor else (None, None)))

    def _show_markers(self, a: float | None, b: float | None) -> None:
        for marker, place in ((self._marker_a, a), (self._marker_b, b)):
            marker.setVisible(place is not None)
            if place is not None:
                marker.setPos(place)

    def _hovered(self, place: tuple[float, float] | None) -> None:
        inside = place is not None and self._covers(place[0])
        if inside or self._hovering:
            self.cursor_moved.emit((place[0],) if inside else None)
        self._hovering = inside

    def _clicked(self, a: float, loss: float) -> None:
        if self._covers(a):
            self.picked.emit(a)

    def _covers(self, a: float) -> bool:
        surface = self._surface
        return surface is not None and surface.is_line and bool(surface.a[0] <= a <= surface.a[-1])


def _holes_as_nan(losses: Array) -> Array:
    return np.where(np.isfinite(losses), losses, np.nan)


def _middle(places: Array) -> float:
    return float((places[0] + places[-1]) / 2)
