"""What a hand does to points, weights and axes, as changes of a description: no widgets here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from landscape.data.given_points import MOST_CLASSES, MOST_POINTS, GivenPoints, points_of
from landscape.errors import LosscopeError
from landscape.experiment.description import Description
from landscape.experiment.parts import MethodPart
from landscape.experiment.scene import Path, Scene
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from trainers.objective import Array

MOST_STEPS = 20_000  # that runs are lengthened to
DIGITS = 6  # of a weight that is written into the description
ON_PLANE = 1e-5  # of the largest weight: nearer to the plane than their digits tell
PLANES = {
    "weights": "two weights", "gradient": "gradient + one", "paths": "where they went", "unit": "random",
}  # fmt: skip

Changes = dict[str, Any]


def shows_points(scene: Scene | None) -> bool:
    """Whether a scene's examples are points in the plane that the window can show and edit."""
    return (
        scene is not None
        and scene.dataset is not None
        and isinstance(scene.model, LinearClassifier | TwoLayerNetwork)
        and scene.dataset.n_features == 2
        and scene.dataset.n_classes <= MOST_CLASSES
        and len(scene.dataset.train) <= MOST_POINTS
        and not scene.description.features.kinds
    )


def is_plain(data: object) -> bool:
    """Whether a source is a list of points that are shown just as they are written."""
    return (
        isinstance(data, GivenPoints)
        and not data.center
        and not data.standardize
        and data.scale in (None, 1.0)
        and data.examples is None
        and data.classes is None
    )


def point_changes(description: Description, scene: Scene, edit: Callable[[GivenPoints], GivenPoints]) -> Changes:
    """An edit of the points; another source is written down as points first, where it stands in the plane.

    The number of classes stays as it is shown unless the edit adds one; then weights that were set have the wrong
    number, and runs begin at the seeded ones again.

    Raises:
        LosscopeError: the edit breaks a rule of points.
    """
    assert scene.dataset is not None
    plain = is_plain(description.data)
    source = description.data if plain else points_of(scene.dataset)
    assert isinstance(source, GivenPoints)
    shown = source.n_classes if plain else scene.dataset.n_classes
    edited = edit(replace(source, class_count=None))
    changes: Changes = {"data.points": [list(point) for point in edited.points]}
    if not plain:
        changes |= {"data.source": "points", "data.center": False, "data.standardize": False}
        changes |= dict.fromkeys(("data.scale", "data.examples", "data.classes"))
    if edited.n_classes < shown or source.class_count not in (None, edited.n_classes):
        changes["data.class_count"] = max(shown, edited.n_classes)
    if edited.n_classes > shown:
        changes |= {"start.weights": None, "start.at": [0.0, 0.0]}
    return changes


def rounded_place(x: float, y: float, span: float) -> tuple[float, float]:
    """A place in the plane with as many digits as a hand can mean, a two-thousandth of the plane's side."""
    digits = max(0, 3 - math.floor(math.log10(span)))
    return round(x, digits) + 0.0, round(y, digits) + 0.0


def leading_path(scene: Scene, visible: set[str]) -> Path | None:
    """The run whose weights are shown: the first that is visible; None where there is none."""
    kept = [path for path in scene.paths if path.weights is not None]
    return next((path for path in kept if path.label in visible), kept[0] if kept else None)


def base_weights(description: Description, scene: Scene) -> Array:
    """The base point (P,) of a description whose model is the scene's."""
    if description.start.weights is not None and len(description.start.weights) == scene.slice.n_weights:
        return np.array(description.start.weights)
    assert scene.model is not None
    return scene.model.start(description.start.seed, float(scene.resolved["start"]["scale"] or 0.0))


def weight_changes(description: Description, scene: Scene, weights: Array) -> Changes:
    """Runs begin at these weights (P,): at a place of the plane where they lie in it, else it moves to them."""
    axes = scene.slice.plane().axes
    base = base_weights(description, scene)
    moves_not = description.slice == scene.description.slice and (
        description.slice.kind == "weights" or np.array_equal(base, base_weights(scene.description, scene))
    )
    if moves_not:
        at = np.linalg.lstsq(axes.T, weights - base, rcond=None)[0]
        written = [rounded(x) for x in at]
        away = np.abs(base + np.array(written) @ axes - weights).max()
        if away <= ON_PLANE * max(1.0, float(np.abs(weights).max())):
            return {"start.at": written, **_held_range(description, scene)}
    return {"start.weights": [rounded(x) for x in weights], "start.at": [0.0, 0.0]}


def place_changes(description: Description, scene: Scene, place: Sequence[float]) -> Changes:
    """Runs begin at a place of the viewed plane; the surface stays, also where its range followed the runs."""
    base = scene.provenance["runs"]["base"]
    at = [rounded(x - x0) for x, x0 in zip(place, base, strict=True)]
    return {"start.at": at, **_held_range(description, scene)}


def _held_range(description: Description, scene: Scene) -> Changes:
    """The range that is seen, where it would follow the runs."""
    surface = scene.surface
    if surface.is_line or not isinstance(description.grid.range, str):
        return {}
    return {"grid.range": [[rounded(float(x)) for x in axis[[0, -1]]] for axis in (surface.a, surface.b)]}


def axis_weights(scene: Scene) -> tuple[int, ...]:
    """The weights that the viewed axes are; empty where an axis is no single weight."""
    axes = scene.slice.plane().axes
    found = [np.flatnonzero(axis) for axis in axes]
    return tuple(int(place[0]) for place in found) if all(len(place) == 1 for place in found) else ()


def plane_changes(description: Description, scene: Scene, kind: str, axes: Sequence[int] = ()) -> Changes:
    """Another plane: two weights by their places in the flat vector, or one of `PLANES`.

    A place on the old plane means another one on the new: the runs keep their start. Two weights, and the gradient,
    get a square range around where the runs went.
    """
    assert scene.model is not None
    changes: Changes = {"slice.kind": kind, "slice.weights": None, "grid.range": "square"}
    changes |= dict.fromkeys(("slice.turn", "slice.shift", "slice.dimensions"))
    base = base_weights(description, scene)
    if any(description.start.at):
        at = np.array(description.start.at)
        base = base + at @ scene.slice.plane().axes[: len(at)]
        changes |= {"start.weights": [rounded(x) for x in base], "start.at": [0.0, 0.0]}
    moved = [path.weights - base for path in scene.paths if path.weights is not None]
    if kind == "weights":
        chosen = list(axes)
        changes["slice.weights"] = [written_weight(scene, index) for index in chosen]
        changes["grid.range"] = square_range([away[:, chosen] for away in moved])
    elif kind == "gradient":
        slope = scene.model.gradient(base)
        length = float(np.linalg.norm(slope))
        if length > 0:
            along = [np.column_stack([away @ slope / length, np.zeros(len(away))]) for away in moved]
            changes["grid.range"] = square_range(along)
    return changes


def usual_axes(scene: Scene) -> tuple[int, int]:
    """Two weights for a plane that nobody has chosen weights for: the first class's of x and y."""
    return axis_weights(scene)[:2] if len(axis_weights(scene)) == 2 else (0, 1)  # type: ignore[return-value]


def written_weight(scene: Scene, index: int) -> list[int]:
    """A weight as the description names it: class and feature, or its place in a network's flat vector."""
    assert scene.model is not None
    layout = scene.model.layout
    return [index] if layout.hidden else list(divmod(index, layout.n_features + 1))


def square_range(moved: Sequence[Array]) -> Any:
    """A square around coordinates (T, 2) of some paths and the origin, at least 1 to every side."""
    places = np.concatenate([np.zeros((1, 2)), *moved])
    places = places[np.isfinite(places).all(axis=1)]
    low, high = places.min(axis=0), places.max(axis=0)
    half = max(1.0, 0.65 * float((high - low).max()))
    if half > 1e4:
        return "square"
    return [[rounded(middle - half, 3), rounded(middle + half, 3)] for middle in (low + high) / 2]


def random_changes(description: Description) -> Changes:
    """Other random first weights."""
    return {"start.seed": description.start.seed + 1, "start.weights": None, "start.at": [0.0, 0.0]}


def longer_changes(scene: Scene) -> Changes:
    """Runs twice as long; empty where they are long enough."""
    steps = int(scene.resolved["run"]["steps"])
    return {"run.steps": min(MOST_STEPS, 2 * steps)} if steps < MOST_STEPS else {}


def with_method(description: Description, label: str, method: str) -> Description:
    """The run of that label under another method, with that method's own parameters; called so where it can be."""
    labels = [part.label for part in description.methods]
    part = next(part for part in description.methods if part.label == label)
    fresh = MethodPart(label, method, {}, part.seed)
    if label == part.method and method not in labels:
        renamed = tuple(MethodPart(method, method, {}, part.seed) if p is part else p for p in description.methods)
        try:
            return replace(description, methods=renamed)
        except LosscopeError:
            pass  # the slice names the run by its label
    return replace(description, methods=tuple(fresh if p is part else p for p in description.methods))


def rounded(value: float, digits: int = DIGITS) -> float:
    """A number as it is written into the description."""
    return float(f"{value:.{digits}g}")
