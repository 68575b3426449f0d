"""Every place where a hand chooses a view: the dial, the map, the sliders; each tells `Live` what it wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.sliders import Sliders
from gui.theme import Theme
from gui.unknowns import changes_for_unknowns, most_unknowns, unknowns_of
from gui.views.card import Card
from landscape.experiment.description import Description
from landscape.experiment.scene import Scene

if TYPE_CHECKING:
    from gui.live_stage import LiveStage
    from gui.window import Window


class LiveHands(QObject):
    """Ties dial, lock, map and sliders to the live view of a window, and shows the sliders when they are asked for."""

    def __init__(self, window: Window, stage: LiveStage) -> None:
        super().__init__(window)
        self._session, self._live, self._stage = window.session, window.live, stage
        self._doing, self._plot = window.doing, window.stage.contour.plot
        self.sliders = Sliders()
        self.card = Card(self.sliders)
        self.card.hide()
        live, controls, plot = self._live, window.controls, self._plot
        controls.dial.turned.connect(live.turn)
        controls.dial.nudged.connect(self._nudge)
        controls.dial.released.connect(live.let_go)
        controls.dial.wanted.connect(live.prepare)
        controls.lock.toggled.connect(self._hold)
        plot.wanted.connect(live.prepare)
        plot.panned.connect(self._pan)
        plot.released.connect(live.let_go)
        plot.zoomed.connect(self._zoom)
        plot.home_wanted.connect(self._doing.whole_plane)
        self.sliders.regularizing.connect(self._regularize)
        self.sliders.regularized.connect(live.let_go)
        self.sliders.batch.batching.connect(self._choose_batch)
        self.sliders.batch.batched.connect(live.let_go)
        self.sliders.batch.another_wanted.connect(self._doing.next_batch)
        self.sliders.unknowns_chosen.connect(self._choose_unknowns)
        live.begun.connect(window.messages.clear)  # what it says of the view takes a message's place
        self.sliders.unknowns_chosen.connect(window.messages.clear)

    def show_sliders(self, shown: bool) -> None:
        """Show or hide the sliders."""
        self.card.setVisible(shown)
        if shown:
            self.sliders.regularization.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Give the sliders another look."""
        self.sliders.set_theme(theme)
        self.card.set_theme(theme)

    def show_description(self, description: Description) -> None:
        """Show a description's values; where few unknowns were asked for, their slider comes by itself."""
        few = description.run.inside == "slice" and description.slice.kind == "unit"
        if few:
            self.card.show()
        self._show_values(description)

    def show_scene(self, scene: Scene) -> None:
        """How many weights there are is known now."""
        self._show_values(self._session.description)
        self.sliders.setEnabled(scene.dataset is not None)  # a function has no terms, weights or examples

    def _show_values(self, description: Description) -> None:
        n_weights = self._n_weights
        unknowns = unknowns_of(description, n_weights)
        self.sliders.set_values(description.objective.regularization, unknowns, n_weights, most_unknowns(n_weights))
        scene = self._session.scene
        if scene is not None:
            n_examples = 0 if scene.dataset is None else len(scene.dataset.train)
            self.sliders.batch.set_values(description.grid.batch, n_examples)

    @property
    def _n_weights(self) -> int:
        scene = self._session.scene
        return 2 if scene is None else scene.slice.n_weights

    def _nudge(self, degrees: float) -> None:
        self._live.turn(degrees)
        self._live.rest()

    def _pan(self, a: float, b: float) -> None:
        self._live.move((a, b))

    def _zoom(self, factor: float, a: float, b: float) -> None:
        self._live.zoom(factor, (a, b))
        if not self._plot.is_dragged:
            self._live.rest()

    def _hold(self, held: bool) -> None:
        self._live.holds_range = self._stage.holds_colors = held

    def _regularize(self, regularization: float) -> None:
        self._live.regularize(regularization)
        if not self.sliders.is_held:
            self._live.rest()

    def _choose_batch(self, size: int | None) -> None:
        self._live.batch(size)
        if not self._live.is_active:  # a line has no preview
            self._session.edit({"grid.batch": size})
        elif not self.sliders.batch.is_held:
            self._live.rest()

    def _choose_unknowns(self, unknowns: int) -> None:
        self._session.edit(changes_for_unknowns(self._session.description, unknowns, self._n_weights))
