"""The plane through three points: the center and two more.

Source: Garipov, Izmailov, Podoprikhin, Vetrov, Wilson, "Loss Surfaces, Mode Connectivity, and Fast Ensembling of
DNNs", NeurIPS 2018.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction
from landscape.directions.points import point_words
from landscape.errors import SliceError
from trainers.objective import Array

NEARLY_ON_A_LINE = 1e-7  # as sine of the angle: the plane of such points would be that of their rounding


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P) of the plane through the center and two points: those named, else the first two runs' ends.

    Orthonormal, the first toward the first point; or, where `orthogonal` is false, the ways to the two points
    themselves, so that these lie at (1, 0) and (0, 1). Axes beyond two are seeded random orthogonal ones.

    Raises:
        SliceError: fewer than two points, or all are the center.
    """
    words = context.choices.through
    if words is None:
        words = tuple(f"end:{run.label}" for run in context.deciding("plane")[:2])
    if len(words) != 2:
        raise SliceError(
            f"slice.kind=plane needs 2 points besides the center; got {len(words)}. "
            "Name them in slice.through, or add a run."
        )
    targets = tuple(context.point(word) for word in words)
    ways = np.array([target - context.center for target in targets])
    names = [point_words(word, context.choices.file) for word in words]
    if not np.isfinite(ways).all():
        raise SliceError("slice.kind=plane needs finite points; got NaN or infinity. Change slice.through.")
    basis = _basis(ways)
    if not len(basis):
        raise SliceError(f"slice.kind=plane needs different points; {' and '.join(names)} are both the center.")
    notes = []
    if len(basis) < min(2, count):
        notes.append("the three points lie on one line: a random orthogonal axis completes the plane")
    axes = context.completed(basis, count)
    if count == 2 and len(basis) == 2 and not context.orthogonal(True):
        axes = ways
    for name, place in zip(names, _places(axes, ways), strict=True):
        notes.append(f"{name} is at ({', '.join(f'{x:.4g}' for x in place)})")
    return Axes(axes, tuple(notes), seeded=len(basis) < count, marks=targets)


def _basis(ways: Array) -> Array:
    """Orthonormal vectors (0 to 2, P) that span the ways (2, P), in their order."""
    found: list[Array] = []
    for way in ways:
        length = np.linalg.norm(way)
        rest = way.copy()
        for _ in range(2):  # once more, as the first time leaves what rounding makes of a large part taken away
            for unit in found:
                rest -= (rest @ unit) * unit
        left = np.linalg.norm(rest)
        if length > 0 and left > NEARLY_ON_A_LINE * length:
            found.append(rest / left)
    return np.array(found).reshape(len(found), ways.shape[1])


def _places(axes: Array, ways: Array) -> Array:
    found = np.linalg.lstsq(axes.T, ways.T, rcond=None)[0].T
    return np.where(np.abs(found) < NEARLY_ON_A_LINE * np.abs(found).max(), 0.0, found)


PLANE = Direction(
    name="plane",
    label="plane through three points",
    summary="The plane through the slice's origin and two more points, such as the ends of two runs.",
    stream=8,
    needs_runs=True,
    choose=choose,
    told_by=("through", "runs", "orthogonal"),
)
