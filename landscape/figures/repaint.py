"""Looks of a page: light, dark for a dark slide, and projector, with more contrast and larger type.

Figures are composed in the light look; another one exchanges its inks, on the page and wherever nothing is painted
beneath. Colors of methods stay, but for those that a dark page would swallow: they are lightened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb, to_rgba
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from mpl_toolkits.mplot3d import Axes3D  # type: ignore[import-untyped]

from landscape.figures.look import FAINT, HALO, MUTED, TEXT, TRACK, points

LEAST_CONTRAST = 4.5  # to the page, as WCAG 2.1 asks of text
OPEN = "#f4f5f6"  # behind the hatching of holes
STROKE = 0.25  # around words that stand on lines, in font sizes


@dataclass(frozen=True)
class Look:
    """The inks of a page, #rrggbb, and the type and the page that go with it unless others are asked for."""

    page: str
    text: str
    muted: str
    faint: str
    track: str
    font_size: float = 10.0
    width: float = 8.0
    height: float = 5.2


LOOKS: dict[str, Look] = {
    "light": Look(HALO, TEXT, MUTED, FAINT, TRACK),
    "dark": Look("#1e2126", "#e8eaed", "#aab2bc", "#6b7480", "#343a43"),
    "projector": Look("#ffffff", "#000000", "#3c434c", "#7b838d", "#dde1e6", 18.0, 13.33, 7.5),
}


def inks(look: Look) -> dict[Any, Any]:
    """matplotlib's settings for what has no color of its own: ticks, spines, grids, hatches."""
    return {
        "figure.facecolor": look.page,
        "savefig.facecolor": look.page,
        "axes.facecolor": look.page,
        "text.color": look.text,
        "axes.labelcolor": look.text,
        "axes.titlecolor": look.text,
        "axes.edgecolor": look.faint,
        "xtick.color": look.faint,
        "ytick.color": look.faint,
        "xtick.labelcolor": look.muted,
        "ytick.labelcolor": look.muted,
        "grid.color": look.track,
        "hatch.color": look.faint,
    }


def repaint(figure: Figure, look: Look) -> None:
    """Exchange the inks of a figure that was composed in the light look, under the settings of `inks`."""
    if look == LOOKS["light"]:
        return
    matplotlib.rcParams.update(inks(look))  # of ticks that are made while it is drawn
    for ax in figure.axes:
        if isinstance(ax, Axes3D):
            for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
                axis.set_pane_color(to_rgba(look.track, 0.5))
    for artist in figure.findobj(include_self=False):
        axes = getattr(artist, "axes", None)
        _repaint_one(artist, look, painted=isinstance(axes, Axes) and _is_painted(axes))


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colors, 1 to 21.

    Source: WCAG 2.1, relative luminance and contrast ratio.
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def legible(color: str, page: str) -> str:
    """The color, mixed with white as far as it takes to stand out from a dark page."""
    rgb = to_rgb(color)
    for share in range(11):
        red, green, blue = (value + (1.0 - value) * share / 10 for value in rgb)
        mixed = to_hex((red, green, blue))
        if contrast(mixed, page) >= LEAST_CONTRAST:
            return mixed
    return color


def _repaint_one(artist: Artist, look: Look, painted: bool) -> None:
    if isinstance(artist, Text):
        artist.set_color(_exchanged(artist.get_color(), look, painted))
        if artist.get_path_effects():
            artist.set_path_effects([withStroke(linewidth=points(STROKE), foreground=look.page)])
    elif isinstance(artist, Line2D):
        filled = artist.get_markerfacecolor()
        artist.set_color(_exchanged(artist.get_color(), look, painted))
        if isinstance(filled, str) and filled not in ("none", HALO):
            artist.set_markerfacecolor(_exchanged(filled, look, painted))
    elif isinstance(artist, PolyCollection) and len(artist.get_facecolor()) == 1:
        artist.set_facecolor(_exchanged(artist.get_facecolor()[0], look, True))
    elif isinstance(artist, Patch) and artist.get_alpha() is None:
        artist.set_facecolor(_exchanged(artist.get_facecolor(), look, True))


def _exchanged(color: Any, look: Look, painted: bool) -> str:
    if color == "none":
        return "none"
    given = to_hex(color, keep_alpha=True)
    pairs = {TEXT: look.text, MUTED: look.muted, FAINT: look.faint, TRACK: look.track, OPEN: look.track}
    found = pairs.get(given[:7]) if given.endswith("ff") else None
    if found is not None:
        return found
    if given[:7] in (look.text, look.muted, look.faint, look.track):
        return given
    return given if painted or given[:7] == HALO else legible(given, look.page)


def _is_painted(ax: Axes) -> bool:
    """Whether colors of losses fill the axes, so that a page's color is nowhere to be seen in them."""
    return bool(ax.images) or any(isinstance(part, ContourSet) for part in ax.collections) or isinstance(ax, Axes3D)


def _luminance(color: str) -> float:
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in to_rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
