"""The box of a 3-D view: which ranges of coordinates and loss it spans, and where in it a point lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gui.views.camera import HEIGHT, SIDE_A, SIDE_B, Points
from landscape.experiment.scene import Path
from landscape.surfaces.height_scale import HeightScale, scale_for
from landscape.surfaces.surface import Surface

MARGIN_ABOVE = 0.2  # how far above the surface paths may rise, relative to the shown span of losses


@dataclass(frozen=True)
class Box:
    """Ranges (low, high) of both coordinates and of the loss, high above low, how a loss becomes a height, and what
    the coordinates are called."""

    a: tuple[float, float]
    b: tuple[float, float]
    loss: tuple[float, float]
    height: HeightScale = field(default_factory=HeightScale)
    names: tuple[str, str] = ("a", "b")
    colors: tuple[float, float] | None = None  # losses that colors span; None: the surface's own

    @cached_property
    def _heights(self) -> tuple[float, float]:
        """The heights of both ends of the losses."""
        return float(self.height(self.loss[0])), float(self.height(self.loss[1]))

    def place(self, a: Points | float, b: Points | float, loss: Points | float) -> Points:
        """Points (..., 3) in the units of the camera; a, b and loss broadcast. What is not finite stays so."""
        return self.place_height(a, b, self.height(loss))

    def place_height(self, a: Points | float, b: Points | float, height: Points | float) -> Points:
        """The same of heights on the box's scale."""
        low, high = self._heights
        x = ((a - self.a[0]) / (self.a[1] - self.a[0]) - 0.5) * SIDE_A
        y = ((b - self.b[0]) / (self.b[1] - self.b[0]) - 0.5) * SIDE_B
        z = (height - low) / (high - low) * HEIGHT
        return np.stack(np.broadcast_arrays(x, y, z), axis=-1)


def box_around(
    surface: Surface,
    paths: Iterable[Path],
    height_scale: str = "linear",
    held: tuple[float, float] | None = None,
) -> Box:
    """The box of a surface over a plane and of paths above or beneath it.

    Losses span the surface and all true losses of the paths below its top. Above it there is room for 20 % of that span
    and no more: one diverging path would flatten everything else. A log scale becomes symlog where a loss is 0 or less.
    `held` are losses that colors span whatever the surface's are; then heights reach at least over them.
    """
    true = [path.loss[np.isfinite(path.loss)] for path in paths]
    met = np.concatenate([*true, surface.loss[surface.finite]])
    if met.size == 0:
        return Box(_ends(surface.a), _ends(surface.b), (0.0, 1.0), names=surface.names, colors=held)
    low = float(met.min())
    top = surface.highest if surface.finite.any() else float(met.max())
    high = min(float(met.max()), top + MARGIN_ABOVE * (top - low))
    if held is not None:
        low, high = min(low, held[0]), max(high, held[1])
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        # Flat: it lies halfway up, in a range wide enough for ticks that differ.
        room = max(abs(low) * 0.05, 1e-6)
        low, high = low - room, high + room
    scale = scale_for(height_scale, low, high)
    return Box(_ends(surface.a), _ends(surface.b), (low, high), scale, surface.names, held)


def _ends(coordinates: Points) -> tuple[float, float]:
    low, high = float(coordinates[0]), float(coordinates[-1])
    return (low, high) if high > low else (low - 0.5, low + 0.5)
