"""What is shown in the place of the loss on the training examples, and the paths' values to go with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from landscape.errors import FileError, InvalidValue
from landscape.experiment.scene import Path, Scene
from landscape.experiment.view_part import ViewPart
from landscape.objectives.functions.plane_objective import PlaneObjective
from landscape.work import Work
from trainers.objective import Array


def shown(scene: Scene, work: Work | None, view: ViewPart | None = None) -> Scene:
    """The scene with the quantity of `view`, by default its description's, in the place of every loss.

    The paths stand at their true values of it. A path of which no weights are kept stands nowhere: its heights are
    NaN. So do all on test examples where `work` is None: their values take a while. A scene that shows its quantity
    already stays as it is.

    Raises:
        FileError: the scene was read from a dump, which lacks what this quantity needs.
        InvalidValue: test examples are wanted, and there are none.
        Cancelled: the work was asked to stop.
    """
    view = view or scene.description.view
    if scene.shows is not None or (view.quantity, view.split) == ("loss", "train"):
        return scene
    on_test = view.split == "test"
    surface = scene.test_surface if on_test else scene.surface
    if scene.model is None and (on_test or view.quantity == "data"):
        wanted = "view.split=test" if on_test else "view.quantity=data"
        raise FileError(f"{wanted} needs the data, which a dump lacks. Compute it again with --recompute.")
    if surface is None:
        raise InvalidValue("view.split=test needs test examples, and these data have none. Try view.split=train.")
    values = _of(view.quantity, surface.loss, surface.regularization, surface.accuracy)
    paths = tuple(_path(scene, path, view.quantity, on_test, work) for path in scene.paths)
    return replace(scene, surface=replace(surface, loss=values), paths=paths, shows=(view.quantity, view.split))


def _path(scene: Scene, path: Path, quantity: str, on_test: bool, work: Work | None) -> Path:
    """The path with its values in the place of its losses. Beneath it, in the plane, only a data term is known."""
    unknown = np.full(len(path.loss), np.nan)
    if path.tries is not None:  # they keep their places; only their losses are known
        path = replace(path, tries=replace(path.tries, loss=np.full(len(path.tries.loss), np.nan)))
    model, weights = scene.model, path.weights
    assert not isinstance(model, PlaneObjective)  # a description of one chooses the loss
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


def _of(quantity: str, loss: Array, penalty: Array, accuracy: Array) -> Array:
    return {"loss": loss, "data": loss - penalty, "accuracy": accuracy}[quantity]
