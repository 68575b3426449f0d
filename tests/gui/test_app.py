"""The application from outside: no display, screenshots, Ctrl-C. Each test starts a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gui.app import parse_size
from gui.window import Window
from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.files.reading import read_description
from landscape.palette import STYLES
from main import app

MAIN = Path(__file__).parents[2] / "main.py"
FAST = ("--set", "grid.resolution=15", "--steps", "20")


TELLS_WHEN_SHOWN = """
import sys
import main
from gui.window import Window

def shown(self, event, usual=Window.showEvent):
    usual(self, event)
    print("shown", flush=True)

Window.showEvent = shown
sys.exit(main.main(["app", "--steps", "300000"]))  # training goes on all along
"""


def environment(**changes: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    return kept | changes


def losscope(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(MAIN), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment(**changes), check=False)


@pytest.mark.parametrize("changes", [{}, {"DISPLAY": ":97"}, {"DISPLAY": "nonsense"}])
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_without_a_display_one_line_names_the_headless_commands(changes: dict[str, str]) -> None:
    ended = losscope(**changes)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    for name in ("losscope figure", "losscope dump", "--screenshot"):
        assert name in ended.stderr


def test_a_screenshot_is_the_same_picture_twice_and_carries_its_description(tmp_path: Path) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    wanted = with_values(Description(), {"grid.resolution": 15, "run.steps": 20})
    for target in (first, second):
        ended = losscope("app", "--screenshot", str(target), *FAST, QT_QPA_PLATFORM="offscreen")
        assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
    assert first.read_bytes() == second.read_bytes()
    assert read_description(first) == wanted
    with Image.open(first) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    assert pixels.shape == (900, 1440, 3)
    for method in ("sgd", "momentum", "adam"):
        color = [int(STYLES[method].color[at : at + 2], 16) for at in (1, 3, 5)]
        assert (np.abs(pixels.astype(int) - color).max(axis=2) <= 2).sum() > 100, f"no {method} in the picture"


def test_a_screenshot_needs_no_display_and_has_the_size_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "small.png"
    ended = losscope("app", "--screenshot", str(target), "--size", "1280x720", "--theme", "projector", *FAST)
    assert ended.returncode == 0, ended.stderr
    with Image.open(target) as picture:
        assert picture.size == (1280, 720)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--set", "slice.kind=filter", "--set", "slice.center=zero"), "zero row"),
        (("--size", "12x9"), "--size"),
        (("--tab", "points"), "--tab points needs points"),
        (("--set", "grid.resolution=1"), "resolution"),
    ],
)
def test_what_cannot_be_drawn_is_one_line_and_no_file(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = losscope("app", "--screenshot", str(tmp_path / "x.png"), *arguments)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert words in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_screenshot_shows_the_tab_asked_for_with_all_that_it_works_out(tmp_path: Path) -> None:
    names = ("surface", "step")
    for name in names:
        ended = losscope("app", "--screenshot", str(tmp_path / f"{name}.png"), "--tab", name, *FAST)
        assert (ended.returncode, ended.stderr) == (0, "")
    surface, step = (np.asarray(Image.open(tmp_path / f"{name}.png").convert("RGB"), int) for name in names)
    assert (np.abs(surface - step).sum(axis=2) > 60).mean() > 0.05
    ink = np.abs(step[140:640, 40:900] - step[200, 60]).sum(axis=2) > 60
    assert ink.mean() > 0.1  # the picture of the step, not the line that it is on its way


def test_every_tab_can_be_asked_for(open_window: Callable[[Description], Window]) -> None:
    window = open_window(Description())
    offered = next(option for option in app.params if option.name == "tab").type.choices
    assert set(offered) == {*window.tab.values, "points"}
    with pytest.raises(InvalidValue, match="points in the plane"):
        window.show_offered_tab("points")


@pytest.mark.parametrize("moment", [0.0, 1.5])
def test_ctrl_c_closes_the_window_without_a_word(moment: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", TELLS_WHEN_SHOWN],
        cwd=MAIN.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(QT_QPA_PLATFORM="offscreen"),
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "shown\n"
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 0
    assert out == ""
    assert [line for line in error.splitlines() if "propagateSizeHints" not in line] == []


@pytest.mark.parametrize("text", ["1440x900", "640x400", "8000x8000"])
def test_sizes_that_are_taken(text: str) -> None:
    assert "x".join(str(side) for side in parse_size(text)) == text


@pytest.mark.parametrize("text", ["", "1440", "1440x", "x900", "10x10", "9000x900", "-5x900", "axb", "1440x900x2"])
def test_sizes_that_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="--size must be"):
        parse_size(text)
