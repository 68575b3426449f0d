"""Contour levels that come from the data: close together near the bottom, where paths end."""

from __future__ import annotations

import numpy as np

from landscape.surfaces.surface import Surface
from trainers.objective import Array


def contour_levels(surface: Surface, count: int = 14) -> Array:
    """Increasing losses (count,) strictly between the surface's lowest and highest; empty for a flat surface.

    Spacing grows as a square from the lowest loss up, so a bowl's level lines are about evenly spaced.
    """
    if surface.is_flat or not np.isfinite(surface.lowest):
        return np.empty(0)
    fractions = (np.arange(1, count + 1) / (count + 1)) ** 2
    return np.asarray(surface.lowest + fractions * (surface.highest - surface.lowest))
