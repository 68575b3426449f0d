"""Videos: every frame arrives in its order, nothing half-written stays, the description travels inside."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from landscape.errors import Cancelled, FileError
from landscape.experiment.description import Description
from landscape.files.reading import read_description
from landscape.files.video import video_description, write_video

COUNT, HEIGHT, WIDTH = 10, 64, 96
TEXT = Description().toml() + "# " + "x" * 2000 + "\n"  # a GIF's comment is cut into blocks of 255 bytes


def frames(count: int = COUNT, height: int = HEIGHT, width: int = WIDTH) -> Iterator[np.ndarray]:
    """A red bar that stands at column 8 k in frame k."""
    for number in range(count):
        frame = np.full((height, width, 3), 235, np.uint8)
        frame[:, 8 * number : 8 * number + 8] = (200, 20, 40)
        yield frame


def read_back(path: Path) -> np.ndarray:
    """All frames (n, height, width, 3) of a video."""
    if path.suffix == ".gif":
        with Image.open(path) as image:
            pictures = []
            for number in range(image.n_frames):
                image.seek(number)
                pictures.append(np.asarray(image.convert("RGB")))
        return np.stack(pictures)
    with Image.open(_still(path)) as still:
        width, height = still.size
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "rawvideo", "-pix_fmt", "rgb24",
               "-fps_mode", "passthrough", "-"]  # fmt: skip
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, height, width, 3)


def _still(path: Path) -> Path:
    still = path.with_name(path.stem + "-still.png")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(path), "-frames:v", "1", str(still)]
    subprocess.run(command, check=True)
    return still


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_every_frame_arrives_where_it_was(tmp_path: Path, ending: str) -> None:
    seen = read_back(write_video(frames(), tmp_path / f"v{ending}", 20))
    assert seen.shape == (COUNT, HEIGHT, WIDTH, 3)
    for number, frame in enumerate(seen.astype(int)):
        redness = (frame[..., 0] - frame[..., 1]).mean(axis=0).reshape(-1, 8).mean(axis=1)
        assert redness.argmax() == number
        assert redness[number] > 100


@pytest.mark.parametrize(("fps", "hundredths"), [(20, 5), (30, 3), (1, 100), (60, 2)])
def test_a_gif_plays_at_its_rate(tmp_path: Path, fps: int, hundredths: int) -> None:
    with Image.open(write_video(frames(), tmp_path / "v.gif", fps)) as image:
        assert image.info["duration"] == 10 * hundredths
        assert image.info["loop"] == 0


def test_an_mp4_with_odd_sides_loses_a_row_and_a_column(tmp_path: Path) -> None:
    assert read_back(write_video(frames(3, 65, 97), tmp_path / "v.mp4", 20)).shape == (3, 64, 96, 3)


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_the_description_travels_inside(tmp_path: Path, ending: str) -> None:
    target = write_video(frames(3), tmp_path / f"v{ending}", 20, TEXT)
    assert video_description(target) == TEXT
    assert read_description(target) == Description()
    assert video_description(write_video(frames(3), tmp_path / f"plain{ending}", 20)) is None


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_equal_frames_give_equal_bytes(tmp_path: Path, ending: str) -> None:
    first, second = (write_video(frames(4), tmp_path / f"{name}{ending}", 20, TEXT) for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("ending", [".mp4", ".gif"])
def test_stopped_halfway_the_old_file_stays_and_nothing_else(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"v{ending}"
    target.write_bytes(b"old")

    def stopped() -> Iterator[np.ndarray]:
        yield from frames(5)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_video(stopped(), target, 20)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"must end in \.mp4 or \.gif"):
        write_video(frames(), tmp_path / "v.avi", 20)
    with pytest.raises(FileError, match="no folder"):
        write_video(frames(), tmp_path / "missing" / "v.mp4", 20)
    with pytest.raises(FileError, match="one frame or more"):
        write_video([], tmp_path / "v.mp4", 20)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_gif_is_one_line(tmp_path: Path) -> None:
    target = tmp_path / "v.gif"
    target.write_bytes(b"no picture at all")
    with pytest.raises(FileError, match="cannot read"):
        video_description(target)
