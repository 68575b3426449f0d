"""Lanes: the newest request wins, what is stale is dropped, exceptions travel, closing is clean."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator

import pytest
from pytestqt.qtbot import QtBot

from gui.jobs import Lane
from landscape.work import Work


@pytest.fixture
def lane(qtbot: QtBot):
    made = Lane("test", workers=1)
    yield made
    made.close()


def test_a_result_arrives_in_the_thread_of_the_window(lane: Lane, qtbot: QtBot) -> None:
    where = []
    lane.finished.connect(lambda result: where.append((result, threading.current_thread())))
    with qtbot.waitSignal(lane.finished, timeout=5000):
        lane.start(lambda work: (threading.current_thread().name, 7))
    (name, value), thread = where[0]
    assert value == 7
    assert name.startswith("losscope-test")
    assert thread is threading.main_thread()


def test_what_is_yielded_comes_sooner_and_the_lane_stays_busy(lane: Lane, qtbot: QtBot) -> None:
    goes_on = threading.Event()

    def work_out(work: Work) -> Generator[str, None, str]:
        yield "early"
        goes_on.wait(10)
        return "whole"

    found = []
    lane.finished.connect(found.append)
    with qtbot.waitSignal(lane.soon, timeout=5000) as told:
        lane.start(work_out)
    assert told.args == ["early"]
    assert lane.is_busy
    assert found == []
    with qtbot.waitSignal(lane.finished, timeout=5000):
        goes_on.set()
    assert found == ["whole"]
    assert not lane.is_busy


def test_the_newest_request_wins_and_stops_the_one_before(lane: Lane, qtbot: QtBot) -> None:
    started, stopped = threading.Event(), threading.Event()

    def long(work: Work) -> str:
        started.set()
        work.stop.wait(10)
        stopped.set()
        return "old"  # although it was told to stop: the lane must drop it

    found = []
    lane.finished.connect(found.append)
    lane.start(long)
    assert started.wait(5)
    with qtbot.waitSignal(lane.finished, timeout=5000):
        lane.start(lambda work: "new")
    qtbot.wait(50)
    assert stopped.is_set()
    assert found == ["new"]


def test_an_exception_travels_and_the_lane_goes_on(lane: Lane, qtbot: QtBot) -> None:
    def broken(work: Work) -> None:
        raise ZeroDivisionError("on purpose")

    with qtbot.waitSignal(lane.failed, timeout=5000) as caught:
        lane.start(broken)
    assert isinstance(caught.args[0], ZeroDivisionError)
    assert not lane.is_busy
    with qtbot.waitSignal(lane.finished, timeout=5000) as after:
        lane.start(lambda work: 1)
    assert after.args == [1]


def test_cancelled_work_delivers_nothing(lane: Lane, qtbot: QtBot) -> None:
    heard, started = [], threading.Event()

    def obedient(work: Work) -> str:
        started.set()
        while True:
            work.check()
            time.sleep(0.001)

    for signal in (lane.finished, lane.failed):
        signal.connect(heard.append)
    lane.start(obedient)
    assert started.wait(5)
    lane.cancel()
    qtbot.wait(100)
    assert heard == []
    assert not lane.is_busy


def test_progress_is_heard_but_not_more_often_than_can_be_seen(lane: Lane, qtbot: QtBot) -> None:
    heard = []
    lane.progressed.connect(lambda stage, fraction: heard.append((stage, fraction)))

    def chatty(work: Work) -> None:
        for index in range(2000):
            work.progress("counting", index / 2000)
        time.sleep(0.05)
        work.progress("counting", 1.0)

    with qtbot.waitSignal(lane.finished, timeout=5000):
        lane.start(chatty)
    assert heard[0] == ("counting", 0.0)
    assert heard[-1] == ("counting", 1.0)
    assert len(heard) < 20


def test_closing_in_the_middle_of_work_ends_its_thread(qtbot: QtBot) -> None:
    lane, started = Lane("closing", workers=1), threading.Event()

    def endless(work: Work) -> None:
        started.set()
        while True:
            work.check()
            time.sleep(0.001)

    lane.start(endless)
    assert started.wait(5)
    lane.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("losscope-closing")]
