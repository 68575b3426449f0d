"""How long a person waits for the window: from input to the painted frame per view, and memory after many redraws.

Drawn offscreen by Qt's own painter, so without a display and without OpenGL: what a machine must do in any case.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.memory import resident_megabytes
from benchmarks.row import Row, Seconds
from benchmarks.setting import Setting
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from gui.window import Window

SIZE = 1440, 900
FRAME_TARGET = 0.033  # seconds, at the 95th percentile
GROWTH_TARGET = 5.0  # millions of bytes after `setting.redraws`
PLANES = ("contour", "cut", "curves")  # views in two dimensions, which have the target


def frame_rows(setting: Setting) -> list[Row]:
    """One row for each view, and one for all of the window: from a step of the timeline to the painted frame."""
    window, settle = open_window(_usual(setting))
    rows = []
    for name, view, show in _views(window):
        show()
        settle()
        times = _frames(window, view, settle, setting.frames)
        p95 = statistics.quantiles([seconds.wall for seconds in times], n=20)[-1]
        median = Seconds(*(statistics.median(getattr(t, kind) for t in times) for kind in ("processor", "wall")))
        rows.append(
            Row(
                f"input to frame, {name}, 95th percentile",
                1000 * p95,
                "ms",
                1000 * FRAME_TARGET if name in PLANES else None,
                at_least=False,
                seconds={"a frame": median},
                clock="wall",
                note=f"median {1000 * median.wall:.1f} ms of {len(times)} frames at {SIZE[0]} x {SIZE[1]}, offscreen",
            )
        )
    close_window(window, settle)
    return rows


def redraw_rows(setting: Setting) -> list[Row]:
    """Memory that a thousand redraws of the whole window leave behind."""
    window, settle = open_window(_usual(setting))

    def redraw(times: int) -> None:
        for number in range(times):
            window.timeline.go(float(number % int(window.timeline.end + 1)))
            settle()
        gc.collect()

    redraw(setting.redraws // 5)  # caches of fonts and icons fill once
    before = resident_megabytes()
    redraw(setting.redraws)
    after = resident_megabytes()
    close_window(window, settle)
    grown = None if before is None or after is None else after - before
    return [
        Row(
            f"memory after {setting.redraws:,} redraws of the window",
            grown,
            "MB",
            GROWTH_TARGET,
            at_least=False,
            note="the system does not tell" if grown is None else f"the process holds {after:,.0f} MB in all",
        )
    ]


def _usual(setting: Setting) -> Description:
    return with_values(Description(), {"grid.resolution": setting.live_resolution})


def open_window(description: Description) -> tuple[Window, Callable[[], None]]:
    """A window on a description, computed and painted, and what lets all its events come to rest."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from gui.cycles import collect_here
    from gui.window import Window

    application = QApplication.instance() or QApplication([])

    def settle() -> None:
        application.sendPostedEvents()
        application.processEvents()

    # A plain name keeps the application alive as long as the window.
    settle.application = application  # type: ignore[attr-defined]
    window = Window(description)
    settle.cycles = collect_here()  # type: ignore[attr-defined]
    window.resize(*SIZE)
    window.show()
    waiting = QEventLoop()
    window.session.scene_changed.connect(waiting.quit)
    window.session.failed.connect(waiting.quit)
    window.session.begin()
    waiting.exec()
    if window.session.scene is None:
        raise RuntimeError("the window has no scene to measure; what went wrong is above.")
    for _ in range(10):
        settle()
    return window, settle


def _views(window: Window) -> list[tuple[str, QWidget, Callable[[], Any]]]:
    """The name of each view, the view, and what shows it."""
    stage = window.stage
    large = [("surface, painted", stage.surface), ("cut", stage.cut), ("curves", stage.curves)]
    tabs = {"surface, painted": "surface"}
    views = [(name, view, lambda name=name: window.show_tab(tabs.get(name, name))) for name, view in large]
    contour = ("contour", stage.contour, lambda: window.show_tab("surface"))
    return [*views, contour, ("the whole window", window, lambda: window.show_tab("surface"))]


def _frames(window: Window, view: QWidget, settle: Callable[[], None], n: int) -> list[Seconds]:
    """A step of the timeline each, from the input to the view's pixels; the others' are painted between the times."""
    found = []
    end = int(window.timeline.end)
    for number in range(n):
        settle()
        wall, processor = time.perf_counter(), time.process_time()
        window.timeline.go(float(number % (end + 1)))
        view.repaint()
        found.append(Seconds(time.process_time() - processor, time.perf_counter() - wall))
    return found


def close_window(window: Window, settle: Callable[[], None]) -> None:
    """Close a window and let all of it end."""
    window.close()
    window.deleteLater()
    settle()
