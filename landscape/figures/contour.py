"""The loss on a plane as filled contours, with the paths that were taken there."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from landscape.experiment.scene import Path, Scene
from landscape.figures.caption import axis_name, axis_words, badge, caption, is_orthonormal, names, subtitle, title
from landscape.figures.color_bar import bar_box, bar_width, draw_color_bar
from landscape.figures.layout import Box, check_room, frame
from landscape.figures.legend import chip_for, place_legend
from landscape.figures.look import COLOR_MAP, HALO, em, points
from landscape.figures.paths import draw_heads, draw_line, draw_starts, draw_tries, leaves, on_grid, styled
from landscape.figures.scale import color_map, scale_of, with_norm
from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface

TICK_STEPS = [1, 2, 4, 5, 10]
THINNEST = 4.0  # a plane longer than this times its width is stretched, and says so


def draw_contour(
    ax: Axes, surface: Surface, paths: tuple[Path, ...] = (), *, level_count: int = 14, color_map: str = COLOR_MAP
) -> list[Artist]:
    """Filled contours of the surface, level lines and paths; the axes' limits are the grid's ends.

    Holes are hatched. The fill is an image in PDF and SVG, since vector fills show seams between their polygons.
    """
    scale = scale_of(surface, color_map)
    low, high = (surface.a[0], surface.b[0]), (surface.a[-1], surface.b[-1])
    values = np.ma.masked_invalid(surface.loss).T  # drawn with a to the right: only the drawing transposes
    levels = contour_levels(surface, level_count)
    artists: list[Artist] = []
    if surface.n_holes:
        artists.append(ax.fill_between([low[0], high[0]], low[1], high[1], facecolor="#f4f5f6", hatch="///", lw=0))
    if len(levels):
        edges = np.concatenate([[scale.low], levels, [scale.high]])
        fill = ax.contourf(surface.a, surface.b, values, edges, **with_norm(scale))
        fill.set_rasterized(True)
        lines = ax.contour(surface.a, surface.b, values, levels, colors=HALO, linewidths=points(0.06), alpha=0.45)
        artists += [fill, lines]
    elif surface.finite.any():
        artists.append(_flat(ax, surface, color_map))
    artists += draw_tries(ax, paths, zorder=2.5)
    for path, style in styled(paths):
        artists += draw_line(ax, path.coordinates[:, 0], path.coordinates[:, 1], style, zorder=3)
    if paths:
        artists += draw_starts(ax, np.array([path.coordinates[0, :2] for path in paths]), zorder=5)
    artists += draw_heads(ax, [(*path.coordinates[-1, :2], style) for path, style in styled(paths)], zorder=6)
    ax.set_xlim(low[0], high[0])
    ax.set_ylim(low[1], high[1])
    return artists


def compose_contour(figure: Figure, scene: Scene) -> None:
    """A whole page: title, contours with color bar, legend, caption."""
    surface, colors = scene.surface, scene.description.view.color_map
    to_scale = is_to_scale(scene)
    free = frame(
        figure,
        title(scene),
        subtitle(scene),
        caption(scene, *contour_notes(scene), leave_out=("movement",)),
        badge(scene),
    )
    aspect = (surface.b[-1] - surface.b[0]) / (surface.a[-1] - surface.a[0]) if to_scale else None

    def picture(box: Box) -> Box:
        room = box.inside(left=4.2 * em(), bottom=3.3 * em(), right=bar_width() + 1.4 * em(), top=0.4 * em())
        return room.shaped(aspect)

    box = picture(place_legend(figure, scene.paths, free, picture, chip_for(scene)))
    check_room(figure, box)
    ax = box.axes(figure)
    draw_contour(ax, surface, scene.paths, color_map=colors)
    ax.xaxis.set_major_locator(MaxNLocator(min(7, int(box.width / (3.5 * em()))), steps=TICK_STEPS))
    ax.yaxis.set_major_locator(MaxNLocator(min(7, int(box.height / (2.0 * em()))), steps=TICK_STEPS))
    ax.set_xlabel(axis_words(scene)[0])
    ax.set_ylabel(axis_words(scene)[1])
    ax.spines[:].set_visible(False)
    bar = bar_box(Box(box.right + 1.2 * em(), box.bottom, box.right, box.top))
    name = axis_name(scene)
    draw_color_bar(bar.axes(figure), scale_of(surface, colors), scene.lowest_known, bands=15, name=name)


def is_to_scale(scene: Scene) -> bool:
    """True where the plane is drawn 1:1: its axes are orthonormal, and it is no thin strip."""
    aspect = np.ptp(scene.surface.b) / np.ptp(scene.surface.a)
    return is_orthonormal(scene.slice) and bool(1 / THINNEST <= aspect <= THINNEST)


def contour_notes(scene: Scene) -> list[str]:
    """What a reader of the contours must know beyond the provenance."""
    not_to_scale = "Not drawn 1:1, so angles and lengths are not those of weight space"
    notes = [] if is_to_scale(scene) else [not_to_scale]
    away = [path for path in scene.paths if leaves(path, scene.surface)]
    if away:
        notes.append(f"Partly outside the picture: {names(away)}")
    for path in scene.paths:
        outside = 0 if path.tries is None else int(np.count_nonzero(~on_grid(path.tries.coordinates, scene.surface)))
        if outside:
            notes.append(f"Tries of {names([path])} outside the picture: {outside:,}")
    return notes


def _flat(ax: Axes, surface: Surface, name: str) -> Artist:
    """One color wherever the surface is finite, cell by cell around its points."""
    cells = np.where(surface.finite, 0.0, np.nan).T
    return ax.pcolormesh(surface.a, surface.b, np.ma.masked_invalid(cells), shading="nearest", cmap=color_map(name),
                         vmin=0, vmax=1, rasterized=True)  # fmt: skip
