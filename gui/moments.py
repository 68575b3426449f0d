"""The two moments that have a tab of their own: inside one step, and the gradient that paints itself."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from gui.gradient_filling import GradientFilling
from gui.inside_step import StepWatch
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from gui.views.gradient_view import GradientView
from landscape.experiment.scene import Scene

TABS = [
    ("step", "step", "Inside one step of a method: gradient, velocity, move; the code and its formula (Ctrl+4)"),
    ("weights", "weights", "W as images, and its gradient, one weight at a time or by calculus (Ctrl+5)"),
]


class Moments(QObject):
    """Adds its views to the stage's large place, and keeps them in step with scene, timeline and cursor."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self.step = StepWatch(session.experiment, self)
        self.filling = GradientFilling(self)
        self.gradient = GradientView(self.filling)
        stage.add_tab("step", self.step.view)
        stage.add_tab("weights", self.gradient)
        self._tab = "surface"
        self.step.arrows_changed.connect(stage.show_step_arrows)
        self.gradient.start_wanted.connect(self.take_cursor)
        self.filling.failed.connect(session.failed)
        stage.cursor_shown.connect(self._follow_cursor)
        stage.rows_shown.connect(self.step.set_rows)

    def set_scene(self, scene: Scene) -> None:
        """Look at another scene; slopes of the old one are forgotten."""
        self.step.set_scene(scene)
        self.gradient.set_scene(scene)
        self.take_cursor()

    def set_theme(self, theme: Theme) -> None:
        """Give both views another look."""
        self.step.view.set_theme(theme)
        self.gradient.set_theme(theme)

    def show_tab(self, name: str) -> None:
        """The tab of that name is in front: the others need no work."""
        self._tab = name
        self.step.switch(name == "step")
        if name in ("step", "weights"):
            self._stage.tabs.currentWidget().setFocus()  # else the first control in it would look pressed
        if name == "weights":
            if self.filling.is_untouched:
                self.take_cursor()
        elif self.filling.is_playing:
            self.filling.pause()

    def take_cursor(self) -> None:
        """Begin anew at the weights under the cursor, or at the best head."""
        scene, place = self._stage.scene, self._stage.place
        if scene is not None and scene.model is not None and scene.dataset is not None and place is not None:
            self.filling.look_at(scene, scene.slice.plane().embed(np.asarray(place)))

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self.step.close()
        self.filling.close()

    def _follow_cursor(self) -> None:
        if self._tab == "weights" and self.filling.is_untouched:
            self.take_cursor()
