"""The memory of a surface at its peak: with the images in memory, and with the images left in their files."""

from __future__ import annotations

import numpy as np

from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier, surface_error
from benchmarks.problem import Problem, places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.surface import whole_surface
from landscape.objectives.restricted import GridValues
from landscape.work import Work

TARGET = 100.0


def memory_rows(setting: Setting, workers: int) -> list[Row]:
    """Softmax loss and accuracy, above what the images take."""
    measured, steps = problem(setting), places(setting.resolution)
    peak, surface = _peak(measured, setting, workers)
    plain = plain_classifier(measured)
    error = surface_error(plain, measured.plane(), steps, steps, surface.loss, surface.accuracy)
    what = f"memory of a surface above the data, {_workers(workers)}"
    note = f"softmax with accuracy, {measured.model.n_examples:,} examples, {len(steps)} x {len(steps)}"
    return [Row(what, peak, "MB", TARGET, False, error=error, peak_mb=peak, note=note)]


def streaming_rows(setting: Setting, workers: int) -> list[Row]:
    """The same with nothing but the labels in memory; the values are compared with those of images in memory."""
    streamed, steps = problem(setting, stream=True), places(setting.resolution)
    half = streamed.model.examples.take(np.arange(streamed.model.n_examples // 2))
    # Half of them first: what a larger piece of work leaves behind would serve a smaller one.
    peak_half, _ = _peak(Problem(streamed.model.on(half), streamed.weights), setting, workers)
    peak, surface = _peak(streamed, setting, workers)
    in_memory = whole_surface(problem(setting), steps, Work(workers))
    error = max(float(np.abs(getattr(surface, name) - getattr(in_memory, name)).max()) for name in ("loss", "accuracy"))
    what = f"memory of a surface, images left in files, {_workers(workers)}"
    told = "" if peak_half is None else f"; {peak_half:.0f} MB for half the examples"
    return [Row(what, peak, "MB", TARGET, False, error=error, peak_mb=peak, note=f"as above{told}")]


def _peak(measured: Problem, setting: Setting, workers: int) -> tuple[float | None, GridValues]:
    return peak_megabytes(lambda: whole_surface(measured, places(setting.resolution), Work(workers)))


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"
