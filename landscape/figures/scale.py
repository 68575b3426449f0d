"""How a loss becomes a color, the same in contour, surface and color bar.

Colors follow the square root of the height above the lowest loss, as the contour levels do: a bowl's bottom, where
paths end, gets as many of them as its walls.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.colors import Colormap, ListedColormap, PowerNorm

from landscape.figures.look import COLOR_MAP
from landscape.surfaces.surface import Surface
from trainers.objective import Array

N_COLORS = 256


@dataclass(frozen=True)
class Scale:
    """Losses from `low` to `high` as positions 0..1; both NaN where a surface has no finite value.

    `map` is the name of the colors that positions get.
    """

    low: float
    high: float
    map: str = COLOR_MAP

    @property
    def is_flat(self) -> bool:
        """True where one color says everything, or nothing can be said."""
        return not self.high > self.low

    def position(self, loss: float) -> float:
        """0 at `low`, 1 at `high`, negative below; a flat scale knows only 0 and the infinities."""
        if self.is_flat:
            return 0.0 if loss == self.low else math.copysign(math.inf, loss - self.low)
        share = (loss - self.low) / (self.high - self.low)
        return math.copysign(math.sqrt(abs(share)), share)

    @property
    def norm(self) -> PowerNorm:
        """The same as matplotlib's norm, never degenerate."""
        if self.is_flat:
            low = self.low if math.isfinite(self.low) else 0.0
            return PowerNorm(0.5, low, low + max(1.0, abs(low)))
        return PowerNorm(0.5, self.low, self.high)

    def colors(self, loss: Array) -> Array:
        """RGBA (..., 4) of losses (...); fully transparent where they are not finite."""
        finite = np.isfinite(loss)
        rgba = np.array(color_map(self.map)(np.asarray(self.norm(np.where(finite, loss, self.low)))), dtype=np.float64)
        rgba[~finite] = 0.0
        return rgba


def color_map(name: str = COLOR_MAP) -> Colormap:
    """The color map of losses by a name that cmap knows; the usual one is dark where they are low."""
    if name == COLOR_MAP:
        return matplotlib.colormaps[COLOR_MAP]
    import cmap

    return ListedColormap(np.asarray(cmap.Colormap(name).lut(N_COLORS)), name)  # the colors of the window


def scale_of(surface: Surface, color_map: str = COLOR_MAP) -> Scale:
    """The scale from a surface's lowest to its highest finite loss."""
    return Scale(surface.lowest, surface.lowest if surface.is_flat else surface.highest, color_map)


def with_norm(scale: Scale) -> dict[str, Any]:
    """The arguments that make matplotlib color losses by `scale`."""
    return {"cmap": color_map(scale.map), "norm": scale.norm}
