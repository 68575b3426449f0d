"""The tab of the moment "the gradient paints itself": it fills in slopes at the weights under the cursor."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from gui.gradient_filling import GradientFilling
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from gui.views.gradient_view import GradientView
from landscape.experiment.scene import Scene


class WeightsTab(QObject):
    """A filling and its view, kept in step with scene and cursor."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage, self._is_on = stage, False
        self.place: tuple[float, ...] = ()  # where the weights are, in the viewed plane
        self.filling = GradientFilling(self)
        self.view = GradientView(self.filling)
        self.view.start_wanted.connect(self.take_cursor)
        self.filling.failed.connect(session.failed)
        stage.cursor_shown.connect(self._follow_cursor)

    def set_scene(self, scene: Scene) -> None:
        """Look at another scene; slopes of the old one are forgotten."""
        self.view.set_scene(scene)
        self.take_cursor()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.view.set_theme(theme)

    def switch(self, on: bool) -> None:
        """Follow the cursor while it is in front; a filling that nobody sees pauses."""
        self._is_on = on
        if on:
            self._follow_cursor()
        elif self.filling.is_playing:
            self.filling.pause()

    def take_cursor(self) -> None:
        """Begin anew at the weights under the cursor, or at the best head."""
        scene, place = self._stage.scene, self._stage.place
        if scene is not None and scene.model is not None and scene.dataset is not None and place is not None:
            self.place = tuple(np.asarray(place, dtype=float).tolist())
            self.filling.look_at(scene, scene.slice.plane().embed(np.asarray(place)))

    def stop(self) -> None:
        """Pause a filling."""
        self.filling.pause()

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self.filling.close()

    def _follow_cursor(self) -> None:
        if self._is_on and self.filling.is_untouched:
            self.take_cursor()
