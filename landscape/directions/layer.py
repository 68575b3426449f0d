"""Layer-normalized random axes: in each layer an axis is as long as that layer's weights at the center.

Coarser than filter by filter: a linear classifier is one layer, so its axes are as long as W without biases. Li et
al. (NeurIPS 2018) compare the two.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import Axes, Context, Direction, orthonormal_rows
from landscape.errors import SliceError


def choose(context: Context, count: int) -> Axes:
    """Axes (count, P), orthogonal in each layer, whose layers have the norms of those at the center; biases zero.

    Raises:
        SliceError: a layer is zero at the center, or there are more axes than weights in a layer.
    """
    axes = context.layout.without_bias(context.gaussian(count))
    here = context.layout.matrices(context.center[None])
    for index, (layer, weights) in enumerate(zip(context.layout.matrices(axes), here, strict=True), start=1):
        norm = float(np.linalg.norm(weights[0, :, :-1]))
        if norm == 0:
            raise SliceError(
                f"slice.kind=layer needs layers that are not zero at the center; layer {index} is zero. "
                "Use slice.kind=unit, or slice.center=base or end:LABEL."
            )
        drawn = layer.reshape(count, -1)
        lengths = np.linalg.norm(drawn, axis=1)[:, None]
        drawn = orthonormal_rows(drawn) if context.orthogonal(True) else drawn / lengths
        layer[...] = norm * drawn.reshape(layer.shape)
    note = "each layer of an axis is as long as that layer of the weights at the center; biases stay"
    return Axes(axes, (note,), seeded=True)


LAYER = Direction(
    name="layer",
    label="random, layer-normalized",
    summary="Random directions scaled layer by layer to the classifier's own weights.",
    stream=5,
    needs_runs=False,
    choose=choose,
    told_by=("orthogonal",),
)
