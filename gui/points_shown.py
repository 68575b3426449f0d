"""What the playground shows: a run's weights at the timeline's place, or those that a hand holds, and the points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from gui import points_edits as edits
from gui.following import Follower
from gui.points_controls import PointsControls
from gui.session import Session
from gui.stage import Stage
from gui.views.example_table import ExampleTable
from gui.views.plain_numbers import small_text
from gui.views.points_page import PointsPage
from landscape.data.dataset import Examples
from landscape.experiment.description import Description
from landscape.experiment.scene import Path, Scene
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.palette import display_name, styles
from landscape.playground.check import WeightCheck, check_weights
from landscape.playground.judge import judge
from landscape.playground.lines import class_lines
from landscape.playground.plane import limits_around, points_in_plane
from landscape.playground.regions import regions
from trainers.objective import Array

CELLS, FINE_CELLS = 128, 256  # along each side of the plane; fine where they are cheap and no hand waits for them


LET_GO = "let go: W is trained anew"
TRAINED_ANEW = (
    "The points have changed, so every method began again at its start. These are the weights after the same step, "
    "trained on the points as they are now. Reset goes to the start, undo takes the change back."
)


@dataclass(frozen=True, eq=False)
class Shown:
    """What the views show: weights (P,), points (N, 2), labels (N,), and the model that judges them."""

    weights: Array
    points: Array
    labels: Any
    model: Any


class PointsShown(QObject):
    """Keeps page, table of examples, controls and the place on the contours in step with scene and timeline.

    While a hand moves something, the views show what it holds; its scene takes that preview's place when it comes.
    """

    def __init__(self, session: Session, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._stage, self._timeline = session, stage, stage.timeline
        self._scene: Scene | None = None
        self._held_weights: Array | None = None
        self._held_points: Array | None = None
        self._regions_of: tuple[Array, Scene | None, Any] | None = None  # what the regions shown belong to
        self._anew: Scene | None = None  # whose runs began again since its points are others than they were
        self._anew_row: int | None = None  # where it came; nothing is said of it elsewhere
        self._marks: tuple[int, ...] = ()  # the weights that are axes, or the one that waits for a second
        self._is_on = False
        self.view, self.examples, self.controls = PointsPage(), ExampleTable(), PointsControls()
        stage.beside.addWidget(self.examples)
        self._checker = Follower("check", parent=self)
        self._checker.finished.connect(self._take_check)
        self._checker.failed.connect(session.failed)
        self.view.check_wanted.connect(self._show_check)
        stage.visibility_shown.connect(self._follow_visible)
        session.description_changed.connect(self._show_controls)

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
        plane, names = self.view.plane, self._names
        if self._held_points is not None:
            plane.set_points(shown.points, shown.labels, names)
            self.examples.set_points(shown.points, shown.labels, names)
        self._show_regions(shown)
        plane.set_judged(judged)
        self.examples.set_judged(judged)
        self.view.weights.set_values(shown.weights, judged.gradient)
        self.view.set_heading(*self._headings())
        is_trained = self.path is not None and self._row(self.path) > 0
        plane.set_hint(LET_GO if self._held_points is not None and plane.is_grabbed and is_trained else "")
        if self.view.check.isChecked():
            self._ask_for_check()
        path = self.path
        if path is not None:
            self.view.curve.set_row(self._row(path))
        self._place_ball()

    def _show_scene(self, scene: Scene) -> None:
        """Another scene's points, classes, shapes and curve."""
        before, self._scene = self._scene, scene
        shown = edits.shows_points(scene)
        has_come = shown and not self.view.has_points
        self.view.show_points(shown)
        self._show_beside()
        if has_come and self._is_on:
            self.view.plane.setFocus()  # else a control beneath it would take the keys
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
        same_slice = before is not None and before.description.slice == scene.description.slice
        self._marks = edits.axis_weights(scene) or (self._marks[:1] if same_slice else ())
        self.view.weights.set_axes(self._marks)
        self._show_curve()
        self._show_controls(self._session.description)

    def _show_curve(self) -> None:
        path, scene = self.path, self._scene
        if path is not None and scene is not None:
            looks = styles([other.method for other in scene.paths])
            self.view.curve.set_path(path.step, path.loss, looks[scene.paths.index(path)].color)

    def _show_regions(self, shown: Shown) -> None:
        """Who wins where, and each class's lines; they change with the weights, not with the points."""
        limits = self.view.plane.limits
        known = self._regions_of
        if known is not None and known[1:] == (self._scene, limits) and np.array_equal(known[0], shown.weights):
            return
        self._regions_of = shown.weights.copy(), self._scene, limits
        is_cheap = isinstance(shown.model, LinearClassifier) and self._held_weights is None
        cells = FINE_CELLS if is_cheap else CELLS
        middles = (np.arange(cells) + 0.5) / cells  # a cell has the color of its middle, so that borders lie on lines
        xs, ys = (low + middles * (high - low) for low, high in limits)
        with np.errstate(over="ignore", invalid="ignore"):
            self.view.plane.set_regions(regions(shown.model, shown.weights, xs, ys))
            self.view.plane.set_lines(class_lines(shown.model, shown.weights, limits))

    def _show_controls(self, description: Description) -> None:
        scene = self._scene
        if scene is not None and scene.dataset is not None:
            path = self.path
            self.controls.set_description(description, "" if path is None else path.label, len(scene.dataset.train))

    def _follow_visible(self) -> None:
        self._show_curve()
        self._show_controls(self._session.description)
        self.refresh()

    def _show_check(self, shown: bool) -> None:
        if shown:
            self._ask_for_check()
        else:
            self._checker.cancel()
            self.view.weights.set_check(None, None)
            self.view.set_words("")
            self.view.fit()

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
        same = n_new <= 2 and abs(len(points) - len(old)) <= 2
        return limits if same and inside and self._span <= 1.5 * (fresh[0][1] - fresh[0][0]) else fresh

    def _row(self, path: Path) -> int:
        assert path.weights is not None
        return min(self._stage.rows.get(path.label, len(path.step) - 1), len(path.step) - 1)

    def _headings(self) -> tuple[list[str], str]:
        """What the weights shown are, the longest words first, and more on it."""
        path = self.path
        if self._held_weights is not None:
            return ["W and b, as held"], ""
        if path is None:
            return ["W and b at the start"], ""
        row = self._row(path)
        where = f"step {int(path.step[row]):,}"
        several = self._scene is not None and len(self._scene.paths) > 1
        whose = display_name(path.label, path.method) if several else "W and b"
        if not self._is_anew(row):
            return [f"{whose}, {where}", where], ""
        words = [f"{whose}, {where} · trained anew", f"trained anew, {where}", f"anew, {where}", where]
        return words, TRAINED_ANEW

    def _is_anew(self, row: int) -> bool:
        """Whether it is to be said that these weights are new because the points are."""
        if self._anew is None or self._anew is not self._scene or self._held_points is not None:
            return False
        if self._anew_row is None and self._stage.scene is self._scene:
            self._anew_row = row
        return row > 0 and row == self._anew_row

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
    worst = f"worst error {small_text(check.worst) if check.worst else 0}"
    words = f"numeric {'agrees' if check.passed else 'differs'}: {worst}"
    n_kinked = int(np.count_nonzero(check.kinked))
    return words + (f" · {n_kinked} at a kink" if n_kinked else "")
