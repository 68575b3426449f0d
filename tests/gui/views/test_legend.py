"""The legend's chips: their words, their place, and what a click says."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import DARK, LIGHT, PROJECTOR
from gui.views.legend import Legend
from landscape.experiment.scene import Path
from landscape.palette import STYLES, style_of
from tests.gui.views.plot_scenes import count_of, path_of, picture, shown

PLACES = np.zeros((5, 2))


def five() -> list[Path]:
    methods = ["sgd", "momentum", "adam", "local-search", "random-search"]
    return [path_of(method, PLACES, method) for method in methods]


def legend_of(qtbot: QtBot, paths: list[Path], width: int = 1200) -> Legend:
    legend = Legend()
    legend.set_paths(paths, LIGHT, 0.76)
    shown(qtbot, legend, width, max(1, legend.heightForWidth(width)))
    return legend


def test_a_click_hides_a_path_and_another_one_shows_it_again(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    everything = {path.label for path in five()}
    with qtbot.waitSignal(legend.visibility_changed, timeout=500) as heard:
        qtbot.mouseClick(legend.chips[1], Qt.MouseButton.LeftButton)
    assert heard.args == [everything - {"momentum"}]
    with qtbot.waitSignal(legend.visibility_changed, timeout=500) as heard:
        qtbot.keyClick(legend.chips[1], Qt.Key.Key_Space)
    assert heard.args == [everything]


def test_setters_emit_nothing(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    with qtbot.assertNotEmitted(legend.visibility_changed):
        legend.set_paths(five(), DARK, float("nan"))
        legend.set_rows({"sgd": 2, "unknown": 1})
        legend.set_visible({"sgd"})
        legend.set_theme(PROJECTOR)
        qtbot.wait(1)
    assert legend.visible_labels == {"sgd"}


def test_a_hidden_path_stays_hidden_when_the_paths_are_computed_anew(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    legend.set_visible({"sgd", "adam"})
    legend.set_paths(five()[:3], LIGHT, 0.76)
    assert legend.visible_labels == {"sgd", "adam"}


def test_a_chip_states_the_loss_at_its_row_and_the_movement_seen(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, [path_of("sgd", PLACES, loss=np.array([2.5, 2.0, 1.0, 0.5, np.inf]))])
    chip = legend.chips[0]
    assert (chip.name, chip.loss, chip.seen, chip.warning) == ("SGD", "not finite", "97 % seen", "")
    legend.set_rows({"sgd": 2})
    assert chip.loss == "1.00"
    assert chip.accessibleName() == "SGD, loss 1.00, 97 % seen"


def test_the_tooltip_says_it_in_plain_words(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    legend.set_rows({"sgd": 2})
    words = legend.chips[0].toolTip()
    for part in (
        "Loss 3.00 on all training examples",
        "50 % of the training examples classified correctly",
        "Step 2, after 384 example passes",
        "97 % of its movement lies in the plane you see",
        "A random walk put through the same construction: 76 %",
        "It ran all 4 steps",
    ):
        assert part in words


def test_what_is_not_known_is_not_in_the_tooltip(qtbot: QtBot) -> None:
    legend = Legend()
    still = path_of("sgd", PLACES, accuracy=np.full(5, np.nan), movement_seen=float("nan"))
    legend.set_paths([still, path_of("adam", PLACES, "adam")], LIGHT, float("nan"))
    qtbot.addWidget(legend)
    words = legend.chips[0].toolTip()
    assert "It did not move" in words
    assert "classified" not in words
    assert "random walk" not in legend.chips[1].toolTip()
    assert legend.chips[0].seen == "did not move"


def test_a_run_that_ended_early_warns_and_all_chips_stay_equally_high(qtbot: QtBot) -> None:
    diverged = path_of("wild", PLACES, stop="diverged at step 7: the weights or the loss are no longer finite")
    legend = legend_of(qtbot, [*five(), diverged])
    assert legend.chips[5].warning == "diverged at step 7"
    assert count_of(picture(legend.chips[5]), LIGHT.bad, 60) > 10
    assert count_of(picture(legend.chips[2]), LIGHT.bad, 60) == 0
    assert len({chip.height() for chip in legend.chips}) == 1
    calm = legend_of(qtbot, five())
    assert legend.chips[0].height() > calm.chips[0].height()


def test_two_runs_of_one_method_have_two_colors_and_their_own_names(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, [path_of("sgd", PLACES), path_of("large step", PLACES)])
    assert legend.chips[1].name == "large step"
    assert count_of(picture(legend.chips[0]), STYLES["sgd"].color) > 50
    assert count_of(picture(legend.chips[1]), style_of("sgd", 0).color) > 50
    assert count_of(picture(legend.chips[1]), STYLES["sgd"].color) == 0


def test_a_hidden_chip_is_dimmed(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    legend.set_visible(set())
    assert count_of(picture(legend.chips[0]), STYLES["sgd"].color) == 0


def test_chips_are_equally_wide_and_wrap_inside_a_window_without_overlapping(qtbot: QtBot) -> None:
    paths = [path_of(f"run number {k}", PLACES) for k in range(10)]
    window = QWidget()
    column, legend = QVBoxLayout(window), Legend()
    column.addWidget(legend)
    column.addStretch(1)
    legend.set_paths(paths, LIGHT, 0.76)
    for width in (500, 900, 2600):
        if not window.isVisible():
            shown(qtbot, window, width, 700)
        window.resize(width, 700)
        qtbot.wait(5)
        places = [chip.geometry() for chip in legend.chips]
        assert len({(place.width(), place.height()) for place in places}) == 1
        assert not any(one.intersects(other) for k, one in enumerate(places) for other in places[:k])
        assert all(legend.rect().contains(place) for place in places)
        assert len({place.top() for place in places}) == {500: 5, 900: 3, 2600: 1}[width]


def test_the_keyboard_reaches_every_chip_and_shows_where_it_is(qtbot: QtBot) -> None:
    legend = legend_of(qtbot, five())
    chip = legend.chips[2]
    without = count_of(picture(chip), LIGHT.accent)
    legend.activateWindow()
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(chip.hasFocus)
    assert count_of(picture(chip), LIGHT.accent) > without + 200
