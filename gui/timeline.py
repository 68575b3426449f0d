"""The one timeline that all paths share: a position in steps or in cost, and its clock."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from landscape.experiment.scene import Scene
from trainers.catalogue import METHODS

SECONDS_WHOLE = 8.0  # playing from start to end at speed 1
FRAME = 16  # milliseconds


class Timeline(QObject):
    """Where the heads of the paths are. The position runs from 0 to `end`, in steps or in example-forwards.

    Signals:
        moved(): the position or the alignment changed. playing_changed(bool).
    """

    moved = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.alignment = "step"
        self.position = 0.0
        self.speed = 1.0
        self.loops = False
        self._scene: Scene | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()

    @property
    def end(self) -> float:
        """The last position of the present alignment."""
        return self.last_step if self.alignment == "step" else self.last_cost

    @property
    def last_step(self) -> float:
        """The last step of any path."""
        return 0.0 if self._scene is None else float(self._scene.last_step)

    @property
    def last_cost(self) -> float:
        """Where the last method that follows gradients ends, in example-forwards.

        A random search costs so much more that, up to its end, all others would be over in the first instant.
        """
        if self._scene is None:
            return 0.0
        following = [path.cost[-1] for path in self._scene.paths if METHODS[path.method].uses_gradient]
        return float(max(following, default=self._scene.last_cost))

    @property
    def is_playing(self) -> bool:
        """Whether the clock runs."""
        return self._timer.isActive()

    @property
    def rows(self) -> dict[str, int]:
        """The row of every path at the position, by label."""
        if self._scene is None:
            return {}
        if self.alignment == "step":
            return {path.label: path.row_at_step(int(self.position)) for path in self._scene.paths}
        return {path.label: path.row_at_cost(self.position) for path in self._scene.paths}

    def set_scene(self, scene: Scene) -> None:
        """Follow another scene. A position at the old end stays at the end; another one stays where it is."""
        at_end = self._scene is None or self.position >= self.end
        self._scene = scene
        self.position = self.end if at_end else min(self.position, self.end)

    def set_alignment(self, alignment: str) -> None:
        """Align paths by "step" or by "cost"; the fraction of the whole stays."""
        fraction = self.position / self.end if self.end else 1.0
        self.alignment = alignment
        self.position = fraction * self.end
        self.moved.emit()

    def go(self, position: float) -> None:
        """Go to a position; outside the range it ends at the limit."""
        self.position = min(max(0.0, position), self.end)
        self.moved.emit()

    def step(self, count: int) -> None:
        """Go forward or back by whole steps (by a hundredth of the whole where cost aligns); the clock stops."""
        self.pause()
        unit = 1.0 if self.alignment == "step" else self.end / 100
        self.go(round(self.position / unit + count) * unit if unit else 0.0)

    def toggle(self) -> None:
        """Play from here, from the start where this is the end, or pause."""
        if self.is_playing:
            self.pause()
            return
        if self.position >= self.end:
            self.go(0.0)
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the clock."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def _tick(self) -> None:
        elapsed = self._clock.restart() / 1000.0
        reached = self.position + self.speed * elapsed * self.end / SECONDS_WHOLE
        if reached < self.end:
            self.go(reached)
        elif self.loops:
            self.go(0.0)
        else:
            self.go(self.end)
            self.pause()
