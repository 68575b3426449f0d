"""Closing the window, or Ctrl-C, in the middle of each kind of work: exit code 0, and not a word.

Each test starts a process of its own, offscreen and, marked gl, on the display of the run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

MAIN = Path(__file__).parents[2] / "main.py"

JOBS = {
    "training": ("_train", 'window.session.edit({"run.steps": 300_000})'),
    "viewing": ("_view", 'window.session.edit({"grid.resolution": 501, "slice.kind": "unit"})'),
    "saving": (
        "_export",
        "window.session.save(lambda scene, work: save_figure(scene, target.with_suffix('.pdf'), 'surface', width=30))",
    ),
    "exporting": (
        "_export",
        "filming = Filming(ViewCopy(window.stage, 'surface', (640, 480), 1.0, True), Film('turn', 90.0, 30), window);"
        "window.session.export(lambda work: filming.write(target, work))",
    ),
}
ENDS = {
    "close": "window.close()",
    "ctrl-c": "os.kill(os.getpid(), signal.SIGINT)",
}
SCRIPT = """
import os, signal, sys
from pathlib import Path
import main
from PySide6.QtCore import QTimer
from gui.export.filming import Film, Filming
from gui.export.view_copy import ViewCopy
from gui.window import Window
from landscape.figures.save import save_figure

target = Path(sys.argv[1])

def shown(window, scene, usual=Window._show_scene):
    usual(window, scene)
    Window._show_scene = usual
    window.session.scene_changed.disconnect()
    JOB

    def end():
        print("busy" if window.session.LANE.is_busy else "idle", flush=True)
        END

    QTimer.singleShot(150, end)

Window._show_scene = shown
sys.exit(main.main(["app", "--fresh", "--set", "grid.resolution=15", "--steps", "20"]))
"""


@pytest.mark.parametrize("platform", ["offscreen", pytest.param("xcb", marks=pytest.mark.gl)])
@pytest.mark.parametrize("end", list(ENDS))
@pytest.mark.parametrize("job", list(JOBS))
def test_the_end_in_the_middle_of_work_is_silent(job: str, end: str, platform: str, tmp_path: Path) -> None:
    lane, start = JOBS[job]
    state, target = tmp_path / "state", tmp_path / "out" / "video.mp4"
    target.parent.mkdir()
    script = SCRIPT.replace("LANE", lane).replace("JOB", start).replace("END", ENDS[end])
    ended = subprocess.run(
        [sys.executable, "-c", script, str(target)], cwd=MAIN.parent, capture_output=True, text=True, timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": platform, "XDG_STATE_HOME": str(state)}, check=False,
    )  # fmt: skip
    said = [line for line in ended.stderr.splitlines() if "propagateSizeHints" not in line]
    assert (ended.returncode, said) == (0, [])
    assert ended.stdout == "busy\n"
    left = {path.suffix: path.read_bytes() for path in target.parent.iterdir()}
    whole = job == "saving" and left.get(".pdf", b"").rstrip().endswith(b"%%EOF")  # a figure is drawn to its end
    assert set(left) == ({".pdf"} if whole else set())  # nothing half-written
    assert (state / "losscope" / "session.json").is_file()
