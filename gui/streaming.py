"""Runs that are still going: their paths so far, seen from the plane that is on the screen.

A training thread tells every state; from time to time the paths so far are handed on. Their heights are the losses of
the batches that the steps saw, since true losses come when a run has ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landscape.experiment.description import Description
from landscape.experiment.scene import Path, Scene
from landscape.palette import display_name
from landscape.slice import Slice
from trainers.trainer import State

PAUSE = 0.1  # seconds between two pictures
UNFINISHED = "is still running"


@dataclass(frozen=True, eq=False)
class Running:
    """What is known of running methods: label and step of the newest state, and a scene with the paths so far."""

    label: str
    step: int
    scene: Scene

    @property
    def words(self) -> str:
        """Which method is where: "SGD is at step 1,200"."""
        path = next(path for path in self.scene.paths if path.label == self.label)
        return f"{display_name(path.label, path.method)} is at step {self.step:,}"


class Stream:
    """Collects states in a training thread; `hand_on` gets a `Running` now and then, in the same thread."""

    def __init__(self, scene: Scene, description: Description, hand_on: Callable[[Running], None]) -> None:
        self._scene, self._description, self._hand_on = scene, description, hand_on
        self._plane: Slice = scene.slice.plane()
        self._runs: dict[str, _Rows] = {}
        self._last = time.monotonic()

    def __call__(self, label: str, state: State) -> None:
        """Hear of a state with whole weights (P,)."""
        if state.weights.size != self._plane.n_weights:
            return  # other data or another model: its space is not the one on the screen
        if state.step == 0 or label not in self._runs:
            self._runs[label] = _Rows()
        self._runs[label].add(state, self._plane)
        now = time.monotonic()
        if now - self._last >= PAUSE:
            self._last = now
            self._hand_on(Running(label, state.step, self.scene()))

    def scene(self) -> Scene:
        """The scene with the paths so far in the place of those that they replace."""
        known = {path.label: path for path in self._scene.paths}
        paths = []
        for part in self._description.methods:
            if part.label in self._runs:
                paths.append(self._runs[part.label].path(part.label, part.method))
            elif part.label in known:
                paths.append(known[part.label])
        return replace(self._scene, paths=tuple(paths))


class _Rows:
    """One run's states so far."""

    def __init__(self) -> None:
        self._step: list[int] = []
        self._cost: list[int] = []
        self._batch_loss: list[float] = []
        self._places: list[np.ndarray] = []
        self._first: np.ndarray | None = None
        self._moved = self._held = 0.0  # squared displacements from the first state: all, and what the plane holds

    def add(self, state: State, plane: Slice) -> None:
        self._step.append(state.step)
        self._cost.append(state.cost)
        self._batch_loss.append(state.batch_loss)
        self._places.append(plane.project(state.weights))
        if self._first is None:
            self._first = state.weights
        away = state.weights - self._first
        with np.errstate(over="ignore", invalid="ignore"):  # where it diverges
            self._moved += float(away @ away)
            self._held += float(np.sum((plane.orthonormal_axes @ away) ** 2))

    def path(self, label: str, method: str) -> Path:
        count = len(self._step)
        # A step tells the loss where it began; of the newest state no loss is known yet.
        losses = np.array([*self._batch_loss[1:], self._batch_loss[-1]])
        unknown = np.full(count, np.nan)
        return Path(
            label=label,
            method=method,
            step=np.array(self._step),
            cost=np.array(self._cost),
            coordinates=np.array(self._places),
            residual=np.zeros(count),
            loss=losses,
            accuracy=unknown,
            slice_loss=unknown,
            view_loss=unknown,
            batch_loss=losses,
            stop=f"ran all so far and {UNFINISHED}",
            movement_seen=min(1.0, self._held / self._moved) if self._moved > 0 else float("nan"),
        )
