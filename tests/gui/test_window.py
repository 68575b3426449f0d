"""The window as a user has it: offscreen, with real scenes, driven by mouse and keys, read back from its pixels."""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui.actions import COMMANDS
from gui.command_palette import CommandPalette, matching
from gui.doing import Doing
from gui.failure_dialog import FailureDialog
from gui.theme import THEMES
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import PRESETS
from landscape.files.dump_npz import write_npz
from landscape.palette import STYLES

SMALL = with_values(with_methods(Description(), ["sgd", "momentum"]), {"run.steps": 8, "grid.resolution": 9})


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    return opened(qtbot, SMALL)


def opened(qtbot: QtBot, description: Description, theme: str = "light") -> Window:
    made = Window(description, theme)
    qtbot.addWidget(made)
    qtbot.window = made  # pytest-qt holds it weakly: nobody else may
    made.resize(1280, 720)
    made.show()
    with qtbot.waitSignal(made.session.scene_changed, timeout=20_000):
        made.session.begin()
    qtbot.wait(30)
    return made


def has_color(window: Window, color: str, least: int = 20) -> bool:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4) & 0xFFFFFF
    return int((pixels == (QColor(color).rgb() & 0xFFFFFF)).sum()) >= least


def test_the_first_scene_fills_every_view(window: Window) -> None:
    assert window.header.title.text() == "650 weights. You see 2 directions."
    assert "softmax" in window.header.subtitle.text()
    assert window.header.badge.text() == "convex: one minimum"
    assert window.header.badge.isVisibleTo(window)
    assert window.bar.slider.caption.startswith("step 8")
    assert len(window.stage.legend.chips) == 2
    for method in ("sgd", "momentum"):
        assert has_color(window, STYLES[method].color)


def test_a_badge_that_goes_leaves_its_room_to_the_subtitle(window: Window, qtbot: QtBot) -> None:
    header, words = window.header, 100 * "word "
    header.set_words("Title", words, "convex: one minimum")
    qtbot.wait(20)
    beside = header.subtitle.text()
    header.set_words("Title", words)
    alone = header.subtitle.text()
    qtbot.wait(20)
    header._fit()
    assert alone == header.subtitle.text()
    assert len(alone) > len(beside) > 20


def test_heads_stand_at_true_losses(window: Window) -> None:
    scene = window.session.scene
    chips = {chip.label: chip for chip in window.stage.legend.chips}
    for path in scene.paths:
        assert f"{path.loss[-1]:.2f}" in chips[path.label].accessibleDescription() + chips[path.label].toolTip()


def test_loss_control_switches_the_loss_and_its_default_step_sizes(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.controls.loss.chosen.emit("svm")
    assert window.session.scene.resolved["objective"]["loss"] == "svm"
    assert window.session.scene.resolved["methods"]["sgd"]["step_size"] == 0.1
    assert "step_size" not in window.session.description.table()["methods"]["sgd"]


def test_random_plane_keeps_the_range_and_back_is_automatic_again(window: Window, qtbot: QtBot) -> None:
    before = window.session.scene
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.controls.plane.chosen.emit("unit")
    after = window.session.scene
    np.testing.assert_allclose(after.surface.a, before.surface.a, rtol=1e-12)
    np.testing.assert_allclose(after.surface.b, before.surface.b, rtol=1e-12)
    assert after.paths[0].movement_seen < 0.2 < before.paths[0].movement_seen
    np.testing.assert_array_equal(after.paths[0].loss, before.paths[0].loss)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.controls.plane.chosen.emit("paths")
    assert window.session.description == SMALL


def test_step_size_control_multiplies_all_step_sizes_and_one_leaves_them_unset(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.controls.factor.setValue(10)
    sizes = {part.label: part.settings["step_size"] for part in window.session.description.methods}
    assert sizes == {"sgd": 10.0, "momentum": 10.0}
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.controls.factor.setValue(0)
    assert window.session.description == SMALL


def test_a_click_starts_all_runs_there_without_turning_the_plane(window: Window, qtbot: QtBot) -> None:
    before = window.session.scene
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.stage.contour.picked.emit(0.5, -0.25)
    after = window.session.scene
    np.testing.assert_array_equal(after.slice.axes, before.slice.axes)
    for path in after.paths:
        np.testing.assert_allclose(path.coordinates[0], [0.5, -0.25], atol=1e-9)


def test_a_real_click_on_the_contour_picks_that_place(window: Window, qtbot: QtBot) -> None:
    plot = window.stage.contour.plot
    place = plot.place_of(-1.0, 0.1)
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))
    np.testing.assert_allclose(window.session.description.start.at, [-1.0, 0.1], atol=0.2)


def test_the_cursor_is_one_in_all_views_and_the_held_digit_follows_it(window: Window, qtbot: QtBot) -> None:
    scene, stage = window.session.scene, window.stage
    stage.contour.cursor_moved.emit((0.0, 0.0))
    qtbot.wait(80)
    at_start = stage.held.judge(scene, np.zeros(2))
    example = scene.dataset.test.take(np.array([stage.held.index]))
    np.testing.assert_allclose(at_start.scores, scene.model.scores(scene.slice.origin, example)[0], rtol=1e-12)
    assert f"{scene.paths[0].loss[0]:.2f}" in stage.surface._hint  # at the start, slice loss is the start's true loss
    stage.contour.cursor_moved.emit(None)
    qtbot.wait(80)
    assert "click the surface" in stage.surface._hint


def test_another_held_example_can_be_picked(window: Window, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.stage.held_view.next, Qt.MouseButton.LeftButton)
    assert window.stage.held.index == 1
    qtbot.mouseClick(window.stage.held_view.previous, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(window.stage.held_view.previous, Qt.MouseButton.LeftButton)
    assert window.stage.held.index == len(window.session.scene.dataset.test) - 1


def test_a_chip_hides_its_path_everywhere(window: Window, qtbot: QtBot) -> None:
    chip = next(chip for chip in window.stage.legend.chips if chip.label == "momentum")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert window.stage._visible == {"sgd"}
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"slice.kind": "unit"})
    assert window.stage._visible == {"sgd"}  # a new scene does not bring it back


def test_keys_drive_the_timeline(window: Window, qtbot: QtBot) -> None:
    window.stage.surface.setFocus()
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Left)
    assert window.timeline.position == 7
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Home)
    assert window.timeline.position == 0
    assert window.bar.slider.value() == 0
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Right)
    assert window.bar.slider.caption.startswith("step 1")
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Space)
    assert window.timeline.is_playing
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Space)
    assert not window.timeline.is_playing
    qtbot.keyClick(window.stage.surface, Qt.Key.Key_Period)
    assert window.timeline.speed == 2.0


def test_undo_and_redo_by_keys(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"slice.kind": "unit"})
    window.do("undo")
    assert window.session.description == SMALL
    window.do("redo")
    assert window.session.description.slice.kind == "unit"


def test_every_command_of_the_table_can_be_done() -> None:
    methods = [command.method for command in COMMANDS]
    assert len(set(methods)) == len(methods)
    for method in methods:
        name, *argument = method.split(" ", 1)
        done_by = inspect.signature(getattr(Doing, name))
        done_by.bind(None, *argument)  # as many arguments as the method takes
    keys = [command.key for command in COMMANDS if command.key]
    assert len(set(keys)) == len(keys)


def test_the_palette_finds_and_does_a_command(window: Window, qtbot: QtBot) -> None:
    assert [command.method for command in matching("show the loss cur")] == ["show_curves"]
    window.do("find_command")
    palette = next(child for child in window.findChildren(QDialog) if isinstance(child, CommandPalette))
    qtbot.keyClicks(palette.search, "loss curves")
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert window.tab.value == "curves"
    assert window.stage.tabs.currentWidget() is window.stage.curves


@pytest.mark.parametrize("theme", list(THEMES))
def test_every_look_paints_all_its_parts(qtbot: QtBot, theme: str) -> None:
    window = opened(qtbot, SMALL, theme)
    window.toggle_drawer()
    qtbot.wait(30)
    assert window.drawer.isVisible()
    assert has_color(window, THEMES[theme].card, 1000)
    assert has_color(window, THEMES[theme].text, 20)
    for tab in ("cut", "curves", "surface"):
        window.show_tab(tab)
        qtbot.wait(10)
        assert has_color(window, STYLES["sgd"].color)


def test_panels_edit_the_description(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.drawer.edited.emit({"objective.regularization": 0.01})
    assert window.session.scene.resolved["objective"]["regularization"] == 0.01
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.drawer.methods_edited.emit(window.session.description.methods[:1])
    assert [path.label for path in window.session.scene.paths] == ["sgd"]


def test_a_refused_edit_is_told_in_a_line(window: Window, qtbot: QtBot) -> None:
    window.session.edit({"run.steps": 0})
    assert "steps of run" in window.messages.text.text()
    qtbot.mouseClick(window.messages.dismiss, Qt.MouseButton.LeftButton)
    assert window.messages.text.text() == ""


def test_an_unexpected_error_shows_and_its_details_can_be_copied(window: Window, qtbot: QtBot) -> None:
    try:
        raise ZeroDivisionError("nobody expected this")
    except ZeroDivisionError as error:
        window.show_failure(error)
    assert "nobody expected this" in window.messages.text.text()
    qtbot.mouseClick(window.messages.details, Qt.MouseButton.LeftButton)
    dialog = next(child for child in window.findChildren(QDialog) if isinstance(child, FailureDialog))
    qtbot.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "ZeroDivisionError: nobody expected this" in copied
    assert "Losscope" in copied
    dialog.close()


def test_a_line_shows_as_a_curve_and_hides_the_contour(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.edit({"slice.dimensions": 1})
    qtbot.wait(20)
    assert window.header.title.text() == "650 weights. You see 1 direction."
    assert window.tab.value == "cut"
    assert not window.stage.contour.isVisible()
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.undo()
    qtbot.wait(20)
    assert window.stage.contour.isVisible()
    assert window.tab.value == "surface"


def test_a_dropped_dump_opens_as_its_description(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    other = with_values(SMALL, {"slice.kind": "unit", "grid.range": 3.0})
    write_npz(Pipeline().scene(other), tmp_path / "other.npz")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "other.npz"))])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )  # fmt: skip
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.dropEvent(drop)
    assert window.session.description == other


def test_every_preset_is_in_the_menu_with_its_sentence(window: Window) -> None:
    actions = [action for group in window.header.presets.menu().actions() for action in group.menu().actions()]
    shown = sorted((action.text(), action.toolTip()) for action in actions)
    assert shown == sorted((preset.name, preset.sentence) for preset in PRESETS)  # the menu has them under headings


def test_a_preset_opens_and_says_its_sentence(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.header.presets.menu().actions()[0].menu().actions()[1].trigger()
    assert window.messages.text.text() == PRESETS[1].sentence


def test_closing_in_the_middle_of_work_is_clean(qtbot: QtBot) -> None:
    window = Window(with_values(SMALL, {"run.steps": 100_000}))
    qtbot.addWidget(window)
    window.show()
    window.session.begin()
    qtbot.wait(150)
    assert window.session.is_busy
    assert window.close()


def test_stop_ends_the_work_and_keeps_the_scene(window: Window, qtbot: QtBot) -> None:
    scene = window.session.scene
    window.session.edit({"run.steps": 100_000})
    qtbot.waitUntil(lambda: "training" in window.messages.text.text(), timeout=10_000)
    qtbot.mouseClick(window.messages.stop, Qt.MouseButton.LeftButton)
    assert not window.session.is_busy
    assert window.session.scene is scene
    assert window.messages.text.text() == ""
