"""What the lessons of figures find out, against closed forms and against the runs and losses themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.stages import Experiment
from landscape.lessons.ask import Ask
from landscape.lessons.batch_views import batch_lesson
from landscape.lessons.fan import fan_lesson
from landscape.lessons.gradient_images import gradient_images_lesson
from landscape.lessons.inside_step import inside_step_lesson
from landscape.lessons.ray import ray_lesson, step_size_ray
from landscape.lessons.secants import secant_lesson
from landscape.work import Work
from trainers.arrows import ArrowKind


def experiment(**changes: Any) -> Experiment:
    """120 digits, six steps of three methods, a coarse grid."""
    usual = {"data.examples": 120, "run.steps": 6, "grid.resolution": 9}
    described = with_methods(Description(), ["sgd", "adam", "local-search"])
    described = with_values(described, usual | {name.replace("__", "."): value for name, value in changes.items()})
    return Experiment(Pipeline().memory, described, Work())


def test_a_step_of_the_even_size_leads_back_to_the_same_loss(problem: Any) -> None:
    model = problem("softmax").model
    weights = np.random.default_rng(2).normal(size=model.n_weights)
    ray, gradient = step_size_ray(model, weights), model.gradient(weights)
    assert ray.even > ray.best
    assert model.loss(weights - ray.even * gradient) == pytest.approx(ray.here, rel=1e-9)
    assert (
        model.loss(weights - 0.99 * ray.even * gradient) < ray.here < model.loss(weights - 1.01 * ray.even * gradient)
    )


def test_step_sizes_that_all_help_have_no_even_size(problem: Any) -> None:
    model = problem("softmax").model
    weights = np.random.default_rng(2).normal(size=model.n_weights)
    assert np.isnan(step_size_ray(model, weights, [1e-4, 1e-3]).even)


def test_the_ray_names_only_methods_that_step_down_the_gradient() -> None:
    assert [label for label, _, _ in ray_lesson(experiment(), Ask()).own] == ["sgd"]


def test_a_fans_run_with_the_own_step_size_is_the_run_of_the_description() -> None:
    held = experiment()
    found = fan_lesson(held, Ask(fan=(0.25, 1.0)))
    scene = Pipeline().scene(held.asked)
    (own,) = (run for run in found.runs if run.step_size == found.own == 1.0)
    np.testing.assert_array_equal(own.loss, scene.paths[0].loss)
    assert found.runs[0].loss[0] == own.loss[0]
    assert found.runs[0].loss[-1] != own.loss[-1]


def test_a_fan_inside_the_slice_stays_in_it() -> None:
    held = experiment(run__inside="slice", slice__kind="unit")
    found = fan_lesson(held, Ask(fan=(0.5, 1.0)))
    np.testing.assert_array_equal(found.runs[1].loss, Pipeline().scene(held.asked).paths[0].loss)


@pytest.mark.parametrize("plane", ["slice", "step"])
@pytest.mark.parametrize("label", ["sgd", "adam", "local-search"])
def test_the_last_arrow_leads_from_one_recorded_row_to_the_next(label: str, plane: str) -> None:
    held = experiment()
    found = inside_step_lesson(held, Ask(label=label, step=4, plane=plane))
    path = next(path for path in Pipeline().scene(held.asked).paths if path.label == label)
    assert path.weights is not None
    move = path.weights[4] - path.weights[3]
    arrow = found.arrows[-1]
    assert arrow.kind is ArrowKind.MOVE
    assert arrow.length == pytest.approx(float(np.linalg.norm(move)))
    assert (found.loss, found.after) == pytest.approx((path.loss[3], path.loss[4]), rel=1e-12)
    if plane == "slice":
        assert arrow.tip == pytest.approx(held.slice.view.plane().orthonormal_axes @ move)
    elif arrow.length > 0:
        assert arrow.share == pytest.approx(1.0)
        assert arrow.tip == pytest.approx([arrow.length, 0.0], abs=1e-12)


def test_a_plane_of_the_steps_arrows_shows_the_loss_after_the_step_at_their_tip() -> None:
    held = experiment()
    found = inside_step_lesson(held, Ask(label="adam", step=2, plane="step"))
    surface, tip = found.surface, found.arrows[-1].tip
    assert surface.a[0] < tip[0] < surface.a[-1]
    near = surface.loss[np.argmin(np.abs(surface.a - tip[0])), np.argmin(np.abs(surface.b - tip[1]))]
    here = surface.loss[np.argmin(np.abs(surface.a)), np.argmin(np.abs(surface.b))]
    assert abs(near - found.after) < 0.4 * abs(here - found.after)


def test_a_share_in_the_plane_is_of_squared_lengths() -> None:
    for arrow in inside_step_lesson(experiment(), Ask(label="adam", step=3)).arrows:
        if arrow.length > 0:
            assert arrow.share == pytest.approx(float(arrow.tip @ arrow.tip) / arrow.length**2)
            assert 0 <= arrow.share <= 1


def test_a_step_inside_the_slice_lies_in_its_plane() -> None:
    held = experiment(run__inside="slice", slice__kind="unit")
    found = inside_step_lesson(held, Ask(label="sgd", step=3))
    assert [arrow.share for arrow in found.arrows] == pytest.approx([1.0] * len(found.arrows))


def test_one_examples_view_then_the_mean_of_more_and_more() -> None:
    held = experiment(run__seed=3)
    views = batch_lesson(held, Ask(step=2)).views
    scene = Pipeline().scene(held.asked)
    far = [float(np.abs(view.surface.loss - views[-1].surface.loss).mean()) for view in views]
    assert far[0] > far[1] > far[2] > far[3] == 0
    assert views[-1].surface.loss.min() == pytest.approx(scene.surface.lowest, rel=0.2)
    assert [len(view.downhill) for view in views] == [16, 16, 16, 1]


def test_secants_along_an_axis_lead_downhill_and_become_the_dot_product() -> None:
    held = experiment()
    found = secant_lesson(held, Ask())
    axis = held.slice.view.axes[0]
    dot = float(held.model.gradient(held.base) @ axis / np.linalg.norm(axis))
    assert found.found.slope == pytest.approx(-abs(dot))
    assert found.losses[np.argmin(np.abs(found.at))] == pytest.approx(found.here)
    off = np.abs(found.found.secants - found.found.slope)
    assert off[0] > off[2] > off[4]
    assert off[5] < 1e-3 * abs(found.found.slope)


def test_images_are_the_rows_of_w_and_of_its_gradient() -> None:
    held = experiment()
    found = gradient_images_lesson(held, Ask())
    matrix = held.model.layout.matrix(held.base)
    slopes = held.model.layout.matrix(held.model.gradient(held.base))
    np.testing.assert_array_equal(found.weights.reshape(10, -1), matrix[:, :-1])
    np.testing.assert_array_equal(found.gradient.reshape(10, -1), slopes[:, :-1])
    np.testing.assert_array_equal(found.bias[1], slopes[:, -1])


def test_a_networks_images_are_those_of_its_first_hidden_units() -> None:
    found = gradient_images_lesson(experiment(objective__model="network", objective__hidden=12), Ask())
    assert found.names[:2] == ("unit 0", "unit 1")
    assert (len(found.names), found.n_rows) == (10, 12)


def test_what_cannot_be_asked_is_one_line() -> None:
    for ask, message in (({"step": 0}, "at least 1"), ({"fan": (1.0, 1.0)}, "different"), ({"plane": "x"}, "slice or")):
        with pytest.raises(InvalidValue, match=message) as caught:
            Ask(**ask)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)
