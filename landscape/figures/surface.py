"""The loss on a plane as a surface in space, with the paths at their true losses above or below it."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d import Axes3D  # type: ignore[import-untyped]
from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # type: ignore[import-untyped]

from landscape.experiment.scene import Path, Scene
from landscape.experiment.view_part import ViewPart
from landscape.figures.caption import axis_name, axis_words, badge, caption, is_orthonormal, names, subtitle, title
from landscape.figures.color_bar import bar_box, bar_width, draw_color_bar
from landscape.figures.fit import fit_axes
from landscape.figures.layout import Box, check_room, frame
from landscape.figures.legend import chip_for, place_legend
from landscape.figures.look import FAINT, HALO, MUTED, SMALL_SCALE, TEXT, TRACK, em, points
from landscape.figures.paths import (
    HALO_WIDTH,
    HEAD,
    LINE_WIDTH,
    MANY,
    STAR,
    TRY,
    dash_pattern,
    inside,
    leaves,
    on_grid,
    styled,
)
from landscape.figures.scale import scale_of, with_norm
from landscape.palette import Style
from landscape.surfaces.height_scale import HeightScale, scale_for
from landscape.surfaces.levels import contour_levels
from landscape.surfaces.surface import Surface
from landscape.surfaces.ticks import tick_text
from trainers.objective import Array

FINEST = 100  # cells per axis that a coarser grid is drawn with
MOST_CELLS = 120  # per axis; a finer grid is thinned for drawing, its ends kept
TALLEST = 1.0  # a path may rise above the surface by this share of the picture's height before it is cut
LEAST_SIDE = 0.45  # of the longer side; a narrow plane is widened, or its ticks would run into each other
TALL = 0.6
DRAWN_WIDE = 1.3  # about width / height of the surface with its labels; more width does not help
USUAL = ViewPart()
WIRES = 41  # grid lines along each axis at most, where they are drawn
WIRE_COLORS = (1.0, 1.0, 1.0, 0.45), (0.13, 0.15, 0.17, 0.35)  # on dark, and on light
LUMINANCE, DARK = (0.2126, 0.7152, 0.0722), 0.6
HEIGHT_TICKS = 5
ELEVATION, AWAY = 34.0, 28.0  # of the camera in degrees: above the plane, and to the side of the b axis


def draw_surface(ax: Axes3D, surface: Surface, paths: tuple[Path, ...] = (), view: ViewPart = USUAL) -> list[Artist]:
    """The surface colored by its loss, level lines on the floor, paths at their TRUE losses with stems at the heads.

    Heights, wires and colors are those of `view`; a log of losses that reach 0 becomes symlog.

    Paths are drawn over the surface, so none is hidden behind it; rows outside the grid are left out. The surface
    is an image in PDF and SVG: thousands of vector cells would show seams.
    """
    ax.computed_zorder = False  # matplotlib would sort whole artists by one depth and hide paths
    low, high = height_limits(surface, paths)
    scale = height_scale(surface, paths, view)
    artists: list[Artist] = _floor(ax, surface, float(scale(low)), view.color_map)
    if surface.finite.any():
        artists.append(_mesh(ax, surface, scale, view))
    artists += _tries(ax, surface, paths, high, scale)
    ends = []
    for path, style in styled(paths):
        a, b, loss = shown_path(path, surface, high)
        loss = scale(loss)
        artists += _line(ax, a, b, loss, style)
        beneath = float(scale(path.view_loss[-1]))
        if np.isfinite([a[-1], b[-1], loss[-1], beneath]).all():
            artists += ax.plot(
                a[[-1, -1]], b[[-1, -1]], [loss[-1], beneath], color=style.color, lw=points(0.11), zorder=6
            )
            artists += ax.plot(
                a[-1:], b[-1:], [beneath], ls="", marker="o", ms=points(0.26), color=style.color, zorder=6
            )
        ends.append((a[-1], b[-1], loss[-1], style))
    for a0, b0, start in sorted({tuple(part[0] for part in shown_path(path, surface, high)) for path in paths}):
        artists += ax.plot([a0], [b0], [scale(start)], ls="", marker="*", ms=points(STAR), mfc=HALO, mec=TEXT, zorder=8,
                           mew=points(0.12))  # fmt: skip
    for a1, b1, end, style in ends:
        artists += ax.plot([a1], [b1], [end], ls="", marker=style.marker, ms=points(HEAD), mfc=style.color, mec=HALO,
                           mew=points(0.14), zorder=9)  # fmt: skip
    ax.set_xlim(surface.a[0], surface.a[-1], auto=False)
    ax.set_ylim(surface.b[0], surface.b[-1], auto=False)
    ax.set_zlim(float(scale(low)), float(scale(high)), auto=False)
    if scale.name != "linear":
        ticks, spacing = scale.ticks(low, high, HEIGHT_TICKS)
        ax.set_zticks(scale(np.array(ticks)), [tick_text(tick, spacing(tick)) for tick in ticks])
    ax.margins(0)
    return artists


def height_limits(surface: Surface, paths: tuple[Path, ...]) -> tuple[float, float]:
    """The lowest and highest loss of the picture: the surface, and the paths as far as they keep it readable."""
    met = np.concatenate([path.loss[np.isfinite(path.loss)] for path in paths] or [np.empty(0)])
    if surface.finite.any():
        low, high = surface.lowest, surface.highest
    else:
        low, high = (float(np.min(met)), float(np.quantile(met, 0.9))) if met.size else (0.0, 1.0)
    if met.size:
        low = min(low, float(met.min()))
        room = high + TALLEST * (high - low or 1.0)
        high = max(high, float(met[met <= room].max(initial=high)))
    if high - low <= 1e-9 * max(abs(high), abs(low), 1e-300):
        half = 0.5 * max(1.0, abs(low))
        return low - half, high + half
    return low, high


def height_scale(surface: Surface, paths: tuple[Path, ...], view: ViewPart) -> HeightScale:
    """How losses become heights: as the view asks, with symlog in the place of a log of losses that reach 0."""
    return scale_for(view.heights, *height_limits(surface, paths))


def azimuth(surface: Surface) -> float:
    """The camera's direction in degrees: before the low end of axis b, to the side where the loss is lower along a.

    From there the high walls stand behind the paths; a always grows to the right.
    """
    halves = surface.loss[: (len(surface.a) + 1) // 2], surface.loss[len(surface.a) // 2 :]
    first, second = (float(half[np.isfinite(half)].mean()) if np.isfinite(half).any() else 0.0 for half in halves)
    return -90.0 + (AWAY if first >= second else -AWAY)


def shown_path(path: Path, surface: Surface, high: float) -> tuple[Array, Array, Array]:
    """Coordinates and true losses (T,) of a path; rows outside the picture are NaN."""
    with np.errstate(invalid="ignore"):
        shown = inside(path, surface) & np.isfinite(path.loss) & (path.loss <= high)
    a, b = path.coordinates[:, 0], path.coordinates[:, 1]
    return np.where(shown, a, np.nan), np.where(shown, b, np.nan), np.where(shown, path.loss, np.nan)


def shown_tries(path: Path, surface: Surface, high: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which tries (M,) of a path have a place in the picture, taken or not."""
    assert path.tries is not None
    with np.errstate(invalid="ignore"):
        low_enough = np.isfinite(path.tries.loss) & (path.tries.loss <= high)
    return on_grid(path.tries.coordinates, surface) & low_enough


def compose_surface(figure: Figure, scene: Scene) -> None:
    """A whole page: title, surface with color bar, legend, caption."""
    surface, view = scene.surface, scene.description.view
    free = frame(
        figure,
        title(scene),
        subtitle(scene),
        caption(scene, *surface_notes(scene), leave_out=("movement",)),
        badge(scene),
    )

    def picture(box: Box) -> Box:
        room = box.inside(right=bar_width() + 2.0 * em())
        return room.shaped(max(room.height / room.width, 1 / DRAWN_WIDE)) if room.area else room

    rest = place_legend(figure, scene.paths, free, picture, chip_for(scene))
    box = rest.inside(right=bar_width() + 2.0 * em())
    check_room(figure, box)
    ax = Axes3D(figure, box.fractions(figure))
    figure.add_axes(ax)
    draw_surface(ax, surface, scene.paths, view)
    _style(ax, surface, view)
    scale = height_scale(surface, scene.paths, view).name
    height = scene.quantity_name if scale == "linear" else f"{scene.quantity_name}, {scale} height"
    for axis, text in zip((ax.xaxis, ax.yaxis, ax.zaxis), (*axis_words(scene), height), strict=True):
        axis.set_label_text(text)
    bar = Box(box.right + 1.0 * em(), rest.bottom + 3.0 * em(), rest.right, rest.top - 0.3 * em())
    colors = scale_of(surface, view.color_map)
    draw_color_bar(bar_box(bar).axes(figure), colors, scene.lowest_known, name=axis_name(scene))
    fit_axes(figure, ax, box)


def surface_notes(scene: Scene) -> list[str]:
    """What a reader of the surface must know beyond the provenance."""
    surface, paths, name = scene.surface, scene.paths, scene.quantity_name
    notes = []
    if paths:
        has_stems = any(np.isfinite(path.view_loss[-1]) for path in paths)
        stems = f"; a stem leads from each head to the slice's {name} beneath it" if has_stems else ""
        notes.append(f"Paths: true {name}, drawn over the surface{stems}")
    spans = float(np.ptp(surface.a)), float(np.ptp(surface.b))
    if not is_orthonormal(scene.slice) or min(spans) < LEAST_SIDE * max(spans):
        notes.append("Not drawn 1:1")
    high = height_limits(surface, paths)[1]
    with np.errstate(invalid="ignore"):
        away = [path for path in paths if leaves(path, surface) or not (path.loss <= high).all()]
    if away:
        notes.append(f"Partly outside the picture: {names(away)}")
    for path in paths:
        hidden = 0 if path.tries is None else int(np.count_nonzero(~shown_tries(path, surface, high)))
        if hidden:
            notes.append(f"Tries of {names([path])} outside the picture: {hidden:,}")
    view = scene.description.view
    if view.heights == "log" and height_scale(surface, paths, view).name == "symlog":
        notes.append(f"Heights are symlog: a {name} here is 0 or less and has no logarithm")
    if max(len(surface.a), len(surface.b)) > MOST_CELLS:
        notes.append("The grid is thinned for drawing, its ends kept")
    return notes


def thinned(count: int, most: int = MOST_CELLS) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Indices of at most `most` of `count` grid points, evenly chosen, both ends among them."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).round().astype(np.intp))


def cells_of(surface: Surface, finest: int = FINEST, most: int = MOST_CELLS) -> Array:
    """Quadrilaterals (m, 4, 3) of the surface; a grid cell with a hole at a corner is left open, no other one."""
    rows, columns = thinned(len(surface.a), most), thinned(len(surface.b), most)
    loss = surface.loss[np.ix_(rows, columns)]
    finite = np.isfinite(loss)
    a, b = np.meshgrid(surface.a[rows], surface.b[columns], indexing="ij")
    corners = np.stack([a, b, np.where(finite, loss, 0.0)], axis=-1)
    # Each cell is cut into smaller ones along its own straight lines: the shape stays, the colors get finer.
    steps = [max(1, finest // count) for count in loss.shape]
    corners = _between(_between(corners, steps[0]).swapaxes(0, 1), steps[1]).swapaxes(0, 1)
    whole = finite[:-1, :-1] & finite[1:, :-1] & finite[:-1, 1:] & finite[1:, 1:]
    whole = whole.repeat(steps[0], axis=0).repeat(steps[1], axis=1)
    cells = np.stack([corners[:-1, :-1], corners[1:, :-1], corners[1:, 1:], corners[:-1, 1:]], axis=2)
    return np.asarray(cells[whole])


def _mesh(ax: Axes3D, surface: Surface, scale: HeightScale, view: ViewPart) -> Poly3DCollection:
    cells = cells_of(surface, FINEST if not view.wires else 1, MOST_CELLS if not view.wires else WIRES)
    colors = scale_of(surface, view.color_map).colors(cells[:, :, 2].mean(axis=1))
    cells[:, :, 2] = scale(cells[:, :, 2])
    # Edges in the cell's own color close the hairlines between cells and smooth the outline; wires are other edges.
    edges = np.where(np.dot(colors[:, :3], LUMINANCE)[:, None] < DARK, *WIRE_COLORS) if view.wires else colors
    mesh = Poly3DCollection(
        cells, facecolors=colors, edgecolors=edges, linewidths=points(0.05), zorder=2, rasterized=True
    )
    ax.add_collection3d(mesh)
    return mesh


def _between(corners: Array, steps: int) -> Array:
    """Rows (n, m, 3) with `steps` straight steps from each to the next."""
    shares = np.arange(steps)[None, :, None, None] / steps
    filled = corners[:-1, None] * (1 - shares) + corners[1:, None] * shares
    return np.concatenate([filled.reshape(-1, *corners.shape[1:]), corners[-1:]])


def _floor(ax: Axes3D, surface: Surface, low: float, color_map: str) -> list[Artist]:
    levels = contour_levels(surface)
    if not len(levels):
        return []
    values = np.ma.masked_invalid(surface.loss).T
    lines = ax.contour(surface.a, surface.b, values, levels, zdir="z", offset=low, linewidths=points(0.07), alpha=0.5,
                       zorder=1, **with_norm(scale_of(surface, color_map)))  # fmt: skip
    return [lines]


def _tries(ax: Axes3D, surface: Surface, paths: tuple[Path, ...], high: float, scale: HeightScale) -> list[Artist]:
    """The tries of searches that were not taken as faint points at their losses, beneath all paths."""
    artists: list[Artist] = []
    for path, style in styled(paths):
        if path.tries is not None:
            kept = shown_tries(path, surface, high) & ~path.tries.taken
            places, loss = path.tries.coordinates[kept], scale(path.tries.loss[kept])
            look = {"ms": points(TRY), "mfc": style.color, "mec": HALO, "mew": points(0.03), "alpha": 0.55}
            many = len(places) > MANY
            artists += ax.plot(*places[:, :2].T, loss, ls="", marker="o", zorder=3, rasterized=many, **look)
    return artists


def _line(ax: Axes3D, a: Array, b: Array, loss: Array, style: Style) -> list[Artist]:
    halo: list[Artist] = ax.plot(a, b, loss, color=HALO, lw=points(LINE_WIDTH + 2 * HALO_WIDTH), alpha=0.85, zorder=4)
    line: list[Artist] = ax.plot(a, b, loss, color=style.color, lw=points(LINE_WIDTH), ls=dash_pattern(style), zorder=5,
                                 dash_capstyle="butt")  # fmt: skip
    return halo + line


def _style(ax: Axes3D, surface: Surface, view: ViewPart) -> None:
    spans = (float(np.ptp(surface.a)), float(np.ptp(surface.b)))
    wide, deep = (max(span / max(spans), LEAST_SIDE) for span in spans)
    ax.set_box_aspect((wide, deep, TALL * view.exaggeration))
    if view.angles is None:
        ax.view_init(ELEVATION, azimuth(surface))
    else:
        ax.view_init(view.angles[1], view.angles[0])
    ax.patch.set_visible(False)  # it reaches beyond the cube, over title and caption
    ax.set_proj_type("persp", focal_length=1.6)
    for axis, text in ((ax.xaxis, "a, along axis 1"), (ax.yaxis, "b, along axis 2"), (ax.zaxis, "loss")):
        axis.set_label_text(text)
        axis.pane.set_facecolor(HALO)
        axis.pane.set_edgecolor(TRACK)
        axis.line.set_color(FAINT)
        # matplotlib adds 21 and 8 points to these distances, whatever the font.
        axis.labelpad = points(2.55 if axis is ax.zaxis else 2.3) - 21
        axis.set_tick_params(labelsize=points(SMALL_SCALE), labelcolor=MUTED, pad=points(0.9) - 8)
        if axis is not ax.zaxis or view.heights == "linear":
            axis.set_major_locator(MaxNLocator(4 if axis is ax.yaxis else 5, steps=[1, 2, 4, 5, 10]))
    ax.grid(True)
