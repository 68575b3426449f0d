"""The pill switch: one value, chosen by mouse or keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, PROJECTOR
from gui.views.segmented import SegmentedControl
from tests.gui.views.plot_scenes import count_of, picture, shown

OPTIONS = [("softmax", "softmax", "Cross-entropy"), ("svm", "SVM", "Hinge"), ("other", "other", "")]


def pill_of(qtbot: QtBot) -> SegmentedControl:
    pill = SegmentedControl("Loss")
    pill.set_options(OPTIONS)
    shown(qtbot, pill, *pill.sizeHint().toTuple())
    return pill


def test_a_click_chooses_and_a_second_click_says_nothing(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    assert pill.value == "softmax"
    with qtbot.waitSignal(pill.chosen, timeout=500) as heard:
        qtbot.mouseClick(pill.segment("svm"), Qt.MouseButton.LeftButton)
    assert heard.args == ["svm"]
    assert pill.value == "svm"
    with qtbot.assertNotEmitted(pill.chosen):
        qtbot.mouseClick(pill.segment("svm"), Qt.MouseButton.LeftButton)
    assert pill.segment("svm").isChecked()
    assert not pill.segment("softmax").isChecked()


def test_arrows_home_and_end_choose_and_stop_at_the_ends(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    heard: list[str] = []
    pill.chosen.connect(heard.append)
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Home, Qt.Key.Key_Up)
    for key in (*keys, Qt.Key.Key_End, Qt.Key.Key_A):
        qtbot.keyClick(pill, key)
    assert heard == ["svm", "other", "svm", "softmax", "other"]


def test_setters_emit_nothing_and_keep_the_value_where_they_can(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    with qtbot.assertNotEmitted(pill.chosen):
        pill.set_value("svm")
        pill.set_options([("a", "A", ""), ("svm", "SVM", "")])
        assert pill.value == "svm"
        pill.set_options([("a", "A", ""), ("b", "B", "")])
        assert pill.value == "a"
        pill.set_value("nothing of these")
        pill.set_theme(PROJECTOR)
    assert not any(pill.segment(value).isChecked() for value in pill.values)


def test_it_is_one_tab_stop_with_a_name_its_value_and_a_visible_focus(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    assert pill.accessibleName() == "Loss"
    assert pill.accessibleDescription() == "softmax"
    assert pill.segment("svm").focusPolicy() == Qt.FocusPolicy.NoFocus
    assert pill.segment("svm").toolTip() == "Hinge"
    pill.clearFocus()
    without = count_of(picture(pill), LIGHT.accent)
    pill.activateWindow()
    pill.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(pill.hasFocus)
    assert count_of(picture(pill), LIGHT.accent) > without + 100


def test_choosing_moves_nothing(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    before = [pill.segment(value).geometry() for value in pill.values]
    pill.set_value("other")
    qtbot.wait(1)
    assert [pill.segment(value).geometry() for value in pill.values] == before


def test_a_disabled_pill_chooses_nothing(qtbot: QtBot) -> None:
    pill = pill_of(qtbot)
    pill.setEnabled(False)
    with qtbot.assertNotEmitted(pill.chosen):
        qtbot.mouseClick(pill.segment("svm"), Qt.MouseButton.LeftButton)
    pill.set_theme(DARK)
    picture(pill)


def test_an_option_that_is_not_offered_is_neither_shown_nor_chosen_by_keys(qtbot: QtBot) -> None:
    pill = SegmentedControl("View")
    qtbot.addWidget(pill)
    pill.set_options([("one", "one", ""), ("two", "two", ""), ("three", "three", "")])
    pill.show()
    pill.set_offered("two", False)
    assert pill.values == ["one", "three"]
    assert not pill.segment("two").isVisible()
    qtbot.keyClick(pill, Qt.Key.Key_Right)
    assert pill.value == "three"
    pill.set_offered("two", True)
    assert pill.segment("two").isVisible()
    qtbot.keyClick(pill, Qt.Key.Key_Left)
    assert pill.value == "two"
