"""How the surface is looked at: the description says it, the hand changes it, and either follows the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer

from gui.session import Session
from gui.stage import Stage
from landscape.experiment.description import Description
from landscape.experiment.view_part import AUTO, FLATTEST, STEEPEST

SETTLING = 300  # milliseconds that a camera rests before the description takes it up


class Looking(QObject):
    """Gives the stage the description's view, and makes an edit of each camera that the hand has come to rest at."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage = session, stage
        self._camera = session.description.view.camera  # the description's, as it was last shown
        self._is_moved = False  # whether the hand has moved it since
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLING)
        self._settling.timeout.connect(self.settle)
        stage.surface.camera_changed.connect(self._move)

    def show_description(self, description: Description) -> None:
        """Look at the surface as a description says; a camera that the hand is moving stays in the hand."""
        view = description.view
        if self._is_moved and view.camera == self._camera:
            view = replace(view, camera=self._in_hand)
        else:
            self._rest()
        self._camera = description.view.camera
        self._stage.set_view(view)

    def look_from(self, camera: str) -> None:
        """Look from a camera by its name, also where the description has it and the hand has just left it."""
        self._rest()
        self._session.edit({"view.camera": camera})
        self._stage.set_view(self._session.description.view)

    def stretch(self, factor: float) -> None:
        """Stretch heights so many times more, within limits."""
        stretched = float(f"{factor * self._session.description.view.exaggeration:.4g}")
        self._session.edit({"view.exaggeration": float(np.clip(stretched, FLATTEST, STEEPEST))})

    def settle(self) -> None:
        """Let the description have the camera now: before it is written, copied or left."""
        if self._is_moved:
            camera = self._in_hand
            self._rest()
            self._session.edit({"view.camera": camera if isinstance(camera, str) else list(camera)})
            self._stage.set_view(self._session.description.view)

    @property
    def _in_hand(self) -> str | tuple[float, ...]:
        """The camera that the view has, as a description writes it."""
        camera = self._stage.surface.chosen_camera
        if camera is None:
            return AUTO
        angles, zoom = (round(camera.azimuth, 1), round(camera.elevation, 1)), round(camera.zoom, 3)
        return angles if zoom == 1.0 else (*angles, zoom)

    def _move(self) -> None:
        self._is_moved = True
        self._settling.start()

    def _rest(self) -> None:
        self._is_moved = False
        self._settling.stop()
