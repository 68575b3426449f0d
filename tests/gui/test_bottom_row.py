"""The timeline, the controls and the header have room in every look: nothing is cut; time counts in three ways."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.message_bar import MessageBar
from gui.position_words import position_text, seconds_text
from gui.theme import PROJECTOR, THEMES
from gui.views.fonts import text_font
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.presets import PRESETS
from landscape.files.dump_npz import write_npz

SMALL = with_values(with_methods(Description(), ["sgd", "adam"]), {"run.steps": 100, "grid.resolution": 5})


def opened(qtbot: QtBot, theme: str = "light", size: tuple[int, int] = (1280, 720)) -> Window:
    made = Window(SMALL, theme)
    qtbot.addWidget(made)
    made.resize(*size)
    made.show()
    with qtbot.waitSignal(made.session.scene_changed, timeout=20_000):
        made.session.begin()
    qtbot.wait(30)
    return made


@pytest.mark.parametrize("theme", list(THEMES))
def test_nothing_is_cut(qtbot: QtBot, theme: str) -> None:
    window = opened(qtbot, theme)
    slider, controls = window.bar.slider, window.controls
    for drawer, size in product((False, True), [(1280, 720), (1440, 900), (1920, 1080)]):
        if drawer is not window.shows_drawer:
            window.toggle_drawer()
        window.resize(*size)
        qtbot.wait(30)
        qtbot.waitUntil(lambda: controls.height() >= controls.minimumSizeHint().height())  # it may be laid out late
        assert (window.width(), window.height()) == size
        assert slider.caption == "step 100 · 19,200 example passes by SGD"
        if not (drawer and theme == "projector" and size[0] == 1280):  # there the caption is its step alone
            assert QFontMetricsF(text_font(THEMES[theme])).horizontalAdvance(slider.caption) <= slider.width()
        switches = [controls.loss, controls.plane, window.bar.alignment]
        for segment in (segment for switch in switches for segment in switch.findChildren(QAbstractButton)):
            assert segment.width() >= segment.sizeHint().width(), segment.text()
        for part in (controls, controls.loss, controls.plane, controls.dial):
            assert part.height() >= part.minimumSizeHint().height()
        assert all(tab.width() >= tab.sizeHint().width() for tab in window.tab.findChildren(QAbstractButton))
        assert window.header.title.text() == "650 weights. You see 2 directions."
        assert window.bottom.rect().contains(controls.geometry())
        assert not window.bar.geometry().intersects(controls.geometry())


def test_beside_where_there_is_room_and_below_where_there_is_none(qtbot: QtBot) -> None:
    window = opened(qtbot, size=(1920, 1080))
    assert not window.bottom.is_stacked
    high = window.bottom.height()
    window.resize(1100, 900)
    qtbot.wait(30)
    assert window.bottom.is_stacked
    assert window.bottom.height() > high
    window.resize(1920, 1080)
    qtbot.wait(30)
    assert not window.bottom.is_stacked
    window.set_look("projector")
    qtbot.wait(30)
    window.resize(1440, 900)
    qtbot.wait(30)
    assert window.bottom.is_stacked


def test_by_seconds_measures_them_and_files_stay_as_they_were(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot)
    write_npz(window.session.scene, tmp_path / "before.npz")
    window.timeline.go(50.0)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.mouseClick(window.bar.alignment.segment("seconds"), Qt.MouseButton.LeftButton)
    timeline = window.timeline
    assert timeline.alignment == "seconds"
    assert timeline.end == max(path.seconds[-1] for path in window.session.scene.paths) > 0
    assert timeline.position == pytest.approx(timeline.end / 2)
    assert "as measured here" in window.bar.slider.caption
    with qtbot.waitSignal(window.session.saved, timeout=20_000):
        window.session.save(lambda scene, _: write_npz(scene, tmp_path / "after.npz"))
    assert (tmp_path / "before.npz").read_bytes() == (tmp_path / "after.npz").read_bytes()


def test_scrubbing_in_seconds_goes_where_the_handle_is(qtbot: QtBot) -> None:
    window = opened(qtbot)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.do("align seconds")
    assert window.bar.alignment.value == "seconds"
    window.bar.slider.setValue(window.bar.slider.maximum() // 4)
    assert window.timeline.position == pytest.approx(window.timeline.end / 4)
    window.do("align step")
    assert window.bar.slider.maximum() == 100


def test_words_of_a_position() -> None:
    assert position_text(None, "cost", 11_520.0, {}) == "11,520 example passes each"
    assert position_text(None, "seconds", 0.0421, {}).startswith("42.1 ms each")
    assert position_text(None, "step", 3.7, {}) == "step 3"
    assert position_text(None, "step", 1000.0, {}) == "step 1,000"
    assert [seconds_text(value) for value in (0.0, 0.5, 1.0, 12.345)] == ["0 ms", "500 ms", "1 s", "12.3 s"]


def test_a_message_a_little_too_long_has_all_its_letters(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.set_theme(PROJECTOR)
    bar.show()
    sentence = next(preset.sentence for preset in PRESETS if preset.name == "Not separable")
    bar.show_message(sentence, bad=False)
    for width in range(940, 1140, 3):
        bar.resize(width, 40)
        qtbot.wait(1)
        assert QFontMetricsF(bar.text.font()).horizontalAdvance(sentence) <= bar.text.width(), width


def test_a_long_message_is_set_smaller_not_cut(qtbot: QtBot) -> None:
    window = opened(qtbot, "projector")
    sentence = "All nine are right after 2 steps, yet without λ the weights still grow at step 1,000, and always will."
    window.tell(sentence)
    qtbot.wait(30)
    label = window.messages.text
    assert label.text() == sentence
    assert label.fontMetrics().horizontalAdvance(sentence) <= label.width()
    window.tell("Saved.")
    assert label.font().pointSizeF() == pytest.approx(THEMES["projector"].text_size)


def test_another_look_cuts_no_title(qtbot: QtBot) -> None:
    window = opened(qtbot)
    words = "30,730 weights. You see 2 directions."
    for look in ("projector", "light", "projector"):
        window.header.set_words(words, "")
        window.do(f"look_{look}")
        qtbot.waitUntil(lambda: window.header.title.text() == words)
        qtbot.wait(30)
        title = window.header.title
        assert title.text() == words
        assert title.fontMetrics().horizontalAdvance(words) <= title.width(), look
