"""Each tab's figure: what "Save a figure" writes is what the copied command writes, byte for byte."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import main
from gui.late_tabs import LATE_TABS
from gui.stage import TABS
from gui.tab_figures import TAB_FIGURES, TabFigure, figure_of
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.figures.catalogue import KINDS
from landscape.lessons.ask import Ask
from landscape.lessons.gradient_images import gradient_images_lesson
from landscape.lessons.inside_step import inside_step_lesson
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["momentum", "sgd"]), {"run.steps": 6, "grid.resolution": 9, "data.examples": 200}
)


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def copied(window: Window) -> list[str]:
    """The words after the program of the command that is copied."""
    QGuiApplication.clipboard().setText("")
    window.do("copy_command")
    words = shlex.split(QGuiApplication.clipboard().text())
    return words[words.index("figure") :] if words else []


def test_every_row_is_of_a_tab_and_names_a_kind_and_every_other_tab_says_that_it_has_none(window: Window) -> None:
    tabs = [*TABS, *(row.name for row in LATE_TABS)]
    assert set(TAB_FIGURES) <= set(tabs)
    for tab in tabs:
        window.show_tab(tab)
        found = figure_of(tab, window.session.scene, window.late_tabs)
        if tab in ("surface", "cut", "curves", "step", "weights"):
            assert isinstance(found, TabFigure)
        assert found.kind in KINDS if isinstance(found, TabFigure) else found.endswith(".")


@pytest.mark.parametrize("tab", ["surface", "cut", "curves", "step", "weights"])
def test_the_copied_command_draws_what_is_saved(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    window.show_tab(tab)
    if tab == "step":
        window.late_tabs["step"].choose_run("sgd")
        window.late_tabs["step"]._choose_plane("step")
        window.timeline.go(3.0)
    if tab == "weights":
        window.stage.hold_ball(np.array([-0.625, 0.3]))
        window.late_tabs["weights"].take_cursor()
    saved, drawn = tmp_path / "saved.png", tmp_path / "drawn.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(saved), ""))
    with qtbot.waitSignal(window.session.saved, timeout=30_000):
        window.do("save_figure")
    words = copied(window)
    words[words.index("-o") + 1] = str(drawn)
    assert main.main([*words, "--quiet"]) == 0
    assert drawn.read_bytes() == saved.read_bytes()


def test_the_step_that_is_looked_into_is_the_one_that_is_copied(window: Window, qtbot: QtBot) -> None:
    window.show_tab("step")
    view = window.late_tabs["step"].view
    window.late_tabs["step"].choose_run("sgd")
    window.timeline.go(3.0)
    qtbot.waitUntil(lambda: view.lesson is not None and (view.lesson.label, view.lesson.step) == ("sgd", 4))
    assert {"--kind inside-step", "--label sgd", "--step 4"} <= {
        " ".join(pair) for pair in zip(copied(window), copied(window)[1:], strict=False)
    }
    ask = figure_of("step", window.session.scene, window.late_tabs).ask
    lesson = inside_step_lesson(window.session.experiment(window.session.description, Work()), ask)
    for here, there in zip(lesson.arrows, view.lesson.arrows, strict=True):
        np.testing.assert_array_equal(here.tip, there.tip)


def test_the_weights_that_are_seen_are_the_ones_that_are_copied(window: Window) -> None:
    window.show_tab("weights")
    window.stage.hold_ball(np.array([-0.625, 0.3]))
    tab = window.late_tabs["weights"]
    tab.take_cursor()
    assert "--place=-0.625,0.3" in copied(window)
    ask = figure_of("weights", window.session.scene, window.late_tabs).ask
    lesson = gradient_images_lesson(window.session.experiment(window.session.description, Work()), ask)
    matrix = tab.filling.weights.reshape(10, 65)
    np.testing.assert_array_equal(lesson.weights.reshape(10, 64), matrix[:, :-1])
    assert lesson.facts.at == "(-0.625, 0.3) on the slice"


def test_where_no_figure_matches_a_line_says_so(open_window: Callable[[Description], Window]) -> None:
    points = with_values(SMALL, {"data.source": "blobs", "slice.kind": "unit", "grid.range": 1.0})
    window = open_window(with_methods(points, []))
    for tab, words in (("weights", "these examples are none"), ("step", "no method"), ("curves", "no run")):
        window.show_tab(tab)
        assert copied(window) == []
        assert words in window.messages.text.text()
        window.do("save_figure")
        assert words in window.messages.text.text()
    assert figure_of("a tab of no row", window.session.scene, window.late_tabs).startswith("no figure shows this tab")


def test_points_are_drawn_at_a_runs_start_and_end_alone(
    open_window: Callable[[Description], Window], qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nine = with_values(with_methods(Description(), ["sgd"]), {"data.source": "points", "run.steps": 5})
    window = open_window(nine)
    window.show_tab("points")
    saved, drawn = tmp_path / "saved.png", tmp_path / "drawn.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *arguments: (str(saved), ""))
    for position, at in ((0.0, "base"), (5.0, "end:sgd")):
        window.timeline.go(position)
        with qtbot.waitSignal(window.session.saved, timeout=30_000):
            window.do("save_figure")
        words = copied(window)
        assert words[words.index("--at") + 1] == at
        words[words.index("-o") + 1] = str(drawn)
        assert main.main([*words, "--quiet"]) == 0
        assert drawn.read_bytes() == saved.read_bytes()
    window.timeline.go(2.0)
    assert copied(window) == []
    assert "start or end alone" in window.messages.text.text()


def test_a_place_is_refused_where_it_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = str(tmp_path / "a.png")
    for words, said in (
        (["--kind", "gradient-images", "--place=1"], "--place must be 2 numbers"),
        (["--kind", "gradient-images", "--place=1,x"], "numbers joined by commas"),
        (["--kind", "gradient-images", "--place=1,inf"], "finite numbers"),
        (["--kind", "ray", "--place=1,2"], "belongs to --kind gradient-images"),
    ):
        assert main.main(["figure", "-o", target, *words, "--steps", "2", "--methods", "sgd", "--quiet"]) == 2
        assert said in capsys.readouterr().err


def test_the_place_zero_is_the_center() -> None:
    experiment = Pipeline()
    from landscape.experiment.stages import Experiment

    at_center, at_zero = (
        gradient_images_lesson(Experiment(experiment.memory, SMALL, Work()), Ask(place=place))
        for place in ((), (0.0, 0.0))
    )
    np.testing.assert_array_equal(at_center.gradient, at_zero.gradient)
