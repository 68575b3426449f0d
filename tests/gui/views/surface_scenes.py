"""Small surfaces and paths for the tests of the 3-D view."""

from __future__ import annotations

import numpy as np

from landscape.experiment.scene import Path
from landscape.surfaces.surface import Surface


def surface(a: np.ndarray, b: np.ndarray, loss: np.ndarray) -> Surface:
    """A surface with these losses and no accuracy."""
    return Surface(a, b, loss, np.full(loss.shape, np.nan), np.zeros(loss.shape), "all examples")


def slope(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A loss that tells a from b and up from down: steep along a, gentle along b."""
    return 1.0 + 0.4 * (a + 3) + 0.02 * (a + 3) ** 2 + 0.15 * b


def asymmetric() -> Surface:
    """7 x 11 points; highest at the upper ends of both axes."""
    a, b = np.linspace(-3, 3, 7), np.linspace(0, 5, 11)
    return surface(a, b, slope(a[:, None], b[None, :]))


def path(
    coordinates: np.ndarray, loss: np.ndarray, view_loss: np.ndarray, method: str = "sgd", residual: float = 0.0
) -> Path:
    """A path of a method with these places and losses, all rows equally far off the slice."""
    count = len(loss)
    step, column = np.arange(count), np.full(count, np.nan)
    return Path(
        label=method,
        method=method,
        step=step,
        cost=step * 64,
        coordinates=coordinates,
        residual=np.full(count, residual),
        loss=loss,
        accuracy=column,
        slice_loss=view_loss,
        view_loss=view_loss,
        batch_loss=column,
        stop="all steps done",
        movement_seen=0.5,
    )


def descent(lift: float = 0.0, method: str = "sgd") -> Path:
    """Five places down the slope; the true loss is `lift` above the plane's."""
    coordinates = np.column_stack([np.linspace(2, -2, 5), np.linspace(4, 1.5, 5)])
    beneath = slope(coordinates[:, 0], coordinates[:, 1])
    return path(coordinates, beneath + lift, beneath, method)
