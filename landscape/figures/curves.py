"""The true loss of every run against its steps, and against what they cost."""

from __future__ import annotations

from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from landscape.experiment.scene import Path, Scene
from landscape.figures.caption import caption, subtitle, title_of_curves
from landscape.figures.layout import Box, check_room, frame
from landscape.figures.legend import accuracy_chip, place_legend
from landscape.figures.look import MUTED, em, points
from landscape.figures.paths import LINE_WIDTH, dash_pattern, draw_heads, styled

WIDE = 30  # runs whose costs differ more than this share a logarithmic axis


def draw_curves(ax: Axes, paths: tuple[Path, ...], against: Literal["step", "cost"] = "step") -> list[Artist]:
    """The true loss (on all training rows) of each path against its "step" or "cost"; a loss not finite breaks it."""
    artists: list[Artist] = []
    for path, style in styled(paths):
        x = path.step if against == "step" else path.cost
        artists += ax.plot(x, np.where(np.isfinite(path.loss), path.loss, np.nan), color=style.color,
                           lw=points(LINE_WIDTH), ls=dash_pattern(style), dash_capstyle="butt")  # fmt: skip
        artists += draw_heads(ax, [(float(x[-1]), float(path.loss[-1]), style)], zorder=4)
    ax.grid(True, axis="y")
    _scale_losses(ax, paths)
    if against == "cost":
        _scale_costs(ax, paths)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    return artists


def compose_curves(figure: Figure, scene: Scene) -> None:
    """A whole page: title, two panels that share their losses, legend, caption."""
    note = "Curves: true loss on all training examples, computed after the runs and not counted as cost"
    inside = scene.provenance.get("runs", {}).get("inside") == "slice"
    leave_out = ("surface", "movement", "random walks") if inside else ("slice", "surface", "movement", "random walks")
    free = frame(
        figure, title_of_curves(scene), subtitle(scene, of_slice=False), caption(scene, note, leave_out=leave_out)
    )

    def picture(box: Box) -> Box:
        return box.inside(left=3.6 * em(), bottom=3.3 * em(), right=0.6 * em(), top=1.9 * em())

    panels = picture(place_legend(figure, scene.paths, free, picture, accuracy_chip))
    check_room(figure, panels)
    half = (panels.width - 1.6 * em()) / 2
    left = Box(panels.left, panels.bottom, panels.left + half, panels.top).axes(figure)
    right = Box(panels.right - half, panels.bottom, panels.right, panels.top).axes(figure, sharey=left)
    draw_curves(left, scene.paths, "step")
    draw_curves(right, scene.paths, "cost")
    right.tick_params(labelleft=False)
    left.set_xlabel("step")
    right.set_xlabel("cost, in forward passes of one example")
    for ax, text in ((left, "loss by step"), (right, "loss by cost")):
        ax.set_title(text, loc="left", fontsize=points(), color=MUTED, pad=5)


def _scale_losses(ax: Axes, paths: tuple[Path, ...]) -> None:
    losses = np.concatenate([path.loss[np.isfinite(path.loss)] for path in paths] or [np.empty(0)])
    if not losses.size or losses.min() <= 0:
        return  # a logarithmic axis would hide what reaches 0
    ax.set_yscale("log")
    decades = np.log10(losses.max() / losses.min())
    if decades < 0.05:
        ax.set_yscale("linear")
        return
    multiples = (1, 1.5, 2, 3, 5) if decades < 1 else (1, 2, 5) if decades < 2 else (1,)
    powers = np.arange(np.floor(np.log10(losses.min())), np.ceil(np.log10(losses.max())) + 1)
    ticks = np.sort(np.outer(10.0 ** powers[:: max(1, len(powers) // 6)], multiples).ravel())
    low, high = ax.get_ylim()
    ax.yaxis.set_major_locator(FixedLocator(ticks[(ticks >= low) & (ticks <= high)].tolist()))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.yaxis.set_minor_locator(NullLocator())


def _scale_costs(ax: Axes, paths: tuple[Path, ...]) -> None:
    ends = [int(path.cost[-1]) for path in paths if path.cost[-1] > 0]
    if ends and max(ends) > WIDE * min(ends):
        first = min(int(path.cost[path.cost > 0][0]) for path in paths if path.cost[-1] > 0)
        # Linear up to the first step's cost, so that the start at cost 0 is on the picture too.
        ax.set_xscale("symlog", linthresh=first, linscale=0.35)
        top = int(np.floor(np.log10(max(ends))))
        bottom = int(np.ceil(np.log10(first)))
        ax.set_xticks([0, *(10.0**power for power in range(bottom, top + 1))])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(0, 1.8 * max(ends))
    else:
        ax.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: short_count(value)))


def short_count(count: float) -> str:
    """A cost on an axis: "500", "20k", "1M"."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= size:
            return f"{count / size:g}{unit}"
    return f"{count:g}"
