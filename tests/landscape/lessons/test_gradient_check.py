"""A right gradient passes, a wrong one fails and says which bug it has, and kinks are no bugs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.data.given_points import GivenPoints
from landscape.lessons.gradient_check import check_gradient, is_smooth
from landscape.lessons.planted_bugs import BUGS, planted_gradient
from landscape.losses.catalogue import LOSSES
from landscape.losses.svm import MulticlassSVM
from landscape.objectives.activations import Relu, Tanh
from landscape.objectives.catalogue import MODELS
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work


@pytest.fixture(params=["softmax", "svm"])
def model(request: pytest.FixtureRequest, problem: Any) -> LinearClassifier:
    return problem(request.param).model


@pytest.fixture
def weights(model: LinearClassifier) -> np.ndarray:
    return np.random.default_rng(3).normal(size=model.n_weights)


def network(model: LinearClassifier, activation: Any) -> TwoLayerNetwork:
    layout = WeightLayout(model.layout.n_classes, model.layout.n_features, (5,))
    return TwoLayerNetwork(model.examples, model.map, layout, activation, model.data_loss, model.regularization)


def one_margin(x: float) -> tuple[LinearClassifier, np.ndarray]:
    """An example x of class 0 with two classes, and weights that put its margin at the kink: s_1 - s_0 + 1 = 0."""
    examples = Examples(np.array([[x]], dtype=np.float32), np.array([0]))
    model = LinearClassifier(examples, AffineMap(1.0, None), WeightLayout(2, 1), MulticlassSVM(), 0.0)
    return model, np.array([1.0 / x, 0.0, 0.0, 0.0])


def test_the_gradient_of_every_model_passes(model: LinearClassifier, weights: np.ndarray) -> None:
    found = check_gradient(model, weights)
    assert found.passed
    assert found.located is None
    assert found.dimensions.tolist() == list(range(model.n_weights))
    for activation in (Relu(), Tanh()):
        other = network(model, activation)
        assert check_gradient(other, other.start(0, 1.0)).passed


@pytest.mark.parametrize("bug", BUGS)
def test_every_planted_bug_is_caught_and_located(bug: str, model: LinearClassifier, weights: np.ndarray) -> None:
    found = check_gradient(model, weights, planted_gradient(model, weights, bug))
    assert not found.passed
    assert found.located == bug
    assert all(misfit > 0.5 for name, misfit in found.misfits.items() if name != bug)


@pytest.mark.parametrize("bug", BUGS)
def test_every_planted_bug_of_a_network_is_located(bug: str, model: LinearClassifier) -> None:
    other = network(model, Tanh())
    weights = other.start(1, 2.0) + 0.1
    assert check_gradient(other, weights, planted_gradient(other, weights, bug)).located == bug


def test_planted_bugs_are_what_they_are_called(problem: Any) -> None:
    """Against the textbook's formulas for softmax, example by example."""
    made = problem("softmax")
    model = made.model
    weights = np.random.default_rng(3).normal(size=model.n_weights)
    matrix = weights.reshape(4, -1)
    right, of_penalty = made.naive_gradient(weights), 2 * model.regularization * model.layout.without_bias(weights)
    wrong = np.zeros_like(matrix)
    for x, y in zip(made.x, made.y, strict=True):
        slopes = np.exp(matrix @ x) / np.exp(matrix @ x).sum()
        slopes[y] = 1 - slopes[y]  # p - 1 with the wrong sign
        wrong += np.outer(slopes, x)
    expected = {
        "regularization": right - of_penalty,
        "mean": len(made.y) * (right - of_penalty) + of_penalty,
        "bias": model.layout.without_bias(right),
        "sign": wrong.ravel() / len(made.y) + of_penalty,
    }
    assert set(expected) == set(BUGS)
    for bug, gradient in expected.items():
        np.testing.assert_allclose(planted_gradient(model, weights, bug), gradient, rtol=1e-9, atol=1e-12)


def test_a_bug_that_is_none_of_the_four_is_caught_and_not_named(model: LinearClassifier, weights: np.ndarray) -> None:
    gradient = model.gradient(weights)
    gradient[5] += 0.1
    found = check_gradient(model, weights, gradient)
    assert not found.passed
    assert found.located is None
    assert found.dimensions[found.worst_place] == 5


def test_at_a_kink_any_value_between_the_one_sided_slopes_passes() -> None:
    """Both ends and the middle; plain centered differences give half the slope and would fail both ends."""
    model, weights = one_margin(2.0)
    uphill = np.array([-2.0, -1.0, 2.0, 1.0])  # the slope on the side where the margin is violated; 0 on the other
    for share in (0.0, 0.3, 1.0):
        found = check_gradient(model, weights, share * uphill)
        assert found.passed
        assert found.kinks == 4
    assert check_gradient(model, weights).passed
    for share in (-0.1, 1.1):
        found = check_gradient(model, weights, share * uphill)
        assert not found.passed
        assert found.kinks == 4


def test_away_from_kinks_none_is_counted_and_nothing_is_forgiven() -> None:
    model, weights = one_margin(2.0)
    found = check_gradient(model, 0.9 * weights)
    assert (found.passed, found.kinks) == (True, 0)
    assert not check_gradient(model, 0.9 * weights, np.array([-1.9, -1.0, 2.0, 1.0])).passed


def test_a_smooth_loss_has_no_kinks(problem: Any) -> None:
    softmax, svm = problem("softmax").model, problem("svm").model
    assert is_smooth(softmax)
    assert not is_smooth(svm)
    assert is_smooth(network(softmax, Tanh()))
    assert not is_smooth(network(softmax, Relu()))


def test_the_step_has_the_error_that_is_stated(problem: Any) -> None:
    """A step of 0.1 is off by its own error, which is what is said; one of 1e-12 drowns in rounding, as is said."""
    model = problem("softmax").model
    weights = np.random.default_rng(3).normal(size=model.n_weights)
    wide = check_gradient(model, weights, h=0.1)
    assert wide.relative_error == pytest.approx(wide.step_error, rel=0.05)
    assert wide.relative_error > 1e-5
    usual = check_gradient(model, weights)
    assert usual.h == pytest.approx(np.finfo(float).eps ** (1 / 3))
    assert usual.relative_error < usual.step_error + usual.rounding_error < 1e-6
    assert check_gradient(model, weights, h=1e-12).rounding_error > 1e-5


def test_a_gradient_with_nan_fails(model: LinearClassifier, weights: np.ndarray) -> None:
    gradient = model.gradient(weights)
    gradient[0] = np.nan
    assert not check_gradient(model, weights, gradient).passed


def test_weights_and_model_are_left_as_they_were(model: LinearClassifier, weights: np.ndarray) -> None:
    before = weights.tobytes()
    weights.flags.writeable = False
    check_gradient(replace(model, regularization=0.5), weights, planted_gradient(model, weights, "bias"))
    assert weights.tobytes() == before


@pytest.mark.parametrize("loss", ["svm", "structured-svm", "ova-svm"])
def test_the_bend_of_a_penalty_is_no_kink_of_a_few_weights(loss: str) -> None:
    # A third of nine weights are biases, which the penalty does not bend.
    data = GivenPoints().load(Work())
    for seed in range(5):
        model = MODELS["linear"]().on(data, LOSSES[loss](), 0.05, Work())
        found = check_gradient(model, model.start(seed, 0.3))
        assert (found.passed, found.kinks) == (True, 0)
