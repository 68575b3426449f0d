"""Paths on two coordinates: a white halo, the run's color and dashes, a head at the end, a star at the start."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from landscape.experiment.scene import Path
from landscape.figures.look import HALO, TEXT, points
from landscape.palette import Style, styles
from landscape.surfaces.surface import Surface
from trainers.objective import Array

LINE_WIDTH = 0.2  # like all widths of lines and marks in font sizes, so that a larger font makes a bolder figure
HALO_WIDTH = 0.13  # on each side
HEAD = 0.7
STAR = 1.3
TRY = 0.26
MANY = 2000  # points that a vector file would be slow to draw

Pattern = str | tuple[float, tuple[float, ...]]


def dash_pattern(style: Style) -> Pattern:
    """A style's dashes as matplotlib's line style."""
    return (0, style.dashes) if style.dashes else "-"


def draw_line(ax: Axes, x: Array, y: Array, style: Style, zorder: float, halo: bool = True) -> list[Artist]:
    """One line with its halo (solid, so that dashes stand out of it); NaN breaks it."""
    artists: list[Artist] = []
    if halo:
        artists += ax.plot(x, y, color=HALO, lw=points(LINE_WIDTH + 2 * HALO_WIDTH), alpha=0.85, zorder=zorder,
                           solid_joinstyle="round")  # fmt: skip
    artists += ax.plot(x, y, color=style.color, lw=points(LINE_WIDTH), ls=dash_pattern(style), zorder=zorder + 0.1,
                       dash_capstyle="butt", solid_joinstyle="round")  # fmt: skip
    return artists


def draw_heads(ax: Axes, ends: Iterable[tuple[float, float, Style]], zorder: float) -> list[Artist]:
    """The heads (x, y, style), above all lines; one that is not finite is left out."""
    artists: list[Artist] = []
    for x, y, style in ends:
        if np.isfinite(x) and np.isfinite(y):
            artists += ax.plot([x], [y], ls="", marker=style.marker, ms=points(HEAD), mfc=style.color, mec=HALO,
                               mew=points(0.14), zorder=zorder)  # fmt: skip
    return artists


def draw_starts(ax: Axes, starts: Array, zorder: float) -> list[Artist]:
    """A star at each different start (n, 2)."""
    distinct = np.unique(np.round(starts[np.isfinite(starts).all(axis=1)], 12), axis=0)
    if not len(distinct):
        return []
    return list(
        ax.plot(distinct[:, 0], distinct[:, 1], ls="", marker="*", ms=points(STAR), mfc=HALO, mec=TEXT,
                mew=points(0.12), zorder=zorder, path_effects=[withStroke(linewidth=points(0.34), foreground=HALO)])
    )  # fmt: skip


def draw_tries(ax: Axes, paths: tuple[Path, ...], zorder: float) -> list[Artist]:
    """The tries of searches as faint points, one of them for all that were not taken; a picture's limits cut them."""
    artists: list[Artist] = []
    for path, style in styled(paths):
        if path.tries is not None and path.coordinates.shape[1] > 1:
            places = path.tries.coordinates[~path.tries.taken]
            artists += ax.plot(places[:, 0], places[:, 1], ls="", marker="o", ms=points(TRY), mfc=style.color, mec=HALO,
                               mew=points(0.03), alpha=0.55, zorder=zorder, rasterized=len(places) > MANY)  # fmt: skip
    return artists


def styled(paths: tuple[Path, ...]) -> list[tuple[Path, Style]]:
    """Paths with their styles, in order."""
    return list(zip(paths, styles([path.method for path in paths]), strict=True))


def leaves(path: Path, surface: Surface) -> bool:
    """True where some recorded point of a path lies outside the grid."""
    return not bool(inside(path, surface).all())


def inside(path: Path, surface: Surface) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which rows (T,) of a path lie on the grid, its edges included."""
    return on_grid(path.coordinates, surface)


def on_grid(coordinates: Array, surface: Surface) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which of some coordinates (T, k) lie on the grid, its edges included."""
    held = np.ones(len(coordinates), dtype=np.bool_)
    for axis, ticks in zip(coordinates.T, (surface.a, surface.b), strict=False):
        if len(ticks):
            held &= (axis >= ticks[0]) & (axis <= ticks[-1])
    return held
