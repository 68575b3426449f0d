"""Choosing a view by hand: previews at once while it is turned, moved or zoomed; the description when it is let go.

One preview is computed at a time. What is asked for meanwhile waits, and only the newest of it: every preview that is
begun is shown, and none is shown after the hand let go.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gui.jobs import Lane
from gui.session import Session
from landscape.experiment.description import Description
from landscape.experiment.live_scene import Limits, LiveFrame, LiveScene, LiveView
from landscape.experiment.live_turn import changes_for_turn, degrees_of, shift_on_both
from landscape.experiment.scene import Scene
from landscape.work import Work

RESTING = 350  # milliseconds without another key or turn of the wheel that count as letting go


class Live(QObject):
    """The view that is being chosen; the session gets it as one change when it is let go.

    Signals:
        begun(object): the scene that is left. framed(object): a preview of the view asked for last, or shortly before.
    """

    begun = Signal(object)
    framed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.holds_range = True
        self._session = session
        self._lane = Lane("live", max(1, (os.cpu_count() or 1) - 1), self)  # training goes on beside it
        self._scene: Scene | None = None  # what the present gesture began from
        self._view: LiveView | None = None
        self._first: LiveView | None = None  # as the gesture found it
        self._ready: LiveScene | None = None
        self._carried = np.zeros(2)  # along the viewed axes, which only the basis tells
        self._letting_go = False  # as soon as the basis is known
        self._automatic: Limits | None = None  # what the range was where it was chosen automatically
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(RESTING)
        self._resting.timeout.connect(self.let_go)
        self._lane.finished.connect(self._deliver)
        self._lane.failed.connect(self._fail)

    @property
    def is_active(self) -> bool:
        """Whether a view is being chosen."""
        return self._view is not None

    @property
    def view(self) -> LiveView | None:
        """The view that is asked for now; None where none is being chosen."""
        return self._view

    def prepare(self) -> None:
        """Get ready for a gesture that may come: the one pass over the data."""
        scene = self._session.scene
        if self.is_active or self._lane.is_busy or not _can_be_seen(scene) or self._is_ready_for(scene):
            return
        self._lane.start(lambda work: (self._session.live(scene, work), None))

    def turn(self, degrees: float) -> None:
        """Turn the plane, 0 to 90 degrees; it has to be one that the dial goes through."""
        if self._begin() and self._view is not None and self._view.degrees is not None:
            self._ask(replace(self._view, degrees=degrees))

    def move(self, center: tuple[float, float]) -> None:
        """Move the viewed plane's center to coordinates that it has at present; the range goes with it."""
        if not self._begin() or self._view is None:
            return
        self._carried += center
        self._ask(replace(self._view, limits=self._limits()))

    def zoom(self, factor: float, around: tuple[float, float]) -> None:
        """Show `factor` times the range, with the place `around` where it is."""
        if not self._begin() or self._view is None:
            return
        new = [tuple(p + (x - p) * factor for x in ends) for p, ends in zip(around, self._limits(), strict=True)]
        if all(1e-9 < high - low < 1e9 for low, high in new):
            self._ask(replace(self._view, limits=tuple(new)))  # type: ignore[arg-type]

    def regularize(self, regularization: float) -> None:
        """Show the loss under another regularization."""
        if self._begin() and self._view is not None:
            self._ask(replace(self._view, regularization=regularization))

    def batch(self, size: int | None) -> None:
        """Show the loss of so many training examples, the batch of the description's step; None: of all."""
        if self._begin() and self._view is not None:
            self._ask(replace(self._view, batch=size))

    def rest(self) -> None:
        """Let go unless something is asked for soon: after keys and the wheel, which nobody lets go."""
        if self.is_active:
            self._resting.start()

    def let_go(self) -> None:
        """Change the description to the view; its exact scene follows. Without a gesture nothing happens."""
        self._resting.stop()
        view, ready = self._view, self._ready
        if view is None or self._scene is None:
            return
        if not self._is_ready_for(self._scene) or ready is None:
            self._letting_go = True
            return
        scene = self._scene
        changes = self._changes(self._carried_along(view, ready), ready, scene.description)
        self._end()
        self._session.let_scene_go(changes)

    def drop(self) -> None:
        """Forget the gesture; nothing changes."""
        if self.is_active:
            self._end()
            self._session.let_scene_go({})

    def close(self) -> None:
        """Stop and wait for the thread."""
        self._resting.stop()
        self._lane.close()

    def _begin(self) -> bool:
        """Whether a gesture is on, begun now where none was."""
        self._resting.stop()
        if self.is_active:
            return not self._letting_go
        scene = self._session.scene
        if not _can_be_seen(scene):
            return False
        assert scene is not None
        part, grid = self._session.description.slice, self._session.description.grid
        degrees = None if scene.description.run.inside == "slice" else degrees_of(scene.description.slice)
        if part != scene.description.slice:  # its scene is on its way: go on from what is asked for
            degrees = degrees_of(part) if degrees is not None else None
        dialed = degrees is not None
        limits = grid.fixed_range if grid.fixed_range is not None else _limits_of(scene)
        if isinstance(grid.range, str):
            self._automatic = limits
        shift = shift_on_both(part if dialed else scene.description.slice) if dialed else (0.0, 0.0)
        held = self.holds_range or not isinstance(grid.range, str)
        self._scene = scene
        self._view = self._first = LiveView(shift, degrees, limits if held else None, None, grid.batch, grid.batch_step)
        self._session.hold_scene()
        self.begun.emit(scene)
        return True

    def _carried_along(self, view: LiveView, ready: LiveScene) -> LiveView:
        """The view with its center where it was moved to."""
        moved = np.array(view.shift) + self._carried @ ready.turn(view.degrees)
        self._carried = np.zeros(2)
        return replace(view, shift=tuple(float(x) for x in moved))

    def _end(self) -> None:
        self._carried = np.zeros(2)
        self._view = self._scene = None
        self._letting_go = False
        self._lane.cancel()

    def _limits(self) -> Limits:
        assert self._view is not None
        assert self._scene is not None
        return self._view.limits or _limits_of(self._scene)

    def _is_ready_for(self, scene: Scene | None) -> bool:
        return self._ready is not None and self._ready.scene is scene

    def _ask(self, view: LiveView) -> None:
        self._view = view
        if not self._lane.is_busy:
            self._compute()

    def _compute(self) -> None:
        scene, view = self._scene, self._view
        assert scene is not None
        assert view is not None
        ready = self._ready if self._is_ready_for(scene) else None
        if ready is not None:
            self._view = view = self._carried_along(view, ready)

        def compute(work: Work) -> tuple[LiveScene, LiveFrame]:
            found = ready or self._session.live(scene, work)
            return found, found.frame(view, work)

        self._lane.start(compute)

    def _deliver(self, found: tuple[LiveScene, LiveFrame | None]) -> None:
        self._ready, frame = found
        if not self.is_active:
            return
        if self._letting_go:
            self.let_go()
            return
        if frame is not None:
            self.framed.emit(frame)
        if frame is None or frame.view != self._view or self._carried.any():
            self._compute()

    def _fail(self, error: BaseException) -> None:
        if self.is_active:
            self._end()
            self._session.let_scene_go({})
        self._session.failed.emit(error)

    def _changes(self, view: LiveView, ready: LiveScene, description: Description) -> dict[str, Any]:
        """The fields of the description that make it show the view; those that the hand left alone stay."""
        changes: dict[str, Any] = {}
        if view.regularization is not None:
            changes["objective.regularization"] = view.regularization
        if self._first is not None:
            if view.batch != self._first.batch:
                changes["grid.batch"] = view.batch
            if replace(view, regularization=None, batch=self._first.batch) == self._first:
                return changes
        shift = np.array(view.shift)
        if view.degrees is not None:
            changes |= changes_for_turn(view.degrees, ready.turn(view.degrees), shift)
        elif shift.any():
            changes["slice.shift"] = _shifted(description, shift)
        limits = view.limits
        home = view.degrees == 0.0 and not shift.any()
        if limits is not None:
            rounded = [[float(f"{x:.6g}") for x in ends] for ends in limits]
            automatic = self._automatic is not None and _agree(limits, self._automatic)
            word = description.grid.range if isinstance(description.grid.range, str) else "auto"
            changes["grid.range"] = word if home and automatic else rounded
        return changes


def _can_be_seen(scene: Scene | None) -> bool:
    return scene is not None and scene.model is not None and not scene.surface.is_line


def _limits_of(scene: Scene) -> Limits:
    a, b = scene.surface.a, scene.surface.b
    return (float(a[0]), float(a[-1])), (float(b[0]), float(b[-1]))


def _agree(one: Limits, other: Limits) -> bool:
    """Whether two ranges are the same up to the digits that a description keeps."""
    return all(
        max(abs(low - low2), abs(high - high2)) <= 1e-4 * (high2 - low2)
        for (low, high), (low2, high2) in zip(one, other, strict=True)
    )


def _shifted(description: Description, moved: Any) -> list[float]:
    """The slice's shift after a move (2,) along its viewed axes."""
    part = description.slice
    turn = np.eye(part.n_axes)[:2] if part.turn is None else np.array(part.turn)
    shift = np.zeros(part.n_axes) if part.shift is None else np.array(part.shift)
    return [float(f"{x:.6g}") for x in shift + moved @ turn]
