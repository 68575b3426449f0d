"""What each command of the table in `gui.actions` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from gui.choosing import Choosing
from gui.command_palette import CommandPalette
from gui.tour import Tour, first_tour, points_tour
from landscape.experiment.description import Description
from landscape.experiment.view_part import AUTO

if TYPE_CHECKING:
    from gui.data_tab import DataTab
    from gui.points_tab import PointsTab
    from gui.weights_tab import WeightsTab
    from gui.window import Window

FASTEST, SLOWEST = 8.0, 0.125


class Doing(Choosing):
    """One method per command, by the command's name; those on files are `Filing`'s, on methods `Choosing`'s."""

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

    # What is seen

    def show_surface(self) -> None:
        self._window.show_tab("surface")

    def show_cut(self) -> None:
        self._window.show_tab("cut")

    def show_curves(self) -> None:
        self._window.show_tab("curves")

    def show_step(self) -> None:
        self._window.show_tab("step")

    def show_weights(self) -> None:
        self._window.show_tab("weights")

    def paint_gradient(self) -> None:
        """Show the weights, and fill in their slopes one after the other, or pause."""
        self._weights().view.toggle()

    def gradient_by_calculus(self) -> None:
        self._weights().filling.calculus()

    def new_gradient(self) -> None:
        self._weights().take_cursor()

    def _weights(self) -> WeightsTab:
        """The tab of weights, in front."""
        from gui.weights_tab import WeightsTab  # late, as all tabs

        self._window.show_tab("weights")
        tab = self._window.late_tabs["weights"]
        assert isinstance(tab, WeightsTab)
        return tab

    def show_points(self) -> None:
        self._window.show_tab("points")

    def points(self, action: str) -> None:
        """Do one of the playground's moves: "one_step", "run", "reset", "randomize", or switch a check or margins."""
        getattr(self._points(), action)()

    def points_plane(self, kind: str) -> None:
        """Another plane for the playground's landscape."""
        self._points().choose_plane(kind)

    def _points(self) -> PointsTab:
        """The playground, in front."""
        from gui.points_tab import PointsTab  # late, as all tabs

        self._window.show_tab("points")
        tab = self._window.late_tabs["points"]
        assert isinstance(tab, PointsTab)
        return tab

    def show_data(self) -> None:
        self._window.show_tab("data")

    def data(self, page: str) -> None:
        """Show a page of the data: "samples", "classes" or "feature"."""
        self._data().show_page(page)

    def compare_features(self) -> None:
        """Work out what features change, and show it."""
        self._data().compare()

    def _data(self) -> DataTab:
        """The tab of the data, in front."""
        from gui.data_tab import DataTab  # late, as all tabs

        self._window.show_tab("data")
        tab = self._window.late_tabs["data"]
        assert isinstance(tab, DataTab)
        return tab

    def reset_camera(self) -> None:
        self._window.looking.look_from(AUTO)

    def camera(self, name: str) -> None:
        """Look from the "front", the "side", the "top", or "auto", where paths are seen best."""
        self._window.looking.look_from(name)

    def heights(self, scale: str) -> None:
        """Draw the surface's heights as "linear", "log" or "symlog"."""
        self._session.edit({"view.heights": scale})

    def steeper(self) -> None:
        self._window.looking.stretch(2**0.5)

    def flatter(self) -> None:
        self._window.looking.stretch(1 / 2**0.5)

    def usual_heights(self) -> None:
        self._session.edit({"view.heights": None, "view.exaggeration": None})

    def wireframe(self) -> None:
        self._session.edit({"view.wires": not self._session.description.view.wires})

    def color_map(self, name: str) -> None:
        self._session.edit({"view.color_map": name})

    def toggle_opengl(self) -> None:
        self._window.tell(self._window.opengl.toggle())

    def next_held(self) -> None:
        self._stage.held_view.next_requested.emit()

    def previous_held(self) -> None:
        self._stage.held_view.previous_requested.emit()

    def show_every_path(self) -> None:
        legend = self._stage.legend
        legend.visibility_changed.emit({chip.label for chip in legend.chips})

    def whole_screen(self) -> None:
        window = self._window
        window.showNormal() if window.isFullScreen() else window.showFullScreen()

    def toggle_drawer(self) -> None:
        self._window.toggle_drawer()

    def look_light(self) -> None:
        self._window.set_look("light")

    def look_dark(self) -> None:
        self._window.set_look("dark")

    def look_projector(self) -> None:
        self._window.set_look("projector")

    def show_tour(self) -> None:
        """Point at three places: of the playground where it is in front, else surface, play and plane."""
        for shown in self._window.findChildren(Tour):
            shown.end()
        window, stage = self._window, self._stage
        if window.tab.value == "points":
            page = self._points().view
            stops, focused = points_tour(page.plane, page.weights, stage.contour), page.plane
        else:
            stops, focused = first_tour(stage.tabs, window.bar, window.controls.plane), stage.surface
        tour = Tour(stops, stage.theme, window)
        tour.ended.connect(focused.setFocus)

    def find_command(self) -> None:
        palette = CommandPalette(self._stage.theme, self._window)
        palette.chosen.connect(self._window.do)
        palette.open()

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

    def quantity(self, words: str) -> None:
        """Let the surface show a quantity on a split: "accuracy test"."""
        quantity, split = words.split(" ")
        self.show_quantity(quantity, split)

    def show_quantity(self, quantity: str, split: str) -> None:
        """The same of two words; test examples get a surface where they have none."""
        scene = self._session.scene
        if split == "test" and scene is not None and scene.dataset is not None and not len(scene.dataset.test):
            self._session.edit({"view.quantity": quantity, "view.split": "train"})
            self._session.refused.emit(f"{scene.dataset.source} has no test examples; the training ones are shown.")
            return
        self._session.edit({"view.quantity": quantity, "view.split": split})

    def hold_ball(self) -> None:
        """Let the cursor stay where it is, or at the best head, so that it can be dragged; or let it go."""
        self._stage.hold_ball(None if self._stage.is_ball_held else self._stage.place)

    def templates(self) -> None:
        button = self._stage.held_view.templates
        button.setChecked(not button.isChecked())

    def confusing_held(self) -> None:
        self._stage.at_cursor.find_confusing()

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
