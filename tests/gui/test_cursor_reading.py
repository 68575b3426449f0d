"""What is read at a place of the plane agrees with the objective; the slope's share is of the whole gradient."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gui.at_cursor import LONGEST, arrow_scale, reading_text, slope_text
from gui.cursor_reading import CursorReader, projected, read_place, with_whole_gradient
from gui.following import Follower
from gui.held_example import HeldExample, worst_judged
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.slice import Slice
from landscape.work import Work

SMALL = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 5, "grid.resolution": 7})
PLACE = np.array([0.7, -0.4])


def scene_of(**changes: object) -> Scene:
    return Pipeline().scene(with_values(SMALL, changes))


def on_test(scene: Scene):
    return scene.model.on(scene.dataset.test).restrict(scene.slice.plane())


def test_a_reading_is_the_objective_at_these_weights() -> None:
    scene = scene_of()
    reading = read_place(scene, on_test(scene), PLACE)
    weights = scene.slice.plane().embed(PLACE)
    loss, gradient = scene.model.loss_and_gradient(weights)
    assert reading.loss == pytest.approx(loss, rel=1e-12)
    assert reading.regularization == pytest.approx(float(scene.model.penalties(weights[None])[0]), rel=1e-12)
    assert reading.data_loss + reading.regularization == pytest.approx(loss, rel=1e-12)
    for examples, accuracy in ((scene.dataset.train, reading.accuracy), (scene.dataset.test, reading.test_accuracy)):
        right = scene.model.scores(weights, examples).argmax(axis=1) == examples.y
        assert accuracy == pytest.approx(right.mean())
    whole = with_whole_gradient(scene, reading, Work())
    assert whole.whole_length == pytest.approx(np.linalg.norm(gradient), rel=1e-12)
    held = scene.slice.plane().axes @ gradient  # orthonormal axes
    assert whole.share == pytest.approx(held @ held / (gradient @ gradient), rel=1e-9)
    assert 0 < whole.share < 1


def test_the_projection_of_a_gradient_is_least_squares_on_slanted_axes() -> None:
    rng = np.random.default_rng(3)
    axes, gradient = np.array([[1.0, 0, 0, 0], [300.0, 52.9, 0, 0]]), rng.standard_normal(4)
    plane = Slice(np.zeros(4), axes)
    uphill, length = projected(plane, axes @ gradient)
    np.testing.assert_allclose(plane.embed(uphill), [*gradient[:2], 0, 0], rtol=1e-9, atol=1e-12)
    assert length == pytest.approx(np.hypot(*gradient[:2]))


def test_the_longest_arrow_keeps_to_its_share_of_the_picture() -> None:
    scene = scene_of()
    surface = scene.surface
    steepest = np.hypot(*np.gradient(surface.loss, surface.a, surface.b)).max()
    side = min(np.ptp(surface.a), np.ptp(surface.b))
    assert arrow_scale(scene) * steepest == pytest.approx(LONGEST * side, rel=0.05)


def test_words_state_the_split_both_accuracies_and_the_share() -> None:
    scene = scene_of()
    reading = with_whole_gradient(scene, read_place(scene, on_test(scene), PLACE), Work())
    text = reading_text(scene, reading)
    assert "data +" in text
    assert "% train" in text
    assert "% test" in text
    assert "in plane" in slope_text(scene, reading)
    assert "1:1" not in slope_text(scene, reading)


def test_axes_of_unequal_length_say_that_the_arrow_is_not_upright_on_the_lines() -> None:
    scene = scene_of(**{"slice.kind": "random"})
    reading = with_whole_gradient(scene, read_place(scene, None, PLACE), Work())
    assert "not 1:1" in slope_text(scene, reading)


def test_the_worst_judged_are_wrong_and_in_order_of_their_losses() -> None:
    scene = scene_of()
    worst = worst_judged(scene, PLACE, 5, Work())
    held, losses = HeldExample(), []
    for row, winner in worst:
        held.index = row
        judged = held.judge(scene, PLACE)
        assert int(judged.scores.argmax()) == winner != int(scene.dataset.test.y[row])
        losses.append(judged.loss)
    assert losses == sorted(losses, reverse=True)
    assert len(losses) == 5
    scores = scene.model.scores(scene.slice.plane().embed(PLACE), scene.dataset.test)
    assert losses[0] == pytest.approx(scene.model.data_loss.values(scores, scene.dataset.test.y).max())


def test_the_reader_tells_values_first_and_the_share_when_the_cursor_rests(qtbot: QtBot) -> None:
    reader, found = CursorReader(), []
    reader.read.connect(found.append)
    reader.set_scene(scene_of())
    for step in range(4):
        reader.read_at(PLACE + 0.1 * step)
    qtbot.waitUntil(lambda: bool(found) and np.isfinite(found[-1].whole_length), timeout=10_000)
    np.testing.assert_allclose(found[-1].place, PLACE + 0.3, rtol=1e-12)
    assert np.isnan(found[0].whole_length)
    reader.close()


def test_what_was_forgotten_is_not_told(qtbot: QtBot) -> None:
    reader, found = CursorReader(), []
    reader.read.connect(found.append)
    reader.set_scene(scene_of())
    reader.read_at(PLACE)
    reader.forget()
    qtbot.wait(200)
    assert found == []
    reader.close()


def test_a_follower_delivers_what_began_and_then_the_newest(qtbot: QtBot) -> None:
    follower, found, gate = Follower("test"), [], threading.Event()
    follower.finished.connect(found.append)
    follower.ask(lambda work: gate.wait(5) and "first")
    follower.ask(lambda work: "skipped")
    follower.ask(lambda work: "last")
    gate.set()
    qtbot.waitUntil(lambda: len(found) == 2, timeout=5_000)
    assert found == ["first", "last"]
    assert not follower.is_busy
    follower.close()


def test_points_without_a_test_split_are_read_without_a_test_accuracy(qtbot: QtBot) -> None:
    scene = scene_of(**{"data.source": "points"})
    reader = CursorReader()
    reader.set_scene(scene)
    with qtbot.waitSignal(reader.read) as heard:
        reader.read_at(PLACE)
    reader.close()
    reading = heard.args[0]
    assert np.isnan(reading.test_accuracy)
    assert "train" in reading_text(scene, reading)
    assert "test" not in reading_text(scene, reading)


def test_without_test_examples_a_training_one_is_held() -> None:
    scene, held = scene_of(**{"data.source": "points"}), HeldExample()
    held.move(scene, 10)  # around the end of nine
    assert held.index == 1
    image, label = held.picture(scene)
    assert (image, label) == (None, int(scene.dataset.train.y[1]))
    weights = scene.slice.plane().embed(PLACE)
    assert held.judge(scene, PLACE).scores == pytest.approx(scene.model.scores(weights, scene.dataset.train)[1])
    wrong = np.flatnonzero(scene.model.scores(weights, scene.dataset.train).argmax(axis=1) != scene.dataset.train.y)
    assert sorted(row for row, _ in worst_judged(scene, PLACE, 9, Work())) == wrong.tolist()
