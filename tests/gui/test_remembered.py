"""What is remembered between two starts: sessions and recent files, and what happens where they are broken."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gui.remembered import MOST, LastSession, Remembered
from landscape.errors import FileError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values

MAIN = Path(__file__).parents[2] / "main.py"
SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 8, "grid.resolution": 9, "slice.seed": 41})
SESSION = LastSession(SMALL.toml(), "dark", (20, 30, 1000, 700), False, True)

CLOSES_ITSELF = """
import sys
import main
from PySide6.QtCore import QTimer
from gui.tour import Tour
from gui.window import Window

def report(self):
    print(self.look, self.width(), self.height(), self.drawer.isVisible(), self.session.description.slice.seed,
          self.findChild(Tour) is not None, self.messages.text.text() or "-", sep="|", flush=True)
    CHANGE
    self.do("close")

def shown(self, scene, usual=Window._show_scene):
    usual(self, scene)
    QTimer.singleShot(50, lambda: report(self))

Window._show_scene = shown
sys.exit(main.main(["app", *sys.argv[1:]]))
"""


def start(state: Path, *arguments: str, change: str = "pass") -> tuple[list[str], str]:
    """Open the window until its first scene; what it then looked like, and what was said on stderr."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(state)}
    ended = subprocess.run(
        [sys.executable, "-c", CLOSES_ITSELF.replace("CHANGE", change), *arguments], cwd=MAIN.parent,
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    said = "\n".join(line for line in ended.stderr.splitlines() if "propagateSizeHints" not in line)
    return ended.stdout.splitlines()[0].split("|"), said


def test_a_session_comes_back_as_it_was(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "new")
    assert not remembered.had_session
    assert remembered.last_session() is None
    remembered.keep(SESSION)
    assert remembered.had_session
    assert remembered.last_session() == SESSION
    assert SESSION.read_description() == SMALL
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["session.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", "null", '{"description": 5}', "\x00\xff", "[" * 100_000,
     '{"description": "", "theme": "pink", "geometry": null, "maximized": false, "drawer": false}',
     '{"description": "", "theme": "dark", "geometry": [1, 2], "maximized": false, "drawer": false}',
     '{"description": "", "theme": "dark", "geometry": ["a", 2, 3, 4], "maximized": false, "drawer": false}',
     '{"description": "run.steps = 0", "theme": "dark", "geometry": null, "maximized": false, "drawer": false}'],
)  # fmt: skip
def test_a_broken_session_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "session.json").write_text(text, encoding="latin-1")
    with pytest.raises(FileError) as found:
        Remembered(tmp_path).last_session()
    assert "\n" not in str(found.value)
    assert "last session" in str(found.value)


def test_recent_files_are_newest_first_and_the_missing_ones_vanish(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path / "state")
    files = [tmp_path / f"{number}.toml" for number in range(MOST + 3)]
    for file in files:
        file.touch()
        remembered.note(file)
    assert remembered.recent() == files[:2:-1]
    remembered.note(files[5])
    assert remembered.recent()[:2] == [files[5], files[-1]]
    files[5].unlink()
    assert files[5] not in remembered.recent()
    remembered.note(tmp_path / "missing.toml")
    (tmp_path / "letter.txt").touch()
    remembered.note(tmp_path / "letter.txt")
    assert remembered.recent()[0] == files[-1]


@pytest.mark.parametrize("text", ["", "{", "3", "null", "[1, null]"])
def test_a_broken_list_of_recent_files_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "recent.json").write_text(text, encoding="utf-8")
    assert Remembered(tmp_path).recent() == []


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="cannot make the folder"):
        Remembered(tmp_path / "file" / "state").keep(SESSION)


def test_the_application_restores_what_it_was_when_it_closed(tmp_path: Path) -> None:
    first, said = start(
        tmp_path, "--steps", "8", "--set", "grid.resolution=9", "--set", "slice.seed=41", "--theme", "dark", "--size",
        "1100x700", change="self.toggle_drawer(); self.set_look('projector')",
    )  # fmt: skip
    assert first == ["dark", "1100", "700", "False", "41", "True", "-"]  # with the tour: there never was a session
    assert said == ""
    second, said = start(tmp_path)
    assert second == ["projector", "1100", "700", "True", "41", "False", "-"]
    assert said == ""
    fresh, _ = start(tmp_path, "--fresh", "--steps", "8", "--set", "grid.resolution=9")
    assert fresh == ["light", "1440", "900", "False", "0", "False", "-"]


def test_a_broken_session_is_told_in_the_window_and_ignored(tmp_path: Path) -> None:
    folder = tmp_path / "losscope"
    folder.mkdir()
    (folder / "session.json").write_text("{ no session", encoding="utf-8")
    found, said = start(tmp_path)
    assert found[:6] == ["light", "1440", "900", "False", "0", "False"]
    assert found[6].startswith("the last session could not be read")
    assert said == ""
    assert Remembered(folder).last_session() == LastSession(Description().toml(), geometry=(0, 0, 1440, 900))


def test_a_file_that_is_given_wins_over_the_last_session_and_is_recent(tmp_path: Path) -> None:
    folder = tmp_path / "losscope"
    Remembered(folder).keep(SESSION)
    given = tmp_path / "given.toml"
    given.write_text(with_values(SMALL, {"slice.seed": 7}).toml(), encoding="utf-8")
    found, _ = start(tmp_path, str(given))
    assert found[:5] == ["dark", "1000", "700", "True", "7"]
    assert Remembered(folder).recent() == [given]


def test_ctrl_c_keeps_the_session_too(tmp_path: Path) -> None:
    start(tmp_path, "--steps", "9", "--set", "grid.resolution=9",
          change=f"import os; os.kill(os.getpid(), {int(signal.SIGINT)}); return")  # fmt: skip
    kept = Remembered(tmp_path / "losscope").last_session()
    assert kept is not None
    assert from_toml(kept.description).run.steps == 9
    assert dataclasses.replace(kept, description="") == LastSession("", geometry=(0, 0, 1440, 900))
