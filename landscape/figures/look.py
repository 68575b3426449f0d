"""The look of every figure: colors, sizes, and matplotlib settings that start from its defaults, not the user's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

import matplotlib

TEXT = "#20252b"
MUTED = "#59626d"
FAINT = "#a4abb5"
TRACK = "#e8ebef"
HALO = "#ffffff"
COLOR_MAP = "viridis"

TITLE_SCALE = 1.75
SMALL_SCALE = 0.9

_ONE_AT_A_TIME = RLock()  # matplotlib's settings are of the whole process, and pages are drawn on several threads


@contextmanager
def own_settings(font_size: float) -> Iterator[None]:
    """matplotlib's settings while a figure is composed and saved; the caller's come back afterwards.

    A user's matplotlibrc, style sheet or rcParams would change the bytes, so all of them are left out.
    """
    with _ONE_AT_A_TIME, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_settings(font_size))
        yield


def em(scale: float = 1.0) -> float:
    """The height of a line's type in inches: `scale` times the figure's font size."""
    return float(matplotlib.rcParams["font.size"]) * scale / 72


def points(scale: float = 1.0) -> float:
    """`scale` times the figure's font size in points."""
    return float(matplotlib.rcParams["font.size"]) * scale


def _settings(font_size: float) -> dict[Any, Any]:
    small = SMALL_SCALE * font_size
    return {
        "font.size": font_size,
        "font.family": ["DejaVu Sans"],  # comes with matplotlib, so it is there on every machine
        "pdf.fonttype": 42,  # TrueType: Type 3 is refused by publishers and reads badly on screen
        # Letters as outlines: an SVG with live text is set in whatever font its reader has, and gets cut.
        "svg.fonttype": "path",
        "text.hinting": "none",  # hinted letters get wider at few pixels per inch, and lines would leave the page
        "svg.hashsalt": "losscope",
        "text.color": TEXT,
        "axes.labelcolor": TEXT,
        "axes.edgecolor": FAINT,
        "axes.linewidth": 0.08 * font_size,
        "axes.labelsize": font_size,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "xtick.color": FAINT,
        "ytick.color": FAINT,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": MUTED,
        "xtick.labelsize": small,
        "ytick.labelsize": small,
        "grid.color": TRACK,
        "grid.linewidth": 0.07 * font_size,
        "hatch.color": FAINT,
        "hatch.linewidth": 0.06 * font_size,
    }
