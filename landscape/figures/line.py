"""The loss along a line: a slice with one axis, or the two cuts through a plane's middle."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from landscape.experiment.scene import Path, Scene
from landscape.figures.caption import axis_words, badge, caption, names, subtitle, title
from landscape.figures.layout import Box, check_room, frame
from landscape.figures.legend import movement_chip_for, place_legend
from landscape.figures.look import MUTED, SMALL_SCALE, TEXT, em, points
from landscape.figures.paths import draw_heads, draw_line, draw_starts, inside, leaves, styled
from landscape.figures.wording import loss_text, number_text
from landscape.surfaces.surface import Surface
from trainers.objective import Array


def draw_loss_line(ax: Axes, at: Array, loss: Array) -> list[Artist]:
    """Losses (n,) at coordinates (n,): a line that holes break; each hole is a hatched strip."""
    artists: list[Artist] = []
    halves = np.concatenate([[at[0]], (at[1:] + at[:-1]) / 2, [at[-1]]])
    for index in np.flatnonzero(~np.isfinite(loss)):
        artists.append(ax.axvspan(halves[index], halves[index + 1], facecolor="#f4f5f6", hatch="///", lw=0, zorder=0))
    artists += ax.plot(at, np.where(np.isfinite(loss), loss, np.nan), color=TEXT, lw=points(0.22), zorder=2)
    ax.set_xlim(at[0], at[-1])
    ax.grid(True, axis="y")
    return artists


def draw_line_slice(ax: Axes, surface: Surface, paths: tuple[Path, ...] = ()) -> list[Artist]:
    """A one-axis surface, and the paths at their true losses, each head with a stem to the slice's loss there."""
    artists = draw_loss_line(ax, surface.a, surface.loss)
    ends = []
    for path, style in styled(paths):
        held = inside(path, surface)
        a, loss = np.where(held, path.coordinates[:, 0], np.nan), np.where(np.isfinite(path.loss), path.loss, np.nan)
        artists += draw_line(ax, a, loss, style, zorder=3)
        artists += ax.plot(
            [a[-1], a[-1]], [loss[-1], path.view_loss[-1]], color=style.color, lw=points(0.1), zorder=2.9
        )
        ends.append((float(a[-1]), float(loss[-1]), style))
    if paths:
        artists += draw_starts(ax, np.array([(path.coordinates[0, 0], path.loss[0]) for path in paths]), zorder=5)
    return artists + draw_heads(ax, ends, zorder=6)


def compose_line(figure: Figure, scene: Scene) -> None:
    """A whole page: the line with its paths, or the two cuts through a plane side by side."""
    if scene.surface.is_line:
        _compose_slice(figure, scene)
    else:
        _compose_cuts(figure, scene)


def nearest_to_zero(ticks: Array) -> int:
    """The index of the coordinate nearest 0, the lower one of two that are as near."""
    return int(np.argmin(np.abs(ticks)))


def _compose_slice(figure: Figure, scene: Scene) -> None:
    name = scene.quantity_name
    notes = [f"Paths: true {name}; a stem leads from each head to the slice's {name} there"] if scene.paths else []
    away = [path for path in scene.paths if leaves(path, scene.surface)]
    notes += [f"Partly outside the picture: {names(away)}"] if away else []
    free = frame(figure, title(scene), subtitle(scene), caption(scene, *notes, leave_out=("movement",)), badge(scene))
    box = _panel(place_legend(figure, scene.paths, free, _panel, movement_chip_for(scene)))
    check_room(figure, box)
    ax = box.axes(figure)
    draw_line_slice(ax, scene.surface, scene.paths)
    ax.set_xlabel(axis_words(scene)[0])
    ax.set_ylabel(scene.quantity_name)
    _finish([ax], scene)


def _compose_cuts(figure: Figure, scene: Scene) -> None:
    surface = scene.surface
    i, j = nearest_to_zero(surface.a), nearest_to_zero(surface.b)
    at_a, at_b = number_text(surface.a[i]), number_text(surface.b[j])
    (a, b), (along_a, along_b) = surface.names, axis_words(scene)
    cuts = f"Two cuts through the plane: along {a} at {b} = {at_b}, along {b} at {a} = {at_a}"
    hint = "paths lie off these cuts and are not drawn" if scene.paths else ""
    free = frame(
        figure, title(scene), subtitle(scene), caption(scene, f"{cuts}; {hint}" if hint else cuts), badge(scene)
    )
    panel = _panel(free)
    check_room(figure, panel)
    half = (panel.width - 1.6 * em()) / 2
    left = Box(panel.left, panel.bottom, panel.left + half, panel.top).axes(figure)
    right = Box(panel.right - half, panel.bottom, panel.right, panel.top).axes(figure, sharey=left)
    draw_loss_line(left, surface.a, surface.loss[:, j])
    draw_loss_line(right, surface.b, surface.loss[i, :])
    right.tick_params(labelleft=False)
    left.set_xlabel(f"{along_a}, at {b} = {at_b}")
    right.set_xlabel(f"{along_b}, at {a} = {at_a}")
    left.set_ylabel(scene.quantity_name)
    _finish([left, right], scene)


def _panel(box: Box) -> Box:
    return box.inside(left=4.6 * em(), bottom=3.3 * em(), right=0.8 * em(), top=0.8 * em())


def _finish(axes: list[Axes], scene: Scene) -> None:
    """The lowest known loss as a line, with room for its words; a flat slice keeps a readable scale."""
    ax = axes[0]
    low, high = ax.get_ylim()
    known = scene.lowest_known
    if np.isfinite(known):
        high = max(high, known + 0.1 * (abs(known) or 1.0))
        low = min(low, known - 0.12 * (high - known))
        ax.set_ylim(low, high)
        for each in axes:
            each.axhline(known, color=MUTED, lw=points(0.1), ls=(0, (2, 2)), zorder=1)
        note = f"lowest known {loss_text(known)}"
        last = axes[-1]
        last.annotate(note, (1, known), xycoords=("axes fraction", "data"), xytext=(0, -3), textcoords="offset points",
                      ha="right", va="top", color=MUTED, fontsize=points(SMALL_SCALE))  # fmt: skip
