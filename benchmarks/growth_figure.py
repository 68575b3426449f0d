"""Four panels: seconds against examples, grid points, classes and axes, both scales logarithmic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import NullLocator

from landscape.figures.look import own_settings

if TYPE_CHECKING:
    from benchmarks.growth import Growth

SIZE = (10.0, 7.4)
FONT_SIZE = 10.0
DPI = 150
COLORS = ("#1f78b4", "#d95f02", "#2e8555", "#59626d")
MARKERS = ("o", "s", "D", "")
DURATIONS = (
    (1e-3, "1 ms"),
    (1e-2, "10 ms"),
    (1e-1, "100 ms"),
    (1.0, "1 s"),
    (10.0, "10 s"),
    (60.0, "1 min"),
    (600.0, "10 min"),
    (3600.0, "1 h"),
)
CLOSEST = 0.06  # between the names of two curves, of the panel's height


def draw_growth(found: Sequence[Growth], path: Path) -> None:
    """Draw into `path`; the same numbers give the same bytes."""
    with own_settings(FONT_SIZE):
        figure = Figure(figsize=SIZE, layout=ConstrainedLayoutEngine(w_pad=0.12, h_pad=0.12))
        FigureCanvasAgg(figure)
        for axes, growth in zip(figure.subplots(2, 2).flat, found, strict=True):
            _panel(axes, growth)
        figure.savefig(path, dpi=DPI, metadata={"Software": None})


def _panel(axes: Axes, growth: Growth) -> None:
    axes.set_title(growth.title, loc="left")
    axes.set_xlabel(growth.quantity)
    axes.set_ylabel("processor time")
    axes.set_xscale("log")
    axes.set_yscale("log")
    margin = (growth.values[-1] / growth.values[0]) ** 0.04
    axes.set_xlim(growth.values[0] / margin, growth.values[-1] * margin)
    every = [seconds for curve in growth.curves.values() for seconds in curve]
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(growth.values, [f"{value:,}" for value in growth.values])
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticks([seconds for seconds, _ in DURATIONS], [text for _, text in DURATIONS])
    axes.set_ylim(min(every) / 1.6, max(every) * 1.6)  # after the ticks, which would widen it
    axes.grid(axis="y")
    for (name, seconds), color, marker in zip(growth.curves.items(), COLORS, MARKERS, strict=False):
        axes.plot(growth.values, seconds, color=color, marker=marker, markersize=4.5, linewidth=1.6, label=name)
    _name_curves(axes, growth)


def _name_curves(axes: Axes, growth: Growth) -> None:
    """Each name at the end of its curve, apart from its neighbors."""
    to_panel = axes.transScale + axes.transLimits
    ends = []
    for (name, seconds), color in zip(growth.curves.items(), COLORS, strict=False):
        x, y = to_panel.transform((growth.values[-1], seconds[-1]))
        ends.append((y, x, name, color))
    ends.sort()
    heights = [y for y, *_ in ends]
    for _ in range(len(ends)):  # neighbors that are too close move apart, by half each
        for below in range(len(ends) - 1):
            missing = CLOSEST - (heights[below + 1] - heights[below])
            if missing > 0:
                heights[below] -= missing / 2
                heights[below + 1] += missing / 2
    for height, (_, x, name, color) in zip(heights, ends, strict=True):
        axes.text(x + 0.03, height, name, color=color, va="center", transform=axes.transAxes, fontsize=0.9 * FONT_SIZE)
