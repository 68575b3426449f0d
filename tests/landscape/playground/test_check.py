"""Every gradient that is shown passes the check, weight by weight; kinks are found and named."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.playground.check import check_weights
from landscape.playground.judge import judge
from tests.landscape.playground.models import dataset_of, model_of, random_weights
from trainers.finite_differences import numeric_gradient


@pytest.mark.parametrize("seed", range(3))
def test_every_gradient_agrees_to_a_ten_millionth(model, seed: int) -> None:
    weights = random_weights(model, seed)
    found = check_weights(model, weights)
    assert found.passed
    assert found.worst < 1e-7
    assert found.analytic.tolist() == judge(model, weights).gradient.tolist()
    assert not found.kinked.any()
    plain = numeric_gradient(model, weights, h=1e-5)
    largest = np.abs(plain).max()
    assert np.abs(plain - found.analytic).max() < 1e-7 * largest


def test_a_kink_is_found_at_the_weights_whose_margin_it_is() -> None:
    # One point at (1, 0) of class 0 scores (1, 0): its margin is met exactly, so that every weight that the point
    # multiplies by something moves the loss on one side alone; those it multiplies by 0 do not move it at all.
    model = model_of("svm", 0.0, data=dataset_of([[1, 0, 0], [-3, 0, 1]]))
    found = check_weights(model, np.array([1.0, 0, 0, 0, 0, 0]))
    assert found.kinked.tolist() == [True, False, True, True, False, True]
    assert found.passed
    assert found.worst_place in (1, 4)


def test_a_wrong_gradient_is_found_where_it_is_wrong() -> None:
    model = model_of("softmax", 0.1)
    weights = random_weights(model)
    wrong = model.gradient(weights)
    wrong[4] *= 1.001
    found = check_weights(model, weights, wrong)
    assert not found.passed
    assert found.worst_place == 4
    assert found.worst == pytest.approx(0.001, rel=0.01)
    assert (np.delete(found.errors, 4) < 1e-7).all()


def test_a_flat_place_has_no_error() -> None:
    far = model_of("svm", 0.0, data=dataset_of([[4, 0, 0], [-4, 0, 1]]))
    found = check_weights(far, np.array([1.0, 0, 0, -1, 0, 0]))
    assert (found.worst, found.passed) == (0.0, True)
