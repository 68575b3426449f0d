"""Every preset loads, computes, and shows what its sentence says."""

from __future__ import annotations

from importlib import resources

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.description import from_toml
from landscape.experiment.edit import with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import PRESETS, load_preset
from landscape.experiment.scene import Path, Scene
from landscape.experiment.stages import Experiment
from landscape.lessons.ask import Ask
from landscape.lessons.inside_step import inside_step_lesson
from landscape.work import Work

GRADIENT_METHODS = ("sgd", "momentum", "adam")


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def path(scene: Scene, label: str) -> Path:
    return next(path for path in scene.paths if path.label == label)


def scene_of(pipeline: Pipeline, name: str) -> Scene:
    return pipeline.scene(load_preset(name))


def test_every_file_is_a_preset_and_every_preset_a_file() -> None:
    folder = resources.files("landscape").joinpath("presets")
    files = {file.name for file in folder.iterdir() if file.name.endswith(".toml")}
    assert files == {f"{preset.toml_name}.toml" for preset in PRESETS}
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.toml_name)
def test_a_preset_is_a_description_with_one_sentence(preset) -> None:
    description = load_preset(preset.name)
    assert from_toml(description.toml()) == description
    assert preset.sentence.endswith(".")
    assert "\n" not in preset.sentence
    assert len(preset.sentence) <= 110


def test_there_are_good_and_bad_ones() -> None:
    assert {preset.good for preset in PRESETS} == {True, False}


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(InvalidValue, match="A random plane"):
        load_preset("nothing")


def test_where_they_went_holds_the_movement_of_the_gradient_methods(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Where they went")
    assert all(path(scene, label).movement_seen > 0.9 for label in GRADIENT_METHODS)


def test_inside_the_slice_paths_lie_on_the_surface(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Inside the slice")
    for each in scene.paths:
        assert each.residual.max() < 1e-10
        np.testing.assert_allclose(each.loss, each.view_loss, rtol=1e-9)


def test_a_line_holds_what_adam_did(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Along a line")
    assert scene.surface.loss.ndim == 1
    assert path(scene, "adam").movement_seen > 0.9


def test_four_step_sizes_do_four_things(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Four step sizes")
    start = scene.paths[0].loss[0]
    ends = {each.label: each.loss[-1] for each in scene.paths}
    assert ends["tiny"] > 0.9 * start
    assert 0.4 * start < ends["small"] < 0.6 * start
    assert ends["right"] < 0.4
    assert ends["large"] > start
    assert steps_up(path(scene, "large")) > 30


def test_the_svm_loss_starts_near_nine_and_falls_below_a_half(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "SVM")
    assert abs(scene.paths[0].loss[0] - 9.0) < 0.5
    assert all(path(scene, label).loss[-1] < 0.5 for label in GRADIENT_METHODS)


def test_features_first_get_more_test_digits_right(pipeline: Pipeline) -> None:
    featured = scene_of(pipeline, "Features first")
    pixels = pipeline.scene(with_values(featured.description, {"features.kind": "none"}))
    shares = []
    for scene in (featured, pixels):
        test = scene.model.on(scene.dataset.test)
        shares.append(test.evaluate(path(scene, "sgd").weights[-1:], Work())[1][0])
        assert path(scene, "sgd").cost[-1] == path(featured, "sgd").cost[-1]
    assert (featured.dataset.n_features, pixels.dataset.n_features) == (400, 64)
    assert shares[0] >= 0.975
    assert 0.925 <= shares[1] < 0.945


def test_without_regularization_weights_grow_and_the_lowest_point_is_on_the_edge(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "No regularization")
    for each in scene.paths:
        assert each.weights is not None
        sizes = np.linalg.norm(each.weights, axis=1)
        assert (np.diff(sizes[::50]) > 0).all()
    lowest = np.unravel_index(scene.surface.loss.argmin(), scene.surface.loss.shape)
    assert any(place in (0, count - 1) for place, count in zip(lowest, scene.surface.loss.shape, strict=True))


def test_around_the_end_of_adam_is_a_bowl_that_does_not_show_the_way(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Around the end of Adam")
    adam, surface = path(scene, "adam"), scene.surface
    lowest_a, lowest_b = np.unravel_index(surface.loss.argmin(), surface.loss.shape)
    assert max(abs(surface.a[lowest_a]), abs(surface.b[lowest_b])) < 0.15
    assert surface.loss.min() == pytest.approx(adam.loss[-1], rel=0.01)
    edge = [surface.loss[0], surface.loss[-1], surface.loss[:, 0], surface.loss[:, -1]]
    assert min(side.min() for side in edge) > 1.5 * adam.loss[-1]
    assert adam.movement_seen < 0.01


def test_a_random_plane_shows_neither_the_movement_nor_the_bottom(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "A random plane")
    assert all(each.movement_seen < 0.01 for each in scene.paths)
    assert scene.surface.loss.min() > 2.4
    assert path(scene, "adam").loss[-1] < 0.4


def test_on_raw_gaussian_axes_the_race_is_a_dot(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Raw Gaussian axes")
    assert scene.slice.lengths == pytest.approx([25.0, 25.0], abs=1.0)
    assert max(np.abs(each.coordinates).max() for each in scene.paths) < 0.03 * scene.surface.a[-1]


def test_random_search_shines_in_two_unknowns_only(pipeline: Pipeline) -> None:
    description = load_preset("Random search in 2 unknowns")
    inside = pipeline.scene(description)
    assert path(inside, "random-search").loss[-1] < 1.02 * path(inside, "momentum").loss[-1]
    everywhere = path(pipeline.scene(with_values(description, {"run.inside": "space"})), "random-search")
    assert everywhere.weights is not None
    assert everywhere.weights.shape[1] == 650
    assert everywhere.loss[-1] == everywhere.loss[0]


def test_a_hundredth_of_the_step_size_hardly_leaves(pipeline: Pipeline) -> None:
    slow = path(scene_of(pipeline, "Step size too small"), "hundredth")
    assert slow.step[-1] == 100
    assert 0.9 * slow.loss[0] < slow.loss[-1] < slow.loss[0]


def test_a_hundred_times_the_step_size_leaps_and_ends_higher(pipeline: Pipeline) -> None:
    fast = path(scene_of(pipeline, "Step size too large"), "hundredfold")
    assert fast.loss[-1] > fast.loss[0]
    assert 30 < steps_up(fast) < 70
    assert turns_back(fast) > 30


def test_beyond_one_over_lambda_every_step_is_longer_and_the_run_diverges(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Step size beyond 1 / λ")
    settings = next(part.settings for part in scene.description.methods if part.label == "sgd")
    assert settings["step_size"] > 1 / scene.description.objective.regularization
    wild = path(scene, "sgd")
    assert wild.stop.startswith("diverged")
    finite = wild.loss[np.isfinite(wild.loss)]
    assert (np.diff(finite) > 0).all()
    assert wild.weights is not None
    lengths = np.abs(np.diff(wild.weights[: len(finite)], axis=0)).max(axis=1)
    assert (np.diff(lengths) > 0).all()
    assert path(scene, "adam").stop.startswith("ran all")


def test_in_a_bowl_gradient_descent_goes_straight_and_momentum_past_the_bottom(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Bowl")
    straight, swinging = (path(scene, label).coordinates for label in ("gradient-descent", "momentum"))
    directions = straight[:-1] / np.linalg.norm(straight[:-1], axis=1)[:, None]
    np.testing.assert_allclose(directions, np.tile(directions[0], (len(directions), 1)), atol=1e-12)
    assert path(scene, "gradient-descent").loss[-1] < 1e-8
    assert (swinging @ directions[0]).min() < -0.5
    assert (np.diff(path(scene, "gradient-descent").loss) < 0).all()


def test_in_the_ravine_gradient_descent_zigzags_and_momentum_does_not(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Ravine")
    zigzag, smooth = path(scene, "gradient-descent"), path(scene, "momentum")
    assert crossings(zigzag) == 100
    assert crossings(smooth) <= 100 / 6
    assert smooth.loss[-1] < zigzag.loss[-1] / 30


def test_at_the_saddle_all_but_adam_wait(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Saddle")
    waited = {each.label: int((np.abs(each.loss) < 0.02).sum()) for each in scene.paths}
    assert waited["gradient-descent"] >= 30
    assert waited["momentum"] >= 30
    assert waited["adam"] <= 2
    assert all(each.loss[-1] < -0.24 for each in scene.paths)


def test_rosenbrocks_valley_is_slow_for_gradient_descent(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Rosenbrock’s valley")
    for label in ("momentum", "adam"):
        np.testing.assert_allclose(path(scene, label).coordinates[-1], [1.0, 1.0], atol=0.02)
    assert path(scene, "gradient-descent").step[-1] == 1000
    assert 0 < path(scene, "gradient-descent").coordinates[-1, 0] < 0.5


def test_in_himmelblaus_function_the_end_depends_on_method_and_start(pipeline: Pipeline) -> None:
    description = load_preset("Himmelblau’s four minima")
    scene = pipeline.scene(description)
    minima = np.array(scene.provenance["objective"]["minima"])
    assert {nearest(minima, each) for each in scene.paths} == {0, 3}
    assert all(np.linalg.norm(minima - each.coordinates[-1], axis=1).min() < 0.1 for each in scene.paths)
    starts = ([3.0, 4.0], [-3.0, 4.0], [-3.0, -2.0], [3.0, -2.0])
    moved = [pipeline.scene(with_values(description, {"start.at": start})) for start in starts]
    assert [nearest(minima, path(each, "gradient-descent")) for each in moved] == [0, 1, 2, 3]


def test_in_rastrigins_function_the_slope_leads_to_the_nearest_dent(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Rastrigin’s egg carton")
    for label in ("gradient-descent", "momentum", "adam"):
        assert path(scene, label).loss[-1] == pytest.approx(12.93, abs=0.01)
        np.testing.assert_allclose(path(scene, label).coordinates[-1], [-3.0, 2.0], atol=0.05)
    assert path(scene, "random-search").loss[-1] < 1.1


def test_beales_floor_is_flat_and_its_walls_are_steep(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Beale’s flat floor")
    assert path(scene, "ten-times").stop.startswith("diverged")
    creeping = path(scene, "gradient-descent").loss
    assert 1e-3 < creeping[-1] < creeping[-2] < 1e-2
    assert path(scene, "adam").loss[-1] < 1e-9


def crossings(each: Path) -> int:
    """How often a path crossed the line where its second coordinate is 0."""
    return int((np.diff(np.sign(each.coordinates[:, 1])) != 0).sum())


def nearest(minima: np.ndarray, each: Path) -> int:
    """Which minimum a path's end is nearest to."""
    return int(np.linalg.norm(minima - each.coordinates[-1], axis=1).argmin())


def steps_up(each: Path) -> int:
    """How many steps raised the true loss."""
    return int((np.diff(each.loss) > 0).sum())


def turns_back(each: Path) -> int:
    """How many steps went against the one before, in weight space."""
    assert each.weights is not None
    moves = np.diff(each.weights, axis=0)
    return int((np.einsum("tp,tp->t", moves[:-1], moves[1:]) < 0).sum())


def test_the_steepest_curvature_is_a_bowl_and_the_flattest_a_level_floor(pipeline: Pipeline) -> None:
    surface = scene_of(pipeline, "Steepest and flattest").surface
    middle = len(surface.a) // 2
    across, along = surface.loss[:, middle], surface.loss[middle]
    assert (np.diff(across[:middle]) < 0).all()
    assert across[[0, -1]].min() > 2 * across[middle]
    np.testing.assert_allclose(along, along[0], rtol=1e-9)


def test_from_end_to_end_there_is_no_hill(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "From end to end")
    assert (np.diff(scene.surface.loss, 2) > 0).all()
    ends = [float(scene.model.loss(scene.slice.embed(np.array([place])))) for place in (0.0, 1.0)]
    np.testing.assert_allclose(ends, [path(scene, label).loss[-1] for label in ("sgd", "adam")], rtol=1e-12)


def test_three_points_hold_two_methods(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Through three points")
    assert all(path(scene, label).movement_seen > 0.9 for label in ("sgd", "adam"))


def test_the_first_gradient_holds_most_of_sgd_and_less_of_adam(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "Down the gradient")
    assert path(scene, "sgd").movement_seen > 0.85 > path(scene, "adam").movement_seen


def test_the_plane_you_chose_hides_how_low_the_methods_are(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "The plane you chose")
    assert scene.surface.lowest > 1.0
    assert all(path(scene, label).loss[-1] < 0.45 for label in GRADIENT_METHODS)
    assert all(0.15 < path(scene, label).movement_seen < 0.35 for label in GRADIENT_METHODS)
    assert scene.slice.angle() == pytest.approx(90, abs=5)


def test_in_few_unknowns_searches_arrive_and_in_many_only_the_gradient_does(pipeline: Pipeline) -> None:
    few = scene_of(pipeline, "How many unknowns")
    assert few.slice.n_axes == 2
    ends = [run.loss[-1] for run in few.paths]
    assert max(ends) - min(ends) < 0.01
    description = with_values(load_preset("How many unknowns"), {"slice.dimensions": 30})
    many = pipeline.scene(description)
    for label in ("local-search", "random-search"):
        assert path(many, label).loss[-1] > path(many, label).loss[0] - 0.1
    for label in GRADIENT_METHODS:
        assert path(many, label).loss[-1] < path(many, label).loss[0] - 0.3


def test_the_gradient_of_digits_takes_one_loss_more_than_it_has_slopes(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, "The gradient paints itself")
    assert scene.slice.n_weights == 650
    assert scene.dataset.image_shape is not None


def test_the_held_three_passes_for_a_two_and_a_nine_before_it_is_right(pipeline: Pipeline) -> None:
    preset = next(preset for preset in PRESETS if preset.name == "The cursor is a classifier")
    scene = scene_of(pipeline, preset.name)
    adam, test, plane = path(scene, "adam"), scene.dataset.test, scene.slice.plane()
    held = test.take(np.array([preset.example]))
    assert held.y[0] == 3
    places = [preset.ball, *adam.coordinates[:, :2]]
    scores = [scene.model.scores(plane.embed(np.array(place)), held) for place in places]
    judged = [int(each.argmax()) for each in scores]
    assert judged[0] == 2  # at the ball
    assert list(dict.fromkeys(judged)) == [2, 9, 3]
    assert judged[1 + 20 :] == [3] * 81
    losses = [float(scene.model.data_loss.values(each, held.y)[0]) for each in scores]
    assert losses[-1] < losses[0] - 1.5


def test_momentum_carries_seven_times_what_the_slope_pushes(pipeline: Pipeline) -> None:
    preset = next(preset for preset in PRESETS if preset.name == "Inside one step")
    held = Experiment(pipeline.memory, load_preset(preset.name), Work())
    found = inside_step_lesson(held, Ask(label="momentum", step=preset.step + 1))
    lengths = {arrow.name: arrow.length for arrow in found.arrows}
    assert lengths["velocity kept"] / lengths["push of the slope"] == pytest.approx(7.3, abs=0.3)
    assert [part.label for part in held.full.methods] == ["momentum", "adam"]
