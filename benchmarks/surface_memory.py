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
WORKERS = 2


def memory_rows(setting: Setting) -> list[Row]:
    """Loss and accuracy, both losses, two workers; the larger of the two counts."""
    softmax = problem(setting)
    found, peaks, error = {}, {}, 0.0
    for name in ("softmax", "svm"):
        measured = softmax.with_loss(name)
        peaks[name], found[name] = _peak(measured, setting)
    for name, surface in found.items():
        measured, steps = softmax.with_loss(name), places(setting.resolution)
        plain = plain_classifier(measured)
        error = max(error, surface_error(plain, measured.plane(), steps, steps, surface.loss, surface.accuracy))
    return [_row("memory of a surface above the data", peaks, error, softmax, setting)]


def streaming_rows(setting: Setting) -> list[Row]:
    """The same with nothing but the labels in memory; the values are compared with those of images in memory."""
    streamed = problem(setting, stream=True)
    peaks: dict[str, float | None] = {}
    peaks["softmax"], surface = _peak(streamed, setting)
    half = np.arange(streamed.model.n_examples // 2)
    fewer = Problem(streamed.model.on(streamed.model.examples.take(half)), streamed.weights)
    peaks["softmax, half the examples"], _ = _peak(fewer, setting)
    in_memory = whole_surface(problem(setting), places(setting.resolution), Work(WORKERS))
    error = float(np.abs(surface.loss - in_memory.loss).max())
    error = max(error, float(np.abs(surface.accuracy - in_memory.accuracy).max()))
    return [_row("memory of a surface, images left in files", peaks, error, streamed, setting)]


def _peak(measured: Problem, setting: Setting) -> tuple[float | None, GridValues]:
    return peak_megabytes(lambda: whole_surface(measured, places(setting.resolution), Work(WORKERS)))


def _row(
    what: str, peaks: dict[str, float | None], error: float, measured: Problem, setting: Setting
) -> Row:
    known = {name: peak for name, peak in peaks.items() if peak is not None}
    worst = max(known.values()) if known else None
    size = f"{measured.model.n_examples:,} examples, {setting.resolution} x {setting.resolution}"
    told = ", ".join(f"{name} {peak:.0f} MB" for name, peak in known.items()) or "this system does not tell"
    note = f"with accuracy, {WORKERS} workers: {told}"
    return Row(f"{what}, {size}", worst, "MB", TARGET, False, error=error, peak_mb=worst, note=note)
