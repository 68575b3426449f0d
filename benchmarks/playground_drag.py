"""How long a hand waits in the playground: from a move of the mouse to all views painted, points, weights and surface.

Drawn offscreen by Qt's own painter, as the other frames of the window.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.row import Row, Seconds
from benchmarks.setting import Setting
from benchmarks.window_frames import FRAME_TARGET, SIZE, close_window, open_window
from landscape.experiment.description import Description
from landscape.experiment.presets import load_preset

if TYPE_CHECKING:
    from gui.window import Window

RADIUS = 60  # pixels of the circle that the hand moves on

Settle = Callable[[], None]


def drag_rows(setting: Setting) -> list[Row]:
    """Two rows for nine points: a point is dragged, and the place on the contours."""
    window, settle = open_window(_description())
    window.show_tab("points")
    settle()
    rows = [
        _row("a point dragged", _moves(window, settle, setting.frames, on_contours=False)),
        _row("the place on the contours dragged", _moves(window, settle, setting.frames, on_contours=True)),
    ]
    close_window(window, settle)
    return rows


def _description() -> Description:
    return load_preset("Three blobs")


def _row(name: str, times: list[Seconds]) -> Row:
    p95 = statistics.quantiles([seconds.wall for seconds in times], n=20)[-1]
    median = Seconds(*(statistics.median(getattr(t, kind) for t in times) for kind in ("processor", "wall")))
    return Row(
        f"input to frame, playground, {name}, 95th percentile",
        1000 * p95,
        "ms",
        1000 * FRAME_TARGET,
        at_least=False,
        seconds={"a frame": median},
        clock="wall",
        note=f"median {1000 * median.wall:.1f} ms of {len(times)} frames at {SIZE[0]} x {SIZE[1]}, offscreen",
    )


def _moves(window: Window, settle: Settle, n: int, *, on_contours: bool) -> list[Seconds]:
    """Move a held mouse on a circle: from each move to the paint of all that it changed. Nothing is let go."""
    from math import cos, sin

    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    from gui.points_tab import PointsTab

    tab, plot = window.late_tabs["points"], window.stage.contour.plot
    assert isinstance(tab, PointsTab)
    shown, place = tab.shown, window.stage.held_place
    assert shown is not None
    assert place is not None
    if on_contours:
        widget, start = plot.viewport(), plot.place_of(float(place[0]), float(place[1])).toPoint()
    else:
        x, y = shown.points[0]
        widget, start = tab.view.plane, tab.view.plane.frame.pixel(float(x), float(y)).toPoint()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    found = []
    for number in range(n):
        settle()
        around = QPoint(round(RADIUS * sin(0.2 * number)), round(RADIUS * cos(0.2 * number)))
        wall, processor = time.perf_counter(), time.process_time()
        QTest.mouseMove(widget, start + around)
        settle()
        found.append(Seconds(time.process_time() - processor, time.perf_counter() - wall))
    tab.stop()
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=start)
    settle()
    return found
