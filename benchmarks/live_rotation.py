"""Frames per second of a plane that is turned by hand: exact, and from few values with a certificate."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier, surface_error
from benchmarks.problem import Problem, places, problem
from benchmarks.row import ROUNDING, Row
from benchmarks.setting import Setting
from landscape.surfaces.live_plane import LIVE_TOLERANCE, live_plane
from landscape.surfaces.surface import Surface
from landscape.work import Work
from trainers.objective import Array

EXACT_TARGET, CERTIFIED_TARGET = 25.0, 60.0
N_AXES = 3
DEGREES_PER_FRAME = 3


def rotation_rows(setting: Setting) -> list[Row]:
    """The softmax loss on a plane that turns within three axes, on the examples of previews."""
    measured = problem(setting)
    basis, steps = measured.plane(N_AXES), places(setting.live_resolution)
    plane = live_plane(measured.model, basis, Work(), preview_examples=setting.n_live)
    frame = 0

    def drawn(tolerance: float, turn: Array | None = None) -> Surface:
        nonlocal frame
        frame += 1
        view = plane.turned(_turn(frame) if turn is None else turn)
        return view.surface(steps, steps, Work(), preview=True, tolerance=tolerance)

    seconds = by_turns(
        {"an exact frame": lambda: drawn(0.0), "a certified frame": lambda: drawn(LIVE_TOLERANCE)},
        setting.brief_rounds,
    )
    turn = _turn(7)
    assert plane.preview_rows is not None
    seen = measured.model.on(measured.model.examples.take(plane.preview_rows))
    plain = plain_classifier(Problem(seen, measured.weights))
    rows = []
    for name, tolerance, target in (("exact", 0.0, EXACT_TARGET), ("certified", LIVE_TOLERANCE, CERTIFIED_TARGET)):
        peak, found = peak_megabytes(lambda tolerance=tolerance: drawn(tolerance, turn))
        piece = "an exact frame" if name == "exact" else "a certified frame"
        rows.append(
            Row(
                f"turning a plane, {seen.n_examples:,} examples, {len(steps)} x {len(steps)}, {name}",
                1 / seconds[piece].processor,
                "frames/s",
                target,
                error=surface_error(plain, basis.turn(turn), steps, steps, found.loss),
                error_bound=max(ROUNDING, found.error_bound),
                peak_mb=peak,
                seconds={piece: seconds[piece]},
                note=f"the surface says: {found.exactness}",
            )
        )
    return rows


def _turn(frame: int) -> Array:
    """The first axis stays, the second turns towards the third."""
    angle = math.radians(DEGREES_PER_FRAME * frame % 360)
    return np.array([[1.0, 0.0, 0.0], [0.0, math.cos(angle), math.sin(angle)]])
