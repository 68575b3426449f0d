"""A small scene made by hand: an asymmetric 7 x 11 surface of a quadratic, two paths, and its provenance."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.scene import Path, Scene
from landscape.slice import Slice
from landscape.surfaces.surface import Surface

N_WEIGHTS = 12
A = np.linspace(-1.0, 2.0, 7)
B = np.linspace(-2.0, 3.0, 11)
PROVENANCE: dict[str, Any] = {
    "data": {"source": "digits", "note": "80 / 20 split", "hash": "0123456789abcdef" * 4, "n_train": 1437},
    "objective": {"loss": "softmax", "regularization": 0.001},
    "slice": {"kind": "random", "seed": 3, "center": "base"},
    "grid": {"range_statement": "range given: a in [-1, 2], b in [-2, 3]", "rows": "all 1,437 training examples"},
    "random_walk_share": 0.56,
    "versions": {"losscope": "0.1.0"},
}


def _loss_at(a: Any, b: Any) -> Any:
    """Highest in the corner a = 2, b = -2, lowest near a = -0.5, b = 1."""
    return 0.5 + (a + 0.5) ** 2 + 0.5 * (b - 1.0) ** 2 - 0.4 * (a + 0.5) * (b - 1.0)


def _make_surface(loss: Any) -> Surface:
    return Surface(A, B, loss, np.full_like(loss, 0.5), np.zeros_like(loss), "all 1,437 training examples")


def _make_path(label: str, coordinates: Any, above: float) -> Path:
    """A path at the given coordinates (T, 2) whose true loss lies `above` the plane's."""
    n = len(coordinates)
    beneath = _loss_at(coordinates[:, 0], coordinates[:, 1])
    rising = np.linspace(0.0, above, n)
    return Path(
        label=label, method=label, step=np.arange(n), cost=192 * np.arange(n), coordinates=coordinates,
        residual=np.linspace(0.0, 1.0, n), loss=beneath + rising, accuracy=np.linspace(0.1, 0.9, n),
        slice_loss=beneath, view_loss=beneath, batch_loss=np.full(n, np.nan), stop="all steps done",
        movement_seen=0.97,
    )  # fmt: skip


@pytest.fixture
def scene() -> Scene:
    """Two paths from (0, 0) on a plane with orthonormal axes; their heads hang 0.5 above and 0.25 below it."""
    axes = np.zeros((2, N_WEIGHTS))
    axes[0, 0] = axes[1, 1] = 1.0
    t = np.linspace(0.0, 1.0, 20)
    paths = (
        _make_path("sgd", np.stack([1.2 * t, -0.8 * t], axis=1), 0.5),
        _make_path("adam", np.stack([-0.4 * t, 0.9 * t**2], axis=1), -0.25),
    )
    loss = _loss_at(A[:, None], B[None, :])
    return Scene(Description(), {}, Slice(np.zeros(N_WEIGHTS), axes), _make_surface(loss), paths, PROVENANCE)


@pytest.fixture
def line_scene(scene: Scene) -> Scene:
    """The same along one axis."""
    loss = _loss_at(A, 0.0)
    nothing = np.empty(0)
    surface = Surface(A, nothing, loss, np.full_like(loss, 0.5), np.zeros_like(loss), scene.surface.rows)
    paths = tuple(dataclasses.replace(path, coordinates=path.coordinates[:, :1]) for path in scene.paths)
    plane = Slice(scene.slice.origin, scene.slice.axes[:1])
    return dataclasses.replace(scene, slice=plane, surface=surface, paths=paths)


@pytest.fixture
def loss_at() -> Callable[[Any, Any], Any]:
    """The loss of the scene's plane as a function of (a, b)."""
    return _loss_at


@pytest.fixture
def with_loss() -> Callable[[Scene, Any], Scene]:
    """(scene, loss) -> the scene with other values on its grid."""
    return lambda scene, loss: dataclasses.replace(scene, surface=_make_surface(loss))
