"""A surface over a plane as a picture from above: its edges and its level lines."""

from __future__ import annotations

import numpy as np
from contourpy import LineType, contour_generator

from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface
from trainers.objective import Array


def extent(surface: Surface) -> tuple[float, float, float, float]:
    """The picture's left, right, bottom and top: pixels are centered on grid points, so half a cell beyond them."""
    return (*_edges(surface.a), *_edges(surface.b))


def level_lines(surface: Surface) -> tuple[Array, Array]:
    """All level lines as one x and one y array, the lines separated by NaN; none next to a hole."""
    levels = contour_levels(surface)
    if levels.size == 0 or min(surface.loss.shape) < 2:
        return np.empty(0), np.empty(0)
    generator = contour_generator(
        x=surface.a, y=surface.b, z=np.ma.masked_invalid(surface.loss.T), line_type=LineType.ChunkCombinedNan
    )
    gap = np.full((1, 2), np.nan)
    parts: list[Array] = []
    for level in levels:
        chunks, *_ = generator.lines(float(level))
        parts += [part for chunk in chunks if chunk is not None for part in (chunk, gap)]
    if not parts:
        return np.empty(0), np.empty(0)
    points = np.concatenate(parts)
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def require_plane(surface: Surface) -> None:
    """Refuse a surface over one axis.

    Raises:
        ValueError: it is one.
    """
    if surface.is_line:
        raise ValueError(f"a contour needs a surface over two axes; got a line of {len(surface.a)} points")


def _edges(places: Array) -> tuple[float, float]:
    half = (places[-1] - places[0]) / (len(places) - 1) / 2 if len(places) > 1 else 0.5
    return float(places[0] - half), float(places[-1] + half)


def leaves(places: Array, left: float, right: float, bottom: float, top: float) -> bool:
    """Whether finite places (T, 2) lie beyond the edges."""
    a, b = places[np.isfinite(places).all(axis=1)].T
    return bool(((a < left) | (a > right) | (b < bottom) | (b > top)).any())
