"""The literal table of what is measured, in the order of the printed one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.finer_grid import finer_rows
from benchmarks.live_rotation import rotation_rows
from benchmarks.network_surface import network_rows
from benchmarks.numeric_gradient import gradient_rows
from benchmarks.peer_surface import peer_rows
from benchmarks.playground_drag import drag_rows
from benchmarks.random_search import random_search_rows
from benchmarks.row import Row
from benchmarks.setting import Setting
from benchmarks.sgd_step import sgd_rows
from benchmarks.start_up import start_up_rows
from benchmarks.surface import surface_rows
from benchmarks.surface_memory import memory_rows, streaming_rows
from benchmarks.window_frames import frame_rows, redraw_rows
from benchmarks.window_start import start_rows
from benchmarks.workers import workers_rows

MEASURES: dict[str, Callable[[Setting], list[Row]]] = {
    "softmax-surface": partial(surface_rows, loss="softmax"),
    "svm-surface": partial(surface_rows, loss="svm"),
    "softmax-peer": partial(peer_rows, loss="softmax"),
    "svm-peer": partial(peer_rows, loss="svm"),
    "softmax-gradient": partial(gradient_rows, loss="softmax"),
    "svm-gradient": partial(gradient_rows, loss="svm"),
    "random-search": random_search_rows,
    "network-surface": network_rows,
    "sgd-step": sgd_rows,
    "live-rotation": rotation_rows,
    "finer-grid": finer_rows,
    "memory-1": partial(memory_rows, workers=1),
    "memory-2": partial(memory_rows, workers=2),
    "streaming-1": partial(streaming_rows, workers=1),
    "streaming-2": partial(streaming_rows, workers=2),
    "workers": workers_rows,
    "start-up": start_up_rows,
    "window-start": start_rows,
    "window-frames": frame_rows,
    "window-memory": redraw_rows,
    "playground-drag": drag_rows,
}
