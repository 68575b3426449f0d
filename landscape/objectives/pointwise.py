"""One evaluation per point, wherever there is a worker: here, in threads, in other processes, on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np

from landscape.work import Work, blocks
from trainers.objective import Array

TILE_POINTS = 16  # points evaluated together; part of the contract: last bits may depend on it
POLL_SECONDS = 0.05  # how long a request to stop may wait

Evaluate = Callable[[Array, Work], Array]


def evaluate_in_tiles(evaluate: Evaluate, points: Array, work: Work, executor: Executor | None = None) -> Array:
    """Values (V, n) at points (n, k): `evaluate` of tiles of a few points, put together in their order.

    `executor` is any implementation of `concurrent.futures.Executor`: a thread pool, a process pool, a Dask cluster's
    ``client.get_executor()``. Without one, tiles are evaluated here, one after the other, to the same values. In
    another process `evaluate` is pickled with every tile, so that what it holds should be small, as is an objective
    whose examples stay in files. The executor stays open; it is its owner's.

    Raises:
        Cancelled: `work` was asked to stop. Tiles that wait are withdrawn; those that run in threads stop, too, and
            those that run elsewhere end with their tile.
        Exception: what `evaluate` raised first, in the order of the tiles; the rest is withdrawn as well.
    """
    parts = blocks(len(points), TILE_POINTS)
    found = []
    waiting: list[Future[Array]] = []
    # Threads can hear a request to stop; elsewhere it cannot be sent.
    theirs = Work(stop=work.stop) if isinstance(executor, ThreadPoolExecutor) else None
    try:
        if executor is not None:
            for part in parts:
                work.check()
                waiting.append(executor.submit(_evaluate_away, evaluate, points[part], theirs))
        for index, part in enumerate(parts):
            work.check()
            found.append(evaluate(points[part], work) if executor is None else _result(waiting[index], work))
            work.progress("surface", part.stop / len(points))
    finally:
        for future in waiting:
            future.cancel()
    return np.concatenate(found, axis=1)


def _evaluate_away(evaluate: Evaluate, points: Array, work: Work | None) -> Array:
    return evaluate(points, work or Work())


def _result(future: Future[Array], work: Work) -> Array:
    while True:
        work.check()
        try:
            return future.result(timeout=POLL_SECONDS)
        except TimeoutError:
            if future.done():  # its own, not the poll's; or it ended in between
                return future.result()
