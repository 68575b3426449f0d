"""Pictures and videos of the large view, read back; and what is left where they are stopped."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from gui.export.dialogs import PictureDialog, VideoDialog
from gui.export.filming import Film
from gui.export.view_copy import ViewCopy
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.files.reading import read_description
from landscape.palette import STYLES

SMALL = with_values(with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 8, "grid.resolution": 9})


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def asked(window: Window, kind: type[PictureDialog]) -> PictureDialog:
    return next(child for child in window.findChildren(QDialog) if isinstance(child, kind) and child.isVisible())


def choose(monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(target), ""))


def frames_of(path: Path, width: int, height: int) -> np.ndarray:
    """All frames (n, height, width, 3) of a video."""
    if path.suffix == ".gif":
        with Image.open(path) as image:
            assert image.size == (width, height)
            found = []
            for number in range(image.n_frames):
                image.seek(number)
                found.append(np.asarray(image.convert("RGB")))
        return np.stack(found)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24",
               "-fps_mode", "passthrough", "-"]  # fmt: skip
    raw = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.uint8)
    return raw.reshape(-1, height, width, 3)


def lasting(path: Path) -> int:
    """How long a GIF plays, in milliseconds."""
    with Image.open(path) as image:
        return sum(image.seek(number) or image.info["duration"] for number in range(image.n_frames))


def amount(frame: np.ndarray, color: str) -> int:
    wanted = [int(color[at : at + 2], 16) for at in (1, 3, 5)]
    return int((np.abs(frame.astype(int) - wanted).max(axis=2) < 30).sum())


@pytest.mark.parametrize("tab", ["surface", "cut", "curves"])
@pytest.mark.parametrize("size", [(1001, 600), (320, 320), (1600, 900)])
def test_a_copy_of_each_view_has_the_size_asked_for_and_shows_the_paths(
    window: Window, tab: str, size: tuple[int, int]
) -> None:
    copy = ViewCopy(window.stage, tab, size, 1.0, legend=True)
    pixels = copy.pixels()
    copy.close()
    assert pixels.shape == (size[1], size[0], 3)
    for method in ("sgd", "momentum"):
        assert amount(pixels, STYLES[method].color) > 20


def test_a_scaled_copy_is_the_same_picture_with_more_pixels(window: Window) -> None:
    pictures = []
    for scale in (1, 2):
        copy = ViewCopy(window.stage, "surface", (600 * scale, 400 * scale), scale, legend=False)
        pictures.append(copy.pixels().astype(float))
        copy.close()
    once, twice = pictures
    halved = twice.reshape(400, 2, 600, 2, 3).mean(axis=(1, 3))
    assert np.abs(halved - once).mean() < 4
    assert np.abs(np.repeat(np.repeat(once, 2, 0), 2, 1) - twice).mean() > 0.2  # sharper, not merely enlarged


def test_a_copy_keeps_what_is_hidden_hidden(window: Window) -> None:
    seen = []
    for labels in ({"sgd", "momentum"}, {"sgd"}):
        window.stage.legend.visibility_changed.emit(labels)
        copy = ViewCopy(window.stage, "surface", (800, 500), 1.0, legend=False)
        seen.append([amount(copy.pixels(), STYLES[method].color) for method in ("sgd", "momentum")])
        copy.close()
    assert seen[1][0] >= seen[0][0]
    assert seen[1][1] < seen[0][1] - 100


def test_a_picture_is_saved_at_its_size_with_its_description(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "view.png")
    window.do("save_picture")
    dialog = asked(window, PictureDialog)
    dialog.width_box.setValue(900)
    dialog.height_box.setValue(500)
    with qtbot.waitSignal(window.session.saved, timeout=20_000):
        dialog.save.click()
    with Image.open(tmp_path / "view.png") as image:
        assert image.size == (900, 500)
    assert read_description(tmp_path / "view.png") == SMALL
    assert "Saved" in window.messages.text.text()


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_a_video_of_the_timeline_has_all_its_frames(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    target = tmp_path / f"race{ending}"
    choose(monkeypatch, target)
    window.do("save_video")
    dialog = asked(window, VideoDialog)
    dialog.width_box.setValue(480)
    dialog.height_box.setValue(360)
    dialog.seconds_box.setValue(1.5)
    dialog.fps_box.setValue(10)
    with qtbot.waitSignal(window.session.saved, timeout=30_000):
        dialog.save.click()
    frames = frames_of(target, 480, 360)
    if ending == ".gif":  # equal frames are one that lasts longer
        assert len(frames) == 9
        assert lasting(target) == 1500
    else:
        assert len(frames) == 15
    first, last = amount(frames[0], STYLES["sgd"].color), amount(frames[-1], STYLES["sgd"].color)
    assert last > first
    assert (np.abs(frames[0].astype(int) - frames[-1]) > 60).any(axis=2).sum() > 50
    assert read_description(target) == SMALL
    assert window.timeline.position == 8  # the window's own timeline has not moved


def test_a_video_of_a_turn_goes_around_and_keeps_the_windows_camera(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, camera = tmp_path / "turn.mp4", window.stage.surface.camera
    choose(monkeypatch, target)
    window.do("save_video")
    dialog = asked(window, VideoDialog)
    dialog.subject_box.setCurrentIndex(1)
    dialog.width_box.setValue(400)
    dialog.height_box.setValue(320)
    dialog.seconds_box.setValue(0.8)
    dialog.fps_box.setValue(10)
    dialog.legend_box.setChecked(False)
    with qtbot.waitSignal(window.session.saved, timeout=30_000):
        dialog.save.click()
    frames = frames_of(target, 400, 320).astype(int)
    assert len(frames) == 8
    assert np.abs(frames[0] - frames[4]).mean() > 3  # seen from the other side
    assert np.abs(frames[0] - frames[7]).mean() > 1
    assert window.stage.surface.camera == camera


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_stopping_a_video_leaves_nothing_and_the_window_goes_on(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    choose(monkeypatch, tmp_path / f"long{ending}")
    window.do("save_video")
    dialog = asked(window, VideoDialog)
    dialog.width_box.setValue(320)
    dialog.height_box.setValue(320)
    dialog.seconds_box.setValue(100)
    dialog.save.click()
    qtbot.waitUntil(lambda: "drawing the video" in window.messages.text.text(), timeout=20_000)
    window.do("step_back")  # the window answers meanwhile
    assert window.timeline.position == 7
    window.messages.stop.click()
    assert not window.session.is_busy
    qtbot.waitUntil(lambda: list(tmp_path.iterdir()) == [], timeout=10_000)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.do("plane_at_random")


def test_a_place_that_cannot_be_written_is_one_line(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, words in (("missing/race.mp4", "no folder"), ("race.avi", ".mp4 or .gif")):
        choose(monkeypatch, tmp_path / name)
        window.do("save_video")
        dialog = asked(window, VideoDialog)
        dialog.save.click()
        assert words in window.messages.text.text()
        qtbot.wait(20)
    assert list(tmp_path.iterdir()) == []


def test_before_there_is_a_picture_nothing_can_be_saved(qtbot: QtBot) -> None:
    empty = Window(SMALL)
    qtbot.addWidget(empty)
    for command in ("save_picture", "save_video"):
        empty.do(command)
        assert "no picture yet" in empty.messages.text.text()
    assert empty.findChildren(PictureDialog) == []


def test_a_cut_has_no_turn(window: Window) -> None:
    window.do("show_cut")
    window.do("save_video")
    dialog = asked(window, VideoDialog)
    assert [dialog.subject_box.itemData(row) for row in range(dialog.subject_box.count())] == ["timeline"]
    dialog.reject()


@pytest.mark.parametrize(("seconds", "fps", "count"), [(8.0, 30, 240), (0.5, 1, 2), (1.5, 10, 15)])
def test_a_film_has_so_many_frames(seconds: float, fps: int, count: int) -> None:
    assert Film("timeline", seconds, fps).n_frames == count


def test_a_copy_has_the_look_of_its_view(window: Window) -> None:
    stage = window.stage
    before = {}
    for tab in ("surface", "curves"):
        copy = ViewCopy(stage, tab, (800, 500), 1.0, legend=False)
        before[tab] = copy.pixels().astype(int)
        copy.close()
    stage.surface.set_color_map("magma")
    stage.curves.over.chosen.emit("cost")
    stage.curves.quantity.set_value("accuracy")
    for tab in ("surface", "curves"):
        copy = ViewCopy(stage, tab, (800, 500), 1.0, legend=False)
        assert (np.abs(copy.pixels() - before[tab]) > 40).any(axis=2).sum() > 500
        copy.close()


def test_a_second_file_waits_for_the_first(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "race.mp4")
    window.do("save_video")
    dialog = asked(window, VideoDialog)
    dialog.width_box.setValue(320)
    dialog.height_box.setValue(320)
    dialog.seconds_box.setValue(1)
    with qtbot.waitSignal(window.session.saved, timeout=30_000):
        dialog.save.click()
        for command in ("save_dump", "save_figure", "save_picture", "save_video"):
            window.do(command)
            assert "still being written" in window.messages.text.text()
    assert len(frames_of(tmp_path / "race.mp4", 320, 320)) == 30
