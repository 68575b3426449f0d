"""Methods on the first screen: the chips, their menu and keys, the catalogue, several values at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.panels.method_catalogue import MethodCatalogue
from gui.panels.several_dialog import SeveralDialog
from gui.theme import THEMES
from gui.views.chip import Chip
from gui.views.run_menu import ACTIONS
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from trainers.catalogue import METHODS

SMALL = with_values(with_methods(Description(), ["sgd", "adam"]), {"run.steps": 6, "grid.resolution": 5})


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    made = open_window(SMALL)
    made.activateWindow()
    return made


def chip(window: Window, label: str) -> Chip:
    return next(chip for chip in window.stage.legend.chips if chip.label == label)


def labels(window: Window) -> list[str]:
    return [part.label for part in window.session.description.methods]


def catalogue_of(window: Window) -> MethodCatalogue:
    return window.findChildren(MethodCatalogue)[-1]


def test_the_plus_opens_the_catalogue_with_a_sentence_each_and_enter_adds(window: Window, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.stage.legend.add, Qt.MouseButton.LeftButton)
    catalogue = catalogue_of(window)
    assert [(b.method, b.summary) for b in catalogue.buttons] == [(n, kind.summary) for n, kind in METHODS.items()]
    momentum = next(button for button in catalogue.buttons if button.method == "momentum")
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(momentum, Qt.Key.Key_Return)
    assert [c.label for c in window.stage.legend.chips] == ["sgd", "adam", "momentum"]
    window.do("undo")
    assert window.session.description == SMALL


def test_escape_takes_no_method(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Insert)
    qtbot.keyClick(catalogue_of(window), Qt.Key.Key_Escape)
    assert window.session.description == SMALL


def test_keys_on_a_chip_duplicate_and_remove_and_the_keyboard_stays_there(window: Window, qtbot: QtBot) -> None:
    chip(window, "adam").setFocus()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(chip(window, "adam"), Qt.Key.Key_D)
    assert labels(window) == ["sgd", "adam", "adam-2"]
    assert chip(window, "adam").hasFocus()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(chip(window, "adam-2"), Qt.Key.Key_Delete)
    assert window.session.description == SMALL
    window.do("undo")
    assert labels(window) == ["sgd", "adam", "adam-2"]


def test_the_only_run_cannot_be_removed(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(chip(window, "sgd"), Qt.Key.Key_Delete)
    qtbot.keyClick(chip(window, "adam"), Qt.Key.Key_Delete)
    assert labels(window) == ["adam"]
    assert window.messages.text.text() == ""
    window.do("run remove")  # by the palette: it says why not
    assert labels(window) == ["adam"]
    assert "adam is the only run" in window.messages.text.text()


def test_hide_and_alone_change_what_is_shown_and_no_description(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(chip(window, "sgd"), Qt.Key.Key_H)
    assert window.stage.legend.visible_labels == {"adam"}
    qtbot.keyClick(chip(window, "sgd"), Qt.Key.Key_A)
    assert window.stage.legend.visible_labels == {"sgd"}
    qtbot.keyClick(chip(window, "adam"), Qt.Key.Key_Return)
    assert window.stage.legend.visible_labels == {"sgd", "adam"}
    assert window.session.description == SMALL


def test_edit_opens_the_card_with_every_parameter_and_takes_a_value(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(chip(window, "adam"), Qt.Key.Key_E)
    qtbot.wait(30)
    assert window.drawer.isVisible()
    card = window.drawer.methods.card("adam")
    assert card.fold.isChecked()
    row = window.drawer.methods.row("methods.adam.step_size")
    assert row.target.hasFocus()
    assert not row.visibleRegion().isEmpty()  # scrolled to where it is seen
    row.target.setText("0.5")
    row.target.setModified(True)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(row.target, Qt.Key.Key_Return)
    assert window.session.description.methods[1].settings == {"step_size": 0.5}


def test_three_step_sizes_in_one_go_and_one_undo(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.keyClick(chip(window, "sgd"), Qt.Key.Key_X)
    sizes = [part.settings.get("step_size") for part in window.session.description.methods]
    assert sizes == [0.1, 1.0, 10.0, None]
    assert [c.heading for c in window.stage.legend.chips[:3]] == [
        f"sgd-{k + 1}: step size {s:g}" for k, s in enumerate(sizes[:3])
    ]
    window.do("undo")
    assert window.session.description == SMALL


def test_the_dialog_says_what_comes_before_it_makes_it(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(chip(window, "adam"), Qt.Key.Key_V)
    dialog = window.findChildren(SeveralDialog)[0]
    assert dialog.outcome.text() == "3 runs: step size 0.005, 0.05, 0.5"
    assert "Now 0.05" in dialog.help.text()
    dialog.values.setText("-1, 1")
    assert not dialog.make.isEnabled()
    assert "step_size" in dialog.refusal.text()
    dialog.parameter.setCurrentIndex(dialog.parameter.findData("batch"))
    dialog.values.setText("16, 256")
    assert dialog.outcome.text().startswith("2 runs: ")
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert [part.settings.get("batch") for part in window.session.description.methods] == [None, 16, 256]


def test_a_card_offers_several_values_too(window: Window, qtbot: QtBot) -> None:
    window.doing.do_to_run("edit", "sgd")
    window.drawer.methods.card("sgd").several.click()
    dialog = window.findChildren(SeveralDialog)[0]
    assert dialog.heading == "Several runs of SGD"
    dialog.reject()


def test_the_palette_asks_which_run(window: Window, qtbot: QtBot) -> None:
    window.do("run duplicate")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["SGD", "Adam"]
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        menu.actions()[1].trigger()
        menu.close()
    assert labels(window) == ["sgd", "adam", "adam-2"]


def test_the_menu_of_a_chip_has_every_action_and_says_its_key(window: Window, qtbot: QtBot) -> None:
    legend = window.stage.legend
    chip(window, "sgd").customContextMenuRequested.emit(QPoint(5, 5))
    assert legend.menu.isVisible()
    texts = {action.data(): action.text() for action in legend.menu.actions() if not action.isSeparator()}
    assert set(texts) == set(ACTIONS)
    assert all(texts[name].endswith(f"\t{kind.key_name}") for name, kind in ACTIONS.items())
    legend.menu.actions_by_name["hide"].trigger()
    legend.menu.close()
    assert legend.visible_labels == {"adam"}
    chip(window, "sgd").customContextMenuRequested.emit(QPoint(5, 5))
    assert legend.menu.actions_by_name["hide"].text() == "Show\tH"
    legend.menu.close()


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("n_runs", [1, 5, 12])
def test_the_legend_is_readable_with_any_number_of_runs(qtbot: QtBot, theme: str, n_runs: int) -> None:
    runs = ["sgd", "momentum", "adam", "rmsprop", "random-search", *(f"run-{k}:sgd" for k in range(7))][:n_runs]
    window = Window(with_values(with_methods(SMALL, runs), {"run.steps": 2}), theme)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.begin()
    qtbot.wait(30)
    legend = window.stage.legend
    for shown in legend.chips:
        assert shown.width() >= shown.sizeHint().width()  # no name is cut
        assert shown.height() == shown.sizeHint().height()
    assert legend.height() < window.height() / 4
    assert legend.rect().contains(legend.add.geometry())
    scroll = legend._area.verticalScrollBar()
    last = legend.chips[-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    legend._area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()
    assert scroll.maximum() == 0 or len(legend.chips) == 12
    assert not any(
        legend.add.geometry().intersects(c.geometry().translated(c.parentWidget().pos())) for c in legend.chips
    )
