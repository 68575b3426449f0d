"""The plane that points stand in: their places as the classifier sees them, and a window around them."""

from __future__ import annotations

from landscape.data.dataset import Dataset
from landscape.errors import InvalidValue
from trainers.objective import Array

Limits = tuple[tuple[float, float], tuple[float, float]]  # of x and of y

MARGIN = 0.15  # of the points' span, on every side


def points_in_plane(dataset: Dataset) -> Array:
    """The mapped places (N, 2) of the training examples.

    Raises:
        InvalidValue: the examples have not two features.
    """
    check_plane(dataset.n_features, dataset.source)
    return dataset.map(dataset.train.x[:])


def limits_around(points: Array) -> Limits:
    """A square around points (N, 2) with a margin; of side 2 where all points are one."""
    low, high = points.min(axis=0), points.max(axis=0)
    center, span = (low + high) / 2, float((high - low).max())
    half = (0.5 + MARGIN) * span if span > 0 else 1.0
    (left, bottom), (right, top) = (center - half).tolist(), (center + half).tolist()
    return (left, right), (bottom, top)


def check_plane(n_features: int, name: str) -> None:
    """Raise `InvalidValue` where examples do not stand in a plane."""
    if n_features != 2:
        raise InvalidValue(
            f"points in the plane need examples of 2 features; {name} has {n_features:,}. Try data.source=points."
        )
