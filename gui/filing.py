"""What the commands on files do: open, save, export, and copy as a command line."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from gui.export.dialogs import PictureDialog, VideoDialog
from gui.export.filming import Filming
from gui.export.grab import grabbed
from gui.export.view_copy import ViewCopy
from gui.late_tabs import LATE_TABS
from gui.tab_figures import TabFigure, figure_of
from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.edit import assignments
from landscape.experiment.scene import Scene
from landscape.files.atomic import check_target
from landscape.files.catalogue import DUMPS, FORMATS
from landscape.files.description_toml import write_toml
from landscape.files.picture import write_png
from landscape.files.reading import read_description
from landscape.files.video import check_video
from landscape.work import Work

if TYPE_CHECKING:
    from gui.window import Window

FULL_HD = (1920, 1080)
GRABBED = tuple(row.name for row in LATE_TABS)  # tabs whose views are grabbed as they are


class Filing:
    """One method per command, by the command's name."""

    def __init__(self, window: Window) -> None:
        self._window, self._session, self._stage = window, window.session, window.stage

    def open_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in FORMATS)
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", "", f"Losscope ({endings})")
        if name:
            self.open_path(Path(name))

    def open_path(self, path: Path) -> None:
        """Open a description, dump or picture. One that reads files of yours asks first."""
        try:
            description = read_description(path)
        except LosscopeError as error:
            self._session.refused.emit(str(error))
            return
        reads = getattr(description.data, "path", "")
        if reads and not self._agrees_to_read(path, reads):
            return
        if self._window.remembered is not None:
            self._window.remembered.note(path)
        self._session.replace(description)

    def save_description(self) -> None:
        description = self._session.description

        def write(target: Path) -> None:
            try:
                write_toml(description, target)
                self._session.saved.emit(target)
            except LosscopeError as error:
                self._session.refused.emit(str(error))

        self._ask_for_target("Save the description", "experiment.toml", "Description (*.toml)", write)

    def save_figure(self) -> None:
        if not self._is_free():
            return
        figure = self._figure()
        if figure is None:
            return

        def write(target: Path) -> None:
            def draw(description: Description, subject: Any, work: Work) -> Path:
                from landscape.figures.save import save_figure

                return save_figure(subject, target, figure.kind, description_toml=description.toml())

            self._session.draw(figure.kind, figure.ask, figure.at, draw)

        self._ask_for_target("Save a figure", f"{figure.kind}.pdf", "Figure (*.pdf *.png *.svg)", write)

    def save_dump(self) -> None:
        if not self._is_free():
            return

        def write(target: Path) -> None:
            def dump(scene: Scene, work: Work) -> Path:
                kind = FORMATS.get(target.suffix.lower())
                if kind is None or kind.write_dump is None:
                    raise FileError(f"a dump must end in {' or '.join(DUMPS)}; got {target.name!r}. Try run.npz.")
                kind.write_dump(scene, target, False)
                return target

            self._session.save(dump)

        self._ask_for_target("Save a dump", "run.npz", "Dump (*.npz *.csv)", write)

    def save_picture(self) -> None:
        """A PNG of the large view, at any size; a step or the weights as they are seen."""
        if not (self._shows_something() and self._is_free()):
            return
        if self._window.tab.value in GRABBED:
            shown = self._stage.tabs.currentWidget()
            self._ask_for_picture(grabbed(shown, self._stage.theme.card), "Save a picture of the large view")
        else:
            dialog = PictureDialog(self._stage.theme, self._usual_size(), self._window)
            self._open(dialog, lambda: self._save_picture(dialog))

    def save_video(self) -> None:
        """A video of the timeline, or of a turn around the surface."""
        if self._window.tab.value in GRABBED:
            self._session.refused.emit("a step or weights have no video. Show the surface, a cut or the curves first.")
        elif self._shows_something() and self._is_free():
            subjects = [("timeline", "The whole timeline")]
            if self._window.tab.value == "surface":
                subjects.append(("turn", "One turn of the camera"))
            dialog = VideoDialog(self._stage.theme, FULL_HD, subjects, self._window)
            self._open(dialog, lambda: self._save_video(dialog))

    def copy_command(self) -> None:
        """The headless line that draws this picture."""
        self._window.looking.settle()
        figure = self._figure()
        if figure is not None:
            self._copy(["figure", "-o", f"{figure.kind}.pdf", *figure.options])

    def copy_dump_command(self) -> None:
        """The headless line that writes this experiment's numbers."""
        self._copy(["dump", "-o", "run.npz"])

    def _figure(self) -> TabFigure | None:
        """The figure that shows what the large view shows; where there is none, a line says so."""
        found = figure_of(self._window.tab.value, self._session.scene, self._window.late_tabs)
        if isinstance(found, str):
            self._session.refused.emit(found)
            return None
        return found

    def _shows_something(self) -> bool:
        self._window.looking.settle()
        if self._stage.scene is None:
            self._session.refused.emit("there is no picture yet. Wait for the first one, then save it.")
        return self._stage.scene is not None

    def _is_free(self) -> bool:
        self._window.looking.settle()
        if self._session.is_exporting:
            self._session.refused.emit("a file is still being written. Wait for it, or stop it with Esc.")
        return not self._session.is_exporting

    def _usual_size(self) -> tuple[int, int]:
        size = self._stage.tabs.size() * self._window.devicePixelRatioF()
        return size.width(), size.height()

    def _open(self, dialog: PictureDialog, then: Callable[[], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.agreed.connect(then)
        dialog.open()

    def _copy_of_view(self, dialog: PictureDialog) -> ViewCopy:
        return ViewCopy(self._stage, self._window.tab.value, dialog.pixels, dialog.scale, dialog.legend_box.isChecked())

    def _save_picture(self, dialog: PictureDialog) -> None:
        copy = self._copy_of_view(dialog)
        pixels = copy.pixels()
        copy.close()
        self._ask_for_picture(pixels, dialog.heading)

    def _ask_for_picture(self, pixels: NDArray[np.uint8], heading: str) -> None:
        """Ask where to, and write a picture with its description inside."""
        assert self._stage.description is not None
        toml = self._stage.description.toml()

        def write(target: Path) -> None:
            def draw(work: Work) -> Path:
                if target.suffix.lower() != ".png":
                    raise FileError(f"a picture of the view must end in .png; got {target.name!r}. Try view.png.")
                write_png(pixels, target, toml)
                return target

            self._export(draw)

        self._ask_for_target(heading, f"{self._window.tab.value}.png", "Picture (*.png)", write)

    def _save_video(self, dialog: VideoDialog) -> None:
        film = dialog.film

        def write(target: Path) -> None:
            try:
                check_video(target)
                check_target(target)
            except LosscopeError as error:
                self._session.refused.emit(str(error))
                return
            filming = Filming(self._copy_of_view(dialog), film, self._window)
            self._export(lambda work: filming.write(target, work))

        self._ask_for_target(dialog.heading, f"{film.subject}{dialog.ending}", f"Video (*{dialog.ending})", write)

    def _agrees_to_read(self, path: Path, reads: str) -> bool:
        question = f"{path.name} describes an experiment on files at {reads}. Read them?"
        answer = QMessageBox.question(self._window, "Read files?", question)
        return answer == QMessageBox.StandardButton.Yes

    def _export(self, write: Callable[[Work], Path]) -> None:
        self._window.messages.clear()  # where progress, and the way to stop it, will be
        self._session.export(write)

    def _copy(self, words: list[str]) -> None:
        line = shlex.join([*program(), *words, *assignments(self._session.description)])
        QGuiApplication.clipboard().setText(line)
        self._window.tell("Copied. Paste it into a terminal: " + line)

    def _ask_for_target(self, heading: str, usual: str, filters: str, write: Callable[[Path], None]) -> None:
        name, _ = QFileDialog.getSaveFileName(self._window, heading, usual, filters)
        if name:
            write(Path(name))


def program() -> list[str]:
    """The words that start Losscope in a terminal: the installed command, else this Python with main.py."""
    if shutil.which("losscope") is not None:
        return ["losscope"]
    return [sys.executable, str(Path(__file__).parents[1] / "main.py")]
