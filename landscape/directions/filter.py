"""Filter-normalized random axes: each row of weights is as long as the classifier's own row.

Source: Li, Xu, Taylor, Studer, Goldstein, "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018. A
filter is here the weights that lead into one unit, without its bias: a class's row of W, or in a network a hidden
unit's row of what comes in, and a class's row from the hidden units. Rows of different axes are made orthogonal one
by one, so the axes are orthogonal as a whole.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.errors import SliceError


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P) whose rows have the norms of the rows of weights at the center; biases zero.

    Raises:
        SliceError: a row of weights at the center is zero, or there are more axes than weights in a row.
    """
    filters, unit, weights = context.layout.filters, "class's", "W"
    if context.layout.hidden:
        unit, weights = "hidden unit's and class's", "the weights"
    fewest = min(len(part.indices) for part in filters)
    if count > fewest:
        raise SliceError(
            f"filter-normalized axes are orthogonal in each {unit} row, so at most {fewest} fit; "
            f"got {count}. Lower slice.dimensions or use slice.kind=unit."
        )
    drawn = context.gaussian(count)
    axes = np.zeros_like(drawn)
    for part in filters:
        # Summed along an axis: a dot product's last bit could differ.
        norm = np.linalg.norm(context.center[None, part.indices], axis=1)
        if norm == 0:
            raise SliceError(
                f"slice.kind=filter needs rows of {weights} that are not zero at the center; {part.name} "
                "has a zero row. Use slice.kind=unit, or slice.center=base or end:LABEL."
            )
        rows = drawn[:, part.indices]
        lengths = np.linalg.norm(rows, axis=1)[:, None]
        axes[:, part.indices] = norm * (orthonormal_rows(rows) if context.orthogonal(True) else rows / lengths)
    note = f"each {unit} row of an axis is as long as that row of {weights} at the center; biases stay"
    return Axes(axes, (note,), seeded=True)


FILTER = Direction(
    name="filter",
    label="random, filter-normalized",
    summary="Random directions scaled row by row to the classifier's own rows (Li et al. 2018).",
    stream=3,
    needs_runs=False,
    choose=choose,
    told_by=("orthogonal",),
)
