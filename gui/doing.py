"""What each command of the table in `gui.actions` does."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from gui.command_palette import CommandPalette
from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.edit import assignments
from landscape.experiment.scene import Scene
from landscape.files.catalogue import DUMPS, FORMATS
from landscape.files.description_toml import write_toml
from landscape.work import Work

if TYPE_CHECKING:
    from gui.window import Window

FASTEST, SLOWEST = 8.0, 0.125


class Doing:
    """One method per command, by the command's name."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._session, self._timeline, self._stage = window.session, window.timeline, window.stage

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

    def rewind(self) -> None:
        self._timeline.pause()
        self._timeline.go(0.0)

    # What is seen

    def show_surface(self) -> None:
        self._window.show_tab("surface")

    def show_cut(self) -> None:
        self._window.show_tab("cut")

    def show_curves(self) -> None:
        self._window.show_tab("curves")

    def reset_camera(self) -> None:
        self._stage.surface.reset_camera()

    def toggle_drawer(self) -> None:
        self._window.toggle_drawer()

    def look_light(self) -> None:
        self._window.set_look("light")

    def look_dark(self) -> None:
        self._window.set_look("dark")

    def look_projector(self) -> None:
        self._window.set_look("projector")

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
        self._session.edit({"start.seed": self._session.description.start.seed + 1, "start.at": [0.0, 0.0]})

    def start_at_base(self) -> None:
        self._session.edit({"start.at": [0.0, 0.0]})

    def undo(self) -> None:
        self._session.undo()

    def redo(self) -> None:
        self._session.redo()

    def reset(self) -> None:
        self._session.replace(Description())

    def stop(self) -> None:
        self._session.cancel()

    # Files

    def open_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in FORMATS)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", "", f"Losscope ({endings})")
        if name:
            self._window.open_path(Path(name))

    def save_description(self) -> None:
        description = self._session.description

        def write(target: Path) -> None:
            try:
                write_toml(description, target)
                self._window.tell(f"Saved {target}.")
            except LosscopeError as error:
                self._session.refused.emit(str(error))

        self._ask_for_target("Save the description", "experiment.toml", "Description (*.toml)", write)

    def save_figure(self) -> None:
        kind = self._window.figure_kind

        def write(target: Path) -> None:
            def draw(scene: Scene, work: Work) -> Path:
                from landscape.figures.save import save_figure

                return save_figure(scene, target, kind, description_toml=scene.description.toml())

            self._session.save(draw)

        self._ask_for_target("Save a figure", f"{kind}.pdf", "Figure (*.pdf *.png *.svg)", write)

    def save_dump(self) -> None:
        def write(target: Path) -> None:
            def dump(scene: Scene, work: Work) -> Path:
                kind = FORMATS.get(target.suffix.lower())
                if kind is None or kind.write_dump is None:
                    raise FileError(f"a dump must end in {' or '.join(DUMPS)}; got {target.name!r}. Try run.npz.")
                kind.write_dump(scene, target, False)
                return target

            self._session.save(dump)

        self._ask_for_target("Save a dump", "run.npz", "Dump (*.npz *.csv)", write)

    def copy_command(self) -> None:
        """The headless line that draws this picture."""
        words = ["losscope", "figure", "-o", f"{self._window.figure_kind}.pdf", "--kind", self._window.figure_kind]
        words += assignments(self._session.description)
        QGuiApplication.clipboard().setText(shlex.join(words))
        self._window.tell("Copied: " + shlex.join(words))

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

    def _ask_for_target(self, heading: str, usual: str, filters: str, write: Callable[[Path], None]) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, heading, usual, filters)
        if name:
            write(Path(name))
