"""What the surface can show in the place of the loss on the training examples, and the paths' values to go with it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from landscape.experiment.scene import Path, Scene
from landscape.surfaces.surface import Surface
from landscape.work import Work

QUANTITIES = {  # value: (what a person reads, the name of the upright axis)
    "loss": ("loss", "loss"),
    "data": ("data term alone", "data loss"),
    "accuracy": ("accuracy", "accuracy"),
}


@dataclass(frozen=True, eq=False)
class ShownQuantity:
    """A surface and paths whose heights are a chosen quantity, and its name on the upright axis.

    Attributes:
        lowest_known: the lowest value met by a path or on the surface; NaN for accuracy, where low is no goal.
    """

    name: str
    surface: Surface
    paths: tuple[Path, ...]
    lowest_known: float


def shown_quantity(scene: Scene, quantity: str, split: str, work: Work | None) -> ShownQuantity:
    """A quantity of `QUANTITIES` on the "train" or "test" examples; the paths stand at their true values of it.

    A path of which no weights are kept stands nowhere: its heights are NaN. So do all on test examples where `work`
    is None: their values take a while.

    Raises:
        Cancelled: the work was asked to stop.
    """
    if (quantity, split) == ("loss", "train"):
        return ShownQuantity("loss", scene.surface, scene.paths, scene.lowest_known)
    on_test = split == "test"
    surface = scene.test_surface if on_test else scene.surface
    assert surface is not None  # who asks for test sees to it that the description does
    name = QUANTITIES[quantity][1] + (" on test examples" if on_test else "")
    shown = replace(surface, loss=_of(quantity, surface.loss, surface.regularization, surface.accuracy))
    paths = tuple(_path(scene, path, quantity, on_test, work) for path in scene.paths)
    if quantity == "accuracy":
        return ShownQuantity(name, shown, paths, math.nan)
    met = np.concatenate([shown.loss[shown.finite], *(path.loss[np.isfinite(path.loss)] for path in paths)])
    return ShownQuantity(name, shown, paths, float(met.min()) if met.size else math.nan)


def _path(scene: Scene, path: Path, quantity: str, on_test: bool, work: Work | None) -> Path:
    """The path with its values in the place of its losses. Beneath it, in the plane, only a data term is known."""
    unknown = np.full(len(path.loss), np.nan)
    model, weights = scene.model, path.weights
    if quantity == "accuracy" and not on_test:
        return replace(path, loss=path.accuracy, view_loss=unknown)
    if model is None or weights is None or (on_test and work is None):
        return replace(path, loss=unknown, view_loss=unknown)
    with np.errstate(over="ignore", invalid="ignore"):
        penalty = model.penalties(weights)
        if on_test:
            assert scene.dataset is not None
            assert work is not None
            losses, accuracies = model.on(scene.dataset.test).evaluate(weights, work, f"test values of {path.label}")
            return replace(path, loss=_of(quantity, losses, penalty, accuracies), view_loss=unknown)
        plane = scene.slice.plane()
        beneath = path.view_loss - model.penalties(plane.embed(path.coordinates[:, : plane.n_axes]))
    return replace(path, loss=path.loss - penalty, view_loss=beneath)


def _of(quantity: str, loss: np.ndarray, penalty: np.ndarray, accuracy: np.ndarray) -> np.ndarray:
    return {"loss": loss, "data": loss - penalty, "accuracy": accuracy}[quantity]
