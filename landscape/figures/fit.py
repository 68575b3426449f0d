"""Fit axes in space into a box of the page, so that no label is cut."""

from __future__ import annotations

from typing import Any, cast

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from mpl_toolkits.mplot3d import Axes3D, proj3d  # type: ignore[import-untyped]

from landscape.figures.layout import Box

ROUNDS = 4  # labels keep their size while the axes scale, so one round does not settle it


def fit_axes(figure: Figure, ax: Axes3D, box: Box) -> None:
    """Scale and move `ax` until its cube, ticks and labels just fill `box` in one direction, centered in the other."""
    placed = Box(box.left, box.bottom, box.right, box.top)
    for _ in range(ROUNDS):
        drawn = _extent(figure, ax)
        factor = min(box.width / drawn.width, box.height / drawn.height)
        width, height = placed.width * factor, placed.height * factor
        # Where the drawing's middle lies inside the axes, in fractions, stays the same under scaling.
        across = ((drawn.left + drawn.right) / 2 - placed.left) / placed.width
        up = ((drawn.bottom + drawn.top) / 2 - placed.bottom) / placed.height
        left = (box.left + box.right) / 2 - across * width
        bottom = (box.bottom + box.top) / 2 - up * height
        placed = Box(left, bottom, left + width, bottom + height)
        ax.set_position(placed.fractions(figure))


def _extent(figure: Figure, ax: Axes3D) -> Box:
    """What the axes cover of the page: the corners of their cube, and their axes with all texts."""
    shown = [artist for artist in (*ax.collections, *ax.lines) if artist.get_visible()]
    for artist in shown:  # they stay inside the cube, and projecting them would only take time
        artist.set_visible(False)
    figure.draw_without_rendering()
    for artist in shown:
        artist.set_visible(True)
    renderer = cast(Any, figure.canvas).get_renderer()  # an Agg canvas: save_figure puts one there
    parts = [axis.get_tightbbox(renderer) for axis in (ax.xaxis, ax.yaxis, ax.zaxis)]
    corners = [(x, y, z) for x in ax.get_xlim() for y in ax.get_ylim() for z in ax.get_zlim()]
    flat = [proj3d.proj_transform(*corner, ax.get_proj())[:2] for corner in corners]
    parts.append(Bbox.null())
    parts[-1].update_from_data_xy(ax.transData.transform(flat), ignore=True)
    whole = Bbox.union([part for part in parts if part is not None])
    return Box(*(float(edge) / figure.dpi for edge in (whole.x0, whole.y0, whole.x1, whole.y1)))
