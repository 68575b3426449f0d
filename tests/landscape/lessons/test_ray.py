"""The loss along the gradient's ray, against losses of the moved weights themselves and a closed form."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import main
from landscape.errors import InvalidValue
from landscape.lessons.ray import step_size_ray
from landscape.losses.svm import MulticlassSVM


@pytest.mark.parametrize("loss", ["softmax", "svm"])
def test_the_ray_is_the_loss_of_weights_moved_down_the_gradient(problem: Any, loss: str) -> None:
    made = problem(loss)
    weights = np.random.default_rng(2).normal(size=made.model.n_weights)
    ray = step_size_ray(made.model, weights, [0.01, 0.3, 2.0])
    gradient = made.naive_gradient(weights)
    wanted = [made.naive_loss(weights - s * gradient) for s in (0.01, 0.3, 2.0)]
    np.testing.assert_allclose(ray.losses, wanted, rtol=1e-10)
    assert ray.here == pytest.approx(made.naive_loss(weights))
    assert ray.slope == pytest.approx(-gradient @ gradient)


def test_at_the_lines_minimum_the_next_gradient_is_perpendicular(problem: Any) -> None:
    model = problem("softmax").model
    weights = np.random.default_rng(2).normal(size=model.n_weights)
    ray = step_size_ray(model, weights)
    gradient = model.gradient(weights)
    there = model.gradient(weights - ray.best * gradient)
    assert abs(there @ gradient) < 1e-6 * np.linalg.norm(there) * np.linalg.norm(gradient)
    assert ray.lowest <= np.nanmin(ray.losses)
    assert ray.lowest < ray.here


def test_a_quadratic_has_its_minimum_at_one_over_its_curvature(problem: Any) -> None:
    """Regularization alone is lambda |w|^2, whose slope is 2 lambda w: a step of 1 / (2 lambda) leads to 0."""
    model = problem("svm", regularization=0.5, n_classes=2).model
    matrix = np.zeros((2, model.layout.n_features + 1))
    matrix[:, 0] = 3.0  # equal rows change no margin

    class Silent(MulticlassSVM):
        def _hinges(self, scores: Any, labels: Any) -> Any:
            return 0.0 * scores

    ray = step_size_ray(replace(model, data_loss=Silent()), matrix.ravel())
    assert ray.best == pytest.approx(1.0, rel=1e-6)
    assert ray.lowest == pytest.approx(0.0, abs=1e-12)


def test_a_ray_that_leads_nowhere_is_refused(problem: Any) -> None:
    model = problem("softmax").model
    for sizes in ([1.0], [1.0, 0.5], [0.0, 1.0]):
        with pytest.raises(InvalidValue, match="above 0 and increasing"):
            step_size_ray(model, np.ones(model.n_weights), sizes)


def test_the_command_prints_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--set", "data.examples=120", "--methods", "sgd,adam", "--set", "methods.sgd.step_size=0.25"]
    assert main.main(["ray", *small, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["methods"] == [{"label": "sgd", "step_size": 0.25}]
    assert len(found["losses"]) == len(found["step_sizes"])
    assert found["best"]["loss"] <= min(loss for loss in found["losses"] if loss is not None)
    assert main.main(["ray", *small]) == 0
    assert "step size of sgd: 0.25" in capsys.readouterr().out
