"""What hands do in the playground, as changes of a description: without a window."""

from __future__ import annotations

import numpy as np
import pytest

from gui import points_edits as edits
from landscape.errors import LosscopeError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.playground.plane import points_in_plane

POINTS = with_values(
    with_methods(Description(), ["gradient-descent"]),
    {
        "data.source": "points", "objective.loss": "svm", "objective.regularization": 0.1, "run.steps": 12,
        "slice.kind": "weights", "slice.weights": [[0, 0], [0, 1]], "grid.range": 2.0, "grid.resolution": 9,
    },
)  # fmt: skip


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture(scope="module")
def scene(pipeline: Pipeline) -> Scene:
    return pipeline.scene(POINTS)


def test_points_in_the_plane_alone_are_shown(scene: Scene, pipeline: Pipeline) -> None:
    assert edits.shows_points(scene)
    assert not edits.shows_points(None)
    function = with_values(with_methods(Description(), ["adam"]), {"objective.model": "bowl", "grid.resolution": 5})
    assert not edits.shows_points(pipeline.scene(function))
    digits = with_values(with_methods(Description(), ["sgd"]), {"run.steps": 1, "grid.resolution": 5})
    assert not edits.shows_points(pipeline.scene(digits))


def test_a_moved_point_changes_that_point_alone(scene: Scene) -> None:
    changes = edits.point_changes(POINTS, scene, lambda source: source.moved(4, 0.25, -0.5))
    moved = with_values(POINTS, changes)
    before, after = POINTS.data.points, moved.data.points
    assert after[4] == (0.25, -0.5, before[4][2])
    assert after[:4] + after[5:] == before[:4] + before[5:]


def test_the_last_point_of_a_class_goes_and_the_class_stays(scene: Scene) -> None:
    description = POINTS
    while any(label == 2 for _, _, label in description.data.points):
        index = next(k for k, point in enumerate(description.data.points) if point[2] == 2)
        changes = edits.point_changes(description, scene, lambda source, k=index: source.without(k))
        description = with_values(description, changes)
    assert description.data.n_classes == 3
    assert len(description.data.points) == 6


def test_a_new_class_drops_weights_that_no_longer_fit(scene: Scene) -> None:
    given = with_values(POINTS, {"start.weights": [0.5] * 9})
    changes = edits.point_changes(given, scene, lambda source: source.added(0.0, 0.0, 3))
    wider = with_values(given, changes)
    assert wider.data.n_classes == 4
    assert wider.start.weights is None
    kept = with_values(given, edits.point_changes(given, scene, lambda source: source.added(0.0, 0.0, 1)))
    assert kept.start.weights == (0.5,) * 9


def test_deleting_down_to_one_class_is_refused_in_a_line(scene: Scene) -> None:
    three = with_values(POINTS, {"data.points": [[0, 0, 0], [0, 1, 0], [1, 1, 1]]})
    with pytest.raises(LosscopeError, match="class"):
        edits.point_changes(three, scene, lambda source: source.without(2))


@pytest.mark.parametrize("source", ["moons", "blobs", "spiral"])
def test_drawn_points_are_written_down_where_they_stand(pipeline: Pipeline, source: str) -> None:
    drawn = with_values(POINTS, {"data.source": source, "data.count": 50, "slice.weights": [[0, 0], [1, 1]]})
    scene = pipeline.scene(drawn)
    changes = edits.point_changes(drawn, scene, lambda given: given.moved(0, 0.125, 0.25))
    written = pipeline.scene(with_values(drawn, changes))
    before, after = points_in_plane(scene.dataset), points_in_plane(written.dataset)
    assert len(after) == len(scene.dataset.train) == 40
    np.testing.assert_allclose(after[0], [0.125, 0.25])
    np.testing.assert_allclose(after[1:], before[1:], atol=1e-4)
    np.testing.assert_array_equal(written.dataset.train.y, scene.dataset.train.y)


def test_weights_in_the_plane_are_a_place_and_others_move_it(scene: Scene, pipeline: Pipeline) -> None:
    base = edits.base_weights(POINTS, scene)
    np.testing.assert_allclose(base, scene.paths[0].weights[0], rtol=1e-12)
    on_axis, off_axis = base.copy(), base.copy()
    on_axis[1] += 0.5  # the weight of y in class 0, an axis
    off_axis[3] += 0.5
    changes = edits.weight_changes(POINTS, scene, on_axis)
    assert set(changes) == {"start.at"}
    moved = pipeline.scene(with_values(POINTS, changes))
    np.testing.assert_array_equal(moved.surface.loss, scene.surface.loss)  # the surface stays
    np.testing.assert_allclose(moved.paths[0].weights[0], on_axis, atol=1e-6)
    changes = edits.weight_changes(POINTS, scene, off_axis)
    assert changes["start.at"] == [0.0, 0.0]
    elsewhere = pipeline.scene(with_values(POINTS, changes))
    np.testing.assert_allclose(elsewhere.paths[0].weights[0], off_axis, atol=1e-6)
    np.testing.assert_allclose(elsewhere.slice.origin, off_axis, atol=1e-6)


def test_an_axis_moved_after_another_weight_was_set_keeps_that_one(scene: Scene, pipeline: Pipeline) -> None:
    weights = edits.base_weights(POINTS, scene)
    weights[8] = 1.5
    set_one = with_values(POINTS, edits.weight_changes(POINTS, scene, weights))  # whose scene is still to come
    weights[0] = -2.0
    both = with_values(set_one, edits.weight_changes(set_one, scene, weights))
    np.testing.assert_allclose(pipeline.scene(both).paths[0].weights[0], weights, atol=1e-6)


def test_another_plane_keeps_where_runs_begin(pipeline: Pipeline) -> None:
    off = with_values(POINTS, {"start.at": [0.5, -0.25]})
    scene = pipeline.scene(off)
    start = scene.paths[0].weights[0]
    for kind, axes in (("weights", (4, 8)), ("gradient", ()), ("paths", ()), ("unit", ())):
        there = pipeline.scene(with_values(off, edits.plane_changes(off, scene, kind, axes)))
        np.testing.assert_allclose(there.paths[0].weights[0], start, atol=2e-6)
        assert edits.axis_weights(there) == tuple(axes)


def test_the_range_of_two_weights_is_square_and_holds_the_runs(scene: Scene, pipeline: Pipeline) -> None:
    there = pipeline.scene(with_values(POINTS, edits.plane_changes(POINTS, scene, "weights", (0, 7))))
    a, b = there.surface.a, there.surface.b
    assert a[-1] - a[0] == pytest.approx(b[-1] - b[0])
    for ends, places in zip((a, b), there.paths[0].coordinates.T, strict=True):
        assert ends[0] < places.min()
        assert places.max() < ends[-1]


def test_a_network_names_weights_by_their_places(pipeline: Pipeline) -> None:
    network = with_values(POINTS, {"objective.model": "network", "objective.hidden": 3, "slice.weights": [[0], [4]]})
    scene = pipeline.scene(network)
    assert edits.axis_weights(scene) == (0, 4)
    assert edits.written_weight(scene, 7) == [7]


def test_a_run_takes_the_name_of_its_new_method_unless_the_slice_names_it(scene: Scene) -> None:
    renamed = edits.with_method(POINTS, "gradient-descent", "adam")
    assert [(part.label, part.method) for part in renamed.methods] == [("adam", "adam")]
    named = with_values(POINTS, {"slice.center": "end:gradient-descent"})
    kept = edits.with_method(named, "gradient-descent", "adam")
    assert [(part.label, part.method) for part in kept.methods] == [("gradient-descent", "adam")]


def test_random_weights_and_longer_runs(scene: Scene) -> None:
    given = with_values(POINTS, {"start.weights": [1.0] * 9, "start.at": [0.1, 0.2]})
    anew = with_values(given, edits.random_changes(given))
    assert anew.start.weights is None
    assert anew.start.at == (0.0, 0.0)
    assert anew.start.seed == POINTS.start.seed + 1
    assert edits.longer_changes(scene) == {"run.steps": 24}


def test_places_have_the_digits_of_a_hand() -> None:
    assert edits.rounded_place(0.123456, -0.0000001, 2.0) == (0.123, 0.0)
    assert edits.rounded_place(1234.5678, 0.0, 5000.0) == (1235.0, 0.0)


def test_an_edited_description_is_read_back_from_its_text(scene: Scene) -> None:
    changes = edits.point_changes(POINTS, scene, lambda source: source.moved(2, 0.1, 0.2))
    weights = edits.base_weights(POINTS, scene) + 0.3
    edited = with_values(with_values(POINTS, changes), edits.weight_changes(POINTS, scene, weights))
    assert from_toml(edited.toml()) == edited
