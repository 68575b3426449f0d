"""Step sizes from the curvature at the start: the number, what it means for each method, and where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.auto_step import MOMENTUM, auto_step
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from trainers.catalogue import METHODS
from trainers.quadratic import Quadratic
from trainers.run import record

SMALL = {"data.examples": 80, "run.steps": 4, "grid.resolution": 5, "slice.kind": "unit"}
ALL_AUTO = {f"methods.{method}.step_size": "auto" for method in MOMENTUM}
BASIC = with_values(with_methods(Description(), MOMENTUM), {**SMALL, **ALL_AUTO})


def hessian_of(gradient, weights: np.ndarray, h: float = 1e-5) -> np.ndarray:
    rows = [(gradient(weights + h * unit) - gradient(weights - h * unit)) / (2 * h) for unit in np.eye(len(weights))]
    return (np.array(rows) + np.array(rows).T) / 2


def largest_by_power(model, weights: np.ndarray, rounds: int = 300) -> float:
    """The largest eigenvalue by plain power iteration on differences of the gradient."""
    vector, value, h = np.random.default_rng(3).standard_normal(len(weights)), 0.0, 1e-5
    for _ in range(rounds):
        vector /= np.linalg.norm(vector)
        product = (model.gradient(weights + h * vector) - model.gradient(weights - h * vector)) / (2 * h)
        value, vector = float(vector @ product), product
    return value


def test_the_step_size_is_two_over_the_largest_curvature_at_the_start() -> None:
    scene = Pipeline().scene(BASIC)
    assert scene.model is not None
    largest = largest_by_power(scene.model, scene.paths[0].weights[0])
    steps = scene.provenance["runs"]["auto_step_sizes"]
    assert steps["gradient-descent"]["step_size"] == pytest.approx(2 / largest, rel=1e-4)
    assert steps["sgd"]["step_size"] == pytest.approx(2 / largest, rel=1e-4)
    for method in ("momentum", "nesterov"):
        assert steps[method]["step_size"] == pytest.approx(2 * (1 - 0.9) / largest, rel=1e-4)


def test_the_run_is_the_one_with_that_number() -> None:
    pipeline = Pipeline()
    auto = pipeline.scene(BASIC)
    numbers = auto.provenance["runs"]["auto_step_sizes"]
    given = {f"methods.{label}.step_size": found["step_size"] for label, found in numbers.items()}
    for one, other in zip(auto.paths, pipeline.scene(with_values(BASIC, given)).paths, strict=True):
        np.testing.assert_array_equal(one.weights, other.weights)


def test_it_is_stated_as_a_number_with_its_origin() -> None:
    scene = Pipeline().scene(BASIC)
    found = scene.provenance["runs"]["auto_step_sizes"]["momentum"]
    words = f"= 2 (1 - 0.9) / lambda_max ({found['curvature']:.4g}) at the start"
    (line,) = [line for line in scene.provenance["statement"] if line.startswith("momentum, nesterov: step size ")]
    assert words in line


def test_inside_the_slice_it_is_the_curvature_of_the_slice() -> None:
    scene = Pipeline().scene(with_values(BASIC, {"run.inside": "slice", "start.at": [0.5, -0.25]}))
    assert scene.model is not None
    inside = scene.slice.orthonormal()
    restricted = scene.model.restrict(inside)
    largest = np.linalg.eigvalsh(hessian_of(restricted.gradient, inside.project(scene.paths[0].weights[0])))[-1]
    found = scene.provenance["runs"]["auto_step_sizes"]["sgd"]["curvature"]
    assert found == pytest.approx(largest, rel=1e-5)
    whole = Pipeline().scene(with_values(BASIC, {"start.at": [0.5, -0.25]}))
    assert found < whole.provenance["runs"]["auto_step_sizes"]["sgd"]["curvature"]


@pytest.mark.parametrize("method", MOMENTUM)
def test_on_a_bowl_it_does_not_run_away_and_much_more_does(method: str) -> None:
    """The bowl has the curvature 1 along both axes; at its minimum the loss is 0."""
    bowl = Quadratic(np.zeros((3, 2)))
    curvature = hessian_of(bowl.gradient, np.array([4.0, -2.0])).max()
    settings = {"momentum": 0.9} if method in ("momentum", "nesterov") else {}
    found = auto_step(method, method, settings, curvature).step_size
    start = np.array([4.0, -2.0])

    def end(step_size: float) -> float:
        trainer = METHODS[method](step_size=step_size, **settings)
        return float(np.linalg.norm(record(trainer, bowl, start, steps=200, seed=0).weights[-1]))

    assert end(found) <= 1.000001 * np.linalg.norm(start)
    assert end(0.9 * found) < 0.1
    limits = {"momentum": 2 * 1.9 / curvature, "nesterov": 2 * 1.9 / 2.8 / curvature}
    assert end(1.05 * limits.get(method, found)) > 1e3


@pytest.mark.parametrize("method", ["adagrad", "rmsprop", "adam"])
def test_methods_that_divide_by_the_slope_refuse_it(method: str) -> None:
    with pytest.raises(InvalidValue, match=r"step_size of methods\..* must be a number"):
        with_values(with_methods(Description(), [method]), {f"methods.{method}.step_size": "auto"})


@pytest.mark.parametrize("field", ["methods.sgd.batch", "methods.sgd.period", "methods.random-search.scale"])
def test_nothing_else_is_auto(field: str) -> None:
    with pytest.raises(InvalidValue, match="must be"):
        with_values(Description(), {field: "auto"})


@pytest.mark.parametrize("loss", ["svm", "ova-svm"])
def test_a_loss_with_kinks_is_refused_in_one_line_with_a_remedy(loss: str) -> None:
    with pytest.raises(InvalidValue, match=r"straight between kinks.*Set a number") as refused:
        Pipeline().scene(with_values(BASIC, {"objective.loss": loss}))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("curvature", [0.0, -1.0, float("nan"), float("inf")])
def test_a_curvature_that_limits_no_step_is_refused(curvature: float) -> None:
    with pytest.raises(InvalidValue, match="above 0"):
        auto_step("sgd", "sgd", {}, curvature)


def test_a_network_has_one_too() -> None:
    scene = Pipeline().scene(with_values(BASIC, {"objective.model": "network", "objective.hidden": 5}))
    assert scene.model is not None
    largest = largest_by_power(scene.model, scene.paths[0].weights[0])
    found = scene.provenance["runs"]["auto_step_sizes"]["sgd"]["curvature"]
    assert found == pytest.approx(largest, rel=1e-3)


def test_auto_survives_the_file() -> None:
    assert from_toml(BASIC.toml()) == BASIC
