"""A surface by two workers beside one: a share of the blocks of rows each, and the same bytes."""

from __future__ import annotations

import os

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.problem import places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.surface import whole_surface
from landscape.work import Work

WORKERS = 2


def workers_rows(setting: Setting) -> list[Row]:
    """Softmax loss and accuracy; time by the clock on the wall, as processor time cannot fall."""
    measured, steps = problem(setting), places(setting.resolution)
    alone = whole_surface(measured, steps)
    peak, together = peak_megabytes(lambda: whole_surface(measured, steps, Work(WORKERS)))
    seconds = by_turns(
        {
            "2 workers": lambda: whole_surface(measured, steps, Work(WORKERS)),
            "1 worker": lambda: whole_surface(measured, steps, Work(1)),
        },
        setting.rounds,
    )
    error = float(np.abs(alone.loss - together.loss).max())
    given = seconds["2 workers"].processor / seconds["2 workers"].wall
    return [
        Row(
            "softmax surface with accuracy, 2 workers / 1 worker",
            seconds["1 worker"].wall / seconds["2 workers"].wall,
            "x",
            error=error,
            peak_mb=peak,
            seconds=seconds,
            clock="wall",
            note=f"the two workers were given {given:.1f} of {os.cpu_count()} processors during this run; "
            "the error is against one worker",
        )
    ]
