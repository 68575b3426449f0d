"""Products with the Hessian against a Hessian of differences, its eigenvectors and its trace."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.errors import Cancelled, InvalidValue
from landscape.losses.catalogue import LOSSES
from landscape.objectives.activations import ACTIVATIONS
from landscape.objectives.curvature import hessian_product, largest_curvature
from landscape.objectives.layout import WeightLayout
from landscape.objectives.spectrum import extreme_eigenvectors, hessian_trace
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work


def network(activation: str, seed: int = 0, loss: str = "softmax") -> TwoLayerNetwork:
    random = np.random.default_rng(seed)
    x = random.integers(0, 256, (50, 6), dtype=np.uint8)
    scale = 1 / 60
    mean = (x * scale).mean(axis=0)
    return TwoLayerNetwork(
        Examples(x, random.integers(3, size=50)),
        AffineMap(scale, mean),
        WeightLayout(3, 6, (5,)),
        ACTIVATIONS[activation](),
        LOSSES[loss](),
        0.03,
    )


def hessian_of_differences(model: Any, weights: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Centered differences of the analytic gradient, one weight at a time."""
    rows = [(model.gradient(weights + h * e) - model.gradient(weights - h * e)) / (2 * h) for e in np.eye(len(weights))]
    return np.array(rows)


@pytest.fixture(params=["linear softmax", "linear squared-hinge", "tanh softmax", "relu softmax", "tanh squared-hinge"])
def model(request: pytest.FixtureRequest, problem: Any) -> Any:
    kind, loss = request.param.split()
    return problem(loss).model if kind == "linear" else network(kind, loss=loss)


def place(model: Any) -> np.ndarray:
    return 0.5 * np.random.default_rng(4).normal(size=model.n_weights)


def test_products_are_those_of_a_hessian_of_differences(model: Any) -> None:
    weights = place(model)
    expected = hessian_of_differences(model, weights)
    found = np.array([hessian_product(model, weights, unit) for unit in np.eye(model.n_weights)])
    np.testing.assert_allclose(found, expected, atol=2e-7 * np.abs(expected).max())
    np.testing.assert_allclose(found, found.T, atol=1e-13 * np.abs(found).max())


def test_without_the_penalty_the_products_would_differ(model: Any) -> None:
    weights, vector = place(model), np.random.default_rng(1).normal(size=model.n_weights)
    bare = dataclasses.replace(model, regularization=0.0)
    difference = hessian_product(model, weights, vector) - hessian_product(bare, weights, vector)
    np.testing.assert_allclose(difference, 2 * 0.03 * model.layout.without_bias(vector), atol=1e-12)


def test_products_do_not_depend_on_the_number_of_workers(problem: Any) -> None:
    model = problem("softmax", n=3000).model
    weights, vector = place(model), np.ones(model.n_weights)
    one, two = (hessian_product(model, weights, vector, Work(workers)) for workers in (1, 2))
    assert one.tobytes() == two.tobytes()


@pytest.mark.parametrize("which", ["largest", "smallest", "both"])
def test_extreme_eigenvectors_are_those_of_the_whole_hessian(model: Any, which: str) -> None:
    weights = place(model)
    dense = hessian_of_differences(model, weights)
    expected = np.linalg.eigvalsh((dense + dense.T) / 2)
    places = {"largest": [-1, -2, -3], "smallest": [0, 1, 2], "both": [-1, -2, 0]}[which]
    values, vectors = extreme_eigenvectors(model, weights, 3, which, Work())
    np.testing.assert_allclose(values, expected[places], atol=1e-6 * np.abs(expected).max())
    np.testing.assert_allclose(vectors @ vectors.T, np.eye(3), atol=1e-10)
    for value, vector in zip(values, vectors, strict=True):
        np.testing.assert_allclose(dense @ vector, value * vector, atol=1e-5 * np.abs(expected).max())
        assert vector[np.abs(vector).argmax()] > 0


def test_lanczos_finds_what_the_whole_matrix_has(problem: Any) -> None:
    model = problem("softmax", n=300, n_features=29, n_classes=10).model  # 300 weights: beyond the dense way
    weights = place(model)
    matrix = np.array([hessian_product(model, weights, unit) for unit in np.eye(model.n_weights)])
    expected = np.linalg.eigvalsh(matrix)
    values, vectors = extreme_eigenvectors(model, weights, 2, "largest", Work())
    np.testing.assert_allclose(values, expected[[-1, -2]], rtol=1e-6)
    np.testing.assert_allclose(matrix @ vectors[0], values[0] * vectors[0], atol=1e-4 * values[0])
    assert largest_curvature(model, weights, Work()) == pytest.approx(expected[-1], rel=1e-6)
    again = extreme_eigenvectors(model, weights, 2, "largest", Work())
    assert again[1].tobytes() == vectors.tobytes()


def test_the_trace_of_the_linear_classifier_is_exact(problem: Any) -> None:
    model = problem("softmax").model
    weights = place(model)
    matrix = np.array([hessian_product(model, weights, unit) for unit in np.eye(model.n_weights)])
    found = hessian_trace(model, weights, 0, Work())
    assert found.error is None
    assert found.value == pytest.approx(np.trace(matrix), rel=1e-12)


def test_the_trace_of_the_network_is_estimated_within_its_error() -> None:
    model = network("tanh")
    weights = place(model)
    exact = sum(hessian_product(model, weights, unit) @ unit for unit in np.eye(model.n_weights))
    found = hessian_trace(model, weights, 0, Work())
    assert found.error is not None
    assert 0 < found.error < 0.3 * exact
    assert abs(found.value - exact) < 4 * found.error
    assert hessian_trace(model, weights, 0, Work()) == found
    assert hessian_trace(model, weights, 1, Work()) != found


def test_more_eigenvectors_than_weights_are_refused_and_work_can_be_stopped(problem: Any) -> None:
    model = problem("softmax").model
    with pytest.raises(InvalidValue, match="32 eigenvectors; got 33"):
        extreme_eigenvectors(model, place(model), 33, "largest", Work())
    stopped = Work()
    stopped.stop.set()
    with pytest.raises(Cancelled):
        extreme_eigenvectors(model, place(model), 1, "largest", stopped)


def test_eigenvectors_of_equal_eigenvalues_are_the_same_ones_every_time(problem: Any) -> None:
    # Without a penalty one vector added to every row of W changes nothing: 30 flat directions, any mix of which is one.
    model = problem("softmax", n=300, n_features=29, n_classes=10, regularization=0.0).model
    values, vectors = extreme_eigenvectors(model, place(model), 2, "smallest", Work())
    np.testing.assert_array_equal(values, 0.0)
    for _ in range(3):
        again = extreme_eigenvectors(model, place(model), 2, "smallest", Work())
        assert again[1].tobytes() == vectors.tobytes()


@pytest.mark.parametrize("loss", ["svm", "ova-svm", "structured-svm"])
def test_between_its_kinks_a_hinge_is_straight_and_the_penalty_alone_bends(problem: Any, loss: str) -> None:
    model = problem(loss).model
    vector = np.random.default_rng(1).normal(size=model.n_weights)
    expected = 2 * model.regularization * model.layout.without_bias(vector)
    np.testing.assert_allclose(hessian_product(model, place(model), vector), expected, atol=1e-15)
