"""A surface by two workers beside one: a share of the blocks of rows each, and the same bytes."""

from __future__ import annotations

import os

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.problem import Problem, places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.surface import loss_surface, whole_surface
from landscape.work import Work
from trainers.objective import Array

WORKERS = 2


def workers_rows(setting: Setting) -> list[Row]:
    """Surfaces of both losses, and one with accuracy; by the clock on the wall, as processor time cannot fall."""
    steps = places(setting.resolution)
    return [
        _row("softmax surface", problem(setting, "softmax"), steps, setting, accuracy=False),
        _row("svm surface", problem(setting, "svm"), steps, setting, accuracy=False),
        _row("softmax surface with accuracy", problem(setting, "softmax"), steps, setting, accuracy=True),
    ]


def _row(name: str, measured: Problem, steps: Array, setting: Setting, accuracy: bool) -> Row:
    def surface(workers: int) -> Array:
        if not accuracy:
            return loss_surface(measured, steps, Work(workers))
        values = whole_surface(measured, steps, Work(workers))
        return np.stack([values.loss, values.accuracy])

    error = float(np.abs(surface(1) - surface(WORKERS)).max())
    seconds = by_turns({"2 workers": lambda: surface(WORKERS), "1 worker": lambda: surface(1)}, setting.rounds)
    given = seconds["2 workers"].processor / seconds["2 workers"].wall
    return Row(
        f"{name}, 2 workers / 1 worker",
        seconds["1 worker"].wall / seconds["2 workers"].wall,
        "x",
        error=error,
        seconds=seconds,
        clock="wall",
        note=f"the two kept {given:.1f} of {os.cpu_count()} processors busy; the error is against one worker",
    )
