"""A drawing of a feature on axes: images, strokes, circles, words and bars where `placed` puts them."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import EllipseCollection, LineCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from landscape.features.drawing import INK, Drawing, Panel, Rings, Strokes
from landscape.features.placed import PlacedBar, PlacedPanel, Rect, placed
from landscape.figures.data_page import fitting
from landscape.figures.look import FAINT, SMALL_SCALE, TEXT, em, points
from trainers.objective import Array

LEAST_STRENGTH = 0.04  # of a stroke that is drawn


def draw_feature(ax: Axes, drawing: Drawing, width: float, height: float) -> list[Artist]:
    """A drawing on axes that are `width` by `height` inches."""
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    artists: list[Artist] = []
    for part in placed(drawing, width, height, 1.2 * em(SMALL_SCALE)):
        if isinstance(part, PlacedPanel):
            artists += draw_panel(ax, part.panel, part.rect)
        elif isinstance(part, PlacedBar):
            artists.append(ax.add_patch(_rectangle(part.rect, facecolor=part.color or INK, edgecolor=FAINT)))
        else:
            x = part.rect.x + (part.rect.width / 2 if part.centered else 0)
            artists.append(
                ax.text(
                    x, part.rect.y + 0.5 * part.rect.height,
                    fitting(part.text, part.rect.width + 0.6 * em()) if part.centered else part.text,
                    fontsize=points(SMALL_SCALE), color=TEXT, va="center", ha="center" if part.centered else "left",
                )
            )  # fmt: skip
    return artists


def draw_panel(ax: Axes, panel: Panel, rect: Rect) -> list[Artist]:
    """A panel in a rectangle of axes whose y grows downward."""
    scale = np.array([rect.width / panel.width, rect.height / panel.height])
    corner = np.array([rect.x, rect.y])
    artists: list[Artist] = []
    frame = _rectangle(rect, facecolor="none", edgecolor=FAINT)
    # Marks are meant for white, on any page.
    ax.add_patch(_rectangle(rect, facecolor="#fffffe", edgecolor="none", zorder=0))
    if panel.image is not None:
        extent = (rect.x, rect.x + rect.width, rect.y + rect.height, rect.y)
        limits = ax.get_xlim(), ax.get_ylim()
        artists.append(ax.imshow(panel.image, interpolation="nearest", extent=extent, aspect="auto", zorder=0.5))
        ax.set_xlim(limits[0])
        ax.set_ylim(limits[1])
    if len(panel.borders):
        lines = LineCollection(list(corner + scale * panel.borders), colors="#fffffe", linewidths=points(0.16))
        artists.append(ax.add_collection(lines, autolim=False))
        lines = LineCollection(list(corner + scale * panel.borders), colors=INK, linewidths=points(0.07))
        artists.append(ax.add_collection(lines, autolim=False))
    if panel.strokes is not None:
        artists.append(_draw_strokes(ax, panel.strokes, corner, scale))
    if panel.rings is not None and len(panel.rings.centers):
        artists += _draw_rings(ax, panel.rings, corner, scale)
    ax.add_patch(frame)
    frame.set_clip_on(False)  # else half of a line at the edge of the axes is lost
    clip = _rectangle(rect)
    clip.set_transform(ax.transData)
    for artist in artists:
        artist.set_clip_path(clip)
    return artists


def _draw_strokes(ax: Axes, strokes: Strokes, corner: Array, scale: Array) -> LineCollection:
    kept = strokes.strengths >= LEAST_STRENGTH
    colors = [(*to_rgb(strokes.color), 0.2 + 0.8 * share) for share in strokes.strengths[kept]]
    lines = LineCollection(list(corner + scale * strokes.ends[kept]), colors=colors, linewidths=points(0.13))
    ax.add_collection(lines, autolim=False)
    return lines


def _draw_rings(ax: Axes, rings: Rings, corner: Array, scale: Array) -> list[Artist]:
    centers, radii = corner + scale * rings.centers, scale[0] * rings.radii
    filled = {"facecolors": rings.colors, "edgecolors": "none"}
    hollow = {"facecolors": "none", "edgecolors": rings.colors}
    circles = EllipseCollection(
        2 * radii, 2 * radii, np.zeros(len(radii)), units="xy", offsets=centers, offset_transform=ax.transData,
        linewidths=points(0.12), **(filled if rings.filled else hollow),
    )  # fmt: skip
    artists: list[Artist] = [ax.add_collection(circles, autolim=False)]
    known = np.isfinite(rings.directions)
    if known.any() and not rings.filled:
        turn = np.stack([np.cos(rings.directions), np.sin(rings.directions)], axis=1)
        ends = np.stack([centers, centers + radii[:, None] * turn], axis=1)[known]
        colors = [color for color, is_known in zip(rings.colors, known, strict=True) if is_known]
        artists.append(
            ax.add_collection(LineCollection(list(ends), colors=colors, linewidths=points(0.12)), autolim=False)
        )
    return artists


def _rectangle(rect: Rect, **options: Any) -> Rectangle:
    return Rectangle((rect.x, rect.y), rect.width, rect.height, linewidth=points(0.06), **options)
