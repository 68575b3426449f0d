"""Moment "the gradient paints itself": slopes by two losses each, one weight at a time, or all at once by calculus."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.jobs import Lane
from landscape.experiment.scene import Scene
from landscape.work import Work
from trainers.finite_differences import TableRow, gradient_table
from trainers.objective import Array

H = 1e-4  # as in the lecture's table: the losses differ in digits that one can read
POLL = 33  # milliseconds between two looks at what is new
SHOWN = 6.0  # seconds that filling everything lasts at least, so that it can be watched


@dataclass(frozen=True)
class Spent:
    """What has been spent: losses evaluated and the seconds that took; seconds of the analytic gradient, or NaN."""

    losses: int = 0
    seconds: float = 0.0
    calculus: float = float("nan")


class GradientFilling(QObject):
    """The gradient at some weights, as far as it is known. It works in a lane of its own.

    Signals:
        changed(): more is known, or less, or it began or ended to play. failed(object): an exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.scene: Scene | None = None
        self.weights: Array = np.empty(0)
        self.slopes: Array = np.empty(0)  # (P,), NaN where not known
        self.loss_here = float("nan")
        self.latest: TableRow | None = None
        self.spent = Spent()
        self.is_slowed = False  # whether playing waits, so that it can be watched
        self._is_playing = False
        self._found: deque[tuple[int, float, float]] = deque()  # weight or -1 for none, its loss, seconds
        self._lane = Lane("gradient", 1, self)
        self._lane.finished.connect(self._end)
        self._lane.failed.connect(self._fail)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._collect)

    @property
    def is_playing(self) -> bool:
        """Whether it fills one weight after the other."""
        return self._is_playing

    @property
    def is_untouched(self) -> bool:
        """Whether no slope is known, so that the weights may still change."""
        return self.spent == Spent() and not self._lane.is_busy

    @property
    def n_known(self) -> int:
        """How many slopes are known."""
        return int(np.count_nonzero(np.isfinite(self.slopes)))

    @property
    def seconds_per_loss(self) -> float:
        """What one loss took on average; NaN before there was one."""
        return self.spent.seconds / self.spent.losses if self.spent.losses else float("nan")

    def look_at(self, scene: Scene, weights: Array) -> None:
        """Take the gradient at weights (P,) of a scene; what was known of others is forgotten."""
        self._stop()
        self.scene, self.weights = scene, np.array(weights, dtype=float)
        self._forget()

    def forget(self) -> None:
        """Know nothing again, at the same weights."""
        self._stop()
        self._forget()

    def measure(self, dimensions: Sequence[int]) -> None:
        """Find the slopes of these weights now; filling stops."""
        self._stop()
        self._start([int(j) for j in dimensions], 0.0)

    def play(self, dimensions: Sequence[int]) -> None:
        """Find the slopes of all of these that are not known, in their order."""
        self._stop()
        missing = [int(j) for j in dimensions if not np.isfinite(self.slopes[j])]
        if missing:
            self._is_playing = True
            self._start(missing, SHOWN / len(dimensions))

    def pause(self) -> None:
        """Stop filling."""
        self._stop()
        self.changed.emit()

    def calculus(self) -> None:
        """Find all slopes at once, by the analytic gradient."""
        self._stop()
        if self.scene is None or self.scene.model is None:
            return
        model, weights = self.scene.model, self.weights

        def work_out(work: Work) -> tuple[Array, float]:
            begun = time.perf_counter()
            with np.errstate(over="ignore", invalid="ignore"):
                gradient = replace(model, work=work).gradient(weights)  # type: ignore[type-var]
            return gradient, time.perf_counter() - begun

        self._lane.start(work_out)
        self.changed.emit()

    def close(self) -> None:
        """Stop and wait for the thread's end."""
        self._poll.stop()
        self._lane.close()

    def _start(self, dimensions: list[int], pace: float) -> None:
        if self.scene is None or self.scene.model is None:
            return
        model, weights, found = self.scene.model, self.weights, self._found
        needs_base = not np.isfinite(self.loss_here)
        self._lane.start(lambda work: _losses(model, weights, dimensions, needs_base, pace, found, work))
        self._poll.start()
        self.changed.emit()

    def _stop(self) -> None:
        """Stop what runs. What it had found by then counts; what it finds while it stops goes nowhere."""
        self._lane.cancel()
        self._poll.stop()
        self._collect()
        self._found = deque()
        self._is_playing = False

    def _forget(self) -> None:
        self.slopes = np.full(len(self.weights), np.nan)
        self.loss_here, self.latest, self.spent, self.is_slowed = float("nan"), None, Spent(), False
        self.changed.emit()

    def _collect(self) -> None:
        new = False
        while self._found:
            j, loss, seconds = self._found.popleft()
            new = True
            self.spent = Spent(self.spent.losses + 1, self.spent.seconds + seconds, self.spent.calculus)
            if j < 0:
                self.loss_here = loss
                continue
            (self.latest,) = gradient_table(self.weights, [j], H, self.loss_here, [loss])
            self.slopes[j] = self.latest.slope
        if new:
            self.is_slowed = self._is_playing and self.seconds_per_loss * len(self.slopes) < SHOWN
            self.changed.emit()

    def _end(self, found: object) -> None:
        self._poll.stop()
        self._collect()
        self._is_playing = False
        if isinstance(found, tuple):
            gradient, seconds = found
            self.slopes, self.latest = np.array(gradient), None
            self.spent = Spent(self.spent.losses, self.spent.seconds, seconds)
        self.changed.emit()

    def _fail(self, error: object) -> None:
        self._poll.stop()
        self._is_playing = False
        self.changed.emit()
        self.failed.emit(error)


def _losses(
    model: Any,
    weights: Array,
    dimensions: list[int],
    needs_base: bool,
    pace: float,
    found: deque[tuple[int, float, float]],
    work: Work,
) -> None:
    """Evaluate the loss with one weight raised by H at a time, each anew, no faster than one per `pace` seconds."""
    model, moved = replace(model, work=work), weights.copy()
    with np.errstate(over="ignore", invalid="ignore"):
        for j in [-1, *dimensions] if needs_base else dimensions:
            work.check()
            begun = time.perf_counter()
            if j >= 0:
                moved[j] = weights[j] + H
            loss = float(model.loss(moved))
            if j >= 0:
                moved[j] = weights[j]
            seconds = time.perf_counter() - begun
            found.append((j, loss, seconds))
            if pace > seconds:
                work.stop.wait(pace - seconds)
