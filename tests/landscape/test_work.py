"""Work over blocks: the same order whoever computes, and an end when asked."""

from __future__ import annotations

import signal
import threading
import time
from itertools import pairwise

import pytest

from landscape.errors import Cancelled
from landscape.work import BLOCK_ROWS, Work, blocks, map_in_order

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2


@pytest.mark.parametrize("n", [0, 1, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS + 1, 5 * BLOCK_ROWS])
def test_blocks_cover_everything_once_and_in_order(n: int) -> None:
    covered = [index for part in blocks(n) for index in range(part.start, part.stop)]
    assert covered == list(range(n))
    assert all(part.stop - part.start == BLOCK_ROWS for part in blocks(n)[:-1])


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_results_come_in_the_order_of_the_parts(workers: int) -> None:
    def slow_first(part: slice) -> int:
        time.sleep(0.02 if part.start == 0 else 0.0)
        return part.start

    parts = blocks(40, 2)
    assert list(map_in_order(slow_first, parts, Work(workers))) == [part.start for part in parts]


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_rises_to_one(workers: int) -> None:
    heard: list[tuple[str, float]] = []
    work = Work(workers, lambda stage, fraction: heard.append((stage, fraction)))
    list(map_in_order(lambda part: part, blocks(30, 3), work, "counting"))
    assert {stage for stage, _ in heard} == {"counting"}
    fractions = [fraction for _, fraction in heard]
    assert all(0 <= first <= second for first, second in pairwise(fractions))
    assert fractions[-1] == 1.0


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_block_reaches_the_caller_as_it_is(workers: int) -> None:
    class Broken(Exception):
        pass

    def third(part: slice) -> int:
        if part.start == 3:
            raise Broken("block 3")
        return part.start

    found = []
    with pytest.raises(Broken, match="block 3"):
        found.extend(map_in_order(third, blocks(10, 1), Work(workers)))
    assert threading.active_count() == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_between_blocks_ends_the_work(workers: int) -> None:
    work, done = Work(workers), []

    def block(part: slice) -> int:
        done.append(part.start)
        if len(done) == 3:
            work.stop.set()
        return part.start

    with pytest.raises(Cancelled):
        list(map_in_order(block, blocks(1000, 1), work))
    assert len(done) < 20


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signals to threads here")
def test_ctrl_c_reaches_the_blocks_in_flight() -> None:
    """It arrives in the main thread alone, and a pool cannot be left before its blocks have ended."""
    work = Work(2)
    main_thread = threading.main_thread().ident
    assert main_thread is not None

    def until_told(part: slice) -> bool:
        return work.stop.wait(20.0)

    timer = threading.Timer(0.2, signal.pthread_kill, (main_thread, signal.SIGINT))
    timer.start()
    begun = time.perf_counter()
    with pytest.raises(KeyboardInterrupt):
        list(map_in_order(until_told, blocks(9, 1), work))
    timer.join()
    assert time.perf_counter() - begun < PATIENCE


def test_memory_stays_flat_however_many_parts_there_are() -> None:
    alive, most, lock = 0, 0, threading.Lock()

    def started(part: slice) -> int:
        nonlocal alive, most
        with lock:
            alive += 1
            most = max(most, alive)
        return part.start

    for _ in map_in_order(started, blocks(500, 1), Work(2)):
        with lock:
            alive -= 1
    assert most <= 7  # two per worker wait, one is handed out, and one per worker is being computed
