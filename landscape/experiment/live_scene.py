"""A finished scene seen along other axes, from elsewhere, nearer, of other examples or regularized anew: at once.

Scores and the runs' places on a basis are kept, so that a view reads neither the data nor the recorded weights again.
What it shows is close and says that it is a preview; the pipeline computes what is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from landscape.data.stratify import stratified
from landscape.errors import SliceError
from landscape.experiment.live_turn import turn_at
from landscape.experiment.parts import GridPart
from landscape.experiment.ranges import grid_coordinates
from landscape.experiment.scene import Path, Scene
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.slice import Slice
from landscape.surfaces.live_plane import PREVIEW_EXAMPLES, LivePlane, live_plane
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.batches import batch_rows
from trainers.objective import Array, Rows
from trainers.randomness import Purpose, generator

FINEST = 61  # points along each axis of a preview, at most
COARSE = 21  # of one that is evaluated point by point
FEW_EXAMPLES = 500  # of one whose scores cannot be kept

Kept = TypeVar("Kept")
Limits = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class LiveView:
    """What is asked to be seen of a live scene.

    Attributes:
        shift: coordinates of the view's origin on the basis, one per axis.
        degrees: how far the plane is turned from "where they went" (0) to random (90); None: along the first two axes.
        limits: the range of both coordinates; None: so that it covers every path.
        regularization: another one than the scene's; None: the same.
        batch: how many training examples the surface is of, a batch; None: all.
        batch_step: which step's batch it is.
    """

    shift: tuple[float, ...]
    degrees: float | None = None
    limits: Limits | None = None
    regularization: float | None = None
    batch: int | None = None
    batch_step: int = 1


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """One view: what was asked for, its turn (2, k) on the basis, and what a scene of it would be like.

    The loss beneath a path, its `view_loss`, is read off the surface of all examples: NaN beyond its edge.
    """

    view: LiveView
    turn: Array
    scene: Scene


@dataclass(frozen=True, eq=False)
class PathOnBasis:
    """What every view needs of one path's weights w (T, P), counted from the basis' origin.

    Attributes:
        path: the path as its scene shows it.
        along: inner products (T, k) with the axes; squares: squared lengths (T,).
        moved: the sum of all squared displacements from the first row.
        penalty: sums of squared weights (T,) without biases.
    """

    path: Path
    along: Array
    squares: Array
    moved: float
    penalty: Array


@dataclass(frozen=True, eq=False)
class LiveScene:
    """A scene whose view can be changed at once.

    Attributes:
        scene: what it was made from.
        basis: origin and axes (k, P): the two of "where they went" and two random ones, or the viewed ones.
        paths: those that kept their weights.
        plane: the scores on the basis; None where they are not kept, as for networks and functions.
        gram: inner products (k, k) of the axes.
    """

    scene: Scene
    basis: Slice
    paths: tuple[PathOnBasis, ...]
    plane: LivePlane | None
    gram: Array
    _last: dict[str, tuple[NDArray[Any], Any]] = field(default_factory=dict, repr=False)

    def frame(self, view: LiveView, work: Work) -> LiveFrame:
        """The surface and the paths of a view.

        Raises:
            SliceError: the view has not one number per axis of the basis.
            Cancelled: the work was asked to stop.
        """
        shift = np.array(view.shift)
        if shift.shape != (self.basis.n_axes,):
            raise SliceError(f"a view of {self.basis.n_axes} axes takes a shift of as many; got {len(shift)}.")
        turn = self.turn(view.degrees)
        with np.errstate(over="ignore", invalid="ignore"):
            paths = [self._seen(path, turn, shift) for path in self.paths]
            count = FINEST if self.plane is not None else COARSE
            part = GridPart(tuple(min(count, n) for n in self.scene.description.grid.counts))
            if view.limits is not None:
                part = replace(part, range=view.limits)
            lengths = np.sqrt(np.diag(turn @ self.gram @ turn.T))
            grid = grid_coordinates(part, 2, [path.coordinates for path in paths], lengths=lengths)
            rows = self._rows(view)
            surface = whole = self._surface(view, turn, shift, grid.a, grid.b, None, work)
            if rows is not None:
                surface = self._surface(view, turn, shift, grid.a, grid.b, rows, work)
            finished = tuple(self._finished(view, whole, path) for path in paths)
        through = self.basis.shift(shift).turn(turn)
        plane = None if self.plane is None else self._last["view"][1].restricted(preview=True)
        scene = replace(self.scene, slice=through, surface=surface, paths=finished, plane=plane, test_surface=None)
        return LiveFrame(view, turn, scene)

    def turn(self, degrees: float | None) -> Array:
        """The turn (2, k) of a view."""
        return np.eye(self.basis.n_axes)[:2] if degrees is None else turn_at(degrees, self.gram)

    def _seen(self, known: PathOnBasis, turn: Array, shift: Array) -> Path:
        """A path's coordinates, distances and share in a plane: least squares by inner products alone."""
        axes = turn @ self.gram @ turn.T
        along = (known.along - shift @ self.gram) @ turn.T
        coordinates = np.asarray(np.linalg.solve(axes, along.T).T, dtype=np.float64)
        away = known.squares - 2 * known.along @ shift + shift @ self.gram @ shift
        residual = np.sqrt(np.maximum(0.0, away - np.einsum("tk,tk->t", along, coordinates)))
        moved = (known.along - known.along[0]) @ turn.T
        held = float(np.einsum("tk,tk->", moved, np.linalg.solve(axes, moved.T).T))
        share = min(1.0, held / known.moved) if known.moved > 0 else float("nan")
        return replace(known.path, coordinates=coordinates, residual=residual, movement_seen=share)

    def _finished(self, view: LiveView, surface: Surface, path: Path) -> Path:
        """With the losses beneath it, and its own under another regularization: the data term stays what it is."""
        beneath = bilinear(surface, path.coordinates)
        unknown = np.full(len(beneath), np.nan)
        path = replace(path, view_loss=beneath, slice_loss=unknown)
        if view.regularization is None:
            return path
        known = next(known for known in self.paths if known.path.label == path.label)
        more = (view.regularization - self._regularization) * known.penalty
        return replace(path, loss=path.loss + more, batch_loss=path.batch_loss + more)

    def _rows(self, view: LiveView) -> Rows | None:
        """The rows of the view's batch, those that the pipeline takes; None where it is of all examples."""
        model = self.scene.model
        assert model is not None
        if view.batch is None or isinstance(model, PlaneObjective):
            return None
        return batch_rows(self.scene.description.run.seed, view.batch_step, model.n_examples, view.batch)

    def _surface(
        self, view: LiveView, turn: Array, shift: Array, a: Array, b: Array, rows: Rows | None, work: Work
    ) -> Surface:
        """The surface of all examples, or of a batch's rows, on no more of either than a preview looks at."""
        wanted = self._regularization if view.regularization is None else view.regularization
        if self.plane is not None:
            most, found = PREVIEW_EXAMPLES, self._kept_surface(self.plane, view, wanted, turn, shift, a, b, rows, work)
        elif rows is None:  # the same while a batch is chosen
            key = np.concatenate([turn.ravel(), shift, a, b, [wanted]])
            return self._kept("plain", key, lambda: self._plain_surface(wanted, turn, shift, a, b, None, work))
        else:
            most, found = FEW_EXAMPLES, self._plain_surface(wanted, turn, shift, a, b, rows[:FEW_EXAMPLES], work)
        if rows is None:
            return found
        return replace(found, rows=_batch_words(most, view.batch_step, len(rows)), of_batch=True)

    def _kept_surface(
        self,
        plane: LivePlane,
        view: LiveView,
        regularization: float,
        turn: Array,
        shift: Array,
        a: Array,
        b: Array,
        rows: Rows | None,
        work: Work,
    ) -> Surface:
        """A surface of kept scores."""
        name, key = "view", np.concatenate([turn.ravel(), shift])
        if rows is not None:
            few = rows[:PREVIEW_EXAMPLES]  # a smaller batch of the same step
            whole = plane
            plane = self._kept("batch", few, lambda: whole.on(few))
            name, key = "view of batch", np.concatenate([key, few])
        # The same plane again keeps its interpolant: zooming in and another regularization touch no scores.
        turned = self._kept(name, key, lambda: plane.turned(turn, shift))
        if turned.model.regularization != regularization:
            turned = turned.with_regularization(regularization)
            self._last[name] = key, turned
        return replace(turned.surface(a, b, work, preview=True), preview=True)

    def _plain_surface(
        self, regularization: float, turn: Array, shift: Array, a: Array, b: Array, rows: Rows | None, work: Work
    ) -> Surface:
        """A surface of few points, evaluated one by one: on these rows, or on a seeded few of all."""
        model, through = self.scene.model, self.basis.shift(shift).turn(turn)
        assert model is not None
        if isinstance(model, PlaneObjective):
            found, words = model.restrict(through, work=work).grid(a, b, work), ""
        else:
            if rows is None and model.n_examples > FEW_EXAMPLES:
                rows = stratified(model.examples.y, FEW_EXAMPLES, generator(0, Purpose.SUBSET))
            model = replace(model, regularization=regularization)
            found = model.restrict(through, rows, work=work).grid(a, b, work)
            words = f"{min(FEW_EXAMPLES, model.n_examples):,} of {model.n_examples:,} training examples (preview)"
        return Surface(a, b, found.loss, found.accuracy, found.regularization, words, preview=True)

    def _kept(self, name: str, key: NDArray[Any], make: Callable[[], Kept]) -> Kept:
        """What was made last under a name, where it was for the same key; else it is made anew."""
        last = self._last.get(name)
        if last is not None and np.array_equal(last[0], key):
            return cast("Kept", last[1])
        made = make()
        self._last[name] = key, made
        return made

    @property
    def _regularization(self) -> float:
        return float(getattr(self.scene.model, "regularization", 0.0))


def live_scene(scene: Scene, basis: Slice, work: Work) -> LiveScene:
    """Make ready to see a scene along the axes of `basis`; for a linear classifier one pass over the data.

    Raises:
        SliceError: the scores are too many to keep.
        Cancelled: the work was asked to stop.
    """
    model = scene.model
    assert model is not None
    # On more axes than features, as of points on a plane, scores are no shorter than the features: nothing is kept.
    keeps = isinstance(model, LinearClassifier) and basis.n_axes <= model.layout.n_features
    plane = live_plane(model, basis, work) if keeps else None  # type: ignore[arg-type]
    paths = []
    for path in scene.paths:
        work.check()
        if path.weights is not None:
            away = path.weights - basis.origin
            moved = away - away[0]
            kept = model.layout.without_bias(path.weights)
            paths.append(
                PathOnBasis(
                    path,
                    away @ basis.axes.T,
                    np.einsum("tp,tp->t", away, away),
                    float(np.einsum("tp,tp->", moved, moved)),
                    np.einsum("tp,tp->t", kept, kept),
                )
            )
    return LiveScene(scene, basis, tuple(paths), plane, basis.axes @ basis.axes.T)


def _batch_words(most: int, step: int, total: int) -> str:
    """What a batch's preview is of: the words of its exact surface, where it looks at all of the batch's rows."""
    seen = f"{total:,}" if total <= most else f"{most:,} of {total:,}"
    words = f"{seen} training example{'s'[: total - 1]}, the batch of step {step}"
    return words if total <= most else f"{words} (preview)"


def bilinear(surface: Surface, places: Array) -> Array:
    """The surface between its grid points at places (T, 2); NaN beyond its edge and in holes."""
    weights, corners = [], []
    inside = np.ones(len(places), dtype=bool)
    for axis, place in ((surface.a, places[:, 0]), (surface.b, places[:, 1])):
        inside &= (place >= axis[0]) & (place <= axis[-1])
        low = np.clip(np.searchsorted(axis, place, side="right") - 1, 0, len(axis) - 2)
        weights.append((place - axis[low]) / (axis[low + 1] - axis[low]))
        corners.append(low)
    (s, t), (i, j) = weights, corners
    loss = surface.loss
    found = (1 - s) * ((1 - t) * loss[i, j] + t * loss[i, j + 1]) + s * (
        (1 - t) * loss[i + 1, j] + t * loss[i + 1, j + 1]
    )
    return np.where(inside, found, np.nan)
