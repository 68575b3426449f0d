"""The tab of the moment "inside one step": which step is looked into, worked out as the timeline moves."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from gui.following import Follower
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from gui.views.step_arrows import drawn
from gui.views.step_view import StepView
from landscape.errors import LosscopeError
from landscape.experiment.scene import Path, Scene
from landscape.experiment.stretches import with_stretch
from landscape.lessons.ask import Ask
from landscape.lessons.inside_step import InsideStep, inside_step_lesson
from landscape.work import Work
from trainers.objective import Array

ROOM = 1.7  # times its own length: how far a hand can drag a step's arrow within the picture


class StepTab(QObject):
    """Looks into the step that the timeline stands before, for one run, as long as it is switched on.

    Signals:
        arrows_changed(object): the step's arrows at the head, in the coordinates of the viewed plane: `DrawnArrow`s.
        arrow_at(object): foot (2,), own move (2,) and factor of the arrow that a hand may drag there; None for none.
    """

    arrows_changed = Signal(object)
    arrow_at = Signal(object)

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = StepView()
        self._session, self._grip = session, stage.contour.step_grip
        self._scene: Scene | None = None
        self._rows = stage.rows
        self._label, self._plane, self._is_on, self._batches = "", "slice", False, False
        self._asked: tuple[object, ...] = ()
        self._follower = Follower("step", parent=self)
        self._follower.finished.connect(self._take)
        self._follower.failed.connect(self._fail)
        self.view.run_chosen.connect(self.choose_run)
        self.view.plane_chosen.connect(self._choose_plane)
        self.view.batches_wanted.connect(self._show_batches)
        self.view.length_dragged.connect(self._draw)
        self.view.length_chosen.connect(self._stretch)
        self._grip.dragged.connect(self.view.drag_to)
        self._grip.let_go.connect(self.view.let_go_at)
        self.arrows_changed.connect(stage.show_step_arrows)
        self.arrow_at.connect(self._give_arrow)
        stage.rows_shown.connect(self.set_rows)

    def set_scene(self, scene: Scene) -> None:
        """Look into another scene's runs; the run stays the same where it is still there."""
        self._follower.cancel()
        self._scene, self._asked = scene, ()
        labels = [path.label for path in scene.paths]
        if self._label not in labels:
            following = [path.label for path in scene.paths if path.method == "momentum"]
            self._label = (following or labels or [""])[0]
        self.view.set_runs([(path.label, path.method) for path in scene.paths], self._label)

    @property
    def ask(self) -> Ask | None:
        """The step that is looked into, as its lesson is asked for it; None where there is no run."""
        scene, path = self._scene, self._path
        if scene is None or path is None:
            return None
        row = min(self._rows.get(path.label, len(path.step) - 1), len(path.step) - 1)
        step = max(1, min(int(path.step[row]) + 1, int(path.step[-1])))
        return Ask(label=path.label, step=step, plane=self._plane, batches=self._batches, reach=ROOM)

    def set_rows(self, rows: dict[str, int]) -> None:
        """Where the heads of the paths are."""
        self._rows = dict(rows)
        self._look()

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self.view.set_theme(theme)

    def switch(self, on: bool) -> None:
        """Begin or end to look."""
        self._is_on = on
        if on:
            self._asked = ()
            self._look()
        else:
            self._follower.cancel()
            self._clear()

    def choose_run(self, label: str) -> None:
        """Look into another run's steps."""
        self._label = label
        self.view.set_run(label)
        self._look()

    def stop(self) -> None:
        """A step is looked into in an instant: there is nothing to stop."""

    def close(self) -> None:
        """Stop and wait for the thread's end."""
        self._follower.close()

    def _choose_plane(self, plane: str) -> None:
        self._plane = plane
        self._look()

    def _show_batches(self, shown: bool) -> None:
        self._batches = shown
        self._look()

    def _stretch(self, factor: float) -> None:
        """One step of the history: the step that is shown has another length, and the run goes on from there."""
        lesson = self.view.lesson
        part = next((part for part in self._session.description.methods if part.label == self._label), None)
        if lesson is None or part is None or lesson.label != self._label:
            return
        if factor == lesson.factor:
            self.view.drag_to(factor)
        else:
            self._session.edit({f"methods.{part.label}.stretch": with_stretch(part.stretch, lesson.step, factor)})

    def _give_arrow(self, arrow: tuple[Array, Array, float] | None) -> None:
        if arrow is None:
            self._grip.let_be()
        elif not self._grip.is_dragged:
            self._grip.set_arrow(*arrow)

    @property
    def _path(self) -> Path | None:
        paths = () if self._scene is None else self._scene.paths
        return next((path for path in paths if path.label == self._label), None)

    def _look(self) -> None:
        scene, path = self._scene, self._path
        if not self._is_on or scene is None:
            return
        if path is None:
            self.view.set_message("There is no method whose step could be seen. Add one.")
            return
        if scene.model is None:
            self.view.set_message("This scene was read from a file, without the data that a step needs.")
            return
        ask = self.ask
        assert ask is not None
        asked = (scene, ask)
        if asked == self._asked:
            return
        self._asked = asked

        def look(work: Work) -> tuple[Scene, InsideStep]:
            with np.errstate(over="ignore", invalid="ignore"):
                return scene, inside_step_lesson(self._session.experiment(scene.description, work), ask)

        self._follower.ask(look)

    def _take(self, found: tuple[Scene, InsideStep]) -> None:
        scene, lesson = found
        path = self._path
        if scene is not self._scene or not self._is_on or path is None or lesson.label != path.label:
            return
        self.view.set_lesson(lesson)
        self._draw(lesson)

    def _draw(self, lesson: InsideStep) -> None:
        """The step at the head of its path, where the viewed plane is the one that it is seen in."""
        scene, path = self._scene, self._path
        if scene is None or path is None or scene.slice.n_axes < 2 or not lesson.plane.startswith("the slice"):
            self._clear()
            return
        foot, viewed = path.coordinates[path.row_at_step(lesson.step - 1), :2], to_viewed(scene)
        self.arrows_changed.emit(drawn(lesson.arrows, foot, viewed, lesson.slope_factor))
        self.arrow_at.emit((foot, lesson.own.tip @ viewed, lesson.factor) if lesson.ray is not None else None)

    def _clear(self) -> None:
        self.arrows_changed.emit([])
        self.arrow_at.emit(None)

    def _fail(self, error: Exception) -> None:
        self.view.set_message(str(error) if isinstance(error, LosscopeError) else repr(error))
        self._clear()


def to_viewed(scene: Scene) -> Array:
    """What takes coordinates along the lesson's orthonormal axes to those along the viewed ones, (2, 2)."""
    plane = scene.slice.plane()
    return plane.project(plane.origin + plane.orthonormal_axes)
