"""What a judgement says agrees with the objective, example by example."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from landscape.blas import use_one_thread
from landscape.data.dataset import Examples
from landscape.playground.judge import judge
from landscape.work import Work
from tests.landscape.playground.models import dataset_of, model_of, random_weights


def single(model, row: int):
    """The same model on one example, without a penalty."""
    chosen = model.examples.take(np.array([row]))
    return replace(model, examples=chosen, regularization=0.0)


def test_it_agrees_with_the_objective(model) -> None:
    weights = random_weights(model)
    judged = judge(model, weights)
    loss, gradient = model.loss_and_gradient(weights)
    losses, accuracies = model.evaluate(weights[None], Work())
    assert judged.loss == pytest.approx(loss, rel=1e-14)
    assert judged.gradient == pytest.approx(gradient, rel=1e-13, abs=1e-15)
    assert judged.data_loss + judged.regularization == judged.loss
    assert judged.loss == pytest.approx(losses[0], rel=1e-14)
    assert judged.accuracy == accuracies[0]
    assert judged.losses.mean() == pytest.approx(judged.data_loss, rel=1e-14)
    assert judged.scores == pytest.approx(model.scores(weights, model.examples), rel=1e-12, abs=1e-14)
    kept = model.layout.without_bias(weights)
    assert judged.regularization == pytest.approx(0.05 * kept @ kept, rel=1e-14)
    assert judged.regularization_gradient == pytest.approx(0.1 * kept, rel=1e-12, abs=1e-14)


def test_a_penalty_of_absolute_weights_belongs_to_the_regularization(model) -> None:
    both, weights = replace(model, l1=0.25), random_weights(model)
    judged = judge(both, weights)
    loss, gradient = both.loss_and_gradient(weights)
    assert judged.loss == pytest.approx(loss, rel=1e-14)
    assert judged.gradient == pytest.approx(gradient, rel=1e-13, abs=1e-15)
    assert judged.data_loss == judge(model, weights).data_loss


def test_an_examples_loss_and_share_are_those_of_the_example_alone(model) -> None:
    weights = random_weights(model)
    judged = judge(model, weights)
    n = model.n_examples
    for row in range(n):
        loss, gradient = single(model, row).loss_and_gradient(weights)
        assert judged.losses[row] == pytest.approx(loss, rel=1e-12, abs=1e-15)
        pull = gradient / n @ judged.data_gradient / (judged.data_gradient @ judged.data_gradient)
        assert judged.shares[row] == pytest.approx(pull, rel=1e-10, abs=1e-13)
    assert judged.shares.sum() == pytest.approx(1.0, rel=1e-12)


def test_probabilities_are_there_where_the_loss_has_them(model) -> None:
    probabilities = judge(model, random_weights(model)).probabilities
    if model.data_loss.name != "softmax":
        assert probabilities is None
    else:
        assert probabilities.shape == (9, 3)
        assert probabilities.sum(axis=1) == pytest.approx(1.0)


def test_without_a_data_gradient_nobody_has_a_share() -> None:
    far = model_of("svm", 0.1, data=dataset_of([[4, 0, 0], [-4, 0, 1]]))
    judged = judge(far, np.array([1.0, 0, 0, -1, 0, 0]))
    assert (judged.data_loss, judged.accuracy) == (0.0, 1.0)
    assert np.isnan(judged.shares).all()
    assert judged.gradient.tolist() == [0.2, 0, 0, -0.2, 0, 0]


def test_a_tie_goes_to_the_lowest_class_also_where_rows_are_equal() -> None:
    model = model_of("softmax", data=dataset_of([[0.1, 0.7, 0], [0.3, -0.2, 1], [0.7, 0.1, 2]]))
    assert judge(model, np.tile([0.3, -1.7, 0.1], 3)).winners.tolist() == [0, 0, 0]
    assert judge(model, np.zeros(9)).accuracy == pytest.approx(1 / 3)


def test_weights_without_measure_give_infinity_and_no_warning() -> None:
    judged = judge(model_of("svm", 0.1), np.full(9, 1e200))
    assert judged.loss == np.inf
    assert judged.losses == pytest.approx(2.0)  # all rows are equal


def test_nine_points_are_judged_within_a_frame_by_far() -> None:
    use_one_thread()  # as every pipeline does
    model = model_of("softmax", 0.01)
    weights = random_weights(model)
    many = replace(model, examples=Examples(np.random.default_rng(0).normal(size=(2000, 2)), np.arange(2000) % 3))
    # On an idle machine 0.3 and 1.5 ms; three times as much is for machines with other work.
    assert fastest(lambda: judge(model, weights)) < 0.003
    assert fastest(lambda: judge(many, weights)) < 0.012


def fastest(call) -> float:
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return min(times)  # the rest is the machine's other work
