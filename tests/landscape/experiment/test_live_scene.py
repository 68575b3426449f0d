"""A live view shows what the pipeline would compute for its description, without another look at data or weights."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from landscape.errors import SliceError
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.live_scene import LiveView, bilinear
from landscape.experiment.live_turn import (
    changes_for_turn,
    degrees_of,
    shift_on_both,
    turn_at,
)
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import load_preset
from landscape.work import Work

SMALL = with_values(
    with_methods(Description(), ["sgd", "adam", "random-search"]), {"run.steps": 12, "grid.resolution": 25}
)
LIMITS = ((-2.0, 1.0), (-0.75, 1.25))


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def same_view(pipeline: Pipeline, description: Description, view: LiveView):
    """The live frame of a view, and the scene of the description that it becomes."""
    scene = pipeline.scene(description)
    live = pipeline.live(scene, Work())
    frame = live.frame(view, Work())
    changes = {"grid.range": [list(ends) for ends in view.limits]}
    if view.degrees is not None:
        changes |= changes_for_turn(view.degrees, frame.turn, np.array(view.shift))
    else:
        changes["slice.shift"] = list(view.shift)
    if view.regularization is not None:
        changes["objective.regularization"] = view.regularization
    return frame, pipeline.scene(with_values(description, changes))


@pytest.mark.parametrize("degrees", [0.0, 17.5, 45.0, 90.0])
@pytest.mark.parametrize("shift", [(0.0, 0.0, 0.0, 0.0), (0.5, -0.25, 0.125, 0.75)])
def test_a_turned_and_shifted_view_is_the_scene_of_its_description(
    pipeline: Pipeline, degrees: float, shift: tuple[float, ...]
) -> None:
    frame, exact = same_view(pipeline, SMALL, LiveView(shift, degrees, LIMITS))
    preview = frame.scene.surface
    assert preview.preview
    np.testing.assert_allclose(preview.a, exact.surface.a, rtol=1e-12)
    np.testing.assert_allclose(preview.loss, exact.surface.loss, atol=preview.error_bound + 1e-9)
    for seen, true in zip(frame.scene.paths, exact.paths, strict=True):
        plane = exact.slice.plane()
        np.testing.assert_allclose(seen.coordinates, plane.project(true.weights), atol=1e-8)
        if degrees > 0 or not any(shift):  # else the scene has the skew basis itself
            np.testing.assert_allclose(seen.coordinates, true.coordinates[:, :2], atol=1e-8)
        np.testing.assert_allclose(seen.residual, plane.residual(true.weights), atol=1e-5)
        np.testing.assert_allclose(seen.movement_seen, true.movement_seen, rtol=1e-8)
        np.testing.assert_array_equal(seen.loss, true.loss)
    assert frame.scene.slice.angle() == pytest.approx(90, abs=1e-6)
    np.testing.assert_allclose(frame.scene.slice.lengths, 1.0, atol=1e-9)


def test_from_where_they_went_to_random_the_lowest_visible_loss_rises_and_shadows_shrink(pipeline: Pipeline) -> None:
    scene = pipeline.scene(with_values(SMALL, {"run.steps": 60}))
    live = pipeline.live(scene, Work())
    limits = tuple((float(axis[0]), float(axis[-1])) for axis in (scene.surface.a, scene.surface.b))
    frames = [live.frame(LiveView((0.0,) * 4, degrees, limits), Work()) for degrees in (0, 30, 60, 90)]
    lowest = [frame.scene.surface.lowest for frame in frames]
    assert lowest == sorted(lowest)
    assert lowest[0] < 0.6
    assert lowest[-1] > 2.2
    reaches = [np.ptp(frame.scene.paths[0].coordinates, axis=0).max() for frame in frames]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[-1] < 0.15 * reaches[0]
    for frame in frames:
        np.testing.assert_array_equal(frame.scene.paths[0].loss, scene.paths[0].loss)  # heads stay


def test_without_limits_the_range_covers_the_shadows(pipeline: Pipeline) -> None:
    live = pipeline.live(pipeline.scene(SMALL), Work())
    frame = live.frame(LiveView((0.0,) * 4, 60.0), Work())
    seen = np.concatenate([path.coordinates for path in frame.scene.paths])
    assert frame.scene.surface.a[0] < seen[:, 0].min()
    assert frame.scene.surface.a[-1] > seen[:, 0].max()


def test_another_regularization_recombines_exactly_what_was_computed(pipeline: Pipeline) -> None:
    scene = pipeline.scene(SMALL)
    live = pipeline.live(scene, Work())
    limits = tuple((float(axis[0]), float(axis[-1])) for axis in (scene.surface.a, scene.surface.b))
    frame = live.frame(LiveView((0.0,) * 4, 0.0, limits, regularization=0.05), Work())
    expected = scene.surface.loss + (0.05 / 0.001 - 1) * scene.surface.regularization
    np.testing.assert_allclose(frame.scene.surface.loss, expected, atol=frame.scene.surface.error_bound + 1e-9)
    heavier = replace(scene.model, regularization=0.05)
    for path in frame.scene.paths:
        np.testing.assert_allclose(path.loss[-1], heavier.loss(path.weights[-1]), rtol=1e-10)


def test_a_plane_that_the_dial_does_not_know_moves_and_zooms(pipeline: Pipeline) -> None:
    frame, exact = same_view(
        pipeline, with_values(SMALL, {"slice.kind": "filter"}), LiveView((0.2, -0.1), None, LIMITS)
    )
    np.testing.assert_allclose(
        frame.scene.surface.loss, exact.surface.loss, atol=frame.scene.surface.error_bound + 1e-9
    )
    np.testing.assert_allclose(frame.scene.paths[1].coordinates, exact.paths[1].coordinates, atol=1e-8)


@pytest.mark.parametrize("model", ["network", "himmelblau"])
def test_other_models_are_seen_point_by_point(pipeline: Pipeline, model: str) -> None:
    description = with_values(SMALL, {"objective.model": model})
    scene = pipeline.scene(description)
    live = pipeline.live(scene, Work())
    shift = (0.1,) * live.basis.n_axes
    degrees = 30.0 if live.basis.n_axes == 4 else None
    frame = live.frame(LiveView(shift, degrees, LIMITS), Work())
    surface, middle = frame.scene.surface, np.array([frame.scene.surface.a[3], frame.scene.surface.b[5]])
    assert surface.preview
    if model == "himmelblau":
        assert surface.loss[3, 5] == pytest.approx(scene.model.loss(frame.scene.slice.embed(middle)), rel=1e-12)
    else:
        assert surface.rows == "500 of 1,437 training examples (preview)"
        assert surface.loss[3, 5] == pytest.approx(scene.model.loss(frame.scene.slice.embed(middle)), rel=0.1)


@pytest.mark.parametrize("size", [1, 8, 700, 1437])
@pytest.mark.parametrize("degrees", [0.0, 35.0])
def test_a_batch_is_the_very_one_of_the_exact_scene(pipeline: Pipeline, size: int, degrees: float) -> None:
    description = with_values(SMALL, {"grid.batch": size, "grid.batch_step": 3, "run.seed": 4})
    scene = pipeline.scene(with_values(description, {"grid.batch": None}))
    live = pipeline.live(scene, Work())
    view = LiveView((0.0,) * 4, degrees, LIMITS, batch=size, batch_step=3)
    frame = live.frame(view, Work())
    changes = changes_for_turn(degrees, frame.turn, np.zeros(4))
    exact = pipeline.scene(with_values(description, changes | {"grid.range": [list(ends) for ends in LIMITS]}))
    seen = frame.scene.surface
    assert seen.preview
    assert (seen.rows, seen.of_batch) == (exact.surface.rows, exact.surface.of_batch)
    np.testing.assert_allclose(seen.loss, exact.surface.loss, atol=seen.error_bound + 1e-9)
    for found, true in zip(frame.scene.paths, exact.paths, strict=True):  # paths stay on the loss of all examples
        np.testing.assert_array_equal(found.loss, true.loss)
        inside = np.isfinite(found.view_loss)
        np.testing.assert_allclose(found.view_loss[inside], true.view_loss[inside], rtol=0.02)
    middle = np.array([0.25, -0.5])
    assert frame.scene.plane.at(middle).loss == pytest.approx(exact.plane.at(middle).loss, rel=1e-9)
    whole = live.frame(replace(view, batch=None), Work()).scene.surface
    assert not whole.of_batch
    assert np.array_equal(whole.loss, seen.loss) == (size == 1437)


def test_a_batch_under_another_regularization_recombines_too(pipeline: Pipeline) -> None:
    live = pipeline.live(pipeline.scene(SMALL), Work())
    view = LiveView((0.0,) * 4, 0.0, LIMITS, batch=16, batch_step=2)
    frame = live.frame(view, Work())
    heavier = live.frame(replace(view, regularization=0.05), Work()).scene.surface
    before = frame.scene.surface
    np.testing.assert_allclose(heavier.loss, before.loss + (0.05 / 0.001 - 1) * before.regularization, atol=1e-3)
    again = live.frame(view, Work()).scene.surface  # the gesture was dropped: it is the scene's own once more
    np.testing.assert_allclose(again.loss, before.loss, atol=1e-9)


def test_a_large_batchs_preview_is_of_its_first_rows_and_says_so(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landscape.experiment.live_scene.PREVIEW_EXAMPLES", 100)
    live = pipeline.live(pipeline.scene(with_values(SMALL, {"run.seed": 6})), Work())
    large, small = (live.frame(LiveView((0.0,) * 4, 0.0, LIMITS, batch=n), Work()).scene.surface for n in (900, 100))
    assert large.rows == "100 of 900 training examples, the batch of step 1 (preview)"
    assert small.rows == "100 training examples, the batch of step 1"
    np.testing.assert_array_equal(large.loss, small.loss)


def test_a_networks_batch_is_seen_point_by_point(pipeline: Pipeline) -> None:
    asked = with_values(SMALL, {"objective.model": "network", "run.steps": 4})
    live = pipeline.live(pipeline.scene(asked), Work())
    changes = {"grid.batch": 32, "grid.batch_step": 2, "grid.resolution": 21}
    exact = pipeline.scene(with_values(asked, changes | {"grid.range": [list(ends) for ends in LIMITS]})).surface
    view = LiveView((0.0,) * live.basis.n_axes, 0.0, LIMITS, batch=32, batch_step=2)
    seen = live.frame(view, Work()).scene.surface
    assert seen.rows == exact.rows
    np.testing.assert_allclose(seen.loss, exact.loss, rtol=1e-9)
    heavier = live.frame(replace(view, regularization=0.1), Work()).scene.surface
    np.testing.assert_allclose(heavier.loss - seen.loss, 99 * seen.regularization, rtol=1e-6)


def test_points_with_fewer_features_than_axes_are_seen_point_by_point(pipeline: Pipeline) -> None:
    asked = with_values(load_preset("Three blobs"), {"run.steps": 5, "grid.resolution": 21})
    live = pipeline.live(pipeline.scene(asked), Work())
    assert live.basis.n_axes == 4
    exact = pipeline.scene(with_values(asked, {"grid.batch": 4, "grid.range": [list(ends) for ends in LIMITS]})).surface
    seen = live.frame(LiveView((0.0,) * 4, 0.0, LIMITS, batch=4), Work()).scene.surface
    assert seen.rows == exact.rows == "4 training examples, the batch of step 1"
    np.testing.assert_allclose(seen.loss, exact.loss, rtol=1e-9)


def test_a_view_with_too_few_numbers_is_refused(pipeline: Pipeline) -> None:
    live = pipeline.live(pipeline.scene(SMALL), Work())
    with pytest.raises(SliceError, match="takes a shift of as many; got 2"):
        live.frame(LiveView((0.0, 0.0), 0.0, LIMITS), Work())


def test_a_second_scene_of_the_same_runs_reads_no_data_again(pipeline: Pipeline) -> None:
    pipeline.live(pipeline.scene(SMALL), Work())
    before = len(pipeline.memory.computed)
    other = pipeline.scene(with_values(SMALL, {"grid.range": 3.0}))
    assert pipeline.live(other, Work()).scene is other
    assert "live" not in pipeline.memory.computed[before:]


def test_the_turn_is_orthonormal_on_skew_axes_and_plain_at_its_ends() -> None:
    random = np.random.default_rng(0)
    axes = random.normal(size=(4, 30))
    axes /= np.linalg.norm(axes, axis=1)[:, None]
    for first in (0, 2):
        axes[first + 1] -= axes[first] * (axes[first] @ axes[first + 1])
        axes[first + 1] /= np.linalg.norm(axes[first + 1])
    gram = axes @ axes.T
    for degrees in (0.0, 10.0, 45.0, 80.0, 90.0):
        turn = turn_at(degrees, gram)
        np.testing.assert_allclose(turn @ gram @ turn.T, np.eye(2), atol=1e-10)
    np.testing.assert_allclose(turn_at(0.0, gram), np.eye(4)[:2], atol=1e-12)
    np.testing.assert_allclose(turn_at(90.0, gram), np.eye(4)[2:], atol=1e-12)


@pytest.mark.parametrize("degrees", [0.0, 0.5, 33.3, 45.0, 89.9, 90.0])
@pytest.mark.parametrize("shift", [(0.0,) * 4, (0.25, 0.0, 0.0, -2.0)])
def test_a_description_tells_where_the_dial_stood(degrees: float, shift: tuple[float, ...]) -> None:
    gram = np.eye(4) + 0.03
    np.fill_diagonal(gram, 1.0)
    gram[0, 1] = gram[1, 0] = gram[2, 3] = gram[3, 2] = 0.0
    part = with_values(SMALL, changes_for_turn(degrees, turn_at(degrees, gram), np.array(shift))).slice
    assert degrees_of(part) == pytest.approx(degrees, abs=1e-4)
    assert shift_on_both(part) == shift


def test_the_ends_of_the_dial_are_the_plain_kinds() -> None:
    assert with_values(SMALL, changes_for_turn(0.0, np.eye(4)[:2], np.zeros(4))) == SMALL
    random = with_values(SMALL, changes_for_turn(90.0, np.eye(4)[2:], np.zeros(4)))
    assert random == with_values(SMALL, {"slice.kind": "unit"})
    for kind in ("filter", "paths+filter", "hessian"):
        assert degrees_of(with_values(SMALL, {"slice.kind": kind}).slice) is None


def test_between_grid_points_a_plane_is_read_exactly_and_beyond_its_edge_not_at_all(pipeline: Pipeline) -> None:
    surface = pipeline.scene(SMALL).surface
    flat = replace(surface, loss=2.0 * surface.a[:, None] - 3.0 * surface.b[None, :] + 1.0)
    inside = np.array([[surface.a[3] + 0.01, surface.b[7] - 0.02], [surface.a[-1], surface.b[-1]]])
    np.testing.assert_allclose(bilinear(flat, inside), 2 * inside[:, 0] - 3 * inside[:, 1] + 1, rtol=1e-12)
    assert np.isnan(bilinear(flat, np.array([[surface.a[-1] + 0.1, 0.0]]))).all()
