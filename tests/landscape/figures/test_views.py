"""A description's view in its figures and videos: quantity, heights, colors, wires, camera."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import cmap
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D
from PIL import Image

import main
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.experiment.shown import shown
from landscape.experiment.view_part import ViewPart
from landscape.figures.animation import animated_frames
from landscape.figures.catalogue import KINDS
from landscape.figures.look import own_settings
from landscape.figures.save import save_figure
from landscape.figures.surface import draw_surface
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["sgd"]), {"run.steps": 4, "grid.resolution": [6, 9], "data.examples": 120}
)


@pytest.fixture(scope="module")
def real() -> Scene:
    return Pipeline().scene(with_values(SMALL, {"grid.test": True}))


def looked_at(scene: Scene, **view: object) -> Scene:
    return dataclasses.replace(scene, description=dataclasses.replace(scene.description, view=ViewPart(**view)))


def composed(scene: Scene, kind: str) -> Figure:
    with own_settings(10):
        figure = Figure(figsize=(8, 5.2), dpi=60)
        FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, shown(scene, Work()))
        figure.draw_without_rendering()
    return figure


def texts(figure: Figure) -> str:
    found = [text.get_text() for text in figure.texts]
    for ax in figure.axes:
        found += [text.get_text() for text in (*ax.texts, ax.xaxis.label, ax.yaxis.label)]
        found += [ax.zaxis.label.get_text()] if isinstance(ax, Axes3D) else []
    return "\n".join(found)


def drawn_in_space(scene: Scene, **view: object) -> tuple[Axes3D, np.ndarray, list[np.ndarray]]:
    """Axes, the corners of the mesh's cells (m, 4, 3), and the lines (3, n)."""
    with own_settings(10):
        figure = Figure()
        FigureCanvasAgg(figure)
        ax = Axes3D(figure)
        figure.add_axes(ax)
        draw_surface(ax, scene.surface, scene.paths, ViewPart(**view))
        mesh = next(part for part in ax.collections if part.get_zorder() == 2)
        cells = np.asarray(mesh._faces if hasattr(mesh, "_faces") else mesh._vec.reshape(3, -1, 4).T)
        return ax, cells, [np.array(line.get_data_3d()) for line in ax.get_lines()]


@pytest.mark.parametrize("kind", ["contour", "surface"])
def test_a_figure_has_the_colors_of_its_map_and_of_no_other(scene: Scene, kind: str, tmp_path: Path) -> None:
    def pixels(view: dict[str, str]) -> np.ndarray:
        with Image.open(save_figure(looked_at(scene, **view), tmp_path / "x.png", kind, dpi=100)) as image:
            return np.asarray(image.convert("RGB")).reshape(-1, 3).astype(int)

    def near(found: np.ndarray, map_name: str) -> int:
        low, high = (
            np.rint(np.array(cmap.Colormap(map_name)(x).rgba[:3]) * 255) for x in (1.5 / 15, 12.5 / 15)
        )  # two bands of the color bar
        return min(int((np.abs(found - color).max(axis=1) <= 12).sum()) for color in (low, high))

    usual = pixels({})
    assert near(usual, "viridis") > 50
    for name in ("cividis", "crameri:batlow", "gray"):
        other = pixels({"color_map": name})
        assert near(other, name) > 50, name
        if name != "gray":  # the inks of the page are grays
            assert near(usual, name) < 0.2 * near(other, name), name


@pytest.mark.parametrize(("heights", "forward"), [("log", np.log10), ("linear", np.asarray)])
def test_heights_are_on_the_scale_and_ticks_say_the_losses(scene: Scene, heights: str, forward: object) -> None:
    ax, _, lines = drawn_in_space(scene, heights=heights)
    path = scene.paths[0]
    wanted = np.array([*path.coordinates.T, forward(path.loss)])
    assert any(line.shape == wanted.shape and np.allclose(line, wanted, rtol=1e-12) for line in lines)
    low, high = ax.get_zlim()
    assert low == pytest.approx(float(forward(min(scene.surface.lowest, *(p.loss.min() for p in scene.paths)))))
    assert high == pytest.approx(float(forward(scene.surface.highest)))
    if heights == "log":
        for place, label in zip(ax.get_zticks(), ax.get_zticklabels(), strict=True):
            assert 10**place == pytest.approx(float(label.get_text()), rel=1e-9)
        assert len(ax.get_zticks()) >= 3
    figure = composed(looked_at(scene, heights=heights), "surface")
    assert ("loss, log height" in texts(figure)) == (heights == "log")


def test_a_log_of_losses_that_reach_0_is_symlog_and_says_so(scene: Scene, with_loss: object) -> None:
    figure = composed(looked_at(with_loss(scene, scene.surface.loss - 0.5), heights="log"), "surface")
    assert "loss, symlog height" in texts(figure)
    assert "has no logarithm" in texts(figure).replace("\n", " ")


def test_camera_and_exaggeration_are_the_views_own(scene: Scene) -> None:
    usual, other = (
        next(ax for ax in composed(looked_at(scene, **view), "surface").axes if isinstance(ax, Axes3D))
        for view in ({}, {"camera": (20.0, 55.0), "exaggeration": 2.0})
    )
    assert (usual.elev, usual.azim) == (34.0, -118.0)
    assert (other.elev, other.azim) == (55.0, 20.0)
    deep = [ax._box_aspect[2] / ax._box_aspect[1] for ax in (usual, other)]
    assert deep[1] == pytest.approx(2 * deep[0])


def test_wires_are_drawn_on_the_surface_alone(scene: Scene, tmp_path: Path) -> None:
    found = []
    for wires in (False, True):
        save_figure(looked_at(scene, wires=wires), tmp_path / "a.png", "surface", dpi=100)
        with Image.open(tmp_path / "a.png") as image:
            found.append(np.asarray(image.convert("RGB")).astype(int))
    changed = np.abs(found[0] - found[1]).max(axis=2) > 12
    assert 300 < changed.sum() < 0.2 * changed.size
    assert not changed[: int(0.12 * len(changed))].any()  # the title's lines


@pytest.mark.parametrize(
    ("quantity", "split", "name"),
    [("accuracy", "train", "accuracy"), ("data", "train", "data loss"), ("loss", "test", "loss on test examples"),
     ("accuracy", "test", "accuracy on test examples")],
)  # fmt: skip
def test_every_kind_draws_the_quantity_and_names_it(real: Scene, quantity: str, split: str, name: str) -> None:
    scene = looked_at(real, quantity=quantity, split=split)
    seen = shown(scene, Work())
    figure = composed(scene, "surface")
    ax = next(ax for ax in figure.axes if isinstance(ax, Axes3D))
    lines = [np.array(line.get_data_3d()) for line in ax.get_lines()]
    assert any(len(line[2]) == 5 and np.allclose(line[2], seen.paths[0].loss, rtol=1e-12) for line in lines)
    assert not np.allclose(seen.paths[0].loss, real.paths[0].loss, rtol=1e-3)
    assert ax.zaxis.label.get_text() == name
    assert f"true {name}" in texts(figure).replace("\n", " ")
    for kind in ("contour", "line"):
        found = texts(composed(scene, kind))
        assert found.count(f"{name.split(' on ')[0].capitalize()} of a linear classifier") == 1
    line = composed(scene, "line").axes[0]
    assert line.yaxis.label.get_text() == name
    middle = int(np.argmin(np.abs(seen.surface.b)))
    np.testing.assert_array_equal(line.get_lines()[0].get_ydata(), seen.surface.loss[:, middle])
    if split == "test":
        assert "test examples" in texts(composed(scene, "contour")).replace("\n", " ")


def test_curves_keep_the_losses_of_the_runs(real: Scene) -> None:
    assert not KINDS["curves"].of_view
    assert all(kind.of_view for name, kind in KINDS.items() if name in ("contour", "surface", "line"))


def test_a_video_shows_what_the_view_shows(real: Scene) -> None:
    scene = looked_at(real, quantity="accuracy", split="test", color_map="cividis")

    def last(of: Scene) -> np.ndarray:
        *_, frame = animated_frames(of, "contour", seconds=0.5, fps=2, size=(480, 360))
        return frame.astype(int)

    found = last(scene)
    np.testing.assert_array_equal(found, last(shown(scene, Work())))
    assert (np.abs(found - last(looked_at(real, color_map="cividis"))) > 40).any(axis=2).mean() > 0.1


def test_a_dump_is_redrawn_in_another_view_and_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dump, first, second = (str(tmp_path / name) for name in ("a.npz", "first.png", "second.png"))
    small = ["--set", "data.examples=120", "--set", "grid.resolution=[7, 11]", "--steps", "4", "--methods", "sgd"]
    look = ["--set", "view.quantity=accuracy", "--set", "view.color_map=cividis", "--quiet"]
    assert main.main(["dump", *small, "-o", dump, "--quiet"]) == 0
    assert main.main(["figure", *small, *look, "-o", first]) == 0
    with monkeypatch.context() as patched:
        patched.setattr(Pipeline, "scene", lambda *_: pytest.fail("it was computed again"))
        assert main.main(["figure", dump, *look, "-o", second]) == 0
    assert Path(first).read_bytes() == Path(second).read_bytes()
    capsys.readouterr()
    for lacking in ("view.quantity=data", "view.split=test"):
        assert main.main(["figure", dump, "--set", lacking, "-o", second, "--quiet"]) == 2
        assert "--recompute" in capsys.readouterr().err
    assert main.main(["figure", dump, "--set", "view.split=test", "--recompute", "-o", second, "--quiet"]) == 0
