"""Closing the window, or Ctrl-C, in the middle of each kind of work: exit code 0, and not a word.

Each test starts a process of its own, offscreen and, marked gl, on the display of the run.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

MAIN = Path(__file__).parents[2] / "main.py"

SESSION = "window.session.{}.is_busy"
# What is over in an instant, over and over.
AGAIN = "again = QTimer(window); again.timeout.connect({0}); ({0})(); again.start(5)"
JOBS = {
    "training": (SESSION.format("_train"), 'window.session.edit({"run.steps": 300_000})'),
    "viewing": (SESSION.format("_view"), 'window.session.edit({"grid.resolution": 501, "slice.kind": "unit"})'),
    "saving": (
        SESSION.format("_export"),
        "window.session.save(lambda scene, work: save_figure(scene, target.with_suffix('.pdf'), 'surface', width=12))",
    ),
    "exporting": (
        SESSION.format("_export"),
        "filming = Filming(ViewCopy(window.stage, 'surface', (640, 480), 1.0, True), Film('turn', 90.0, 30), window);"
        "window.session.export(lambda work: filming.write(target, work))",
    ),
    "dumping": (
        SESSION.format("_export"),
        "window.session.save(lambda scene, work: write_npz(scene, target.with_suffix('.npz')))",
    ),
    "turning": ("window.live._lane.is_busy", AGAIN.format("lambda: window.live.turn(20 + time.monotonic() % 50)")),
    "painting the gradient": (
        "window.late_tabs['weights'].filling._lane.is_busy",
        "window.do('paint_gradient')",
    ),
    "looking into a step": (
        "window.late_tabs['step']._follower.is_busy",
        "window.show_tab('step'); " + AGAIN.format("lambda: window.late_tabs['step'].switch(True)"),
    ),
    "searching what is confusing": (
        "window.stage.at_cursor._search.is_busy",
        AGAIN.format("window.stage.at_cursor.find_confusing"),
    ),
    "loading data": (
        SESSION.format("_train"),
        "window.session.edit({'data.source': 'csv', 'data.path': large_table(target.parent.parent)})",
    ),
    "extracting features": (
        SESSION.format("_train"),
        "window.session.edit({'features.kind': 'patches', 'features.words': 300})",
    ),
    "downloading": (
        SESSION.format("_train"),
        "window.session.edit({'data.source': 'cifar10', 'data.download': True, 'data.url': slow_server()})",
    ),
}
ON_A_DISPLAY = ("training", "viewing", "exporting", "turning")  # where the platform may have a part in it
ENDS = {
    "close": "window.close()",
    "ctrl-c": "os.kill(os.getpid(), signal.SIGINT)",
}
SCRIPT = """
import os, signal, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
import main
from PySide6.QtCore import QTimer
from gui.export.filming import Film, Filming
from gui.export.view_copy import ViewCopy
from gui.window import Window
from landscape.figures.save import save_figure
from landscape.files.dump_npz import write_npz

target = Path(sys.argv[1])

def large_table(folder):
    path = folder / "large.csv"
    rows = "".join(f"{k % 97},{k % 89},{k % 83},{k % 3}\\n" for k in range(150_000))
    path.write_text("a,b,c,class\\n" + rows, encoding="utf-8")
    return str(path)

class Slow(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(2000):
                self.wfile.write(bytes(65536))
                time.sleep(0.02)
        except OSError:
            pass  # whoever fetched it is gone

    def log_message(self, *words):
        pass

def slow_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/cifar-10-binary.tar.gz"

def shown(window, scene, usual=Window._show_scene):
    usual(window, scene)
    Window._show_scene = usual
    window.session.scene_changed.disconnect()
    JOB
    assert LANE

    def end():
        print("busy" if LANE else "idle", flush=True)
        END

    QTimer.singleShot(0 if JOB_IS_SHORT else 150, end)

Window._show_scene = shown
sys.exit(main.main(["app", "--fresh", "--set", "grid.resolution=15", "--steps", "20"]))
"""


def marks_of(job: str, end: str) -> tuple[pytest.MarkDecorator, ...]:
    """Each takes five seconds: a rarer kind of work is ended by Ctrl-C, which closes the window, and else later."""
    return (pytest.mark.slow,) if end == "close" and job not in ON_A_DISPLAY else ()


@pytest.mark.parametrize(
    ("job", "end", "platform"),
    [
        *(pytest.param(job, end, "offscreen", marks=marks_of(job, end)) for job in JOBS for end in ENDS),
        *(pytest.param(job, end, "xcb", marks=pytest.mark.gl) for job in ON_A_DISPLAY for end in ENDS),
    ],
)
def test_the_end_in_the_middle_of_work_is_silent(job: str, end: str, platform: str, tmp_path: Path) -> None:
    lane, start = JOBS[job]
    state, target = tmp_path / "state", tmp_path / "out" / "video.mp4"
    target.parent.mkdir()
    script = SCRIPT.replace("LANE", lane).replace("JOB_IS_SHORT", str(job == "dumping")).replace("JOB", start)
    script = script.replace("END", ENDS[end])
    ended = subprocess.run(
        [sys.executable, "-c", script, str(target)], cwd=MAIN.parent, capture_output=True, text=True, timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": platform, "XDG_STATE_HOME": str(state)}, check=False,
    )  # fmt: skip
    said = [line for line in ended.stderr.splitlines() if "This plugin does not support" not in line]  # offscreen's own
    assert (ended.returncode, said) == (0, [])
    assert ended.stdout == "busy\n"
    left = {path.suffix: path.read_bytes() for path in target.parent.iterdir()}
    for ending, content in left.items():  # what was begun may be written to its end; nothing is half-written
        assert (job, ending) in (("saving", ".pdf"), ("dumping", ".npz"))
        assert content.rstrip().endswith(b"%%EOF") if ending == ".pdf" else len(np.load(io.BytesIO(content)).files) > 5
    assert (state / "losscope" / "session.json").is_file()
