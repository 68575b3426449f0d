"""The classifier against a naive one: an explicit column of ones, mapped features, loops over examples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from landscape.objectives.layout import WeightLayout
from landscape.work import Work
from trainers.finite_differences import numeric_gradient, relative_error

every_loss = pytest.mark.parametrize("loss", ["softmax", "svm"])  # which the naive classifier knows; the rest: losses/
every_storage = pytest.mark.parametrize(
    ("stored", "centered"), [("uint8", True), ("uint8", False), ("float32", True), ("float32", False)]
)


def weights_of(model: Any, seed: int = 1, count: int | None = None, scale: float = 0.5) -> np.ndarray:
    random = np.random.default_rng(seed)
    drawn: np.ndarray = scale * random.normal(size=model.n_weights if count is None else (count, model.n_weights))
    drawn.flags.writeable = False
    return drawn


@every_loss
@every_storage
def test_the_loss_is_that_of_the_naive_implementation(problem: Any, loss: str, stored: str, centered: bool) -> None:
    found = problem(loss, stored=stored, centered=centered)
    for seed in range(3):
        weights = weights_of(found.model, seed)
        assert found.model.loss(weights) == pytest.approx(found.naive_loss(weights), rel=1e-12)


@every_loss
@every_storage
def test_the_gradient_is_that_of_the_naive_implementation(problem: Any, loss: str, stored: str, centered: bool) -> None:
    found = problem(loss, stored=stored, centered=centered)
    weights = weights_of(found.model)
    value, gradient = found.model.loss_and_gradient(weights)
    assert relative_error(gradient, found.naive_gradient(weights)) < 1e-13
    assert value == pytest.approx(found.naive_loss(weights), rel=1e-12)
    np.testing.assert_array_equal(found.model.gradient(weights), gradient)


@every_loss
def test_given_rows_alone_count_and_may_repeat(problem: Any, loss: str) -> None:
    found = problem(loss)
    weights, rows = weights_of(found.model), np.array([5, 0, 5, 59])
    value, gradient = found.model.loss_and_gradient(weights, rows)
    assert value == pytest.approx(found.naive_loss(weights, rows), rel=1e-12)
    assert found.model.loss(weights, rows) == pytest.approx(value, rel=1e-14)
    assert relative_error(gradient, found.naive_gradient(weights, rows)) < 1e-13


@every_loss
@pytest.mark.parametrize("rows", [None, np.arange(3, 40)])
def test_the_analytic_gradient_agrees_with_centered_differences(problem: Any, loss: str, rows: Any) -> None:
    found = problem(loss, n=80, n_features=11, n_classes=10, regularization=0.01)
    weights = weights_of(found.model)
    scores = found.x @ weights.reshape(10, -1).T
    margins = scores - np.take_along_axis(scores, found.y[:, None], 1) + 1
    reach = 1e-5 * 2 * np.abs(found.x).max()
    assert loss == "softmax" or np.abs(margins).min() > reach, "a step of the difference would cross a kink"
    numeric = numeric_gradient(found.model, weights, rows)
    assert relative_error(found.model.gradient(weights, rows), numeric) < 1e-6


@every_loss
def test_at_zero_weights_the_loss_is_known(problem: Any, loss: str) -> None:
    found = problem(loss, n=2100, n_features=5, n_classes=10)
    expected = math.log(10) if loss == "softmax" else 9.0
    zero = np.zeros(found.model.n_weights)
    assert found.model.loss(zero) == pytest.approx(expected, rel=1e-14)
    assert found.model.evaluate(zero[None], Work())[1][0] == np.mean(found.y == 0)  # all tie: class 0 wins


@every_loss
def test_regularization_is_added_once_whatever_the_rows_and_leaves_the_bias_out(problem: Any, loss: str) -> None:
    found = problem(loss, regularization=0.7)
    plain = problem(loss, regularization=0.0).model
    weights = weights_of(found.model)
    penalty = found.naive_penalty(weights)
    for rows in (None, np.array([3]), np.arange(50)):
        assert found.model.loss(weights, rows) - plain.loss(weights, rows) == pytest.approx(penalty, rel=1e-12)
        added = found.model.layout.matrix(found.model.gradient(weights, rows) - plain.gradient(weights, rows))
        np.testing.assert_allclose(added[:, :-1], 1.4 * found.model.layout.matrix(weights)[:, :-1], rtol=1e-9)
        np.testing.assert_array_equal(added[:, -1], 0.0)


@every_loss
@pytest.mark.parametrize("n", [1, 1023, 1024, 1025, 2500])
def test_blocks_of_rows_add_up_to_all_rows(problem: Any, loss: str, n: int) -> None:
    found = problem(loss, n=n, n_features=3, n_classes=3)
    weights = weights_of(found.model)
    assert found.model.loss(weights) == pytest.approx(found.naive_loss(weights), rel=1e-12)
    assert relative_error(found.model.gradient(weights), found.naive_gradient(weights)) < 1e-12


@every_loss
def test_a_stack_of_weights_gives_the_losses_of_each(problem: Any, loss: str) -> None:
    found = problem(loss, n=1500)
    stack = weights_of(found.model, 2, count=37)
    for rows in (None, np.arange(0, 1500, 7)):
        one_by_one = [found.model.loss(weights, rows) for weights in stack]
        np.testing.assert_allclose(found.model.losses(stack, rows), one_by_one, rtol=1e-13)


@every_loss
@pytest.mark.parametrize("n_classes", [2, 3, 7, 10])
@pytest.mark.parametrize("n", [60, 1437])
def test_a_truth_does_not_depend_on_what_is_evaluated_beside_it(
    problem: Any, loss: str, n_classes: int, n: int
) -> None:
    model = problem(loss, n=n, n_features=64, n_classes=n_classes).model
    stack = weights_of(model, 3, count=37)
    losses, accuracies = model.evaluate(stack, Work())
    for few in ([0], [5], [16], [36], [20, 3, 36], list(range(1, 37)), [7] * 20):
        again, right = model.evaluate(stack[few], Work())
        np.testing.assert_array_equal(again, losses[few])
        np.testing.assert_array_equal(right, accuracies[few])


@every_loss
@pytest.mark.parametrize("workers", [2, 4])
def test_a_truth_does_not_depend_on_the_number_of_workers(problem: Any, loss: str, workers: int) -> None:
    model = problem(loss, n=9000, n_features=20).model
    stack = weights_of(model, 4, count=20)
    np.testing.assert_array_equal(model.evaluate(stack, Work()), model.evaluate(stack, Work(workers)))


@every_loss
@every_storage
def test_evaluate_gives_full_losses_and_accuracies(problem: Any, loss: str, stored: str, centered: bool) -> None:
    found = problem(loss, stored=stored, centered=centered)
    stack = weights_of(found.model, 5, count=3)
    losses, accuracies = found.model.evaluate(stack, Work())
    np.testing.assert_allclose(losses, [found.naive_loss(weights) for weights in stack], rtol=1e-12)
    np.testing.assert_array_equal(accuracies, [found.naive_accuracy(weights) for weights in stack])


@pytest.mark.parametrize("n_classes", [2, 3, 5, 7, 10])
@pytest.mark.parametrize("n_features", [13, 64, 65])
def test_equal_rows_of_w_tie_and_the_lowest_class_wins(problem: Any, n_classes: int, n_features: int) -> None:
    found = problem(n=1500, n_features=n_features, n_classes=n_classes)
    weights = np.tile(weights_of(found.model)[: n_features + 1], n_classes)
    assert found.model.evaluate(weights[None], Work())[1][0] == np.mean(found.y == 0)


def test_examples_that_it_was_not_made_of_can_be_scored(problem: Any) -> None:
    found, other = problem(), problem(seed=9)
    weights = weights_of(found.model)
    scores = found.model.scores(weights, other.model.examples)
    mapped = np.hstack([found.model.map(other.model.examples.x), np.ones((60, 1))])
    np.testing.assert_allclose(scores, mapped @ weights.reshape(4, -1).T, rtol=1e-11, atol=1e-12)
    assert found.model.on(other.model.examples).n_examples == 60


@every_loss
def test_weights_far_beyond_reason_are_no_crash(problem: Any, loss: str) -> None:
    model = problem(loss).model
    value, gradient = model.loss_and_gradient(1e200 * weights_of(model))
    assert not np.isfinite(value)
    assert gradient.shape == (model.n_weights,)


def test_the_layout_is_rows_of_classes_with_the_bias_last() -> None:
    layout = WeightLayout(3, 2)
    flat = np.arange(9.0)
    assert layout.n_weights == 9
    np.testing.assert_array_equal(layout.matrix(flat), [[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    np.testing.assert_array_equal(np.flatnonzero(layout.is_bias), [2, 5, 8])
    np.testing.assert_array_equal(layout.without_bias(flat), [0, 1, 0, 3, 4, 0, 6, 7, 0])
    np.testing.assert_array_equal(flat, np.arange(9.0))


def test_cifar10_has_30730_weights() -> None:
    assert WeightLayout(10, 3072).n_weights == 30730
