"""The one timeline that all paths share: a position in steps, in cost or in seconds, and its clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from landscape.experiment.scene import Path, Scene
from trainers.catalogue import METHODS

SECONDS_WHOLE = 8.0  # playing from start to end at speed 1
FRAME = 16  # milliseconds


class Timeline(QObject):
    """Where the heads of the paths are. The position runs from 0 to `end`, in steps, example-forwards or seconds.

    As long as no path tells its seconds, "seconds" counts steps.

    Signals:
        moved(): the position or the alignment changed. playing_changed(bool).
    """

    moved = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = "step"
        self.position = 0.0
        self.speed = 1.0
        self.loops = False
        self._scene: Scene | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()

    @property
    def alignment(self) -> str:
        """What the position counts: "step", "cost" or "seconds"."""
        return "step" if self._wanted == "seconds" and not self.has_seconds else self._wanted

    @property
    def end(self) -> float:
        """The last position of the present alignment."""
        return {"step": self.last_step, "cost": self.last_cost, "seconds": self.last_seconds}[self.alignment]

    @property
    def has_seconds(self) -> bool:
        """Whether every path tells what it took."""
        paths = () if self._scene is None else self._scene.paths
        return bool(paths) and all(path.seconds is not None for path in paths)

    @property
    def last_step(self) -> float:
        """The last step of any path."""
        return 0.0 if self._scene is None else float(self._scene.last_step)

    @property
    def last_cost(self) -> float:
        """Where the last method that follows gradients ends, in example-forwards.

        A random search costs so much more that, up to its end, all others would be over in the first instant.
        """
        return self._last([path.cost for path in self._paths], [path.cost for path in self._following])

    @property
    def last_seconds(self) -> float:
        """Where the last method that follows gradients ends, in seconds; 0 where paths do not tell."""
        if not self.has_seconds:
            return 0.0
        return self._last([path.seconds for path in self._paths], [path.seconds for path in self._following])

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
        if self.alignment == "cost":
            return {path.label: path.row_at_cost(self.position) for path in self._scene.paths}
        return {path.label: _row_at(path.seconds, self.position) for path in self._scene.paths}

    def set_scene(self, scene: Scene) -> None:
        """Follow another scene. A position at the old end stays at the end; another one stays where it is.

        Where seconds come with the scene, or go, the fraction of the whole stays.
        """
        at_end = self._scene is None or self.position >= self.end
        counted, fraction = self.alignment, self._fraction
        self._scene = scene
        if at_end:
            self.position = self.end
        elif self.alignment == counted:
            self.position = min(self.position, self.end)
        else:
            self.position = fraction * self.end

    def set_alignment(self, alignment: str) -> None:
        """Align paths by "step", by "cost" or by "seconds"; the fraction of the whole stays."""
        fraction = self._fraction
        self._wanted = alignment
        self.position = fraction * self.end
        self.moved.emit()

    def go(self, position: float) -> None:
        """Go to a position; outside the range it ends at the limit."""
        self.position = min(max(0.0, position), self.end)
        self.moved.emit()

    def step(self, count: int) -> None:
        """Go forward or back by whole steps (by a hundredth of the whole where steps do not align); the clock stops."""
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

    @property
    def _paths(self) -> tuple[Path, ...]:
        return () if self._scene is None else self._scene.paths

    @property
    def _following(self) -> list[Path]:
        return [path for path in self._paths if METHODS[path.method].uses_gradient]

    @property
    def _fraction(self) -> float:
        return self.position / self.end if self.end else 1.0

    def _last(self, of_all: Sequence[Any], of_following: Sequence[Any]) -> float:
        return float(max((values[-1] for values in of_following or of_all), default=0.0))

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


def _row_at(values: Any, limit: float) -> int:
    """The last row whose value is at most `limit`; the first where there is none."""
    return max(0, int(np.searchsorted(values, limit, side="right")) - 1)
