"""The views of one scene, linked: one cursor, one timeline, one choice of visible paths for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.at_cursor import AtCursor
from gui.following import Follower
from gui.seldom import OFTEN_ENOUGH, Seldom
from gui.theme import LIGHT, Theme
from gui.timeline import Timeline
from gui.views.arrow_layer import DrawnArrow
from gui.views.contour_view import ContourView
from gui.views.curves_view import CurvesView
from gui.views.legend import Legend
from gui.views.line_view import LineView
from gui.views.surface_view import SurfaceView
from landscape.experiment.description import Description
from landscape.experiment.scene import Scene
from landscape.experiment.shown import shown
from landscape.experiment.view_part import ViewPart
from landscape.figures.caption import is_function, is_orthonormal
from landscape.work import Work
from trainers.objective import Array

TABS = ("surface", "cut", "curves")


class Stage(QObject):
    """Shows a scene in all views and keeps them in step.

    Signals:
        start_picked(float, float): coordinates that the user clicked on.
        menu_wanted(float, float, object): coordinates of a right click, and where it is on the screen.
        cursor_shown(): the place that is judged may have changed. rows_shown(object): the heads' rows, by label.
        visibility_shown(): other paths may be shown now.
        quantity_changed(str, str): what the surface shows: a quantity, and of which examples.
        failed(object): the exception of background work.
    """

    failed = Signal(object)
    start_picked = Signal(float, float)
    menu_wanted = Signal(float, float, object)
    cursor_shown = Signal()
    rows_shown = Signal(object)
    visibility_shown = Signal()
    quantity_changed = Signal(str, str)

    def __init__(self, timeline: Timeline, legend: Legend, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.scene: Scene | None = None
        self._timed: Scene | None = None  # the scene whose rows the timeline has
        self.timeline = timeline
        self.surface, self.cut, self.curves = SurfaceView(), LineView(), CurvesView()
        self.contour, self.legend = ContourView(), legend
        self.at_cursor = AtCursor(self.surface, self.contour, self)
        self.held, self.held_view = self.at_cursor.held, self.at_cursor.view
        self.tabs, self.beside = QStackedWidget(), QStackedWidget()
        self.beside.addWidget(self.held_view)
        self._tab_names = list(TABS)
        for view in (self.surface, self.cut, self.curves):
            self.tabs.addWidget(view)
        self._visible: set[str] = set()
        self._cursor: Array | None = None  # where the user's mouse is, in the viewed plane
        self.view = ViewPart()  # how the description wants the surface to be looked at
        self.shown: Scene | None = None  # the scene with the quantity that is seen in the place of losses
        self._test_values = Follower("test", parent=self)
        self._test_values.failed.connect(self.failed)
        self.at_cursor.failed.connect(self.failed)
        self._test_values.finished.connect(self._take_quantity)
        self._legend_preview = Seldom(OFTEN_ENOUGH, legend.set_preview, self)
        self._ball_held = False  # the cursor stays where it is; only the ball itself can be dragged
        self._connect()

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; what the user hid stays hidden, the held example stays held."""
        known = {path.label for path in self.scene.paths} if self.scene is not None else set()
        self.scene = scene
        if not (self._ball_held and self._cursor is not None and len(self._cursor) == min(2, scene.slice.n_axes)):
            self._cursor = None
        self._visible = {p.label for p in scene.paths if p.label not in known or p.label in self._visible}
        paths = scene.paths
        self._show_quantity()
        self.curves.set_scene(paths, self.theme)
        self._legend_preview.drop()
        self.legend.set_paths(paths, self.theme, _walk_share(scene))
        self.timeline.set_scene(scene)
        self._timed = scene
        self.at_cursor.set_scene(scene)
        self._show_visible(self._visible)
        self.show_rows()
        if self._cursor is not None:
            self._show_cursor()

    def set_view(self, view: ViewPart) -> None:
        """Look at the surface as a description's view says; nothing but what differs is drawn again."""
        before, self.view = self.view, view
        self.surface.set_view(view)
        if view.color_map != before.color_map:
            self.contour.set_color_map(view.color_map)
        if (view.quantity, view.split) == (before.quantity, before.split) or self.scene is None:
            return
        if view.split == "test" and self.scene.test_surface is None:
            return  # its scene follows
        self._show_quantity()
        self._show_visible(self._visible)
        self.show_rows()
        self._show_cursor()

    @property
    def description(self) -> Description | None:
        """What is seen, as a description: the scene's, looked at as it is; None before there is a scene."""
        return None if self.scene is None else replace(self.scene.description, view=self.view)

    @property
    def is_complete(self) -> bool:
        """Whether all that is to be seen of the scene is there: values on test examples take a while."""
        return self.shown is not None and not self._test_values.is_busy

    def hold_ball(self, place: Array | None) -> None:
        """Let the cursor stay at coordinates, where it can be dragged; None lets it follow the mouse again."""
        self._ball_held = place is not None
        self._cursor = None if place is None else np.array(place, dtype=float)
        self.surface.set_ball_held(self._ball_held)
        self.contour.set_ball_held(self._ball_held)
        self._show_cursor()

    def move_ball(self, place: Array) -> None:
        """Move the held cursor to coordinates; a hand that drags it keeps its hold."""
        self._cursor = np.array(place, dtype=float)
        self._show_cursor()

    @property
    def is_ball_held(self) -> bool:
        """Whether the cursor stays where it is until it is dragged."""
        return self._ball_held

    @property
    def held_place(self) -> Array | None:
        """The coordinates that the cursor is held at; None where it follows the mouse."""
        return self._cursor if self._ball_held else None

    @property
    def visible(self) -> set[str]:
        """The labels of the paths that are shown."""
        return set(self._visible)

    def set_preview(self, scene: Scene) -> None:
        """Show the same paths seen from elsewhere, while a view is chosen; its finished scene follows."""
        self.scene = self.shown = scene
        self._test_values.cancel()
        self.surface.set_quantity("loss")  # a preview shows no other; the finished scene brings the chosen one back
        self.surface.set_preview(scene.surface, scene.paths)
        self.contour.set_preview(scene.surface, scene.paths)
        if self.tabs.currentWidget() is self.cut:
            self.cut.set_preview(scene.surface)
        self._legend_preview(scene.paths)
        self.at_cursor.set_preview(scene, self.place)

    def set_running(self, scene: Scene) -> None:
        """Show paths so far, to their newest rows, in the place of a scene's; its surface stays."""
        known = set() if self.scene is None else {path.label for path in self.scene.paths}
        self.scene = self.shown = scene
        self._visible |= {path.label for path in scene.paths} - known
        rows = {path.label: len(path.step) - 1 for path in scene.paths}
        self.surface.set_preview(scene.surface, scene.paths)
        if scene.surface.is_line:
            self.cut.set_scene(scene.surface, scene.paths, self.theme)
        else:
            self.contour.set_running(scene.paths)
        self.curves.set_scene(scene.paths, self.theme)
        if [chip.label for chip in self.legend.chips] == [path.label for path in scene.paths]:
            self.legend.set_preview(scene.paths)
        else:  # one more has begun
            self.legend.set_paths(scene.paths, self.theme, _walk_share(scene))
        for view in (self.surface, self.curves, self.contour, self.legend):
            view.set_rows(rows)
            view.set_visible(self._visible)

    def hold_colors(self, losses: tuple[float, float] | None) -> None:
        """Let colors span these losses in every surface to come; None: each surface's own."""
        self.surface.hold_colors(losses)
        self.contour.hold_colors(losses)

    def set_theme(self, theme: Theme) -> None:
        """Give every view but the legend another look."""
        self.theme = theme
        for view in (self.surface, self.cut, self.curves, self.contour, self.at_cursor):
            view.set_theme(theme)

    def show_tab(self, name: str) -> None:
        """Show "surface", "cut", "curves" or a view that was added, in the large place."""
        self.tabs.setCurrentIndex(self._tab_names.index(name))

    def add_tab(self, name: str, view: QWidget) -> None:
        """Let the large place show one more view."""
        self._tab_names.append(name)
        self.tabs.addWidget(view)

    def show_step_arrows(self, arrows: Sequence[DrawnArrow]) -> None:
        """Draw the arrows of a step in the contour view."""
        self.contour.set_step_arrows(arrows)

    def show_rows(self) -> None:
        """Move all heads to where the timeline is."""
        rows = self.rows
        is_line = self.scene is not None and self.scene.surface.is_line
        for view in (self.surface, self.cut, self.curves, self.legend):
            view.set_rows(rows)
        if not is_line:  # a line has no contours: that view still holds the paths of the plane before it
            self.contour.set_rows(rows)
        self.rows_shown.emit(rows)
        if self._cursor is None:
            self._show_cursor()

    @property
    def rows(self) -> dict[str, int]:
        """The row of every path's head: where the timeline is, or its last one where it is still on its way."""
        if self.scene is None:
            return {}
        known = self.timeline.rows
        lasts = {path.label: len(path.step) - 1 for path in self.scene.paths}
        return {label: min(known.get(label, last), last) for label, last in lasts.items()}

    @property
    def place(self) -> Array | None:
        """The coordinates that the held example is judged at: the mouse, else the head of the best visible path."""
        if self._cursor is not None or self.scene is None:
            return self._cursor
        rows = self.rows
        heads = [(path.loss[rows[path.label]], path) for path in self.scene.paths if path.label in self._visible]
        n_seen = min(2, self.scene.slice.n_axes)
        if not heads:
            return np.zeros(n_seen)
        best = min(heads, key=lambda head: head[0])[1]
        return best.coordinates[rows[best.label], :n_seen]

    def close(self) -> None:
        """Stop what the views work out in the background, and wait for its end."""
        self.at_cursor.close()
        self._test_values.close()

    def _connect(self) -> None:
        for view in (self.surface, self.contour, self.cut):
            view.cursor_moved.connect(self._move_cursor)
        for view in (self.surface, self.contour):
            view.ball_dragged.connect(self._drag_ball)
            view.menu_wanted.connect(self.menu_wanted)
        self.surface.picked.connect(self.start_picked)
        self.contour.picked.connect(self.start_picked)
        self.cut.picked.connect(self._pick_on_line)
        self.timeline.playing_changed.connect(self._rest)
        self.legend.visibility_changed.connect(self._show_visible)

    def _show_quantity(self) -> None:
        """Show the chosen quantity; a scene without test examples shows the training ones'."""
        scene = self.scene
        assert scene is not None
        self._test_values.cancel()
        quantity, split = ("loss", "train") if is_function(scene) else (self.view.quantity, self.view.split)
        if scene.test_surface is None:
            split = "train"
        view = ViewPart(quantity, split)
        if split == "test":
            self._take_quantity((scene, shown(scene, None, view)), whole=False)
            self._test_values.ask(lambda work: (scene, shown(scene, work, view)))
        else:
            self._take_quantity((scene, shown(scene, Work(), view)))
        self.quantity_changed.emit(quantity, split)

    def _take_quantity(self, found: tuple[Scene, Scene], whole: bool = True) -> None:
        scene, seen = found
        if scene is not self.scene:
            return
        self.shown = seen
        for view in (self.surface, self.cut):
            view.set_quantity(seen.quantity_name)
            view.set_scene(seen.surface, seen.paths, self.theme)
        if not seen.surface.is_line:
            self.contour.set_scene(seen.surface, seen.paths, self.theme, seen.lowest_known, is_orthonormal(scene.slice))
        if whole and self._visible and scene is self._timed:  # else the rows are those of the scene before
            for view in (self.surface, self.cut, self.contour):
                view.set_visible(self._visible)
                view.set_rows(self.rows)

    def _rest(self, playing: bool) -> None:
        self.surface.set_at_rest(not playing)

    def _drag_ball(self, a: float, b: float) -> None:
        self._cursor = np.array([a, b])
        self._show_cursor()

    def _move_cursor(self, coordinates: object) -> None:
        if self._ball_held:
            return
        self._cursor = None if coordinates is None else np.atleast_1d(np.asarray(coordinates, dtype=float))
        self._show_cursor()

    def _pick_on_line(self, place: float) -> None:
        self.start_picked.emit(place, 0.0)

    def _show_cursor(self) -> None:
        scene = self.scene
        if scene is None:
            return
        pair = None if self._cursor is None else tuple(float(value) for value in self._cursor)
        self.cut.set_cursor(pair)
        if not scene.surface.is_line:
            self.surface.set_cursor(pair)  # type: ignore[arg-type]
            self.contour.set_cursor(pair)  # type: ignore[arg-type]
        self.at_cursor.show(self.place, self._cursor is not None)
        self.cursor_shown.emit()

    def _show_visible(self, labels: set[str]) -> None:
        self._visible = set(labels)
        for view in (self.surface, self.cut, self.curves, self.contour, self.legend):
            view.set_visible(self._visible)
        if self._cursor is None:
            self._show_cursor()
        self.visibility_shown.emit()


def _walk_share(scene: Scene) -> float:
    """The share of a random walk's movement that the plane would show; NaN where unknown."""
    found = scene.provenance.get("random_walk_share")
    return float("nan") if found is None else float(found)
