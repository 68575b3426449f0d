"""The views of one scene, linked: one cursor, one timeline, one choice of visible paths for all of them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from gui.held_example import HeldExample
from gui.theme import LIGHT, Theme
from gui.timeline import Timeline
from gui.views.contour_view import ContourView
from gui.views.curves_view import CurvesView
from gui.views.held_view import HeldView
from gui.views.legend import Legend
from gui.views.line_view import LineView
from gui.views.surface_view import SurfaceView
from gui.views.wording import coordinate_text
from landscape.experiment.scene import Scene
from landscape.figures.caption import axis_words, is_function, is_orthonormal
from landscape.figures.wording import loss_text, share_text
from trainers.objective import Array

TABS = ("surface", "cut", "curves")
READING = 30  # milliseconds between two exact readings under the cursor


class Stage(QObject):
    """Shows a scene in all views and keeps them in step.

    Signals:
        start_picked(float, float): coordinates that the user clicked on.
    """

    start_picked = Signal(float, float)

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.scene: Scene | None = None
        self.timeline = timeline
        self.held = HeldExample()
        self.surface, self.cut, self.curves = SurfaceView(), LineView(), CurvesView()
        self.contour, self.held_view, self.legend = ContourView(), HeldView(), Legend()
        self.tabs = QStackedWidget()
        for view in (self.surface, self.cut, self.curves):
            self.tabs.addWidget(view)
        self._visible: set[str] = set()
        self._cursor: Array | None = None  # where the user's mouse is, in the viewed plane
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.setInterval(READING)
        self._reading.timeout.connect(self._read_cursor)
        self._connect()

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; what the user hid stays hidden, the held example stays held."""
        known = {path.label for path in self.scene.paths} if self.scene is not None else set()
        self.scene = scene
        self._cursor = None
        self._visible = {p.label for p in scene.paths if p.label not in known or p.label in self._visible}
        surface, paths = scene.surface, scene.paths
        self.surface.set_scene(surface, paths, self.theme)
        self.cut.set_scene(surface, paths, self.theme)
        self.curves.set_scene(paths, self.theme)
        if not surface.is_line:
            self.contour.set_scene(surface, paths, self.theme, scene.lowest_known, is_orthonormal(scene.slice))
        walk_share = scene.provenance.get("random_walk_share")
        self.legend.set_paths(paths, self.theme, float("nan") if walk_share is None else walk_share)
        self.timeline.set_scene(scene)
        self._show_example()
        self._show_visible(self._visible)
        self.show_rows()

    def set_theme(self, theme: Theme) -> None:
        """Give every view another look."""
        self.theme = theme
        for view in (self.surface, self.cut, self.curves, self.contour, self.held_view, self.legend):
            view.set_theme(theme)

    def set_color_map(self, name: str) -> None:
        """Color losses by another map of the `cmap` catalogue in every view.

        Raises:
            InvalidValue: there is no such map.
        """
        self.surface.set_color_map(name)
        self.contour.set_color_map(name)

    def show_tab(self, name: str) -> None:
        """Show "surface", "cut" or "curves" in the large place."""
        self.tabs.setCurrentIndex(TABS.index(name))

    def show_rows(self) -> None:
        """Move all heads to where the timeline is."""
        rows = self.timeline.rows
        for view in (self.surface, self.cut, self.curves, self.contour, self.legend):
            view.set_rows(rows)
        if self._cursor is None:
            self._show_cursor()

    @property
    def place(self) -> Array | None:
        """The coordinates that the held example is judged at: the mouse, else the head of the best visible path."""
        if self._cursor is not None or self.scene is None:
            return self._cursor
        rows = self.timeline.rows
        heads = [(path.loss[rows[path.label]], path) for path in self.scene.paths if path.label in self._visible]
        n_seen = min(2, self.scene.slice.n_axes)
        if not heads:
            return np.zeros(n_seen)
        best = min(heads, key=lambda head: head[0])[1]
        return best.coordinates[rows[best.label], :n_seen]

    def _connect(self) -> None:
        for view in (self.surface, self.contour, self.cut):
            view.cursor_moved.connect(self._move_cursor)
        self.surface.picked.connect(self.start_picked)
        self.contour.picked.connect(self.start_picked)
        self.cut.picked.connect(self._pick_on_line)
        self.legend.visibility_changed.connect(self._show_visible)
        self.held_view.next_requested.connect(self._next_example)
        self.held_view.previous_requested.connect(self._previous_example)

    def _move_cursor(self, coordinates: object) -> None:
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
        self._judge()
        if not self._reading.isActive():
            self._reading.start()

    def _judge(self) -> None:
        place = self.place
        if self.scene is None or self.scene.dataset is None or place is None:
            return
        judged = self.held.judge(self.scene, place)
        self.held_view.set_scores(judged.scores, judged.probabilities, judged.loss)

    def _read_cursor(self) -> None:
        if self._cursor is None or self.scene is None or self.scene.plane is None:
            self.surface.set_hint("drag to look around · click the surface to start there")
            return
        values = self.scene.plane.at(self._cursor)
        axes = [words.split(",")[0] for words in axis_words(self.scene)]
        where = ", ".join(f"{axis} {coordinate_text(x)}" for axis, x in zip(axes, self._cursor, strict=False))
        if is_function(self.scene):
            slope = ", ".join(coordinate_text(x) for x in self.scene.plane.gradient(self._cursor))
            self.surface.set_hint(f"{where} · value {loss_text(values.loss)} · gradient ({slope})")
            return
        split = f" ({loss_text(values.loss - values.regularization)} data + {loss_text(values.regularization)} weights)"
        self.surface.set_hint(
            f"{where} · slice loss {loss_text(values.loss)}{split} · training accuracy {share_text(values.accuracy)}"
        )

    def _show_visible(self, labels: set[str]) -> None:
        self._visible = set(labels)
        for view in (self.surface, self.cut, self.curves, self.contour, self.legend):
            view.set_visible(self._visible)
        if self._cursor is None:
            self._show_cursor()

    def _show_example(self) -> None:
        if self.scene is None or self.scene.dataset is None:
            return
        image, label = self.held.picture(self.scene)
        thing = "digit" if self.scene.dataset.source == "digits" else "image" if image is not None else "example"
        names = self.scene.dataset.class_names
        self.held_view.set_example(image, label, names, f"One {thing}, judged at the cursor")

    def _next_example(self) -> None:
        self._hold(1)

    def _previous_example(self) -> None:
        self._hold(-1)

    def _hold(self, count: int) -> None:
        if self.scene is not None and self.scene.dataset is not None:
            self.held.move(self.scene, count)
            self._show_example()
            self._judge()
