"""A whole surface of the linear classifier, beside one forward pass for every grid point."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier, surface_error
from benchmarks.problem import Problem, places, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from landscape.objectives.restricted import GridValues
from landscape.objectives.restricted_classifier import RestrictedClassifier
from landscape.surfaces.terms import data_grid
from landscape.work import Work
from trainers.objective import Array

TARGETS = {"softmax": 800.0, "svm": 1200.0}


def surface_rows(setting: Setting, loss: str) -> list[Row]:
    """The loss alone, which has the target, and the loss with the accuracy, as the window and the files have it."""
    measured = problem(setting, loss)
    plain = plain_classifier(measured)
    plane, steps = measured.plane(), places(setting.resolution)
    peak_loss, surface = peak_megabytes(lambda: loss_surface(measured, steps))
    peak_both, both = peak_megabytes(lambda: whole_surface(measured, steps))
    seconds = by_turns(
        {
            "surface": lambda: loss_surface(measured, steps),
            "one plain point": lambda: plain.loss(measured.weights),
            "surface with accuracy": lambda: whole_surface(measured, steps),
            "one plain point with accuracy": lambda: plain.loss_and_accuracy(measured.weights),
        },
        setting.rounds,
    )
    title = f"{loss} surface {len(steps)} x {len(steps)}"
    rows = []
    for ours, point, target, peak, error in (
        ("surface", "one plain point", TARGETS[loss], peak_loss, surface_error(plain, plane, steps, steps, surface)),
        (
            "surface with accuracy",
            "one plain point with accuracy",
            None,
            peak_both,
            surface_error(plain, plane, steps, steps, both.loss, both.accuracy),
        ),
    ):
        times = {ours: seconds[ours], point: seconds[point]}
        ratio = len(steps) ** 2 * seconds[point].processor / seconds[ours].processor
        what = f"{title}{ours.removeprefix('surface')} / a pass per point"
        note = f"the plain way is timed at one point and multiplied by {len(steps) ** 2:,}"
        rows.append(Row(what, ratio, "x", target, error=error, peak_mb=peak, seconds=times, note=note))
    return rows


def loss_surface(measured: Problem, steps: Array, work: Work | None = None) -> Array:
    """The loss (n, n) alone, from the stored images on."""
    work = work or Work()
    restricted = measured.model.restrict(measured.plane(), work=work)
    assert isinstance(restricted, RestrictedClassifier)
    data = data_grid(restricted, steps, steps, work)
    return np.asarray(data + restricted.penalty.grid(steps, steps))


def whole_surface(measured: Problem, steps: Array, work: Work | None = None) -> GridValues:
    """Loss, regularization and accuracy, from the stored images on, as the pipeline has them."""
    work = work or Work()
    return measured.model.restrict(measured.plane(), work=work).grid(steps, steps, work)
