"""A finished scene seen along other axes, from elsewhere, nearer, or under another regularization: at once.

Scores and the runs' places on a basis are kept, so that a view reads neither the data nor the recorded weights again.
What it shows is close and says that it is a preview; the pipeline computes what is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from landscape.data.stratify import stratified
from landscape.errors import SliceError
from landscape.experiment.live_turn import turn_at
from landscape.experiment.parts import GridPart
from landscape.experiment.ranges import grid_coordinates
from landscape.experiment.scene import Path, Scene
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.slice import Slice
from landscape.surfaces.live_plane import LivePlane, live_plane
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array
from trainers.randomness import Purpose, generator

FINEST = 61  # points along each axis of a preview, at most
COARSE = 21  # of one that is evaluated point by point
FEW_EXAMPLES = 500  # of one whose scores cannot be kept

Limits = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True)
class LiveView:
    """What is asked to be seen of a live scene.

    Attributes:
        shift: coordinates of the view's origin on the basis, one per axis.
        degrees: how far the plane is turned from "where they went" (0) to random (90); None: along the first two axes.
        limits: the range of both coordinates; None: so that it covers every path.
        regularization: another one than the scene's; None: the same.
    """

    shift: tuple[float, ...]
    degrees: float | None = None
    limits: Limits | None = None
    regularization: float | None = None


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """One view: what was asked for, its turn (2, k) on the basis, and what a scene of it would be like.

    The loss beneath a path, its `view_loss`, is read off the surface: NaN beyond its edge.
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
    _last: dict[str, tuple[Array, LivePlane]] = field(default_factory=dict, repr=False)

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
            surface = self._surface(view, turn, shift, grid.a, grid.b, work)
            finished = tuple(self._finished(view, surface, path) for path in paths)
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

    def _surface(self, view: LiveView, turn: Array, shift: Array, a: Array, b: Array, work: Work) -> Surface:
        if self.plane is None:
            return self._plain_surface(turn, shift, a, b, work)
        key = np.concatenate([turn.ravel(), shift])
        known = self._last.get("view")
        # The same plane again keeps its interpolant: zooming in and another regularization touch no scores.
        turned = known[1] if known is not None and np.array_equal(known[0], key) else self.plane.turned(turn, shift)
        self._last["view"] = key, turned
        if view.regularization is not None:
            turned = turned.with_regularization(view.regularization)
            self._last["view"] = key, turned
        return replace(turned.surface(a, b, work, preview=True), preview=True)

    def _plain_surface(self, turn: Array, shift: Array, a: Array, b: Array, work: Work) -> Surface:
        model, through = self.scene.model, self.basis.shift(shift).turn(turn)
        assert model is not None
        if isinstance(model, PlaneObjective):
            found, rows = model.restrict(through, work=work).grid(a, b, work), ""
        else:
            chosen = None
            if model.n_examples > FEW_EXAMPLES:
                chosen = stratified(model.examples.y, FEW_EXAMPLES, generator(0, Purpose.SUBSET))
            found = model.restrict(through, chosen, work=work).grid(a, b, work)
            rows = f"{min(FEW_EXAMPLES, model.n_examples):,} of {model.n_examples:,} training examples (preview)"
        return Surface(a, b, found.loss, found.accuracy, found.regularization, rows, preview=True)

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
    plane = live_plane(model, basis, work) if isinstance(model, LinearClassifier) else None
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
