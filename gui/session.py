"""What the window works on: one description with its history, and the scene that belongs to it."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gui.jobs import Lane
from gui.streaming import Running
from gui.training import Training
from landscape.errors import LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.first_scene import bare_scene
from landscape.experiment.live_scene import LiveScene
from landscape.experiment.parts import MethodPart
from landscape.experiment.pipeline import Pipeline, training_parts
from landscape.experiment.scene import Scene
from landscape.experiment.stages import Experiment
from landscape.figures.catalogue import KINDS, subject_of
from landscape.lessons.ask import Ask
from landscape.work import Work

DRAG = 0.6  # seconds between two values of one drag


class Session(QObject):
    """Edits go in, scenes come out. Training and viewing have a lane each, so that a new plane stops no training.

    Signals:
        description_changed(object): the new description, at once.
        scene_changed(object): the finished scene of the present description; where that takes long, before it the scene
            of the first method alone, and then all but the losses beneath the paths.
        progressed(str, float); busy_changed(bool).
        refused(str): one line, why an edit or a file was not taken; nothing has changed.
        failed(object): the exception of background work.
        saved(object): the path of a file that was written.
        running(object): a `Running`, the paths so far of methods that are being trained.
    """

    description_changed = Signal(object)
    scene_changed = Signal(object)
    progressed = Signal(str, float)
    busy_changed = Signal(bool)
    refused = Signal(str)
    failed = Signal(object)
    saved = Signal(object)
    running = Signal(object)

    def __init__(self, description: Description, parent: QObject | None = None) -> None:
        super().__init__(parent)
        workers = os.cpu_count() or 1
        self.description = description
        self.scene: Scene | None = None
        self._past: list[Description] = []
        self._future: list[Description] = []
        self._held = False  # a view is being chosen by hand: finished scenes wait
        self._waiting: Scene | None = None
        self._dragged: tuple[tuple[str, ...], float] | None = None  # the fields of the last edit, and when it was
        self._pipeline = Pipeline()
        self._timings = False
        self._training = Training(self._pipeline, workers, self)
        self._train = self._training.lane
        self._view = Lane("view", workers, self)
        self._export = Lane("export", workers, self)
        self._shows_running = False
        self._training.running.connect(self._take_running)
        self._training.first.connect(self._take_first)
        self._train.finished.connect(self._after_training)
        self._train.failed.connect(self._forget_running)
        self._view.soon.connect(self._take_scene)
        self._view.finished.connect(self._take_scene)
        self._export.finished.connect(self.saved)
        for lane in (self._train, self._view, self._export):
            lane.failed.connect(self.failed)
            lane.progressed.connect(self.progressed)
            lane.busy_changed.connect(self._report_busy)

    @property
    def is_busy(self) -> bool:
        """Whether any lane works."""
        return any(lane.is_busy for lane in (self._train, self._view, self._export))

    @property
    def is_exporting(self) -> bool:
        """Whether a file is being written; another one would take its place."""
        return self._export.is_busy

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier description."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether an undone description can come back."""
        return bool(self._future)

    def shows(self, scene: Scene) -> bool:
        """Whether a scene is of the present description, however it is looked at."""
        return dataclasses.replace(scene.description, view=self.description.view) == self.description

    def begin(self) -> None:
        """Compute the scene of the description that the session was opened with."""
        self.description_changed.emit(self.description)
        self._start_training()

    def edit(self, changes: dict[str, Any]) -> None:
        """Change fields such as "slice.seed"; a change that breaks a rule is refused and changes nothing.

        Numbers that change again within `DRAG` seconds, as under a slider, are one step of the history.
        """
        now, fields = time.monotonic(), tuple(sorted(changes))
        goes_on = self._dragged is not None and self._dragged[0] == fields and now - self._dragged[1] < DRAG
        before, depth = self.description, len(self._past)
        self._attempt(lambda: with_values(self.description, changes), goes_on)
        if self.description != before:
            is_back = len(self._past) < depth  # then the next change is a step of its own
            self._dragged = (fields, now) if _is_drag(changes) and not is_back else None

    def choose_methods(self, methods: Sequence[MethodPart] | Sequence[str]) -> None:
        """Change which runs there are: whole parts, or labels as on the command line."""
        if all(isinstance(part, str) for part in methods):
            self._attempt(lambda: with_methods(self.description, [str(part) for part in methods]))
        else:
            self._attempt(lambda: dataclasses.replace(self.description, methods=tuple(methods)))

    def replace(self, description: Description) -> None:
        """Take another description; the present one can be had back by undo."""
        self._replace(description, goes_on=False)

    def undo(self) -> None:
        """Go back to the description before the last change."""
        self._dragged = None
        if self._past:
            self._future.append(self.description)
            self._take_description(self._past.pop())

    def redo(self) -> None:
        """Take back the last undo."""
        self._dragged = None
        if self._future:
            self._past.append(self.description)
            self._take_description(self._future.pop())

    def open(self, path: Path) -> None:
        """Take the description in a file: a .toml, or a dump or picture of Losscope's."""
        from landscape.files.reading import read_description

        self._attempt(lambda: read_description(path))

    def save(self, write: Callable[[Scene, Work], Path]) -> None:
        """Write a file in the background from a scene computed afresh: what is seen may be older than the edit."""
        description = self.description
        self._export.start(lambda work: write(self._pipeline.scene(description, work), work))

    def draw(self, kind: str, ask: Ask, at: str, write: Callable[[Description, Any, Work], Path]) -> None:
        """Write a figure in the background, of what its kind draws of the present description.

        `at` takes the place of the slice's center where it is not empty.

        `write` gets the description, and the scene or what the kind's lesson found out; what is known is not computed
        again.
        """
        description = with_values(self.description, {"slice.center": at}) if at else self.description

        def export(work: Work) -> Path:
            return write(description, subject_of(KINDS[kind], description, ask, work, self._pipeline), work)

        self._export.start(export)

    def export(self, write: Callable[[Work], Path]) -> None:
        """Write a file in the background from what `write` already has."""
        self._export.start(write)

    def experiment(self, description: Description, work: Work) -> Experiment:
        """A description on its way through its stages, for a thread of the caller's; what is known is remembered."""
        return Experiment(self._pipeline.memory, description, work)

    def live(self, scene: Scene, work: Work) -> LiveScene:
        """A scene made ready to be seen along other axes, for a thread of the caller's.

        Raises:
            LosscopeError, Cancelled: as `Pipeline.live`.
        """
        return self._pipeline.live(scene, work)

    def show_timings(self) -> None:
        """From now on paths tell their seconds; files that are saved do not, so that they stay the same each time."""
        if not self._timings:
            self._timings = True
            if not self._train.is_busy:  # else the view follows when training is done
                self._start_view()

    def hold_scene(self) -> None:
        """Let finished scenes wait, as long as a view is chosen by hand: none of another view flashes between."""
        self._held = True

    def let_scene_go(self, changes: dict[str, Any]) -> None:
        """The view has been chosen: change the description; a scene that waited shows where nothing overtook it.

        Where nothing changes, as under a slider that came back, the scene takes the last preview's place.
        """
        self._held = False
        waiting, self._waiting = self._waiting, None
        before = self.description
        self.edit(changes)
        found = waiting or self.scene
        if self.description == before and found is not None:
            self._take_scene(found)

    def cancel(self) -> None:
        """Stop all background work; the last finished scene stays."""
        for lane in (self._train, self._view, self._export):
            lane.cancel()
        self._forget_running()

    def close(self) -> None:
        """Stop all background work and wait for its threads."""
        for lane in (self._train, self._view, self._export):
            lane.close()

    def _replace(self, description: Description, goes_on: bool) -> None:
        if description == self.description:
            return
        if not goes_on:
            self._dragged = None
            self._past.append(self.description)
        elif self._past and self._past[-1] == description:
            self._past.pop()  # dragged back to where it began: no step at all
        self._future.clear()
        self._take_description(description)

    def _attempt(self, change: Callable[[], Description], goes_on: bool = False) -> None:
        try:
            self._replace(change(), goes_on)
        except LosscopeError as error:
            self.refused.emit(str(error))

    def _take_description(self, description: Description) -> None:
        before = self.description
        retrain = training_parts(description) != training_parts(before)
        looks_only = dataclasses.replace(before, view=description.view) == description
        self.description = description
        self.description_changed.emit(description)
        if retrain:
            self._start_training()
        elif looks_only and not self._lacks_test_examples:
            return  # the same scene, looked at otherwise
        elif not self._train.is_busy:  # else the view follows when training is done
            self._start_view()

    @property
    def _lacks_test_examples(self) -> bool:
        """Whether the view wants test examples, of which the scene has no surface."""
        return self.description.view.split == "test" and (self.scene is None or self.scene.test_surface is None)

    def _start_training(self) -> None:
        self._view.cancel()
        self._training.start(self.description, self.scene)

    def _take_running(self, running: Running) -> None:
        if not self._held:
            self._shows_running = True
            self.running.emit(running)

    def _take_first(self, scene: Scene) -> None:
        if not self._held:
            self._take_scene(scene)

    def _forget_running(self, _: object = None) -> None:
        """Where paths so far are shown and no finished ones will come, show the last finished scene again."""
        if self._shows_running and self.scene is not None:
            self._take_scene(self.scene)

    def _after_training(self, _: object) -> None:
        self._start_view()

    def _start_view(self) -> None:
        description = self.description
        timings = self._timings

        def view(work: Work) -> Generator[Scene, None, Scene]:
            bare = None if timings else bare_scene(self._pipeline, description, work)
            if bare is not None:
                yield bare
            return self._pipeline.scene(description, work, timings=timings)

        self._view.start(view)

    def _take_scene(self, scene: Scene) -> None:
        if self._held:
            self._waiting = scene
            return
        self.scene, self._shows_running = scene, False
        self.scene_changed.emit(scene)

    def _report_busy(self, _: bool) -> None:
        self.busy_changed.emit(self.is_busy)


def _is_drag(changes: dict[str, Any]) -> bool:
    """Whether a slider or dial may have made these changes: numbers alone, and none that a button counts up."""
    return all(
        isinstance(value, int | float | list)
        and not isinstance(value, bool)
        and not field.endswith((".seed", ".batch_step"))
        for field, value in changes.items()
    )
