"""How long a person waits for the command line: whole processes, beside a Python that does nothing."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.row import Row, Seconds
from benchmarks.setting import Setting

ROOT = Path(__file__).resolve().parent.parent
TARGET = 0.3
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "main.py --help": ["main.py", "--help"],
    "main.py describe": ["main.py", "describe"],
}


def start_up_rows(setting: Setting) -> list[Row]:
    """`main.py --help`, which must answer at once; another command is in the note."""
    found: dict[str, list[Seconds]] = {name: [] for name in COMMANDS}
    if setting.starts > 1:
        for arguments in COMMANDS.values():  # once before, for the system's and Python's caches
            _seconds(arguments)
    for _ in range(setting.starts):
        for name, arguments in COMMANDS.items():
            found[name].append(_seconds(arguments))
    seconds = {
        name: Seconds(*(statistics.median(getattr(t, kind) for t in times) for kind in ("processor", "wall")))
        for name, times in found.items()
    }
    note = ", ".join(f"{name} {times.processor:.2f} s" for name, times in seconds.items())
    seconds = {name: seconds[name] for name in ("main.py --help", "python -c pass")}
    return [Row("main.py --help", seconds["main.py --help"].processor, "s", TARGET, False, seconds=seconds, note=note)]


def _seconds(arguments: list[str]) -> Seconds:
    """One whole Python process with these arguments; raises CalledProcessError where it fails."""
    before, begun = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    wall, after = time.perf_counter() - begun, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Seconds(processor, wall)
