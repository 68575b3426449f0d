"""A fine grid after a coarse one of the same plane: new places, no new pass over anything."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier, surface_error
from benchmarks.problem import places, problem
from benchmarks.row import ROUNDING, Row
from benchmarks.setting import Setting
from landscape.surfaces.certified import TOLERANCE
from landscape.surfaces.live_plane import live_plane
from landscape.surfaces.surface import Surface
from landscape.work import Work

TARGET = 0.1


def finer_rows(setting: Setting) -> list[Row]:
    """The softmax loss of all examples, certified to nine digits, as a saved surface may be."""
    measured = problem(setting)
    coarse, fine = places(setting.resolution), places(setting.finer_resolution)
    plane = live_plane(measured.model, measured.plane(), Work(), preview_examples=measured.model.n_examples)
    view = plane

    def first() -> Surface:
        nonlocal view
        view = plane.turned(np.eye(2))  # knows no values yet
        return view.surface(coarse, coarse, Work(), tolerance=TOLERANCE)

    def second() -> Surface:
        return view.surface(fine, fine, Work(), tolerance=TOLERANCE)

    first()
    peak, found = peak_megabytes(second)
    names = f"{len(coarse)} x {len(coarse)}", f"{len(fine)} x {len(fine)} after it"
    seconds = by_turns({names[0]: first, names[1]: second}, setting.rounds)
    error = surface_error(plain_classifier(measured), measured.plane(), fine, fine, found.loss)
    return [
        Row(
            f"{len(fine)} x {len(fine)} after {len(coarse)} x {len(coarse)}, certified",
            seconds[names[1]].processor,
            "s",
            TARGET,
            at_least=False,
            error=error,
            error_bound=max(ROUNDING, found.error_bound),
            peak_mb=peak,
            seconds={name: seconds[name] for name in reversed(names)},
            note=f"the surface says: {found.exactness}",
        )
    ]
