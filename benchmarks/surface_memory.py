"""The memory of a surface at its peak: with the images in memory, and with the images left in their files."""

from __future__ import annotations

import numpy as np

from benchmarks.memory import largest_peak_megabytes
from benchmarks.plain import plain_classifier, surface_error
from benchmarks.problem import Problem, places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.surface import whole_surface
from landscape.work import Work

TARGET = 100.0


def memory_rows(setting: Setting, workers: int) -> list[Row]:
    """Softmax loss and accuracy, above what the images take."""
    measured, steps = problem(setting), places(setting.resolution)
    peak = _peak(measured, setting, workers)
    surface = whole_surface(measured, steps, Work(workers))
    plain = plain_classifier(measured)
    error = surface_error(plain, measured.plane(), steps, steps, surface.loss, surface.accuracy)
    what = f"memory of a surface above the data, {_workers(workers)}"
    note = (
        f"softmax with accuracy, {measured.model.n_examples:,} examples, {len(steps)} x {len(steps)}; the largest of "
        f"{setting.rounds} processes"
    )
    return [Row(what, peak, "MB", TARGET, False, error=error, peak_mb=peak, note=note)]


def streaming_rows(setting: Setting, workers: int) -> list[Row]:
    """The same with nothing but the labels in memory; the values are compared with those of images in memory."""
    streamed, steps = problem(setting, stream=True), places(setting.resolution)
    half = streamed.model.on(streamed.model.examples.take(np.arange(streamed.model.n_examples // 2)))
    peak = _peak(streamed, setting, workers)
    peak_half = _peak(Problem(half, streamed.weights), setting, workers)
    surface = whole_surface(streamed, steps, Work(workers))
    in_memory = whole_surface(problem(setting), steps, Work(workers))
    error = max(float(np.abs(getattr(surface, name) - getattr(in_memory, name)).max()) for name in ("loss", "accuracy"))
    what = f"memory of a surface, images left in files, {_workers(workers)}"
    told = "" if peak_half is None else f"; {peak_half:.0f} MB for half the examples"
    return [Row(what, peak, "MB", TARGET, False, error=error, peak_mb=peak, note=f"as above{told}")]


def _peak(measured: Problem, setting: Setting, workers: int) -> float | None:
    return largest_peak_megabytes(
        lambda: whole_surface(measured, places(setting.resolution), Work(workers)), setting.rounds
    )


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"
