"""The true loss of every run against its steps, against what they cost, and, where measured, against seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullFormatter, NullLocator

from landscape.experiment.scene import Path, Scene
from landscape.figures.caption import caption, is_function, subtitle, title_of_curves
from landscape.figures.layout import Box, check_room, frame
from landscape.figures.legend import Chip, accuracy_chip, place_legend
from landscape.figures.look import MUTED, em, points
from landscape.figures.paths import LINE_WIDTH, dash_pattern, draw_heads, styled
from landscape.figures.spread import Family, families_of
from landscape.palette import Style
from trainers.objective import Array

BAND = 0.25  # how much of what is behind a band it covers
WIDE = 30  # runs whose costs differ more than this share a logarithmic axis

Against = Literal["step", "cost", "seconds"]
TITLES: dict[Against, tuple[str, str]] = {
    "step": ("loss by step", "step"),
    "cost": ("loss by cost", "cost, in forward passes of one example"),
    "seconds": ("loss by time", "seconds"),
}


def draw_curves(ax: Axes, paths: tuple[Path, ...], against: Against = "step") -> list[Artist]:
    """The true loss (on all training rows) of each path against its "step", "cost" or "seconds".

    A loss that is not finite breaks the line. Against seconds, all paths must have them.
    """
    artists: list[Artist] = []
    for path, style in styled(paths):
        x = _across(path, against)
        artists += ax.plot(x, np.where(np.isfinite(path.loss), path.loss, np.nan), color=style.color,
                           lw=points(LINE_WIDTH), ls=dash_pattern(style), dash_capstyle="butt")  # fmt: skip
        artists += draw_heads(ax, [(float(x[-1]), float(path.loss[-1]), style)], zorder=4)
    ax.grid(True, axis="y")
    _scale_losses(ax, paths)
    if against == "cost":
        _scale_costs(ax, paths)
    elif against == "seconds":
        _scale_seconds(ax, paths)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    return artists


def draw_bands(ax: Axes, families: Sequence[Family], against: Against = "step") -> list[Artist]:
    """From the lowest to the highest loss of every family of more than one run, beneath the curves."""
    shown = styled(tuple(family.median for family in families))
    return [
        ax.fill_between(_across(family.median, against), family.low, family.high, color=style.color, alpha=BAND, lw=0)
        for family, (_, style) in zip(families, shown, strict=True)
        if family.n_runs > 1
    ]


def compose_curves(figure: Figure, scene: Scene) -> None:
    """A whole page: title, panels that share their losses, legend, caption.

    Runs that differ by their seeds alone are one curve, their median, in a band from their lowest to their highest
    loss. Where the seconds were measured, a third panel has them.
    """
    families = families_of(scene)
    paths = tuple(family.median for family in families)
    of_what = "the function’s value" if is_function(scene) else "true loss on all training examples"
    note = f"Curves: {of_what}, computed after the runs and not counted as cost"
    counts = sorted({family.n_runs for family in families} - {1})
    if counts:
        many = " or ".join(str(count) for count in counts)
        note += f". Bands: from the lowest to the highest loss of {many} runs that differ by their seeds alone; the "
        note += "lines are their medians"
    against: tuple[Against, ...] = ("step", "cost")
    if paths and all(path.seconds is not None for path in paths):
        against = ("step", "cost", "seconds")
    inside = scene.provenance.get("runs", {}).get("inside") == "slice"
    leave_out = ("surface", "movement", "random walks", "gap", *(() if inside else ("slice",)))
    free = frame(
        figure, title_of_curves(scene), subtitle(scene, of_slice=False), caption(scene, note, leave_out=leave_out)
    )

    def picture(box: Box) -> Box:
        return box.inside(left=3.6 * em(), bottom=3.3 * em(), right=0.6 * em(), top=1.9 * em())

    runs_of = {id(family.median): family.n_runs for family in families}

    def chip(path: Path, style: Style) -> Chip:
        made, n_runs = accuracy_chip(path, style), runs_of[id(path)]
        return made if n_runs == 1 else replace(made, words=f"{n_runs} seeds · {made.words}")

    panels = picture(place_legend(figure, paths, free, picture, chip))
    check_room(figure, panels)
    width = (panels.width - 1.6 * em() * (len(against) - 1)) / len(against)
    first: Axes | None = None
    for index, which in enumerate(against):
        left = panels.left + index * (width + 1.6 * em())
        box = Box(left, panels.bottom, left + width, panels.top)
        ax = box.axes(figure) if first is None else box.axes(figure, sharey=first)
        draw_bands(ax, families, which)
        draw_curves(ax, paths, which)
        ax.tick_params(labelleft=first is None)
        first = first or ax
        heading, name = TITLES[which]
        if which == "cost" and is_function(scene):
            name = "cost, in evaluations"
        # Three panels leave no room for the long name.
        short = which == "cost" and len(against) > 2 and not is_function(scene)
        ax.set_xlabel("cost, in example passes" if short else name)
        ax.set_title(heading, loc="left", fontsize=points(), color=MUTED, pad=5)


def _across(path: Path, against: Against) -> Array:
    values = {"step": path.step, "cost": path.cost, "seconds": path.seconds}[against]
    if values is None:
        raise ValueError(f"the path of {path.label} has no seconds")
    return np.asarray(values, dtype=np.float64)


def _scale_seconds(ax: Axes, paths: tuple[Path, ...]) -> None:
    ends = [float(_across(path, "seconds")[-1]) for path in paths]
    positive = [end for end in ends if end > 0]
    if positive and max(positive) > WIDE * min(positive):
        first = min(positive) / 10
        ax.set_xscale("symlog", linthresh=first, linscale=0.35)
        low, high = int(np.ceil(np.log10(first))), int(np.floor(np.log10(max(positive))))
        ax.set_xticks([0, *(10.0**power for power in range(low, high + 1))])
        ax.xaxis.set_minor_locator(NullLocator())
        ax.set_xlim(0, 1.8 * max(positive))
    else:
        ax.xaxis.set_major_locator(MaxNLocator(4))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


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
    shown = ticks[(ticks >= low) & (ticks <= high)]
    if len(shown) < 3:
        even = np.asarray(MaxNLocator(5).tick_values(low, high))
        shown = even[(even >= low) & (even <= high)]
    ax.yaxis.set_major_locator(FixedLocator(shown.tolist()))
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
