"""Lets OpenGL draw the surface where it can, and the painted view elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.opengl_probe import probe
from gui.views.gl_program import GLFailed
from gui.views.gl_renderer import GLRenderer
from gui.views.surface_view import SurfaceView

SOON = 100  # milliseconds, in which the first frame is painted


class OpenGLSwitch(QObject):
    """Turns OpenGL on and off for one surface. The view is painted until it is on, and again once OpenGL fails.

    Signals:
        lost(str): OpenGL had been on and failed; a line says why, and that the surface is painted now.
    """

    lost = Signal(str)

    def __init__(self, surface: SurfaceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surface = surface
        self._is_awaited = False
        surface.renderer_lost.connect(self._tell_lost)

    def turn_on_soon(self) -> None:
        """Turn it on once the event loop is at rest, so that no first frame waits for the probe. Only once."""
        if not self._is_awaited:
            self._is_awaited = True
            QTimer.singleShot(SOON, self, self._turn_on_quietly)

    def turn_on(self) -> str:
        """Draw with OpenGL where the machine can; return a line that says what came of it."""
        found = probe()
        if not found.is_usable:
            return f"The surface stays painted: {found.refusal}."
        try:
            self._surface.set_renderer(GLRenderer())
        except GLFailed as error:
            return f"The surface stays painted: {error}."
        return f"OpenGL {found.version[0]}.{found.version[1]} draws the surface: {found.renderer}."

    def turn_off(self) -> str:
        """Paint from now on."""
        self._surface.set_renderer(None)
        return "The surface is painted, without OpenGL."

    def toggle(self) -> str:
        """The other of both."""
        return self.turn_off() if self._surface.has_renderer else self.turn_on()

    def _turn_on_quietly(self) -> None:
        if not self._surface.has_renderer:
            self.turn_on()

    def _tell_lost(self, why: str) -> None:
        self.lost.emit(f"The surface is painted from now on: {why}.")
