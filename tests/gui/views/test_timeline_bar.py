"""The timeline: what the user's actions say, and what the owner's setters show."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, PROJECTOR
from gui.views.timeline_bar import SPEEDS, TimelineBar
from tests.gui.views.plot_scenes import picture, shown

SIGNALS = ("play_toggled", "step_requested", "position_changed", "alignment_changed", "speed_changed", "loop_changed")


def bar_of(qtbot: QtBot, last_step: int = 100, last_cost: float = 2_299_200) -> TimelineBar:
    bar = TimelineBar()
    bar.set_theme(LIGHT)
    bar.set_range(last_step, last_cost)
    shown(qtbot, bar, 700, 80)
    return bar


def test_setters_emit_nothing(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    heard: list[str] = []
    for name in SIGNALS:
        getattr(bar, name).connect(lambda *_, name=name: heard.append(name))
    bar.set_range(50, 1e12)
    bar.set_position(20)
    bar.set_playing(True)
    bar.set_alignment("cost")
    bar.set_position(5e11)
    bar.set_speed(2.0)
    bar.set_loop(True)
    bar.set_caption("500,000,000,000 example passes")
    bar.set_theme(DARK)
    bar.set_theme(PROJECTOR)
    bar.set_range(0, 0)
    assert heard == []


def test_buttons_speak(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    with qtbot.waitSignal(bar.play_toggled, timeout=500):
        qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.step_requested, timeout=500) as heard:
        qtbot.mouseClick(bar.forward, Qt.MouseButton.LeftButton)
    assert heard.args == [1]
    with qtbot.waitSignal(bar.step_requested, timeout=500) as heard:
        qtbot.keyClick(bar.back, Qt.Key.Key_Space)
    assert heard.args == [-1]
    with qtbot.waitSignal(bar.loop_changed, timeout=500) as heard:
        qtbot.mouseClick(bar.loop, Qt.MouseButton.LeftButton)
    assert heard.args == [True]
    with qtbot.waitSignal(bar.alignment_changed, timeout=500) as heard:
        qtbot.mouseClick(bar.alignment.segment("cost"), Qt.MouseButton.LeftButton)
    assert heard.args == ["cost"]


def test_the_owner_decides_whether_it_plays(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    qtbot.mouseClick(bar.play, Qt.MouseButton.LeftButton)
    assert bar.play.icon_name == "play"
    bar.set_playing(True)
    assert bar.play.icon_name == "pause"
    assert bar.play.accessibleName().startswith("Pause")


def test_dragging_scrubs_over_steps(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    bar.set_position(50)
    heard: list[float] = []
    bar.position_changed.connect(heard.append)
    start = bar.slider.handle_position().toPoint()
    qtbot.mousePress(bar.slider, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(bar.slider, start + QPoint(40, 0))
    qtbot.mouseMove(bar.slider, QPoint(bar.slider.width() + 50, start.y()))
    qtbot.mouseRelease(bar.slider, Qt.MouseButton.LeftButton, pos=start)
    assert 50 < heard[0] < heard[-1] == 100.0
    assert all(step == int(step) for step in heard)


def test_keys_move_the_slider_by_a_step_and_to_its_ends(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    bar.set_position(50)
    for key, wanted in ((Qt.Key.Key_Right, 51.0), (Qt.Key.Key_Left, 50.0), (Qt.Key.Key_PageUp, 60.0),
                        (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 100.0)):  # fmt: skip
        with qtbot.waitSignal(bar.position_changed, timeout=500) as heard:
            qtbot.keyClick(bar.slider, key)
        assert heard.args == [wanted]


def test_by_cost_positions_are_example_passes_also_beyond_two_to_the_31(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, last_cost=4e10)
    bar.set_alignment("cost")
    bar.set_position(1e10)
    place = bar.slider.handle_position()
    first, last = 11.5, bar.slider.width() - 11.5
    assert place.x() == pytest.approx(first + 0.25 * (last - first), abs=1.5)
    with qtbot.waitSignal(bar.position_changed, timeout=500) as heard:
        qtbot.keyClick(bar.slider, Qt.Key.Key_End)
    assert heard.args == [4e10]
    assert bar.slider.ends == ("start", "40,000,000,000 passes")


def test_the_ends_name_the_last_step(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    assert bar.slider.ends == ("start", "step 100")


def test_the_speed_menu_offers_speeds_and_marks_the_current_one(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    actions = bar.speed.menu().actions()
    assert [action.data() for action in actions] == list(SPEEDS)
    with qtbot.waitSignal(bar.speed_changed, timeout=500) as heard:
        actions[-1].trigger()
    assert heard.args == [4.0]
    bar.set_speed(0.5)
    assert bar.speed.text() == "0.5\N{MULTIPLICATION SIGN}"
    assert [action.data() for action in actions if action.isChecked()] == [0.5]


def test_without_steps_nothing_can_be_played(qtbot: QtBot) -> None:
    bar = bar_of(qtbot, 0, 0)
    assert not any(part.isEnabled() for part in (bar.play, bar.back, bar.forward, bar.slider))
    picture(bar)
    bar.set_range(10, 100)
    assert bar.play.isEnabled()


def test_the_caption_can_be_heard_and_changes_the_picture(qtbot: QtBot) -> None:
    bar = bar_of(qtbot)
    before = picture(bar)
    bar.set_caption("step 60 · 11,520 example passes")
    assert bar.slider.accessibleDescription() == "step 60 · 11,520 example passes"
    assert picture(bar) != before
