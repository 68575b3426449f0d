"""The gradient paints itself: each colored pixel is two losses and one slope, and calculus agrees with all of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui import gradient_filling
from gui.gradient_filling import GradientFilling, H
from gui.views.gradient_view import duration
from gui.views.weight_images import WeightImages
from gui.window import Window
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from trainers.finite_differences import numeric_gradient

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 4, "grid.resolution": 7})


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline().scene(SMALL)


@pytest.fixture
def window(open_window: Callable[[Description], Window]) -> Window:
    return open_window(SMALL)


def test_measured_slopes_are_forward_differences(scene: Scene, qtbot: QtBot) -> None:
    filling, weights = GradientFilling(), scene.slice.plane().embed(np.array([0.4, 0.2]))
    filling.look_at(scene, weights)
    filling.measure([70, 3])
    qtbot.waitUntil(lambda: filling.n_known == 2, timeout=10_000)
    expected = numeric_gradient(scene.model, weights, h=H, centered=False, dimensions=[70, 3])
    np.testing.assert_allclose(filling.slopes[[70, 3]], expected, rtol=1e-9)
    assert filling.spent.losses == 3  # one at the weights themselves, one for each
    assert filling.latest.dimension == 3
    assert filling.latest.loss == pytest.approx(scene.model.loss(weights + H * np.eye(650)[3]), rel=1e-14)
    filling.close()


def test_playing_finds_every_slope_and_calculus_agrees(
    scene: Scene, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gradient_filling, "SHOWN", 0.0)
    filling, weights = GradientFilling(), scene.slice.plane().embed(np.array([0.4, 0.2]))
    filling.look_at(scene, weights)
    filling.measure([5])
    qtbot.waitUntil(lambda: filling.n_known == 1, timeout=10_000)
    filling.play(range(650))
    assert filling.is_playing
    qtbot.waitUntil(lambda: filling.n_known == 650 and not filling.is_playing, timeout=30_000)
    assert filling.spent.losses == 651  # what was known is not measured again
    numeric = filling.slopes.copy()
    filling.calculus()
    qtbot.waitUntil(lambda: np.isfinite(filling.spent.calculus), timeout=10_000)
    np.testing.assert_array_equal(filling.slopes, scene.model.gradient(weights))
    np.testing.assert_allclose(numeric, filling.slopes, atol=50 * H * np.abs(filling.slopes).max())
    filling.close()


def test_playing_is_slowed_to_be_watched_and_pauses_at_once(scene: Scene, qtbot: QtBot) -> None:
    filling = GradientFilling()
    filling.look_at(scene, scene.slice.plane().embed(np.zeros(2)))
    filling.play(range(650))
    qtbot.waitUntil(lambda: filling.n_known > 3, timeout=10_000)
    assert filling.is_slowed
    begun = time.perf_counter()
    filling.pause()
    assert time.perf_counter() - begun < 0.1
    known = filling.n_known
    qtbot.wait(150)
    assert filling.n_known == known < 650
    filling.forget()
    assert filling.is_untouched
    filling.close()


def test_a_pixel_is_the_weight_of_its_place_in_the_image(scene: Scene, qtbot: QtBot) -> None:
    images = WeightImages()
    qtbot.addWidget(images)
    images.set_scene(scene)
    images.resize(900, 500)
    images.set_values(np.zeros(650), np.full(650, np.nan))
    images.show()
    heard: list[list[int]] = []
    images.picked.connect(heard.append)
    for of_slopes in (False, True):
        place = images.place_of(3, 2, 5, of_slopes).center().toPoint()
        qtbot.mouseClick(images, Qt.MouseButton.LeftButton, pos=place)
    assert heard == [[3 * 65 + 2 * 8 + 5]] * 2
    assert sorted(images.dimensions.tolist()) == list(range(650))
    qtbot.keyClick(images, Qt.Key.Key_Right)
    qtbot.keyClick(images, Qt.Key.Key_PageDown)
    qtbot.keyClick(images, Qt.Key.Key_Return)
    assert heard[-1] == [4 * 65 + 2 * 8 + 6]
    for _ in range(8):
        qtbot.keyClick(images, Qt.Key.Key_Down)
    qtbot.keyClick(images, Qt.Key.Key_Return)
    assert heard[-1] == [4 * 65 + 64]  # beneath the image is its bias


def test_a_click_on_a_pixel_of_w_colors_one_of_dw(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    view, filling = window.late_tabs["weights"].view, window.late_tabs["weights"].filling
    assert view.heading.text() == "0 of 650 slopes known"
    assert "651 losses on 1,437 examples" in view.cost.text()
    index = 3 * 65 + 2 * 8 + 5
    place = view.images.place_of(3, 2, 5).center().toPoint()
    before = view.images.grab().toImage().pixelColor(view.images.place_of(3, 2, 5, True).center().toPoint())
    qtbot.mouseClick(view.images, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: filling.n_known == 1, timeout=10_000)
    assert np.isfinite(filling.slopes[index])
    assert view.heading.text() == "1 of 650 slopes known"
    assert "2 losses" in view.cost.text()
    assert f"{filling.latest.loss:.8f}" in view.latest.text()
    colored = view.images.place_of(3, 2, 5, True).center().toPoint()
    after = view.images.grab().toImage().pixelColor(colored)
    assert after != before
    assert (after.red() > after.blue()) == (filling.slopes[index] > 0)


def test_weights_follow_the_cursor_until_a_slope_is_known(window: Window, qtbot: QtBot) -> None:
    window.do("show_weights")
    filling, plane = window.late_tabs["weights"].filling, window.session.scene.slice.plane()
    for place in (np.array([0.1, 0.2]), np.array([0.5, -0.3])):
        window.stage.hold_ball(place)
        np.testing.assert_array_equal(filling.weights, plane.embed(place))
    filling.measure([0])
    qtbot.waitUntil(lambda: filling.n_known == 1, timeout=10_000)
    window.stage.hold_ball(np.zeros(2))
    np.testing.assert_array_equal(filling.weights, plane.embed(np.array([0.5, -0.3])))
    qtbot.mouseClick(window.late_tabs["weights"].view.anew, Qt.MouseButton.LeftButton)
    np.testing.assert_array_equal(filling.weights, plane.embed(np.zeros(2)))
    assert filling.n_known == 0


def test_play_pause_and_calculus_by_their_buttons(window: Window, qtbot: QtBot) -> None:
    window.do("show_weights")
    view, filling = window.late_tabs["weights"].view, window.late_tabs["weights"].filling
    qtbot.mouseClick(view.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: filling.n_known > 2, timeout=10_000)
    assert view.play.text() == "Pause"
    assert "slowed" in view.cost.text()
    qtbot.mouseClick(view.calculus, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: filling.n_known == 650, timeout=10_000)
    assert view.play.text() == "Play"
    assert "Calculus" in view.latest.text()


def test_leaving_the_tab_pauses_and_closing_while_playing_is_clean(window: Window, qtbot: QtBot) -> None:
    window.do("paint_gradient")
    filling = window.late_tabs["weights"].filling
    qtbot.waitUntil(lambda: filling.n_known > 0, timeout=10_000)
    window.do("show_surface")
    assert not filling.is_playing
    window.do("paint_gradient")
    assert filling.is_playing
    assert window.close()


def test_examples_that_are_no_images_say_so(window: Window, qtbot: QtBot) -> None:
    window.do("show_weights")
    function = with_values(with_methods(Description(), ["gradient-descent"]), {"objective.model": "bowl"})
    with qtbot.waitSignal(window.session.scene_changed, timeout=20_000):
        window.session.replace(function)
    assert "images" in window.late_tabs["weights"].view.heading.text()
    assert not window.late_tabs["weights"].view.play.isEnabled()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.0008, "0.8 ms"), (0.42, "420 ms"), (3.21, "3.21 s"), (720, "12 min"), (7680, "2 h 8 min")]
)
def test_durations_are_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
