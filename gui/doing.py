"""What each command of the table in `gui.actions` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gui.command_palette import CommandPalette
from gui.filing import Filing
from gui.tour import Tour, first_tour
from landscape.experiment.description import Description

if TYPE_CHECKING:
    from gui.window import Window

FASTEST, SLOWEST = 8.0, 0.125


class Doing(Filing):
    """One method per command, by the command's name; those on files are `Filing`'s."""

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
        """Count time by "step" or by "cost"."""
        self._window.bar.set_alignment(alignment)
        self._timeline.set_alignment(alignment)

    # What is seen

    def show_surface(self) -> None:
        self._window.show_tab("surface")

    def show_cut(self) -> None:
        self._window.show_tab("cut")

    def show_curves(self) -> None:
        self._window.show_tab("curves")

    def reset_camera(self) -> None:
        self._stage.surface.reset_camera()

    def camera(self, name: str) -> None:
        """Look from the "front", the "side", the "top" or "home"."""
        self._stage.surface.set_camera_preset(name)

    def heights(self, scale: str) -> None:
        """Draw the surface's heights as "linear", "log" or "symlog"."""
        self._stage.surface.set_height_scale(scale)

    def steeper(self) -> None:
        self._stage.surface.set_exaggeration(self._stage.surface.camera.exaggeration * 2**0.5)

    def flatter(self) -> None:
        self._stage.surface.set_exaggeration(self._stage.surface.camera.exaggeration / 2**0.5)

    def usual_heights(self) -> None:
        self._stage.surface.set_height_scale("linear")
        self._stage.surface.set_exaggeration(1.0)

    def wireframe(self) -> None:
        self._stage.surface.set_wireframe(not self._stage.surface.wireframe)

    def color_map(self, name: str) -> None:
        self._stage.set_color_map(name)

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
        """Point at the surface, play and the plane; from the start where it is shown already."""
        for shown in self._window.findChildren(Tour):
            shown.end()
        bar, plane = self._window.bar, self._window.controls.plane
        tour = Tour(first_tour(self._stage.tabs, bar, plane), self._stage.theme, self._window)
        tour.ended.connect(self._stage.surface.setFocus)

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
        elif scene is not None and not scene.surface.is_line and self._session.description.grid.range == "auto":
            ends = [scene.surface.a[[0, -1]].tolist(), scene.surface.b[[0, -1]].tolist()]
            changes["grid.range"] = ends  # type: ignore[assignment]
        self._session.edit(changes)

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

    def close(self) -> None:
        self._window.close()

    def start_at(self, a: float, b: float) -> None:
        """Start all runs at a place of the viewed plane: base + a u + b v, whatever the slice's center is."""
        scene = self._session.scene
        if scene is None:
            return
        place = [a, b][: min(2, scene.slice.n_axes)]
        base = scene.provenance["runs"]["base"]
        self._session.edit({"start.at": [float(f"{x - x0:.6g}") for x, x0 in zip(place, base, strict=True)]})
