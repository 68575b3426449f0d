"""A video of the large view: frames are drawn in the window's thread between its events, and encoded in another."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from gui.export.view_copy import ViewCopy
from gui.views.surface_view import SurfaceView
from landscape.files.video import Pixels, write_video
from landscape.work import Work

BETWEEN = 4  # milliseconds for the window's own events between two frames
AHEAD = 4  # frames drawn before the encoder has asked for them
ROOM = 0.88  # of the camera's zoom, so that no corner leaves the picture on its way around
PATIENCE = 0.05  # seconds between two looks at whether to stop


@dataclass(frozen=True)
class Film:
    """What a video shows: the timeline from start to end, or one turn of the camera; its length and rate."""

    subject: str = "timeline"  # or "turn"
    seconds: float = 8.0
    fps: int = 30

    @property
    def n_frames(self) -> int:
        """How many frames that is, two or more."""
        return max(2, round(self.seconds * self.fps))


class Filming(QObject):
    """Draws all frames of a film, never more than a few ahead of their reader; it ends with the reader."""

    def __init__(self, copy: ViewCopy, film: Film, parent: QObject) -> None:
        super().__init__(parent)
        self._copy, self._film = copy, film
        self._camera = copy.view.camera if isinstance(copy.view, SurfaceView) else None
        self._frames: queue.Queue[Pixels | BaseException] = queue.Queue(AHEAD)
        self._drawn = 0
        self._over = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN)
        self._timer.timeout.connect(self._draw_next)
        self._timer.start()

    def write(self, target: Path, work: Work) -> Path:
        """Write the film; for a worker's thread. Nothing is left behind where `work` is stopped.

        Raises:
            LosscopeError: the place cannot be written; `Cancelled` where it was stopped.
        """
        try:
            return write_video(self._taken(work), target, self._film.fps, self._copy.description.toml())
        finally:
            self._over.set()

    def _taken(self, work: Work) -> Iterator[Pixels]:
        count = self._film.n_frames
        for number in range(count):
            work.progress("drawing the video", number / count)
            frame = self._next(work)
            if isinstance(frame, BaseException):
                raise frame
            yield frame
        work.check()

    def _next(self, work: Work) -> Pixels | BaseException:
        while True:
            work.check()
            try:
                return self._frames.get(timeout=PATIENCE)
            except queue.Empty:
                continue

    def _draw_next(self) -> None:
        if self._over.is_set() or self._drawn == self._film.n_frames:
            if self._over.is_set():
                self._timer.stop()
                self._copy.close()
                self.deleteLater()
            return
        if self._frames.full():
            return
        try:
            self._frames.put_nowait(self._frame(self._drawn))
        except Exception as error:
            self._drawn = self._film.n_frames
            self._frames.put_nowait(error)
            return
        self._drawn += 1

    def _frame(self, number: int) -> Pixels:
        if self._film.subject == "turn" and self._camera is not None:
            turned = self._camera.orbited(360.0 * number / self._film.n_frames, 0.0)
            self._copy.look(turned.zoomed(ROOM))
        else:
            self._copy.go(self._copy.end * number / (self._film.n_frames - 1))
        return self._copy.pixels()
