"""What hands do in the playground: points dragged and added, weights nudged, the place moved on its landscape."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from gui import points_edits as edits
from gui.following import Follower
from gui.points_shown import PointsShown
from gui.session import Session
from gui.stage import Stage
from landscape.data.given_points import GivenPoints
from landscape.errors import LosscopeError
from landscape.experiment.scene import Scene
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.playground.plane import points_in_plane
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array

PREVIEW = 21  # points along each axis of a surface while a point is dragged
AT_ONCE = 0.010  # seconds that such a surface may take to be worked out between two frames, else in the background


class PointsHands(PointsShown):
    """Views follow a hand at once; the description changes when it lets go, as one step of the history."""

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(session, stage, parent)
        self._trains_anew = False  # the scene to come has other points
        self._rewinds = False  # as soon as the scene of the last edit is there
        self._surface_seconds = 0.0  # what the last preview of the surface took where it was worked out at once
        self._surface = Follower("points", parent=self)
        self._surface.finished.connect(self._take_surface)
        self._surface.failed.connect(session.failed)
        page = self.view
        page.plane.pointed.connect(self._point)
        page.plane.dragged.connect(self._drag_point)
        page.plane.released.connect(self._release_point)
        page.plane.nudged.connect(self._release_point)
        page.plane.add_wanted.connect(self._add_point)
        page.plane.class_wanted.connect(self._change_class)
        page.plane.delete_wanted.connect(self._delete_point)
        page.weights.edited.connect(self.set_weight)
        page.weights.nudged.connect(self._nudge)
        page.weights.axis_wanted.connect(self._mark)
        self.examples.pointed.connect(self._point)
        stage.contour.ball_dragged.connect(self._drag_ball)
        stage.contour.ball_released.connect(self._release_ball)
        session.refused.connect(self._drop)
        session.failed.connect(self._drop)

    def set_weight(self, index: int, value: float) -> None:
        """Let runs begin at the weights shown, with one of them changed."""
        weights = np.array(self.weights)
        weights[index] = edits.rounded(value)
        self._take_weights(weights)

    def _point(self, index: int | None) -> None:
        self.view.plane.set_pointed(index)
        self.examples.set_pointed(index)

    def _drag_point(self, index: int, x: float, y: float) -> None:
        shown = self.shown
        if shown is None:
            return
        points = np.array(shown.points)
        points[index] = edits.rounded_place(x, y, self._span)
        self._held_points = points
        self.refresh()
        self._ask_for_surface()

    def _release_point(self, index: int, x: float, y: float) -> None:
        self._drag_point(index, x, y)
        place = edits.rounded_place(x, y, self._span)
        self._edit_points(lambda source: source.moved(index, *place))

    def _add_point(self, x: float, y: float) -> None:
        place, label = edits.rounded_place(x, y, self._span), self.view.classes.value
        self._edit_points(lambda source: source.added(*place, label))

    def _change_class(self, index: int, label: int) -> None:
        self._edit_points(lambda source: source.with_class(index, label))

    def _delete_point(self, index: int) -> None:
        self._edit_points(lambda source: source.without(index))

    def _edit_points(self, edit: Callable[[GivenPoints], GivenPoints]) -> None:
        scene = self._scene
        if scene is None or not edits.shows_points(scene):
            return
        try:
            changes = edits.point_changes(self._session.description, scene, edit)
            self._trains_anew = True
            self._edit(changes)
        except LosscopeError as error:
            self._session.refused.emit(str(error))

    def _nudge(self, index: int, by: float) -> None:
        self.set_weight(index, round(float(self.weights[index]) + by, 6))

    def _take_weights(self, weights: Array) -> None:
        scene = self._scene
        if scene is None:
            return
        changes = edits.weight_changes(self._session.description, scene, weights)
        self._held_weights = weights
        self.refresh()
        self._begin_anew(changes)

    def _mark(self, index: int) -> None:
        scene = self._scene
        if scene is None:
            return
        if index in self._marks:
            self._marks = tuple(mark for mark in self._marks if mark != index)
        else:
            self._marks = (*self._marks, index)[-2:]
        self.view.weights.set_axes(self._marks)
        if len(self._marks) == 2:
            self._session.edit(edits.plane_changes(self._session.description, scene, "weights", self._marks))

    def _drag_ball(self, a: float, b: float) -> None:
        scene = self._scene
        if self._is_on and scene is not None and edits.shows_points(scene):
            self._timeline.pause()
            self._held_weights = scene.slice.plane().embed(np.array([a, b]))
            self.refresh()

    def _release_ball(self, a: float, b: float) -> None:
        scene = self._scene
        if self._is_on and scene is not None and edits.shows_points(scene):
            self._begin_anew(edits.place_changes(self._session.description, scene, (a, b)))

    def _begin_anew(self, changes: dict[str, Any]) -> None:
        """Change where runs begin, and go there when their scene comes."""
        self._timeline.pause()
        self._rewinds = True
        self._edit(changes)

    def _edit(self, changes: dict[str, Any]) -> None:
        before = self._session.description
        self._session.edit(changes)
        if self._session.description == before:  # nothing will come to take the preview's place
            if self._rewinds and self._held_weights is not None:
                self._timeline.go(0.0)
            self._drop()

    def _let_go(self) -> None:
        self._held_weights = self._held_points = None
        self._surface.cancel()

    def _drop(self, _: object = None) -> None:
        """Forget what is held: show the scene again."""
        held = self._held_weights is not None or self._held_points is not None
        self._rewinds = self._trains_anew = False
        self._let_go()
        scene = self._scene
        if not held or scene is None or scene.dataset is None or not edits.shows_points(scene):
            return
        points = points_in_plane(scene.dataset)
        self.view.plane.set_points(points, scene.dataset.train.y, self._names)
        self.examples.set_points(points, scene.dataset.train.y, self._names)
        if self._is_on and not scene.surface.is_line:
            self._stage.contour.set_preview(scene.surface)
        self.refresh()

    def _ask_for_surface(self) -> None:
        scene, shown = self._scene, self.shown
        if scene is None or shown is None or scene.surface.is_line or scene.surface.of_batch:
            return
        a, b = (np.linspace(x[0], x[-1], min(PREVIEW, len(x))) for x in (scene.surface.a, scene.surface.b))
        through, held = scene.slice.plane(), self._held_points

        def work_out(work: Work) -> tuple[Scene, Array | None, Surface]:
            with np.errstate(over="ignore", invalid="ignore"):
                found = shown.model.restrict(through, work=work).grid(a, b, work)
            rows, names = "the points held (preview)", scene.surface.names
            terms = found.loss, found.accuracy, found.regularization
            return scene, held, Surface(a, b, *terms, rows, preview=True, names=names)

        if isinstance(shown.model, LinearClassifier) and self._surface_seconds < AT_ONCE:
            begun = time.perf_counter()
            self._take_surface(work_out(Work()))
            self._surface_seconds = time.perf_counter() - begun
        else:
            self._surface.ask(work_out)

    def _take_surface(self, found: tuple[Scene, Array | None, Surface]) -> None:
        scene, _, surface = found
        if scene is self._scene and self._held_points is not None and self._is_on:
            self._stage.contour.set_preview(surface)
