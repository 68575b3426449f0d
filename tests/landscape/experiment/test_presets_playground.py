"""The playground's presets: what each sentence says of its points holds in numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import PLAYGROUND, PLAYGROUND_LESSONS, PRESETS, load_preset
from landscape.experiment.scene import Scene
from landscape.playground.judge import Judged, judge
from tests.landscape.playground.models import dataset_of, model_of


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def judged(scene: Scene, row: int = -1, run: int = 0) -> Judged:
    return judge(scene.model, scene.paths[run].weights[row])


def right(scene: Scene, row: int = -1) -> tuple[int, int]:
    """How many of how many points are right."""
    return int((judged(scene, row).winners == scene.dataset.train.y).sum()), len(scene.dataset.train)


def size(scene: Scene, row: int) -> float:
    return float(np.linalg.norm(scene.paths[0].weights[row]))


OURS = [preset for preset in PRESETS if preset.group in (PLAYGROUND, PLAYGROUND_LESSONS)]


@pytest.mark.parametrize("preset", OURS, ids=lambda p: p.name)
def test_its_points_stand_in_the_description(preset) -> None:
    description = load_preset(preset.name)
    assert description.source == "points"
    assert 9 <= len(description.data.points) <= 60


def test_three_blobs_are_right_after_nine_steps_and_meet_every_margin_in_the_end(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Three blobs"))
    assert right(scene, 8)[0] < 9
    assert right(scene, 9) == (9, 9)
    assert judged(scene).losses.tolist() == [0.0] * 9
    assert scene.slice.n_weights == 9


def test_no_line_follows_a_spiral(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Spiral and lines"))
    assert right(scene) == (37, 60)
    assert np.linalg.norm(judged(scene).gradient) < 1e-3  # the bottom: the loss is convex
    assert scene.model.convex


def test_a_network_gets_all_of_the_same_spiral(pipeline: Pipeline) -> None:
    description = load_preset("Spiral and a network")
    assert description.data == load_preset("Spiral and lines").data
    assert right(pipeline.scene(description)) == (60, 60)


def test_xor_has_its_lowest_loss_where_all_weights_are_zero(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("XOR of points"))
    assert scene.paths[0].loss[-1] == pytest.approx(math.log(2), abs=1e-9)
    assert size(scene, -1) < 1e-5
    for weights in np.random.default_rng(0).normal(size=(100, 6)):
        # The data loss alone is no lower either: without a penalty a line still does not help.
        assert scene.model.loss(weights) - scene.model.penalties(weights[None])[0] >= math.log(2)
        assert judge(scene.model, weights).accuracy <= 0.75
    assert scene.surface.lowest == pytest.approx(math.log(2), abs=1e-12)  # in the middle


def test_three_units_fence_a_circle_in(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Circles and three units"))
    assert scene.model.n_hidden == 3
    assert scene.paths[0].loss[0] == pytest.approx(0.8, abs=0.05)
    assert right(scene) == (24, 24)


def test_a_line_does_not_part_two_moons(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Two moons"))
    assert right(scene) == (32, 40)
    assert scene.paths[0].loss[-1] == pytest.approx(0.36, abs=0.005)
    assert np.linalg.norm(judged(scene).gradient) < 1e-3


def test_one_point_far_away_has_the_gradient_and_turns_the_lines(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("A point far away"))
    points = load_preset("A point far away").data.points
    assert points[:9] == load_preset("Three blobs").data.points
    assert judged(scene, 0).shares[9] == pytest.approx(0.96, abs=0.005)
    wrong = np.flatnonzero(judged(scene).winners != scene.dataset.train.y)
    assert len(wrong) == 2
    assert 9 not in wrong


def test_a_large_penalty_keeps_all_right_and_no_margin_met(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("λ too large"))
    found = judged(scene)
    assert right(scene) == (9, 9)
    assert found.data_loss == pytest.approx(1.8, abs=0.02)
    assert judge(scene.model, np.zeros(9)).data_loss == 2.0
    assert (found.losses > 1.5).all()


def test_a_step_too_large_leaps_from_side_to_side(pipeline: Pipeline) -> None:
    small, large = pipeline.scene(load_preset("A step that oscillates")).paths
    assert small.loss[-1] == pytest.approx(0.43, abs=0.005)
    assert (np.diff(small.loss) < 0).all()
    changes = np.diff(large.loss[-21:])
    assert (changes[::2] * changes[1::2] < 0).all()
    assert (changes > 0).sum() == 10
    moves = np.diff(large.weights[-21:], axis=0)
    assert (np.einsum("tp,tp->t", moves[:-1], moves[1:]) < 0).all()


def test_softmax_grows_where_all_are_right(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Softmax never stops"))
    assert right(scene, 1)[0] < 9
    assert all(right(scene, row) == (9, 9) for row in (2, 100, 1000))
    sizes = np.linalg.norm(scene.paths[0].weights, axis=1)
    assert (np.diff(sizes[2:]) > 0).all()
    assert sizes[1000] > 1.1 * sizes[500]
    # Always: along these weights, times anything above 1, the loss is lower still.
    end = scene.paths[0].weights[-1]
    assert scene.model.loss(10 * end) < scene.model.loss(2 * end) < scene.model.loss(end)


def test_where_points_cannot_be_parted_the_weights_settle(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Not separable"))
    assert scene.model.regularization == 0
    assert right(scene) == (8, 10)
    assert size(scene, 2000) == pytest.approx(size(scene, 1000), rel=1e-6)
    points = load_preset("Not separable").data.points
    parted = model_of("softmax", data=dataset_of([point for n, point in enumerate(points) if n not in (4, 9)]))
    assert judge(parted, scene.paths[0].weights[-1]).accuracy == 1.0  # without the two a line does it
