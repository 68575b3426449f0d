"""Opening a preset: its description, and what of the window shows best what its sentence says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from landscape.experiment.description import Description
from landscape.experiment.presets import Preset
from landscape.experiment.scene import Scene

if TYPE_CHECKING:
    from gui.window import Window


class Opening(QObject):
    """Sets timeline, ball and held example when a preset's own scene is there; an edit in between overtakes it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._session, self._timeline, self._stage = window.session, window.timeline, window.stage
        self._show_tab, self._align = window.show_tab, window.doing.align
        self._compare = window.doing.compare_features
        self._show_sliders = window.hands.show_sliders
        self._waiting: tuple[Preset, Description] | None = None

    def begin(self, preset: Preset, description: Description) -> None:
        """Take a preset's description and go to its view."""
        self._waiting = preset, description
        self._stage.hold_ball(None)
        self._show_sliders(False)  # they come back by themselves where the description is about them
        self._session.replace(description)
        self._show_tab(preset.opens)
        if preset.compares:
            self._compare()
        scene = self._session.scene
        if scene is not None and scene.description == description:
            self.show_scene(scene)  # it was there already: no scene follows

    def show_scene(self, scene: Scene) -> None:
        """A scene is shown: where it is the one that was waited for, set what its preset asks for."""
        if self._waiting is None or self._session.description != self._waiting[1]:
            self._waiting = None
            return
        preset, description = self._waiting
        if scene.description != description:
            return
        self._waiting = None
        if preset.step is None:
            self._timeline.go(self._timeline.end)
        else:
            self._align("step")
            self._timeline.go(float(preset.step))
        if preset.templates:
            self._stage.held_view.templates.setChecked(True)
        if preset.example is not None:
            self._stage.at_cursor.hold(preset.example)
        if preset.ball is not None:
            self._stage.hold_ball(np.array(preset.ball))
