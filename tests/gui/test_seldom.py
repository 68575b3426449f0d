"""Calls that come too often are made at once, and then no more often than asked for; the last one is never lost."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.seldom import Seldom


def test_the_first_at_once_the_last_later_and_none_between(qtbot: QtBot) -> None:
    owner, made = QObject(), []
    seldom = Seldom(50, made.append, owner)
    for number in range(5):
        seldom(number)
    assert made == [0]
    qtbot.waitUntil(lambda: made == [0, 4], timeout=2_000)
    qtbot.wait(80)
    assert made == [0, 4]
    seldom(5)
    assert made == [0, 4, 5]


def test_what_waits_can_be_dropped(qtbot: QtBot) -> None:
    owner, made = QObject(), []
    seldom = Seldom(30, made.append, owner)
    seldom(1)
    seldom(2)
    seldom.drop()
    qtbot.wait(60)
    assert made == [1]
    seldom(3)
    assert made == [1, 3]
