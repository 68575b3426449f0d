"""What each command of the table in `gui.actions` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from gui.seeing import Seeing
from landscape.experiment.description import Description

if TYPE_CHECKING:
    from gui.window import Window

FASTEST, SLOWEST = 8.0, 0.125


class Doing(Seeing):
    """One method per command, by the command's name; those on what is seen are `Seeing`'s, on methods
    `Choosing`'s, on files `Filing`'s."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._timeline = window.timeline

    # The timeline

    def play_or_pause(self) -> None:
        self._timeline.toggle()

    def step_forward(self) -> None:
        self._timeline.step(1)

    def step_back(self) -> None:
        self._timeline.step(-1)

    def slower(self) -> None:
        self._window.set_speed(max(SLOWEST, self._timeline.speed / 2))

    def faster(self) -> None:
        self._window.set_speed(min(FASTEST, self._timeline.speed * 2))

    def usual_speed(self) -> None:
        self._window.set_speed(1.0)

    def rewind(self) -> None:
        self._timeline.pause()
        self._timeline.go(0.0)

    def go_to_end(self) -> None:
        self._timeline.pause()
        self._timeline.go(self._timeline.end)

    def loop(self) -> None:
        self._timeline.loops = not self._timeline.loops
        self._window.bar.set_loop(self._timeline.loops)

    def align(self, alignment: str) -> None:
        """Count time by "step", by "cost" or by "seconds", which are measured from now on."""
        if alignment == "seconds":
            self._session.show_timings()
        self._window.bar.set_alignment(alignment)
        self._timeline.set_alignment(alignment)
        self._window.bottom.fit_to(self._session.scene, self._timeline)

    # The description

    def plane_of_paths(self) -> None:
        self.plane("paths")

    def plane_at_random(self) -> None:
        self.plane("unit")

    def plane(self, kind: str) -> None:
        """Another plane. A random one keeps the range of "where they went", so that the two compare."""
        scene, changes = self._session.scene, {"slice.kind": kind}
        if kind == "paths":
            changes["grid.range"] = "auto"
        elif scene is not None and not scene.surface.is_line and isinstance(self._session.description.grid.range, str):
            ends = [scene.surface.a[[0, -1]].tolist(), scene.surface.b[[0, -1]].tolist()]
            changes["grid.range"] = ends  # type: ignore[assignment]
        self._session.edit(changes)

    def whole_plane(self) -> None:
        """The whole of the viewed plane again: through its own center, with the range that covers every path."""
        self._window.live.drop()
        self._session.edit({"slice.shift": None, "grid.range": "auto"})

    def toggle_sliders(self) -> None:
        """Show or hide the sliders for the regularization, the number of unknowns and the examples of the surface."""
        hands = self._window.hands
        hands.show_sliders(hands.card.isHidden())

    def hold_view(self) -> None:
        """Whether range and colors stay while the plane turns."""
        self._window.controls.lock.toggle()

    def next_batch(self) -> None:
        """Another batch of the same size beneath the same paths; of all examples there is no other."""
        self._window.live.let_go()
        why_not = self._window.hands.sliders.batch.why_no_other
        if why_not:
            self._window.messages.show_message(why_not)
        else:
            self._session.edit({"grid.batch_step": self._session.description.grid.batch_step + 1})

    def next_slice_seed(self) -> None:
        changes = {"slice.seed": self._session.description.slice.seed + 1}
        self._session.edit(changes)

    def next_start(self) -> None:
        description = self._session.description
        changes = {"start.seed": description.start.seed + 1, "start.at": [0.0, 0.0]}
        if description.objective.function is not None and not description.start.scale:
            changes["start.scale"] = 1.0  # else every seed is the usual start
        self._session.edit(changes)

    def start_at_base(self) -> None:
        self._session.edit({"start.at": [0.0, 0.0]})

    def loss(self, name: str) -> None:
        self._session.edit({"objective.loss": name})

    def open_preset(self, name: str) -> None:
        self._window.open_preset(name)

    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def reset(self) -> None:
        self._session.replace(Description())

    def begin(self) -> None:
        self._session.begin()

    def stop(self) -> None:
        self._session.cancel()
        self._window.late_tabs.stop()

    def close(self) -> None:
        self._window.close()

    def show_place_menu(self, a: float, b: float, where: QPoint) -> None:
        """What can be done at a place of the viewed plane."""
        scene = self._session.scene
        if scene is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        everywhere = menu.addAction(f"Start all methods here, in all {scene.slice.n_weights:,} weights")
        inside = menu.addAction("Start all methods here, inside this slice")
        menu.addSeparator()
        hold = menu.addAction("Hold the ball here, to drag it")
        free = menu.addAction("Let the ball follow the mouse") if self._stage.is_ball_held else None
        everywhere.triggered.connect(lambda: self.start_at(a, b, "space"))
        inside.triggered.connect(lambda: self.start_at(a, b, "slice"))
        hold.triggered.connect(lambda: self._stage.hold_ball(np.array([a, b])))
        if free is not None:
            free.triggered.connect(lambda: self._stage.hold_ball(None))
        menu.popup(where)

    def start_at(self, a: float, b: float, inside: str | None = None) -> None:
        """Start all runs at a place of the viewed plane: base + a u + b v, whatever the slice's center is.

        They move in all weights, in "space", or inside the "slice"; as they did before where it is not said.
        """
        scene = self._session.scene
        if scene is None:
            return
        place = [a, b][: min(2, scene.slice.n_axes)]
        base = scene.provenance["runs"]["base"]
        changes: dict[str, object] = {"start.at": [float(f"{x - x0:.6g}") for x, x0 in zip(place, base, strict=True)]}
        if inside is not None:
            changes["run.inside"] = inside
        self._session.edit(changes)
