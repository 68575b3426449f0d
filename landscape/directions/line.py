"""The line from the center to another point: coordinate 0 is the one, 1 the other.

Source: Goodfellow, Vinyals, Saxe, "Qualitatively characterizing neural network optimization problems", ICLR 2015.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction
from landscape.directions.points import point_words
from landscape.errors import SliceError
from landscape.slice import DEPENDENT


def choose(context: Context, count: int) -> Axes:
    """The way (1, P) from the center to the point named, else to the end of the first run that decides.

    More axes are seeded random orthogonal ones of the same length.

    Raises:
        SliceError: no point is named and no run moved, or the two points are the same.
    """
    words = context.choices.through
    if words is None:
        words = (f"end:{context.deciding('line')[0].label}",)
    if len(words) != 1:
        raise SliceError(
            f"slice.kind=line needs 1 point in slice.through, the other is slice.center; got {len(words)}. "
            "Try slice.through=zero."
        )
    target = context.point(words[0])
    way = target - context.center
    length = float(np.linalg.norm(way))
    name = point_words(words[0], context.choices.file)
    if not np.isfinite(length):
        raise SliceError(f"slice.kind=line needs finite points; {name} is not. Choose another in slice.through.")
    if length <= DEPENDENT * float(np.linalg.norm(target)) or length == 0:
        raise SliceError(f"slice.kind=line needs two different points; the center is {name}. Change slice.through.")
    notes = [f"at a = 1 lies {name}, {length:.4g} from the center"]
    if count > 1:
        notes.append(f"one point spans 1 direction: {count - 1} random orthogonal one(s) complete it")
    axes = context.completed(way[None] / length, count) * length
    axes[0] = way
    return Axes(axes, tuple(notes), seeded=count > 1, marks=(target,))


LINE = Direction(
    name="line",
    label="line to a point",
    summary="The straight line from the slice's origin to another point, such as the end of a run.",
    stream=7,
    needs_runs=True,
    choose=choose,
    usual_axes=1,
    told_by=("through", "runs"),
)
