"""What the window says of the weights under the cursor: the held example, its templates, the reading, the slope."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, Signal

from gui.cursor_reading import CursorReader, Reading
from gui.following import Follower
from gui.held_example import HeldExample, held_from, shown_image, worst_judged
from gui.seldom import OFTEN_ENOUGH, Seldom
from gui.theme import LIGHT, Theme
from gui.views.arrow_layer import DrawnArrow
from gui.views.contour_view import ContourView
from gui.views.gallery import Gallery
from gui.views.held_view import HeldView, as_image
from gui.views.surface_view import SurfaceView
from gui.views.templates import templates_of
from gui.views.wording import coordinate_text
from landscape.experiment.scene import Scene
from landscape.figures.caption import is_function, is_orthonormal
from landscape.figures.wording import loss_text, number_text, share_text
from landscape.lessons.data_pictures import images_of
from trainers.objective import Array

HINT = "drag to look around · click the surface to start there · right-click for more"
ARROW = "#ff9a5c"
LONGEST = 0.6  # of the picture's shorter side: the arrow of the steepest slope
N_CONFUSING = 18


class AtCursor(QObject):
    """Follows a place of the viewed plane and tells the views what the weights there do.

    Signals:
        failed(object): the exception of background work. example_shown(int): the number of the test example held.
    """

    failed = Signal(object)
    example_shown = Signal(int)

    def __init__(self, surface: SurfaceView, contour: ContourView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surface, self._contour = surface, contour
        self._theme: Theme = LIGHT
        self._scene: Scene | None = None
        self._place: Array | None = None
        self._by_hand = False  # whether the place is where the user's hand is
        self._arrow_scale = math.nan
        self.is_terse = False  # whether the arrow of the slope has no words
        self.held, self.view = HeldExample(), HeldView()
        self.reader = CursorReader(self)
        self.reading: Reading | None = None
        self._judge_preview = Seldom(OFTEN_ENOUGH, self._judge, self)
        self._search = Follower("held", parent=self)
        self.reader.read.connect(self._show_reading)
        self._search.finished.connect(self._offer)
        self.reader.failed.connect(self.failed)
        self._search.failed.connect(self.failed)
        self.view.next_requested.connect(self._next)
        self.view.previous_requested.connect(self._previous)
        self.view.confusing_requested.connect(self.find_confusing)
        self.view.templates_toggled.connect(self._judge)

    def set_scene(self, scene: Scene) -> None:
        """Judge by another scene's weights; the held example stays held."""
        self._judge_preview.drop()
        self._scene, self._place, self.reading = scene, None, None
        self.reader.set_scene(scene)
        self._arrow_scale = math.nan if scene.surface.is_line else arrow_scale(scene)
        self._show_example()

    def set_preview(self, scene: Scene, place: Array | None) -> None:
        """Judge at a place of a view that is being chosen; it is read out when it is finished."""
        self._scene, self._place, self.reading = scene, place, None
        self.reader.set_scene(scene)
        self._contour.set_arrows([])
        self._judge_preview()

    def set_theme(self, theme: Theme) -> None:
        """Take colors and text size from `theme`."""
        self._theme = theme
        self.view.set_theme(theme)

    def show(self, place: Array | None, by_hand: bool) -> None:
        """Judge at coordinates (2,) or (1,); only a place chosen by hand is read out and has its slope drawn."""
        self._place, self._by_hand = place, by_hand
        self._judge()
        if by_hand and place is not None and self._scene is not None and self._scene.plane is not None:
            self.reader.read_at(place)
            return
        self.reader.forget()
        self.reading = None
        self._surface.set_hint(HINT)
        self._contour.set_arrows([])

    def hold(self, index: int) -> None:
        """Hold the test example of that number."""
        self.held.index = index
        self._show_example()
        self._judge()

    def find_confusing(self) -> None:
        """Look for the test examples that the weights here judge worst, and offer them."""
        scene, place = self._scene, self._place
        if (
            scene is not None
            and scene.dataset is not None
            and images_of(scene.dataset).image_shape
            and place is not None
        ):
            self._search.ask(lambda work: (scene, worst_judged(scene, place, N_CONFUSING, work)))

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self.reader.close()
        self._search.close()

    def _judge(self, _: object = None) -> None:
        scene, place = self._scene, self._place
        if scene is None or scene.dataset is None or scene.model is None or place is None:
            return
        judged = self.held.judge(scene, place)
        if self.view.shows_templates:
            self.view.set_templates(templates_of(scene, scene.slice.plane().embed(place)))
        self.view.set_scores(judged.scores, judged.probabilities, judged.loss)

    def _show_reading(self, reading: Reading) -> None:
        scene = self._scene
        if scene is None or not self._by_hand:
            return
        self.reading = reading
        self._surface.set_hint(reading_text(scene, reading))
        if not scene.surface.is_line:
            words = "" if self.is_terse else slope_text(scene, reading)
            tip = reading.place - self._arrow_scale * reading.uphill
            self._contour.set_arrows([DrawnArrow(reading.place, tip, ARROW, dashed=True)], words)

    def _show_example(self) -> None:
        scene = self._scene
        if scene is None or scene.dataset is None:
            return
        image, label = self.held.picture(scene)
        thing = "digit" if scene.dataset.source == "digits" else "image" if image is not None else "example"
        words = f"One {thing}, judged at the cursor"
        has_templates = scene.dataset.image_shape is not None
        self.view.set_example(image, label, scene.dataset.class_names, words, has_templates)
        self.example_shown.emit(self.held.index)

    def _next(self) -> None:
        self._move(1)

    def _previous(self) -> None:
        self._move(-1)

    def _move(self, count: int) -> None:
        if self._scene is not None and self._scene.dataset is not None:
            self.held.move(self._scene, count)
            self._show_example()
            self._judge()

    def _offer(self, found: tuple[Scene, list[tuple[int, int]]]) -> None:
        scene, worst = found
        if scene is not self._scene or scene.dataset is None:
            return
        names, entries = scene.dataset.class_names, []
        for index, winner in worst:
            examples = held_from(scene.dataset)
            image = shown_image(scene, index)
            if image is not None:
                truth = int(examples.y[index])
                entries.append((index, as_image(image), f"{names[truth]} as {names[winner]}"))
        gallery = Gallery("Judged worst by the weights here: choose one to hold", entries, self._theme, self.view)
        gallery.chosen.connect(self.hold)
        gallery.adjustSize()
        corner = self.view.mapToGlobal(QPoint(self.view.width(), 0))
        gallery.move(corner.x() - gallery.width(), corner.y() - gallery.height() - 8)
        gallery.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        gallery.show()


def arrow_scale(scene: Scene) -> float:
    """What a slope is multiplied by in the picture: the steepest one on the surface gets `LONGEST` of its shorter side.

    It is rounded to two digits, since the picture states it.
    """
    surface = scene.surface
    sides = float(min(surface.a[-1] - surface.a[0], surface.b[-1] - surface.b[0]))
    with np.errstate(all="ignore"):  # what has no slope gets none
        slopes = np.stack(np.gradient(surface.loss, surface.a, surface.b), axis=-1)
    axes = scene.slice.plane().axes
    uphill = np.linalg.solve(axes @ axes.T, slopes.reshape(-1, 2).T)
    lengths = np.hypot(*uphill)
    steepest = float(lengths[np.isfinite(lengths)].max(initial=0.0))
    return float(f"{LONGEST * sides / steepest:.2g}") if steepest > 0 else 0.0


def reading_text(scene: Scene, reading: Reading) -> str:
    """Everything at a place in one line."""
    axes = zip(scene.surface.names, reading.place, strict=False)
    where = ", ".join(f"{axis} {coordinate_text(x)}" for axis, x in axes)
    if is_function(scene):
        slope = ", ".join(coordinate_text(x) for x in reading.gradient)
        return f"{where} · value {loss_text(reading.loss)} · gradient ({slope})"
    split = f"{loss_text(reading.data_loss)} data + {loss_text(reading.regularization)} weights"
    accuracies = f"{share_text(reading.accuracy)} train"
    if math.isfinite(reading.test_accuracy):
        accuracies += f", {share_text(reading.test_accuracy)} test"
    return f"{where} · slice loss {loss_text(reading.loss)} = {split} · accuracy {accuracies}"


def slope_text(scene: Scene, reading: Reading) -> str:
    """What the arrow is, how it is drawn, and how much of the gradient the plane holds."""
    if math.isnan(reading.whole_length):
        share = "…"
    elif reading.whole_length == 0:
        share = "zero here"
    else:
        share = f"{share_text(reading.share)} in plane"
    words = f"−gradient, {share}"
    if not is_orthonormal(scene.slice):
        words += "\naxes not 1:1: not at right angles to the lines"
    return words if math.isnan(reading.whole_length) else f"{words}\nlength {number_text(reading.whole_length)}"
