"""Color maps by name, and which of their colors a value gets."""

from __future__ import annotations

import functools

import cmap
import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue

N_COLORS = 256


@functools.lru_cache(maxsize=8)
def lut(name: str) -> NDArray[np.uint8]:
    """The colors of a map from low to high: red, green, blue and opacity, uint8 (256, 4), read-only.

    Raises:
        InvalidValue: the `cmap` catalogue has no such map.
    """
    try:
        colors = cmap.Colormap(name).lut(N_COLORS)
    except ValueError as error:
        raise InvalidValue(f"a color map must be one that cmap knows; got {name!r}. Try 'viridis'.") from error
    table = np.rint(np.asarray(colors) * 255).astype(np.uint8)
    table.setflags(write=False)  # the next one gets the same array
    return table


def indices(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.intp]:
    """Rows of a color table for values of any shape: 0 at `low`, 255 at `high`, clipped to them beyond.

    They follow the square root of the height above `low`, as the levels and the figures do (`figures/scale.py`): a
    bowl's bottom, where paths end, gets as many colors as its walls. Where `low` equals `high` every value gets the
    middle color. Values that are not finite get -1: they have no color, and a caller must leave them out.
    """
    values = np.asarray(values, dtype=float)
    finite = np.isfinite(values)
    if not high > low:
        return np.where(finite, N_COLORS // 2, -1)
    share = (np.where(finite, values, low) - low) / (high - low)
    return np.where(finite, np.rint(np.sqrt(np.clip(share, 0.0, 1.0)) * (N_COLORS - 1)).astype(np.intp), -1)
