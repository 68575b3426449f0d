"""A scene as a video: one figure per frame, the paths drawn as far as each has come, all else at rest."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from landscape.errors import InvalidValue
from landscape.experiment.scene import Path, Scene
from landscape.experiment.shown import shown
from landscape.figures.catalogue import KINDS
from landscape.figures.look import MUTED, own_settings, points
from landscape.figures.save import HEIGHT, check_kind
from landscape.files.video import Pixels
from landscape.work import Work

STAGE = "drawing the video"
MOVING = ("contour", "surface", "line")  # the axes of other kinds take their scales from how far the paths have come


def animated_frames(
    scene: Scene,
    kind: str = "contour",
    *,
    seconds: float = 8.0,
    fps: int = 30,
    size: tuple[int, int] = (1280, 720),
    font_size: float = 10.0,
    work: Work | None = None,
) -> Iterator[Pixels]:
    """Frames (height, width, 3) from the start of all paths to their end, by step.

    Axes keep the limits and places that they have in the whole figure. A frame between two steps repeats the one
    before, so drawing takes no longer than there are steps.

    Raises:
        InvalidValue: a kind that is none, or shows no paths of this scene.
        Cancelled: `work` was asked to stop.
    """
    check_kind(scene, kind)
    if kind not in MOVING:
        raise InvalidValue(f"kind of a video must be one of {', '.join(MOVING)}; got {kind!r}. Try contour.")
    if not scene.paths:
        raise InvalidValue("a video needs at least one method's run; got none. Try --methods sgd,adam.")
    work = work or Work()
    scene = shown(scene, work)
    count = max(2, round(seconds * fps))
    at_rest = _places(_drawn(scene, kind, size, font_size, scene.last_step).figure)
    last, frame = -1, np.empty((0, 0, 3), np.uint8)
    for number in range(count):
        work.check()
        work.progress(STAGE, number / count)
        step = int(scene.last_step * number / (count - 1))
        if step != last:
            last, frame = step, _pixels(_drawn(scene_at(scene, step), kind, size, font_size, step, at_rest))
        yield frame


def scene_at(scene: Scene, step: int) -> Scene:
    """The scene as it was when every run had made at most `step` steps."""
    return dataclasses.replace(scene, paths=tuple(_cut(path, step) for path in scene.paths))


def _cut(path: Path, step: int) -> Path:
    rows = path.row_at_step(step) + 1
    total = len(path.step)
    parts: dict[str, Any] = {
        field.name: value[:rows]
        for field in dataclasses.fields(path)
        if isinstance(value := getattr(path, field.name), np.ndarray) and len(value) == total
    }
    if path.tries is not None:
        made = path.tries.step <= step
        tries = {field.name: getattr(path.tries, field.name)[made] for field in dataclasses.fields(path.tries)}
        parts["tries"] = dataclasses.replace(path.tries, **tries)
    return dataclasses.replace(path, **parts)


def _drawn(
    scene: Scene,
    kind: str,
    size: tuple[int, int],
    font_size: float,
    step: int,
    at_rest: list[dict[str, Any]] | None = None,
) -> FigureCanvasAgg:
    dpi = size[1] / HEIGHT  # the page is as high as a saved figure's, so its letters are as large on it
    with own_settings(font_size):
        figure = Figure(figsize=(size[0] / dpi, HEIGHT), dpi=dpi)
        canvas = FigureCanvasAgg(figure)
        KINDS[kind].draw(figure, scene)
        if at_rest is not None and len(at_rest) == len(figure.axes):
            for ax, place in zip(figure.axes, at_rest, strict=True):
                _put(ax, place)
        figure.text(0.98, 0.96, f"step {step:,}", ha="right", va="top", fontsize=points(1.2), color=MUTED)
        canvas.draw()  # type: ignore[no-untyped-call]
    return canvas


def _places(figure: Figure) -> list[dict[str, Any]]:
    limits = ("position", "xlim", "ylim", "zlim")
    return [{name: getattr(ax, f"get_{name}")() for name in limits if hasattr(ax, f"get_{name}")} for ax in figure.axes]


def _put(ax: Axes, place: dict[str, Any]) -> None:
    for name, value in place.items():
        getattr(ax, f"set_{name}")(value)


def _pixels(canvas: FigureCanvasAgg) -> Pixels:
    pixels: Pixels = np.asarray(canvas.buffer_rgba(), dtype=np.uint8)  # type: ignore[no-untyped-call]
    return pixels[..., :3].copy()
