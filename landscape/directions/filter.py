"""Filter-normalized random axes: each class's row is as long as the classifier's own row.

Source: Li, Xu, Taylor, Studer, Goldstein, "Visualizing the Loss Landscape of Neural Nets", NeurIPS 2018. A
filter is here a class's row of W without its bias; rows of different axes are made orthogonal one by one, so
the axes are orthogonal as a whole.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.errors import SliceError


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P) whose rows have the norms of the rows of W at the center; bias zero.

    Raises:
        SliceError: a row of W at the center is zero, or there are more axes than features.
    """
    layout = context.layout
    if count > layout.n_features:
        raise SliceError(
            f"filter-normalized axes are orthogonal in each class's row, so at most {layout.n_features} fit; "
            f"got {count}. Lower slice.dimensions or use slice.kind=unit."
        )
    norms = np.linalg.norm(layout.matrix(context.center)[:, :-1], axis=1)
    if (norms == 0).any():
        raise SliceError(
            f"slice.kind=filter needs rows of W that are not zero at the center; class {int(np.argmin(norms))} "
            "has a zero row. Use slice.kind=unit, or slice.center=base or end:LABEL."
        )
    drawn = layout.matrix(context.gaussian(count))[..., :-1]
    axes = np.zeros((count, layout.n_classes, layout.n_features + 1))
    for class_index, norm in enumerate(norms):
        axes[:, class_index, :-1] = norm * orthonormal_rows(drawn[:, class_index])
    return Axes(axes.reshape(count, -1), ("each class's row of an axis is as long as that row of W at the center",))


FILTER = Direction(
    name="filter",
    label="random, filter-normalized",
    summary="Random directions scaled row by row to the classifier's own rows (Li et al. 2018).",
    stream=3,
    needs_runs=False,
    choose=choose,
)
