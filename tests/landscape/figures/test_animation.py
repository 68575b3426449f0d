"""The race as a video: paths grow, everything else stays where it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from landscape.errors import Cancelled, InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.figures.animation import animated_frames, scene_at
from landscape.files.reading import read_description
from landscape.palette import STYLES
from landscape.work import Work
from main import main

SMALL = with_values(with_methods(Description(), ["sgd", "random-search"]),
                    {"run.steps": 6, "grid.resolution": 9, "run.tries": True})  # fmt: skip
SIZE = (480, 320)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline().scene(SMALL)


def reddish(frame: np.ndarray, color: str) -> int:
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return int((np.abs(frame.astype(int) - wanted).max(axis=2) < 40).sum())


@pytest.mark.parametrize("step", [0, 3, 6])
def test_a_scene_at_a_step_holds_nothing_later(scene: Scene, step: int) -> None:
    cut = scene_at(scene, step)
    for path, whole in zip(cut.paths, scene.paths, strict=True):
        assert path.step[-1] == step
        np.testing.assert_array_equal(path.coordinates, whole.coordinates[: step + 1])
        np.testing.assert_array_equal(path.loss, whole.loss[: step + 1])
    tries = cut.paths[1].tries
    assert tries is not None
    assert len(tries.step) == len(tries.loss) == len(tries.coordinates)
    assert tries.step.max(initial=0) == step


@pytest.mark.parametrize("kind", ["contour", "surface"])
def test_the_path_grows_and_the_ground_stays(scene: Scene, kind: str) -> None:
    frames = list(animated_frames(scene, kind, seconds=0.7, fps=10, size=SIZE, font_size=6))
    assert len(frames) == 7
    assert {frame.shape for frame in frames} == {(SIZE[1], SIZE[0], 3)}
    amounts = [reddish(frame, STYLES["sgd"].color) for frame in frames]
    assert amounts[-1] > amounts[0]
    changed = (frames[0] != frames[-1]).any(axis=2)
    assert 0 < changed.mean() < 0.2


def test_a_frame_between_two_steps_is_the_one_before(scene: Scene) -> None:
    frames = list(animated_frames(scene, "contour", seconds=2.6, fps=5, size=SIZE, font_size=6))
    assert len(frames) == 13  # two a step
    np.testing.assert_array_equal(frames[0], frames[1])
    assert (frames[1] != frames[2]).any()


def test_it_stops_when_asked(scene: Scene) -> None:
    work = Work()
    frames = animated_frames(scene, "contour", size=SIZE, font_size=6, work=work)
    next(frames)
    work.stop.set()
    with pytest.raises(Cancelled):
        next(frames)


def test_what_does_not_move_is_refused(scene: Scene) -> None:
    with pytest.raises(InvalidValue, match="contour, surface, line"):
        next(animated_frames(scene, "curves"))
    with pytest.raises(InvalidValue, match="at least one"):
        next(animated_frames(Pipeline().scene(with_values(with_methods(SMALL, []), {"slice.kind": "unit"})), "contour"))


def test_the_command_writes_a_video_with_its_description(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "small.toml").write_text(SMALL.toml(), encoding="utf-8")
    target = tmp_path / "race.gif"
    options = ["--size", "480x320", "--font-size", "6", "--seconds", "0.7", "--fps", "10", "--quiet"]
    assert main(["animate", str(tmp_path / "small.toml"), "-o", str(target), *options]) == 0
    with Image.open(target) as image:
        assert (image.n_frames, image.size) == (7, SIZE)
    assert read_description(target) == SMALL
    video = tmp_path / "race.mp4"
    assert main(["animate", str(target), "-o", str(video), *options]) == 0
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(video), "-f", "rawvideo", "-pix_fmt", "rgb24",
               "-"]  # fmt: skip
    raw = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.uint8)
    frames = raw.reshape(-1, SIZE[1], SIZE[0], 3)
    assert len(frames) == 7
    assert (np.abs(frames[0].astype(int) - frames[-1]) > 60).any()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "x.avi"], ".mp4 or .gif"),
        (["-o", "missing/x.mp4"], "no folder"),
        (["-o", "x.mp4", "--size", "12x9"], "--size must be"),
        (["-o", "x.mp4", "--kind", "curves"], "kind of a video"),
        (["-o", "x.mp4", "--kind", "nonsense"], "kind of figure"),
    ],
)
def test_what_cannot_be_filmed_is_one_line_and_no_file(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["animate", "--steps", "2", "--set", "grid.resolution=5", "--quiet", *arguments]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert words in error
    assert list(tmp_path.iterdir()) == []
