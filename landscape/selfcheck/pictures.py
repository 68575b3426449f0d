"""Figures: the colors of a contour stand where the values belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from landscape.selfcheck.case import Case, worst
from landscape.surfaces.surface import Surface

SIDE = 220  # pixels
BAND = 0.05  # a band of the filled contour has the color of its middle; there are 15 from the lowest to the highest


def asymmetric() -> Surface:
    """A plane on 7 x 11 places whose corners all differ, the highest at a = 2, b = -2: 0.2 * a - 0.1 * b + 0.8."""
    a, b = np.linspace(-1.0, 2.0, 7), np.linspace(-2.0, 3.0, 11)
    loss = _plane(a[:, None], b)
    return Surface(a, b, loss, np.full_like(loss, np.nan), np.zeros_like(loss), "none")


def contour_colors(draw: Callable[[Any, Surface], object] | None = None) -> float:
    """How far the colors of nine places stand on the color map from the values there, as a share of its length."""
    from landscape.figures.contour import draw_contour
    from landscape.figures.scale import color_map, scale_of
    from landscape.figures.swatch import swatch

    surface = asymmetric()
    pixels = swatch(lambda ax: (draw or draw_contour)(ax, surface), SIDE)
    colors = color_map()(np.linspace(0, 1, 256))[:, :3]
    off = []
    for share_a in (0.03, 0.5, 0.97):
        for share_b in (0.03, 0.5, 0.97):
            column, row = round((SIDE - 1) * share_a), round((SIDE - 1) * share_b)
            near = pixels[row - 4 : row + 5, column - 4 : column + 5].reshape(-1, 3)
            color = np.median(near, axis=0)  # a level line is one pixel wide
            found = int(np.abs(colors - color).sum(axis=1).argmin()) / 255
            off.append(abs(found - scale_of(surface).position(_plane(3 * share_a - 1, 5 * share_b - 2))))
    return worst(off)


def _plane(a: Any, b: Any) -> Any:
    return 0.2 * a - 0.1 * b + 0.8


CASES = (
    Case(
        "contour",
        "colors of nine places with the values of a 7 x 11 surface there, as shares of the color map",
        contour_colors,
        BAND,
    ),
)
