"""What each kind of figure shows: read back from pixels and from artists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from mpl_toolkits.mplot3d import Axes3D

from landscape.errors import InvalidValue
from landscape.experiment.scene import Scene
from landscape.figures.catalogue import KINDS
from landscape.figures.contour import draw_contour, is_to_scale
from landscape.figures.curves import draw_curves
from landscape.figures.line import draw_line_slice, draw_loss_line, nearest_to_zero
from landscape.figures.look import own_settings
from landscape.figures.save import save_figure
from landscape.figures.scale import color_map, scale_of
from landscape.figures.surface import azimuth, cells_of, draw_surface, height_limits, thinned
from landscape.slice import Slice

OF_SCENES = [name for name, kind in KINDS.items() if not kind.page]  # lessons: test_lesson_figures.py
WithLoss = Callable[[Scene, Any], Scene]


def composed(scene: Scene, kind: str) -> Figure:
    """The whole page, not saved."""
    with own_settings(10):
        figure = Figure(figsize=(8, 5.2))
        FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, scene)
    return figure


def words(scene: Scene, kind: str) -> str:
    """All text on a page, wrapped lines joined."""
    figure = composed(scene, kind)
    annotations = [text for ax in figure.axes for text in ax.texts]
    return " ".join(" ".join(text.get_text() for text in (*figure.texts, *annotations)).split())


def drawn_tick_labels(axis: Axis) -> list[Text]:
    """The labels of ticks within the view: matplotlib keeps more than it draws."""
    low, high = sorted(axis.get_view_interval())
    return [
        tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high and tick.label1.get_visible()
    ]


def filled_pixels(scene: Scene) -> np.ndarray:
    """A contour alone on 300 x 200 pixels, its axes filling the figure: row 0 is the top, column 0 the left."""
    with own_settings(10):
        figure = Figure(figsize=(3, 2), dpi=100)
        canvas = FigureCanvasAgg(figure)
        ax = figure.add_axes((0, 0, 1, 1))
        draw_contour(ax, scene.surface)
        ax.set_axis_off()
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[:, :, :3].astype(float) / 255


def test_contour_pixels_show_values_at_their_coordinates(scene: Scene) -> None:
    """values[i, j] belongs to (a[i], b[j]): the lone high corner a = 2, b = -2 is at the lower right."""
    surface = scene.surface
    assert np.unravel_index(np.argmax(surface.loss), surface.loss.shape) == (6, 0)
    pixels = filled_pixels(scene)
    samples = {(0, 0): (197, 3), (0, 10): (3, 3), (6, 0): (197, 296), (6, 10): (3, 296)}
    scale = scale_of(surface)
    for (i, j), (row, column) in samples.items():
        found = pixels[row, column]
        wanted = np.array(color_map()(scale.position(surface.loss[i, j]))[:3])
        assert np.abs(found - wanted).max() < 0.12, (i, j)  # the band's middle instead of the value's own color


def test_contour_puts_every_path_at_its_coordinates_with_a_star_at_the_start(scene: Scene) -> None:
    with own_settings(10):
        ax = Figure().add_subplot()
        draw_contour(ax, scene.surface, scene.paths)
        lines = ax.get_lines()
        for path in scene.paths:
            assert any(np.array_equal(line.get_xydata(), path.coordinates) for line in lines)
        (star,) = [line for line in lines if line.get_marker() == "*"]
        heads = {tuple(line.get_xydata()[0]) for line in lines if line.get_marker() == "o"}
    assert star.get_xydata().tolist() == [[0.0, 0.0]]
    assert heads == {tuple(path.coordinates[-1]) for path in scene.paths}
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1.0, 2.0), (-2.0, 3.0))


def test_contour_is_drawn_one_to_one_exactly_where_axes_are_orthonormal(scene: Scene) -> None:
    skewed = Slice(scene.slice.origin, np.array([[1.0, 0.0], [0.5, 1.0]]) @ scene.slice.axes)
    for plane, to_scale in ((scene.slice, True), (skewed, False)):
        changed = dataclasses.replace(scene, slice=plane)
        assert is_to_scale(changed) is to_scale
        box = composed(changed, "contour").axes[0].get_position()
        per_unit = (8 * box.width / 3.0) / (5.2 * box.height / 5.0)
        assert bool(abs(per_unit - 1) < 1e-9) is to_scale
        text = words(changed, "contour")
        assert ("Not drawn 1:1" in text) is not to_scale
        assert ("stand at 63.43° and are 1 and 1.118 long" in text) is not to_scale


@pytest.mark.parametrize("kind", ["contour", "surface", "line"])
def test_holes_are_counted_on_the_picture_and_shown_blank(kind: str, scene: Scene, with_loss: WithLoss) -> None:
    loss = scene.surface.loss.copy()
    loss[4, 1:3] = np.nan
    loss[5, 8] = np.inf
    assert "3 of 77 points are not finite" in words(with_loss(scene, loss), kind)
    assert "not finite" not in words(scene, kind)


def test_a_hole_is_hatched_where_it_is_and_nowhere_else(scene: Scene, with_loss: WithLoss) -> None:
    loss = scene.surface.loss.copy()
    loss[1, 8] = np.nan
    before, after = filled_pixels(scene), filled_pixels(with_loss(scene, loss))
    changed = np.abs(before - after).max(axis=2) > 0.2
    rows, columns = np.nonzero(changed)
    assert changed.any()
    # (a[1], b[8]) = (-0.5, 2) is at column 50, row 40; its cells reach 50 columns and 20 rows to each side.
    assert (np.abs(columns - 50) <= 51).all()
    assert (np.abs(rows - 40) <= 21).all()


def test_surface_leaves_open_exactly_the_cells_beside_a_hole(scene: Scene, with_loss: WithLoss) -> None:
    whole = cells_of(scene.surface)
    loss = scene.surface.loss.copy()
    loss[3, 5] = np.inf
    open_cells = cells_of(with_loss(scene, loss).surface)
    assert len(whole) % 60 == 0
    assert len(whole) - len(open_cells) == 4 * len(whole) // 60  # 6 x 10 cells, four of them at the hole
    assert np.isfinite(open_cells).all()


def test_surface_cells_pass_through_every_grid_value_at_its_place(scene: Scene, loss_at: Callable[..., Any]) -> None:
    corners = cells_of(scene.surface).reshape(-1, 3)
    for i, a in enumerate(scene.surface.a):
        for j, b in enumerate(scene.surface.b):
            distance = np.abs(corners[:, :2] - (a, b)).max(axis=1)
            assert distance.min() < 1e-12
            assert np.abs(corners[distance.argmin(), 2] - scene.surface.loss[i, j]) < 1e-12
            assert scene.surface.loss[i, j] == pytest.approx(loss_at(a, b))


def test_paths_in_space_are_at_their_true_loss_with_stems_to_the_slice(scene: Scene) -> None:
    with own_settings(10):
        figure = Figure()
        ax = Axes3D(figure)
        figure.add_axes(ax)
        draw_surface(ax, scene.surface, scene.paths)
        drawn = [np.array(line.get_data_3d()) for line in ax.get_lines()]
        mesh_order = min(collection.get_zorder() for collection in ax.collections if len(collection.get_facecolor()))
        line_order = min(line.get_zorder() for line in ax.get_lines())
    for path in scene.paths:
        true = np.array([*path.coordinates.T, path.loss])
        assert any(line.shape == true.shape and np.array_equal(line, true) for line in drawn)
        a, b = path.coordinates[-1]
        stem = np.array([[a, a], [b, b], [path.loss[-1], path.view_loss[-1]]])
        assert any(line.shape == stem.shape and np.array_equal(line, stem) for line in drawn)
        assert abs(path.loss[-1] - path.view_loss[-1]) > 0.2
    assert not ax.computed_zorder
    assert line_order > mesh_order  # nothing hides a path


@pytest.mark.parametrize("kind", OF_SCENES)
def test_no_two_texts_run_into_each_other(kind: str, scene: Scene) -> None:
    figure = composed(scene, kind)
    with own_settings(10):
        renderer = figure.canvas.get_renderer()
        figure.draw_without_rendering()
        boxes = [text.get_window_extent(renderer) for text in figure.texts]
        for ax in figure.axes:
            boxes += [text.get_window_extent(renderer) for text in ax.texts if text.get_text()]
            axes = (ax.xaxis, ax.yaxis, ax.zaxis) if isinstance(ax, Axes3D) else (ax.xaxis, ax.yaxis)
            if isinstance(ax, Axes3D):  # boxes of slanted labels overlap, so the three axes count as one
                boxes.append(Bbox.union([axis.get_tightbbox(renderer) for axis in axes]))
            elif ax.axison:
                labels = [label for axis in axes for label in (axis.label, *drawn_tick_labels(axis))]
                boxes += [label.get_window_extent(renderer) for label in labels if label.get_text()]
    boxes = [box for box in boxes if box.width and box.height]
    assert len(boxes) > 10
    page = Bbox.from_bounds(0, 0, *figure.bbox.size)
    for index, box in enumerate(boxes):
        assert page.count_contains(box.corners()) == 4
        for other in boxes[:index]:
            shared = Bbox.intersection(box, other)
            assert shared is None or min(shared.width, shared.height) < 1.0, (box, other)


def test_the_camera_stands_where_the_loss_is_lower_along_a(scene: Scene, with_loss: WithLoss) -> None:
    assert scene.surface.loss[0].mean() < scene.surface.loss[-1].mean()
    assert azimuth(scene.surface) == -118.0
    assert azimuth(with_loss(scene, scene.surface.loss[::-1]).surface) == -62.0
    assert azimuth(with_loss(scene, np.full((7, 11), np.nan)).surface) == -62.0


def test_heights_take_in_the_paths_but_not_an_explosion(scene: Scene) -> None:
    low, high = height_limits(scene.surface, scene.paths)
    assert low == min(scene.surface.lowest, *(path.loss.min() for path in scene.paths))
    assert high == scene.surface.highest
    exploding = dataclasses.replace(scene.paths[0], loss=scene.paths[0].loss * 1e9)
    assert height_limits(scene.surface, (exploding,))[1] == high


@pytest.mark.parametrize("kind", ["contour", "surface"])
def test_a_path_that_leaves_the_picture_is_named(kind: str, scene: Scene) -> None:
    away = dataclasses.replace(scene.paths[1], coordinates=scene.paths[1].coordinates * 9)
    assert "Partly outside the picture: Adam." in words(dataclasses.replace(scene, paths=(away,)), kind)
    assert "outside" not in words(scene, kind)


@pytest.mark.parametrize("kind", ["contour", "surface", "line"])
@pytest.mark.parametrize("value", [0.0, np.log(10)])
def test_a_flat_loss_is_drawn_flat_and_says_so(kind: str, value: float, scene: Scene, with_loss: WithLoss) -> None:
    flat = with_loss(dataclasses.replace(scene, paths=()), np.full((7, 11), value))
    text = words(flat, kind)
    assert f"flat: {value:.7g} everywhere on this slice" in text
    assert "flat" not in words(scene, kind)


@pytest.mark.parametrize("kind", OF_SCENES)
def test_nothing_finite_is_still_a_figure(kind: str, scene: Scene, with_loss: WithLoss) -> None:
    text = words(with_loss(scene, np.full((7, 11), np.nan)), kind)
    assert ("no finite value on this slice" in text) is (kind != "curves")


def test_color_bar_marks_the_lowest_here_and_the_lowest_known(scene: Scene) -> None:
    text = words(scene, "contour")
    deepest = min(path.loss.min() for path in scene.paths)
    assert deepest < scene.surface.lowest
    assert f"lowest here {scene.surface.lowest:.2f}" in text
    assert f"lowest known {deepest:.2f}" in text


def test_color_bar_of_a_nearly_flat_slice_has_the_digits_that_tell_its_losses_apart(
    scene: Scene, with_loss: WithLoss
) -> None:
    narrow = with_loss(dataclasses.replace(scene, paths=()), 2.4641 + scene.surface.loss / 10_000)
    assert f"lowest here and known {narrow.surface.lowest:.4f} " in words(narrow, "contour")


def test_legend_has_final_loss_and_movement_seen_of_every_run(scene: Scene) -> None:
    for kind in ("contour", "surface"):
        text = words(scene, kind)
        for name, path in zip(("SGD", "Adam"), scene.paths, strict=True):
            assert f"{name} {path.loss[-1]:.2f} · 97 % seen" in text
    assert "90 % right" in words(scene, "curves")


def test_line_of_a_plane_is_its_two_cuts_nearest_zero(scene: Scene) -> None:
    assert (scene.surface.a[nearest_to_zero(scene.surface.a)], nearest_to_zero(scene.surface.b)) == (0.0, 4)
    along_a, along_b = (ax.get_lines()[0].get_ydata() for ax in composed(scene, "line").axes)
    assert np.array_equal(along_a, scene.surface.loss[:, 4])
    assert np.array_equal(along_b, scene.surface.loss[2, :])
    assert "along a at b = 0, along b at a = 0" in words(scene, "line")


def test_line_slice_shows_its_values_and_paths_at_true_losses(line_scene: Scene) -> None:
    with own_settings(10):
        ax = Figure().add_subplot()
        draw_line_slice(ax, line_scene.surface, line_scene.paths)
        drawn = [line.get_xydata() for line in ax.get_lines()]
    assert np.array_equal(drawn[0], np.stack([line_scene.surface.a, line_scene.surface.loss], axis=1))
    for path in line_scene.paths:
        wanted = np.stack([path.coordinates[:, 0], path.loss], axis=1)
        assert any(np.array_equal(line, wanted) for line in drawn)


def test_a_hole_breaks_a_line_and_is_never_bridged() -> None:
    with own_settings(10):
        ax = Figure().add_subplot()
        draw_loss_line(ax, np.arange(5.0), np.array([3.0, 2.0, np.inf, 2.0, np.nan]))
        (line,) = ax.get_lines()
        assert np.isnan(line.get_ydata()).tolist() == [False, False, True, False, True]
        assert len(ax.patches) == 2


@pytest.mark.parametrize("against", ["step", "cost"])
def test_curves_are_true_losses_against_step_or_cost(against: str, scene: Scene) -> None:
    with own_settings(10):
        ax = Figure().add_subplot()
        draw_curves(ax, scene.paths, against)
        drawn = [line.get_xydata() for line in ax.get_lines() if len(line.get_xdata()) > 1]
    for path, line in zip(scene.paths, drawn, strict=True):
        assert np.array_equal(line, np.stack([getattr(path, against), path.loss], axis=1))
    assert ax.get_yscale() == "log"


def test_curves_that_reach_zero_have_a_linear_axis(scene: Scene) -> None:
    with own_settings(10):
        ax = Figure().add_subplot()
        draw_curves(ax, (dataclasses.replace(scene.paths[0], loss=np.linspace(1, 0, 20)),))
    assert ax.get_yscale() == "linear"


def test_thinning_keeps_both_ends_and_leaves_coarse_grids_alone() -> None:
    assert thinned(401)[[0, -1]].tolist() == [0, 400]
    assert len(thinned(401)) == 120
    assert thinned(7).tolist() == list(range(7))


def test_each_kind_says_what_it_needs(scene: Scene, line_scene: Scene, tmp_path: Path) -> None:
    bare = dataclasses.replace(scene, paths=())
    refused = {
        (kind, name)
        for kind in OF_SCENES
        for name, given in {"plane": scene, "line": line_scene, "bare": bare}.items()
        if KINDS[kind].needs(given) is not None
    }
    assert refused == {("contour", "line"), ("surface", "line"), ("curves", "bare")}
    with pytest.raises(
        InvalidValue, match=r"needs a slice of 2 dimensions; got 1\. Use --kind line or --set slice\.dim"
    ):
        save_figure(line_scene, tmp_path / "x.pdf", "surface")
    with pytest.raises(InvalidValue, match="needs at least one method's run; got none"):
        save_figure(bare, tmp_path / "x.pdf", "curves")
    assert list(tmp_path.iterdir()) == []


def test_catalogue_keys_are_the_names() -> None:
    assert list(KINDS) == [kind.name for kind in KINDS.values()]
    assert OF_SCENES == ["contour", "surface", "line", "curves"]
