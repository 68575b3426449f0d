"""What a finished experiment says must be so: slices, starts, paths, heights and shares, each checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscape.errors import InvalidValue, SliceError
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Path, Scene
from landscape.experiment.slicing import completed_turn
from landscape.slice import Slice
from landscape.work import Work

SMALL = {"data.examples": 150, "run.steps": 12, "grid.resolution": [5, 7]}
BASIC = with_values(with_methods(Description(), ["sgd", "adam", "random-search"]), SMALL)


@pytest.fixture
def computed(pipeline: Pipeline) -> Any:
    """The scene of the small experiment with some fields changed."""
    return lambda **changes: pipeline.scene(with_values(BASIC, {k.replace("__", "."): v for k, v in changes.items()}))


def path_of(scene: Scene, label: str) -> Path:
    return next(path for path in scene.paths if path.label == label)


def weights_of(path: Path) -> np.ndarray:
    assert path.weights is not None
    return path.weights


def assert_consistent(scene: Scene) -> None:
    """Every number of every path, and the surface at some points, against the objective itself."""
    model, view = scene.model, scene.slice
    assert model is not None
    for path in scene.paths:
        weights = weights_of(path)
        size = np.linalg.norm(weights, axis=1).max()
        np.testing.assert_allclose(path.loss, [model.loss(w) for w in weights], rtol=1e-12)
        np.testing.assert_allclose(path.coordinates, view.project(weights), rtol=1e-12)
        nearest = view.embed(path.coordinates)
        np.testing.assert_allclose(path.residual, np.linalg.norm(weights - nearest, axis=1), atol=1e-11 * size)
        np.testing.assert_allclose(path.slice_loss, [model.loss(w) for w in nearest], rtol=1e-11)
        beneath = view.plane().embed(path.coordinates[:, :2])
        np.testing.assert_allclose(path.view_loss, [model.loss(w) for w in beneath], rtol=1e-11)
        shares = [np.mean(model.scores(w, model.examples).argmax(axis=1) == model.examples.y) for w in weights]
        np.testing.assert_array_equal(path.accuracy, shares)
        assert path.movement_seen == pytest.approx(view.plane().share_of_movement(weights), rel=1e-12)
    surface = scene.surface
    for i, j in ((0, 0), (4, 0), (0, 6), (2, 5)):
        here = [surface.a[i]] if surface.is_line else [surface.a[i], surface.b[j]]
        index = (i,) if surface.is_line else (i, j)
        point = view.plane().embed(np.array(here))
        assert surface.loss[index] == pytest.approx(model.loss(point), rel=1e-12)
        assert surface.regularization[index] == pytest.approx(model.penalties(point[None])[0], rel=1e-11)
        assert surface.accuracy[index] == model.evaluate(point[None], Work())[1][0]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"objective__loss": "svm"},
        {"slice__kind": "random", "slice__bias": True},
        {"slice__kind": "filter", "slice__center": "end:adam"},
        {"slice__kind": "paths+unit", "slice__turn": [[1, 0, 0.5, 0], [0, 1, 0, 0.5]]},
        {"slice__dimensions": 1},
        {"slice__dimensions": 3, "slice__kind": "unit", "slice__shift": [0.5, -0.2, 1.0]},
        {"run__inside": "slice", "slice__kind": "random", "slice__dimensions": 5},
        {"slice__center": "zero", "slice__kind": "unit", "start__at": [0.5, -0.25]},
    ],
    ids=lambda changes: " ".join(f"{key}={value}" for key, value in changes.items()) or "default",
)
def test_all_numbers_of_a_scene_agree_with_the_objective(computed: Any, changes: dict[str, Any]) -> None:
    assert_consistent(computed(**changes))


def test_row_zero_is_the_shared_start_and_the_base_point_is_what_it_says(computed: Any) -> None:
    scene = computed()
    starts = [weights_of(path)[0] for path in scene.paths]
    assert all(np.array_equal(start, starts[0]) for start in starts)
    np.testing.assert_array_equal(scene.slice.origin, starts[0])
    matrix = starts[0].reshape(10, 65)
    np.testing.assert_array_equal(matrix[:, -1], 0.0)
    assert matrix[:, :-1].std() == pytest.approx(0.3, rel=0.1)
    for path in scene.paths:
        assert (path.step[0], path.cost[0]) == (0, 0)
        np.testing.assert_array_equal(path.step, np.arange(13))
        np.testing.assert_array_equal(path.coordinates[0], 0.0)
        assert np.isnan(path.batch_loss[-1])
        assert np.isfinite(path.batch_loss[:-1]).all()
        assert path.stop == "ran all 12 steps"


def test_costs_are_example_forwards(computed: Any) -> None:
    scene = computed()
    np.testing.assert_array_equal(path_of(scene, "sgd").cost, 3 * 64 * np.arange(13))
    np.testing.assert_array_equal(path_of(scene, "random-search").cost, 16 * 150 * np.arange(13))
    best = path_of(scene, "random-search").loss
    assert (np.diff(best) <= 0).all()
    np.testing.assert_allclose(path_of(scene, "random-search").batch_loss[:-1], best[:-1], rtol=1e-12)


def test_a_clicked_start_moves_the_runs_and_not_one_axis(computed: Any) -> None:
    there = (0.4, -1.5)
    for kind in ("paths", "unit", "random"):
        usual, clicked = computed(slice__kind=kind), computed(slice__kind=kind, start__at=list(there))
        assert clicked.slice.axes.tobytes() == usual.slice.axes.tobytes()
        assert clicked.slice.origin.tobytes() == usual.slice.origin.tobytes()
        for path in clicked.paths:
            np.testing.assert_allclose(path.coordinates[0], there, rtol=1e-10)
            assert path.residual[0] == pytest.approx(0.0, abs=1e-10)
            expected = usual.slice.origin + np.array(there) @ usual.slice.axes
            np.testing.assert_allclose(weights_of(path)[0], expected, rtol=1e-12, atol=1e-13)
            assert np.abs(weights_of(path) - weights_of(path_of(usual, path.label))).max() > 1e-3


def test_a_start_is_counted_from_the_base_point_also_where_the_center_is_another(computed: Any) -> None:
    scene = computed(slice__kind="unit", slice__center="zero", start__at=[0.5, -0.25])
    base = weights_of(path_of(computed(), "sgd"))[0]
    np.testing.assert_allclose(
        weights_of(path_of(scene, "sgd"))[0], base + 0.5 * scene.slice.axes[0] - 0.25 * scene.slice.axes[1], atol=1e-14
    )


def test_a_clicked_start_on_a_line_takes_its_first_number(computed: Any) -> None:
    scene = computed(slice__dimensions=1, start__at=[0.7])
    np.testing.assert_allclose(scene.paths[0].coordinates[0], [0.7], rtol=1e-12)


def test_a_start_with_too_few_numbers_is_refused(computed: Any) -> None:
    with pytest.raises(InvalidValue, match="at of start"):
        computed(start__at=[0.7])


def test_the_center_can_be_zero_or_the_end_of_a_run(computed: Any) -> None:
    zero = computed(slice__kind="unit", slice__center="zero")
    np.testing.assert_array_equal(zero.slice.origin, 0.0)
    assert all(path.residual[0] > 1 for path in zero.paths)
    ended = computed(slice__kind="unit", slice__center="end:adam")
    np.testing.assert_array_equal(ended.slice.origin, weights_of(path_of(ended, "adam"))[-1])
    np.testing.assert_array_equal(path_of(ended, "adam").coordinates[-1], 0.0)


def test_at_zero_the_loss_is_the_number_from_the_lecture(computed: Any) -> None:
    for loss, expected in (("softmax", np.log(10)), ("svm", 9.0)):
        scene = computed(slice__kind="unit", slice__center="zero", objective__loss=loss, grid__range=1.0)
        assert scene.surface.loss[2, 3] == pytest.approx(expected, rel=1e-14)


def test_filter_norms_are_taken_at_the_center(computed: Any) -> None:
    scene = computed(slice__kind="filter", slice__center="end:sgd")
    rows = weights_of(path_of(scene, "sgd"))[-1].reshape(10, 65)[:, :-1]
    axis = scene.slice.axes[0].reshape(10, 65)
    np.testing.assert_allclose(np.linalg.norm(axis[:, :-1], axis=1), np.linalg.norm(rows, axis=1), rtol=1e-10)
    with pytest.raises(SliceError, match="zero row"):
        computed(slice__kind="filter", slice__center="zero")


def test_the_reference_runs_and_not_a_clicked_start_make_the_center_of_an_end(computed: Any) -> None:
    usual = computed(slice__kind="unit", slice__center="end:sgd")
    clicked = computed(slice__kind="unit", slice__center="end:sgd", start__at=[1.0, 1.0])
    assert clicked.slice.origin.tobytes() == usual.slice.origin.tobytes()
    assert np.abs(weights_of(path_of(clicked, "sgd"))[-1] - clicked.slice.origin).max() > 1e-3


@pytest.mark.parametrize("n_axes", [2, 5, 70])
def test_runs_inside_the_slice_stay_on_it(computed: Any, n_axes: int) -> None:
    scene = computed(run__inside="slice", slice__kind="random", slice__dimensions=n_axes)
    for path in scene.paths:
        size = np.linalg.norm(weights_of(path), axis=1).max()
        assert path.residual.max() <= 1e-12 * size
        np.testing.assert_allclose(path.loss, path.slice_loss, rtol=1e-11)
    sgd = path_of(scene, "sgd")
    assert sgd.loss[-1] < sgd.loss[0]
    if n_axes == 2:
        np.testing.assert_allclose([path.movement_seen for path in scene.paths], 1.0, rtol=1e-12)


def test_a_step_size_means_the_same_inside_the_slice_as_outside(computed: Any) -> None:
    """Steps there are -step_size times the gradient projected on the slice, however long its axes are."""
    scene = computed(run__inside="slice", slice__kind="random", slice__turn=[[100, 0], [3, 0.01]])
    sgd, model = path_of(scene, "sgd"), scene.model
    assert model is not None
    q = scene.slice.orthonormal_axes
    start, after = weights_of(sgd)[:2]
    step = after - start
    scale = step @ q.T @ q @ step / (step @ step)
    assert scale == pytest.approx(1.0, rel=1e-9)
    from trainers.batches import batch_rows

    projected = q.T @ (q @ model.gradient(start, batch_rows(0, 1, model.n_examples, 64)))
    np.testing.assert_allclose(step, -1.0 * projected, atol=1e-10)


def test_inside_the_slice_a_start_off_it_is_projected_and_the_distance_said(computed: Any) -> None:
    scene = computed(run__inside="slice", slice__kind="unit", slice__center="zero")
    base = weights_of(path_of(computed(), "sgd"))[0]
    for path in scene.paths:
        np.testing.assert_allclose(weights_of(path)[0], scene.slice.embed(scene.slice.project(base)), atol=1e-12)
    away = float(scene.slice.residual(base))
    assert scene.provenance["runs"]["start_residual"] == pytest.approx(away, rel=1e-12)
    assert any(f"{away:.3g} from it" in line for line in scene.provenance["statement"])


def test_three_dimensions_turned_and_shifted(computed: Any) -> None:
    turn, shift = np.array([[0.6, 0.8, 0.0], [0.0, 0.5, 2.0]]), np.array([0.3, -1.0, 0.2])
    plain = computed(slice__kind="unit", slice__dimensions=3)
    scene = computed(slice__kind="unit", slice__dimensions=3, slice__turn=turn.tolist(), slice__shift=shift.tolist())
    basis, view = plain.slice, scene.slice
    assert view.axes.shape == (3, 650)
    np.testing.assert_allclose(view.axes[:2], turn @ basis.axes, atol=1e-13)
    np.testing.assert_allclose(view.axes[2] @ view.axes[:2].T, 0.0, atol=1e-12)
    np.testing.assert_allclose(view.origin, basis.origin + shift @ basis.axes, atol=1e-13)
    for path in scene.paths:
        nearest = view.origin + path.coordinates @ view.axes
        weights = weights_of(path)
        same = basis.embed(basis.project(weights))  # both describe one three-dimensional slice
        np.testing.assert_allclose(nearest, same, atol=1e-11)
        assert np.abs(path.slice_loss - path.view_loss).max() > 1e-6
    assert_consistent(scene)


def test_in_two_dimensions_there_is_one_loss_beneath(computed: Any) -> None:
    for path in computed(slice__kind="random").paths:
        np.testing.assert_array_equal(path.slice_loss, path.view_loss)


def test_a_turn_is_completed_to_a_basis_of_the_same_space() -> None:
    turn = np.array([[1.0, 2.0, 0.0, 0.0], [0.0, 1.0, -1.0, 0.0]])
    whole = completed_turn(turn, np.eye(turn.shape[1]))
    np.testing.assert_array_equal(whole[:2], turn)
    np.testing.assert_allclose(whole[2:] @ turn.T, 0.0, atol=1e-14)
    np.testing.assert_allclose(whole[2:] @ whole[2:].T, np.eye(2), atol=1e-14)
    np.testing.assert_array_equal(completed_turn(np.eye(2), np.eye(2)), np.eye(2))


@pytest.mark.parametrize("turn", [[[1.0, 2.0], [2.0, 4.0]], [[0.0, 0.0], [1.0, 0.0]]])
def test_a_turn_that_flattens_the_slice_is_refused(computed: Any, turn: Any) -> None:
    with pytest.raises(InvalidValue, match="independent"):
        computed(slice__turn=turn)


def test_kinds_are_joined_in_order_and_stay_what_they_are_alone(computed: Any) -> None:
    both, paths, unit = (computed(slice__kind=kind) for kind in ("paths+unit", "paths", "unit"))
    np.testing.assert_array_equal(both.slice.axes, np.concatenate([paths.slice.axes, unit.slice.axes]))


def test_the_grid_covers_every_path_with_both_ends_evaluated(computed: Any) -> None:
    for changes in ({}, {"slice__kind": "unit"}, {"slice__center": "end:adam"}, {"start__at": [3.0, 2.0]}):
        scene = computed(**changes)
        places = np.concatenate([np.zeros((1, 2))] + [path.coordinates for path in scene.paths])
        for axis, ends in zip(places.T, (scene.surface.a, scene.surface.b), strict=True):
            margin = 0.15 * (axis.max() - axis.min())
            np.testing.assert_allclose([ends[0], ends[-1]], [axis.min() - margin, axis.max() + margin], rtol=1e-12)
        assert scene.provenance["grid"]["a"] == [scene.surface.a[0], scene.surface.a[-1]]


def test_random_walks_are_put_through_the_same_construction(computed: Any) -> None:
    random_plane = computed(slice__kind="unit").provenance["random_walk_share"]
    assert 0 <= random_plane < 10 / 650
    paths = computed().provenance["random_walk_share"]
    assert 0.4 < paths < 0.95, "two walks, two leading components: about half to nine tenths"
    line = computed(slice__dimensions=1).provenance["random_walk_share"]
    assert line < paths


def test_the_share_of_walks_in_a_random_plane_is_near_two_in_p() -> None:
    scene = Pipeline().scene(with_values(BASIC, {"slice.kind": "unit", "run.steps": 60}))
    seeds = [scene.provenance["random_walk_share"]]
    for seed in range(1, 12):
        changed = with_values(BASIC, {"slice.kind": "unit", "run.steps": 60, "slice.seed": seed})
        seeds.append(Pipeline().scene(changed).provenance["random_walk_share"])
    assert np.mean(seeds) == pytest.approx(2 / 650, rel=0.5)


def test_walks_follow_where_filter_norms_need_an_end(computed: Any) -> None:
    scene = computed(slice__kind="paths+filter", slice__center="end:sgd", start__scale=0.0)
    assert 0 < scene.provenance["random_walk_share"] < 1


def test_a_run_that_diverges_at_once_leaves_the_rest_standing(computed: Any) -> None:
    never_moved = computed(methods__sgd__step_size=1e308, objective__regularization=1e3)
    assert len(path_of(never_moved, "sgd").step) == 1
    assert 0 < never_moved.provenance["random_walk_share"] <= 1
    scene = computed(methods__sgd__step_size=1e308)
    sgd = path_of(scene, "sgd")
    assert len(sgd.step) < 13
    assert "diverged at step" in sgd.stop
    assert f"sgd: {sgd.stop}" in scene.provenance["statement"]
    assert len(path_of(scene, "adam").step) == 13
    assert scene.provenance["random_walk_share"] is not None


def test_holes_are_counted_in_the_statement(computed: Any) -> None:
    scene = computed(slice__kind="unit", grid__range=1e200)
    assert scene.surface.n_holes > 0
    assert f"{scene.surface.n_holes} of 35 points are not finite" in scene.provenance["statement"]
    assert np.isfinite(scene.surface.loss[2, 3])


def test_no_number_of_a_provenance_is_nan(computed: Any) -> None:
    import json

    scenes = [computed(), computed(methods__sgd__step_size=1e308), computed(slice__kind="unit", grid__range=1e200)]
    scenes.append(Pipeline().scene(with_methods(with_values(BASIC, {"slice.kind": "unit"}), [])))
    for scene in scenes:
        json.dumps(scene.provenance, allow_nan=False)


def test_without_runs_there_is_a_surface_and_no_path() -> None:
    scene = Pipeline().scene(with_methods(with_values(BASIC, {"slice.kind": "unit"}), []))
    assert scene.paths == ()
    assert np.isfinite(scene.surface.loss).all()
    with pytest.raises(SliceError, match="moved"):
        Pipeline().scene(with_methods(BASIC, []))


def test_long_runs_are_thinned_and_keep_both_ends() -> None:
    changes = {"run.memory": 1, "run.steps": 300, "slice.kind": "unit"}
    scene = Pipeline().scene(with_values(BASIC, changes))
    stride = scene.provenance["runs"]["stride"]
    assert stride > 1
    assert any(f"every {stride}-th step" in line for line in scene.provenance["statement"])
    for path in scene.paths:
        assert (path.step[0], path.step[-1]) == (0, 300)
        assert np.diff(path.step).max() == stride
    assert sum(weights_of(path).nbytes for path in scene.paths) <= 2**20
    np.testing.assert_array_equal(path_of(scene, "sgd").cost, 3 * 64 * path_of(scene, "sgd").step)


def test_more_dimensions_than_weights_are_refused(computed: Any) -> None:
    with pytest.raises(InvalidValue, match="at most the 650 weights; got 651"):
        computed(slice__kind="random", slice__dimensions=651)


def test_axes_that_would_not_fit_in_memory_are_refused(monkeypatch: pytest.MonkeyPatch, computed: Any) -> None:
    monkeypatch.setattr("landscape.experiment.slicing.AXES_BYTES", 8 * 650 * 100)
    with pytest.raises(InvalidValue, match="at most 100 for 650 weights"):
        computed(slice__kind="random", slice__dimensions=101)


def test_provenance_names_everything_that_a_reader_must_know(computed: Any) -> None:
    scene = computed()
    facts = scene.provenance
    assert scene.dataset is not None
    assert facts["data"]["hash"] == scene.dataset.hash
    assert len(facts["data"]["hash"]) == 64
    assert facts["data"]["n_train"] == 150
    assert facts["description"] == resolved(scene.description).table()
    assert facts["description"]["schema"] == 1
    assert facts["objective"]["n_weights"] == 650
    assert facts["slice"]["angle"] == pytest.approx(90.0)
    assert facts["slice"]["lengths"] == pytest.approx([1.0, 1.0])
    assert facts["movement_seen"] == {path.label: path.movement_seen for path in scene.paths}
    assert facts["grid"]["rows"] == "all 150 training examples"
    assert set(facts["versions"]) >= {"losscope", "python", "numpy"}


def test_another_order_of_the_runs_changes_the_order_alone(computed: Any, pipeline: Pipeline) -> None:
    other = pipeline.scene(with_methods(with_values(BASIC, {}), ["random-search", "adam", "sgd"]))
    assert [path.label for path in other.paths] == ["random-search", "adam", "sgd"]
    np.testing.assert_allclose(np.abs(other.slice.axes @ computed().slice.axes.T), np.eye(2), atol=1e-8)


def test_steps_and_costs_are_found_on_a_path(computed: Any) -> None:
    path = path_of(computed(), "sgd")
    assert path.row_at_step(5) == 5
    assert path.row_at_step(99) == 12
    assert path.row_at_cost(0) == 0
    assert path.row_at_cost(3 * 64 * 4 + 1) == 4
    scene = computed()
    assert scene.last_step == 12
    assert scene.last_cost == 16 * 150 * 12
    lowest = min(min(p.loss.min() for p in scene.paths), scene.surface.loss.min())
    assert scene.lowest_known == lowest


def test_a_slice_of_the_scene_is_a_slice_of_the_whole_weight_space(computed: Any) -> None:
    scene = computed(slice__bias=True, slice__kind="random")
    assert isinstance(scene.slice, Slice)
    assert (scene.slice.axes.reshape(2, 10, 65)[..., -1] != 0).all()
    without = computed(slice__kind="random")
    np.testing.assert_array_equal(without.slice.axes.reshape(2, 10, 65)[..., -1], 0.0)
