"""The tab of the playground: points in the plane and the weights that judge them, tied to timeline and description."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from gui import points_edits as edits
from gui.following import Follower
from gui.points_controls import PointsControls
from gui.session import Session
from gui.stage import Stage
from gui.theme import Theme
from gui.views.example_table import ExampleTable
from gui.views.points_page import PointsPage
from landscape.data.dataset import Examples
from landscape.data.given_points import GivenPoints
from landscape.errors import LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.scene import Path, Scene
from landscape.palette import display_name, styles
from landscape.playground.check import WeightCheck, check_weights
from landscape.playground.judge import judge
from landscape.playground.lines import class_lines
from landscape.playground.plane import limits_around, points_in_plane
from landscape.playground.regions import regions
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array

REGION_POINTS = 180  # along each side of the plane
PREVIEW = 31  # points along each axis of a surface while a point is dragged


@dataclass(frozen=True, eq=False)
class Shown:
    """What the views show: weights (P,), points (N, 2), labels (N,), and the model that judges them."""

    weights: Array
    points: Array
    labels: Any
    model: Any


class PointsTab(QObject):
    """Shows the weights of the first visible run at the timeline's place; hands change points, weights and axes.

    While a hand moves something, the views follow at once (`held` weights or points); the description changes when it
    lets go, and its scene takes the preview's place.
    """

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage, self._timeline = session, stage, stage.timeline
        self._scene: Scene | None = None
        self._held_weights: Array | None = None
        self._held_points: Array | None = None
        self._rewinds = False  # as soon as the scene of the last edit is there
        self._goes_to: float | None = None  # a step of runs that are being lengthened
        self._plays_on = False
        self._marks: tuple[int, ...] = ()
        self._is_on = False
        self.view, self.examples, self.controls = PointsPage(), ExampleTable(), PointsControls()
        stage.beside.addWidget(self.examples)
        self._surface = Follower("points", parent=self)
        self._checker = Follower("check", parent=self)
        self._surface.finished.connect(self._take_surface)
        self._checker.finished.connect(self._take_check)
        for follower in (self._surface, self._checker):
            follower.failed.connect(session.failed)
        self._connect()

    def set_scene(self, scene: Scene) -> None:
        """Show another scene; what a hand holds belongs to the one before."""
        before, self._scene = self._scene, scene
        if self._session.shows(scene):
            self._let_go()
        shown = edits.shows_points(scene)
        self.view.show_points(shown)
        self._show_beside()
        if not shown:
            return
        assert scene.model is not None
        assert scene.dataset is not None
        names = scene.dataset.class_names
        points = points_in_plane(scene.dataset)
        self.view.plane.set_points(points, scene.dataset.train.y, names, self._limits(before, points))
        self.examples.set_points(points, scene.dataset.train.y, names)
        self.view.classes.set_names(names)
        self.view.weights.set_shapes(scene.model.layout.shapes, names)
        self.view.fit()
        self._marks = edits.axis_weights(scene) or self._marks[:1]
        self.view.weights.set_axes(self._marks)
        path = self.path
        if path is not None:
            looks = dict(zip(scene.paths, styles([p.method for p in scene.paths]), strict=True))
            self.view.curve.set_path(path.step, path.loss, looks[path].color)
        self._show_controls(self._session.description)
        if self._rewinds and self._session.shows(scene):
            self._rewinds = False
            self._timeline.go(0.0)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        for view in (self.view, self.examples, self.controls):
            view.set_theme(theme)

    def switch(self, on: bool) -> None:
        """Work while it is in front; the current place is held on the contours then, so that it can be dragged."""
        self._is_on = on
        self._stage.at_cursor.is_terse = on  # its words would cover a small picture
        self._show_beside()
        if on:
            self.refresh()
        else:
            self._let_go()
            self._surface.cancel()
            self._stage.hold_ball(None)

    def stop(self) -> None:
        """What a hand holds goes back to where it was."""
        self._goes_to = None
        self._drop()

    def close(self) -> None:
        """Stop all background work and wait for its end."""
        self._surface.close()
        self._checker.close()

    # What is shown

    @property
    def path(self) -> Path | None:
        """The run whose weights are shown."""
        return None if self._scene is None else edits.leading_path(self._scene, self._stage.visible)

    @property
    def shown(self) -> Shown | None:
        """What the views show now, held or not; None where the scene has no points."""
        scene = self._scene
        if scene is None or not edits.shows_points(scene):
            return None
        assert scene.model is not None
        assert scene.dataset is not None
        model: Any = scene.model
        points, labels = points_in_plane(scene.dataset), scene.dataset.train.y
        if self._held_points is not None:
            points = self._held_points
            model = model.on(Examples(stored_places(scene, points), labels))
        return Shown(self.weights, points, labels, model)

    @property
    def weights(self) -> Array:
        """The weights shown (P,): those held, else the head of the run, else where runs begin."""
        if self._held_weights is not None:
            return self._held_weights
        assert self._scene is not None
        path = self.path
        if path is None or path.weights is None:
            return edits.base_weights(self._scene.description, self._scene)
        return np.asarray(path.weights[self._row(path)])

    def refresh(self) -> None:
        """Judge the points by the weights, and show all of it."""
        shown = self.shown
        if not self._is_on or shown is None:
            return
        with np.errstate(over="ignore", invalid="ignore"):
            judged = judge(shown.model, shown.weights)
            limits = self.view.plane.limits
            xs, ys = (np.linspace(low, high, REGION_POINTS) for low, high in limits)
            winners = regions(shown.model, shown.weights, xs, ys)
            lines = class_lines(shown.model, shown.weights, limits)
        plane, names = self.view.plane, self._names
        if self._held_points is not None:
            plane.set_points(shown.points, shown.labels, names)
            self.examples.set_points(shown.points, shown.labels, names)
        plane.set_regions(winners)
        plane.set_lines(lines)
        plane.set_judged(judged)
        self.examples.set_judged(judged)
        self.view.weights.set_values(shown.weights, judged.gradient)
        self.view.heading.setText(self._heading())
        if self.view.check.isChecked():
            self._ask_for_check()
        path = self.path
        if path is not None:
            self.view.curve.set_row(self._row(path))
        self._place_ball()

    # Moves

    def one_step(self) -> None:
        """One step on; at the end the runs get longer first."""
        if self._goes_to is not None:
            self._goes_to += 1
        elif not self._lengthen(plays=False):
            self._timeline.step(1)

    def run(self) -> None:
        """Step after step, or pause; at the end the runs get longer."""
        if self._timeline.is_playing or not self._lengthen(plays=True):
            self._timeline.toggle()

    def reset(self) -> None:
        """Back to where the runs begin."""
        self._timeline.pause()
        self._timeline.go(0.0)

    def randomize(self) -> None:
        """Other random weights to begin from."""
        self._begin_anew(edits.random_changes(self._session.description))

    def toggle_check(self) -> None:
        """Show or hide the numeric gradient."""
        self.view.check.toggle()

    def toggle_margins(self) -> None:
        """Show or hide the lines of score 1 and -1."""
        self.view.margins.toggle()

    def choose_plane(self, kind: str) -> None:
        """Another plane for the picture at the right: one of `points_edits.PLANES`."""
        scene = self._scene
        if scene is not None and edits.shows_points(scene):
            axes = edits.usual_axes(scene) if kind == "weights" else ()
            self._session.edit(edits.plane_changes(self._session.description, scene, kind, axes))

    def set_weight(self, index: int, value: float) -> None:
        """Let runs begin at the weights shown, with one of them changed."""
        weights = np.array(self.weights)
        weights[index] = edits.rounded(value)
        self._take_weights(weights)

    # What hands do

    def _connect(self) -> None:
        page, session, stage = self.view, self._session, self._stage
        page.step_wanted.connect(self.one_step)
        page.run_wanted.connect(self.run)
        page.reset_wanted.connect(self.reset)
        page.randomize_wanted.connect(self.randomize)
        page.check_wanted.connect(self._show_check)
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
        self.controls.changed.connect(session.edit)
        self.controls.method_chosen.connect(self._choose_method)
        self.controls.plane_chosen.connect(self.choose_plane)
        self.controls.complained.connect(self._complain)
        self._timeline.playing_changed.connect(page.set_playing)
        stage.rows_shown.connect(self._follow_rows)
        stage.visibility_shown.connect(self._follow_visible)
        stage.contour.ball_dragged.connect(self._drag_ball)
        stage.contour.ball_released.connect(self._release_ball)
        session.description_changed.connect(self._show_controls)
        session.refused.connect(self._drop)
        session.failed.connect(self._drop)

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
            self._edit(edits.point_changes(self._session.description, scene, edit))
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

    def _choose_method(self, method: str) -> None:
        path = self.path
        if path is not None and path.label in {part.label for part in self._session.description.methods}:
            self._session.replace(edits.with_method(self._session.description, path.label, method))

    def _drag_ball(self, a: float, b: float) -> None:
        scene = self._scene
        if self._is_on and scene is not None and edits.shows_points(scene):
            self._timeline.pause()
            self._held_weights = scene.slice.plane().embed(np.array([a, b]))
            self.refresh()

    def _release_ball(self, a: float, b: float) -> None:
        scene = self._scene
        if self._is_on and scene is not None and edits.shows_points(scene):
            self._begin_anew(edits.place_changes(scene, (a, b)))

    def _show_check(self, shown: bool) -> None:
        if shown:
            self._ask_for_check()
        else:
            self._checker.cancel()
            self.view.weights.set_check(None, None)
            self.view.set_words("")
            self.view.fit()

    def _complain(self, text: str) -> None:
        if text:
            self._session.refused.emit(text)

    # The description

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

    def _lengthen(self, plays: bool) -> bool:
        """Make runs longer where the timeline is at its end; whether that is on its way."""
        scene = self._scene
        if scene is None or self._timeline.position < self._timeline.end or self._timeline.alignment != "step":
            return False
        if scene.last_step < int(scene.resolved["run"]["steps"]):
            return False  # they ended by themselves
        changes = edits.longer_changes(scene)
        if not changes:
            return False
        self._goes_to, self._plays_on = self._timeline.position + (0 if plays else 1), plays
        self._session.edit(changes)
        return True

    def _show_controls(self, description: Description) -> None:
        scene = self._scene
        if scene is not None and scene.dataset is not None:
            path = self.path
            self.controls.set_description(description, "" if path is None else path.label, len(scene.dataset.train))

    def _follow_rows(self, _: object) -> None:
        if self._stage.scene is not self._scene:
            return  # the rows are those of another one
        if self._goes_to is not None and self._timeline.end > self._goes_to - 1:
            goal, self._goes_to = self._goes_to, None
            self._timeline.go(goal)  # comes back here
            if self._plays_on:
                self._timeline.toggle()
            return
        if self._held_weights is not None and self._timeline.is_playing:
            self._held_weights = None
        self.refresh()

    def _follow_visible(self) -> None:
        path, scene = self.path, self._scene
        if path is not None and scene is not None:
            index = scene.paths.index(path)
            self.view.curve.set_path(path.step, path.loss, styles([p.method for p in scene.paths])[index].color)
            self._show_controls(self._session.description)
        self.refresh()

    def _let_go(self) -> None:
        self._held_weights = self._held_points = None
        self._surface.cancel()

    def _drop(self, _: object = None) -> None:
        """Forget what is held: show the scene again."""
        held = self._held_weights is not None or self._held_points is not None
        self._rewinds = False
        self._goes_to = None
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

    # In the background

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

        self._surface.ask(work_out)

    def _take_surface(self, found: tuple[Scene, Array | None, Surface]) -> None:
        scene, _, surface = found
        if scene is self._scene and self._held_points is not None and self._is_on:
            self._stage.contour.set_preview(surface)

    def _ask_for_check(self) -> None:
        shown = self.shown
        if shown is not None:
            self._checker.ask(
                lambda work: (shown.weights, check_weights(replace(shown.model, work=work), shown.weights))
            )

    def _take_check(self, found: tuple[Array, WeightCheck]) -> None:
        weights, check = found
        if self.view.check.isChecked() and self._scene is not None and np.array_equal(weights, self.weights):
            self.view.weights.set_check(check.numeric, check.errors <= 1e-6)
            self.view.set_words(check_text(check))
            self.view.fit()

    # Helpers

    @property
    def _names(self) -> tuple[str, ...]:
        assert self._scene is not None
        assert self._scene.dataset is not None
        return self._scene.dataset.class_names

    @property
    def _span(self) -> float:
        (left, right), _ = self.view.plane.limits
        return right - left

    def _limits(self, before: Scene | None, points: Array) -> Any:
        """Those of the scene before, where all but a point or two are the same ones: an edit moves no frame."""
        fresh = limits_around(points)
        if before is None or before.dataset is None or not edits.shows_points(before):
            return fresh
        old = {tuple(place) for place in points_in_plane(before.dataset).tolist()}
        limits = self.view.plane.limits
        inside = all(
            (low <= points[:, k]).all() and (points[:, k] <= high).all() for k, (low, high) in enumerate(limits)
        )
        n_new = sum(tuple(place) not in old for place in points.tolist())
        return limits if inside and n_new <= 2 and abs(len(points) - len(old)) <= 2 else fresh

    def _row(self, path: Path) -> int:
        assert path.weights is not None
        return min(self._stage.rows.get(path.label, len(path.step) - 1), len(path.step) - 1)

    def _heading(self) -> str:
        path = self.path
        if self._held_weights is not None:
            return "W and b, as held"
        if path is None:
            return "W and b at the start"
        where = f"step {int(path.step[self._row(path)]):,}"
        several = self._scene is not None and len(self._scene.paths) > 1
        return f"{display_name(path.label, path.method)}, {where}" if several else f"W and b, {where}"

    def _place_ball(self) -> None:
        """The current place on the contours, where it can be taken hold of."""
        scene = self._scene
        if scene is None or scene.surface.is_line or scene is not self._stage.scene:
            return
        place = scene.slice.plane().project(self.weights)
        if not np.isfinite(place).all():
            self._stage.hold_ball(None)
        elif not self._stage.is_ball_held:
            self._stage.hold_ball(place)
        elif not np.allclose(self._stage.held_place, place, rtol=1e-9, atol=1e-12):
            self._stage.move_ball(place)

    def _show_beside(self) -> None:
        shown = self._is_on and edits.shows_points(self._scene)
        self._stage.beside.setCurrentWidget(self.examples if shown else self._stage.held_view)


def stored_places(scene: Scene, points: Array) -> Array:
    """What is stored of points (N, 2) as they are seen: the data's map backward."""
    assert scene.dataset is not None
    by = scene.dataset.map
    return np.asarray((points + (0.0 if by.mean is None else by.mean)) / by.scale, dtype=np.float64)


def check_text(check: WeightCheck) -> str:
    """The check in a line: the worst error and where it is, and how many weights stand at a kink."""
    worst = f"worst error {check.worst:.0e}".replace("e-0", "e−").replace("e-", "e−").replace("0e+00", "0")
    words = f"numeric {'agrees' if check.passed else 'differs'}: {worst}"
    n_kinked = int(np.count_nonzero(check.kinked))
    return words + (f" · {n_kinked} at a kink" if n_kinked else "")
