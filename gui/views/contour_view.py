"""The slice from above: loss as color and level lines, paths, the cursor, and a color bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui import colors
from gui.theme import LIGHT, Theme
from gui.views.arrow_grip import ArrowGrip
from gui.views.arrow_layer import ArrowLayer, DrawnArrow
from gui.views.ball_grip import BallGrip
from gui.views.color_bar import ColorBar
from gui.views.fonts import small_font, style_label, with_alpha
from gui.views.map_plot import MapPlot
from gui.views.marks import CIRCLE, DOT, STAR, MarkLayer, Marks
from gui.views.plane_geometry import extent, leaves, level_lines, require_plane
from gui.views.surface_notes import surface_notes
from gui.views.traces import Traces
from landscape.experiment.scene import Path
from landscape.palette import display_name, styles
from landscape.surfaces.surface import Surface
from trainers.objective import Array

COLOR_MAP = "viridis"


class ContourView(QWidget):
    """A plane's surface, ``loss[i, j]`` at ``(a[i], b[j])`` with a to the right and b upwards.

    `cursor_moved` carries (a, b), or None where the pointer left the surface; `picked` the place of a click.

    The picture is a map without end: its `plot` tells where it is dragged and zoomed to, and what that asks for comes
    back as another surface.
    """

    cursor_moved = Signal(object)
    picked = Signal(float, float)
    ball_dragged = Signal(float, float)  # coordinates that the held ring was dragged to
    ball_released = Signal(float, float)  # coordinates where it was let go
    menu_wanted = Signal(float, float, object)  # coordinates of a right click, and where it is on the screen

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._surface: Surface | None = None
        self._paths: tuple[Path, ...] = ()
        self._lowest_known = float("nan")
        self._equal = True
        self._held: tuple[float, float] | None = None
        self._preview = QLabel("preview", self)
        self._hovering = False
        self._cursor = np.full(2, np.nan)
        self._colors = colors.lut(COLOR_MAP)
        self.plot, self.bar, self.note = MapPlot(), ColorBar(), QLabel()
        self._holes = QGraphicsRectItem()
        self.image = pg.ImageItem(axisOrder="col-major")
        self._lines = pg.PlotCurveItem(connect="finite")
        self._cursor_a, self._cursor_b = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=0)
        self._cursor_ring, self._stars, self._tries = MarkLayer(), MarkLayer(), MarkLayer()
        for depth, item in enumerate((self._holes, self.image, self._lines, self._cursor_a, self._cursor_b)):
            item.setZValue(depth)
            self.plot.add_over(item)
        self.arrows, self.step_arrows = ArrowLayer(), ArrowLayer()
        layers = (6, self._tries), (25, self._cursor_ring), (40, self._stars), (44, self.step_arrows), (45, self.arrows)
        for depth, item in layers:
            item.setZValue(depth)
            self.plot.add_over(item)
        self._traces = Traces(self.plot)
        self._arrange()
        self.set_cursor(None)
        self.grip = BallGrip(self.plot, self)
        self.grip.dragged.connect(self._drag_ball)
        self.grip.released.connect(self.ball_released)
        self.grip.menu_wanted.connect(self._ask_for_menu)
        self.step_grip = ArrowGrip(self.plot, self)  # hears the mouse before the ball does
        self.plot.hovered.connect(self._hovered)
        self.plot.clicked.connect(self._clicked)
        self.plot.box.sigResized.connect(self._line_up)
        self.plot.setAccessibleName("Loss on the plane, from above")
        self.set_theme(LIGHT)

    def set_scene(
        self, surface: Surface, paths: Sequence[Path], theme: Theme, lowest_known: float, equal_aspect: bool = True
    ) -> None:
        """Show a plane's surface and its paths up to their last rows.

        `lowest_known` is the lowest loss met anywhere; `equal_aspect` says that the axes are orthonormal, so that a
        length is the same in every direction and is drawn so.

        Raises:
            ValueError: the surface is a line.
        """
        require_plane(surface)
        self._paths, self._lowest_known, self._equal = tuple(paths), lowest_known, equal_aspect
        looks = styles([path.method for path in paths])
        points = {path.label: (path.coordinates[:, 0], path.coordinates[:, 1]) for path in paths}
        self._traces.set_data([path.label for path in paths], looks, points, theme)
        self.set_preview(surface)
        self.set_theme(theme)

    def set_running(self, paths: Sequence[Path]) -> None:
        """Draw paths so far on the same surface."""
        self._paths = tuple(paths)
        points = {path.label: (path.coordinates[:, 0], path.coordinates[:, 1]) for path in paths}
        self._traces.set_data([path.label for path in paths], styles([p.method for p in paths]), points, self._theme)
        self._place_marks()
        self._tries.set_marks([])

    def set_preview(self, surface: Surface, paths: Sequence[Path] | None = None) -> None:
        """Show another surface beneath the same paths, or these, row by row the same ones seen from elsewhere.

        Raises:
            ValueError: the surface is a line.
        """
        require_plane(surface)
        self._surface = surface
        if paths is not None:
            self._paths = tuple(paths)
            self._traces.set_points({p.label: (p.coordinates[:, 0], p.coordinates[:, 1]) for p in paths})
            self._place_marks()
            self._tries.set_marks([])  # they come back with the finished scene
        low, high = (surface.lowest, surface.lowest) if surface.is_flat else (surface.lowest, surface.highest)
        if self._held is not None:
            low, high = self._held
        index = colors.indices(surface.loss, low, high)
        painted = self._colors[index]
        painted[index < 0] = 0
        self.image.setImage(painted, autoLevels=False)
        left, right, bottom, top = extent(surface)
        whole = QRectF(left, bottom, right - left, top - bottom)
        self.image.setRect(whole)
        self._holes.setRect(whole)
        self._holes.setVisible(surface.n_holes > 0)
        self._lines.setData(*level_lines(surface))
        self.bar.set_losses(low, high, self._lowest_known, self._colors, surface.lowest)
        self.plot.set_home(left, right, bottom, top, self._equal)
        self._preview.setVisible(surface.preview)
        self._place_preview()
        if not surface.preview:  # a note that comes and goes would move the picture under the hand
            self._write_note()

    def hold_colors(self, losses: tuple[float, float] | None) -> None:
        """Let colors span these losses in every surface to come; None: each surface's own."""
        self._held = losses

    def set_color_map(self, name: str) -> None:
        """Color losses by another map of the `cmap` catalogue.

        Raises:
            InvalidValue: there is no such map.
        """
        self._colors = colors.lut(name)
        if self._surface is not None:
            self.set_preview(self._surface)

    def set_rows(self, rows: Mapping[str, int]) -> None:
        """Draw each path up to a recorded row; paths not named stay as they are."""
        self._traces.set_rows(rows)

    def set_visible(self, labels: set[str]) -> None:
        """Show the paths with these labels and no others."""
        self._traces.set_visible(labels)
        self._place_tries()
        self._write_note()

    def set_cursor(self, coordinates: tuple[float, float] | Array | None) -> None:
        """Cross hairs at a place (a, b); none where it is None."""
        shown = coordinates is not None
        for item in (self._cursor_a, self._cursor_b, self._cursor_ring):
            item.setVisible(shown)
        if coordinates is not None:
            self._cursor_a.setPos(float(coordinates[0]))
            self._cursor_b.setPos(float(coordinates[1]))
            self._cursor = np.array(coordinates[:2], dtype=float)
            self.grip.set_ball(float(coordinates[0]), float(coordinates[1]))
            self._place_marks()

    def set_ball_held(self, held: bool) -> None:
        """Whether the cursor stays where it is until its ring is dragged, instead of following the mouse."""
        self.grip.set_held(held)

    def set_arrows(self, arrows: Sequence[DrawnArrow], words: str = "") -> None:
        """Draw these arrows, and words on them at the lower left; none where there are none."""
        self.arrows.set_arrows(arrows, words)

    def set_step_arrows(self, arrows: Sequence[DrawnArrow]) -> None:
        """Draw the arrows of a method's step, besides those of the cursor."""
        self.step_arrows.set_arrows(arrows)

    def set_theme(self, theme: Theme) -> None:
        """Take colors and sizes from `theme`; the surface keeps its colors."""
        self._theme = theme
        self.arrows.set_theme(theme)
        self.step_arrows.set_theme(theme)
        self.plot.set_theme(theme)
        self.bar.set_theme(theme)
        self._traces.set_theme(theme)
        thin = max(1.0, 0.45 * theme.line_width)
        hatch = QBrush(QColor(theme.faint), Qt.BrushStyle.BDiagPattern)
        self._holes.setBrush(hatch)
        self._holes.setPen(QPen(Qt.PenStyle.NoPen))
        self._lines.setPen(_line(with_alpha("#ffffff", 105), thin))
        for line in (self._cursor_a, self._cursor_b):
            line.setPen(_line(with_alpha("#ffffff", 210), thin))
        self._place_marks()
        self._place_tries()
        style_label(self.note, theme.muted, small_font(theme))
        self._preview.setFont(small_font(theme, bold=True))
        self._preview.setStyleSheet(
            f"color: {theme.card}; background: {theme.accent}; border-radius: 6px; padding: 1px 8px;"
        )
        self._place_preview()

    def _arrange(self) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row.setSpacing(6)
        row.addWidget(self.plot, 1)
        row.addWidget(self.bar)
        column.addLayout(row, 1)
        column.addWidget(self.note)
        self.note.setWordWrap(True)

    def _place_marks(self) -> None:
        width = self._theme.line_width
        white, rim = QColor("#ffffff"), _line(QColor("#20252b"), max(1.0, 0.5 * width))
        a, b = self._cursor[:1], self._cursor[1:]
        self._cursor_ring.set_marks([Marks(a, b, CIRCLE, 3.2 * width, white, rim)])
        starts = np.array([path.coordinates[0, :2] for path in self._paths]).reshape(-1, 2)
        starts = np.unique(starts, axis=0)
        self._stars.set_marks([Marks(starts[:, 0], starts[:, 1], STAR, 6.5 * width, white, rim)])

    def _place_tries(self) -> None:
        """Faint dots where searches tried and did not go."""
        shown = set(self._traces.shown)
        looks = styles([path.method for path in self._paths])
        dots = []
        for path, look in zip(self._paths, looks, strict=True):
            if path.tries is not None and path.label in shown:
                a, b = path.tries.coordinates[~path.tries.taken][:, :2].T
                dots.append(Marks(a, b, DOT, 1.5 * self._theme.line_width, with_alpha(look.color, 130)))
        self._tries.set_marks(dots)

    def _line_up(self) -> None:
        # The bar is as high as the picture, or as the widget where the picture is a flat strip.
        box = self.plot.box.sceneBoundingRect()
        top, bottom = box.top(), self.plot.height() - box.bottom()
        if box.height() < 140:
            top, bottom = 8.0, 8.0
        self.bar.set_margins(top, bottom)

    def _place_preview(self) -> None:
        self._preview.adjustSize()
        box = self.plot.viewportTransform().mapRect(self.plot.box.sceneBoundingRect())
        corner, size = self.plot.mapTo(self, box.topRight().toPoint()), self._preview.size()
        above = corner.y() - size.height() - 4  # beside the picture where there is room: it hides nothing
        aside, top = (0, above) if above >= 0 else (6, corner.y() + 6)
        self._preview.move(corner.x() - size.width() - aside, top)
        self._preview.raise_()

    def _write_note(self) -> None:
        surface = self._surface
        if surface is None:
            return
        notes = surface_notes(surface)
        left, right, bottom, top = extent(surface)
        shown = set(self._traces.shown)
        outside = [
            display_name(path.label, path.method)
            for path in self._paths
            if path.label in shown and leaves(path.coordinates[:, :2], left, right, bottom, top)
        ]
        if outside:
            notes.append(f"beyond the edge: part of {', '.join(outside)}")
        if not self._equal:
            notes.append("the axes are not drawn to one scale")
        self.note.setText(" · ".join(notes))
        self.note.setVisible(bool(notes))

    def _hovered(self, place: tuple[float, float] | None) -> None:
        inside = place is not None and self._covers(*place)
        if inside or self._hovering:
            self.cursor_moved.emit(place if inside else None)
        self._hovering = inside

    def _clicked(self, a: float, b: float) -> None:
        if self._covers(a, b):
            self.picked.emit(a, b)

    def _drag_ball(self, a: float, b: float) -> None:
        if self._covers(a, b):
            self.ball_dragged.emit(a, b)

    def _ask_for_menu(self, a: float, b: float, where: object) -> None:
        if self._covers(a, b):
            self.menu_wanted.emit(a, b, where)

    def _covers(self, a: float, b: float) -> bool:
        if self._surface is None:
            return False
        left, right, bottom, top = extent(self._surface)
        return left <= a <= right and bottom <= b <= top


def _line(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen
