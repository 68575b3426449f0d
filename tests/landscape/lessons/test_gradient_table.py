"""The lecture's table, its cost, the secants along a direction, and the V of errors over h."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Dataset, Examples
from landscape.errors import InvalidValue
from landscape.lessons.error_over_h import error_curves, steep_dimensions
from landscape.lessons.gradient_table import measured_table
from landscape.lessons.names import weight_name
from landscape.lessons.secants import random_direction, secants_along
from landscape.objectives.layout import WeightLayout
from landscape.work import Work
from trainers.quadratic import Quadratic


def test_rows_are_differences_of_naive_losses_in_the_order_asked_for(problem: Any) -> None:
    made = problem("softmax")
    weights = np.random.default_rng(1).normal(size=made.model.n_weights)
    table = measured_table(made.model, weights, [5, 0, 31], 1e-3, Work())
    assert [row.dimension for row in table.rows] == [5, 0, 31]
    for row in table.rows:
        raised = weights.copy()
        raised[row.dimension] += 1e-3
        assert row.raised == raised[row.dimension]
        assert row.loss == pytest.approx(made.naive_loss(raised), rel=1e-12)
        assert row.slope == pytest.approx((made.naive_loss(raised) - made.naive_loss(weights)) / 1e-3, abs=1e-9)
    np.testing.assert_allclose(table.analytic, made.naive_gradient(weights)[[5, 0, 31]], rtol=1e-9)


def test_the_cost_of_30730_weights_is_30731_losses() -> None:
    """The linear classifier of CIFAR-10: 10 x 3073 weights; two examples are enough to count."""
    from landscape.losses.softmax import Softmax
    from landscape.objectives.linear_classifier import LinearClassifier

    examples = Examples(np.ones((2, 3072), dtype=np.uint8), np.array([0, 9]))
    model = LinearClassifier(examples, AffineMap(1.0, None), WeightLayout(10, 3072), Softmax(), 0.0)
    cost = measured_table(model, np.zeros(30730), [0, 1], 1e-4, Work()).cost
    assert (cost.n_weights, cost.forward_losses, cost.centered_losses) == (30730, 30731, 61460)
    assert (cost.forward_examples, cost.centered_examples) == (61462, 122920)
    assert cost.forward_seconds == pytest.approx(30731 * cost.seconds_per_loss)
    assert cost.fast_seconds is not None


def test_the_slope_in_a_direction_is_a_dot_product_and_secants_become_it() -> None:
    """Of a quadratic the secant of length h is the slope plus h / 2 along any unit direction."""
    quadratic = Quadratic(np.array([[1.0, 2.0, -1.0]]))
    found = secants_along(quadratic, np.zeros(3), np.array([0.0, 0.0, 7.0]), (1.0, 0.1, 0.001))
    assert found.slope == 1.0
    assert found.cosine == pytest.approx(1 / np.sqrt(6))
    np.testing.assert_allclose(found.secants, 1.0 + np.array([1.0, 0.1, 0.001]) / 2, rtol=1e-9)
    with pytest.raises(InvalidValue, match="length above 0"):
        secants_along(quadratic, np.zeros(3), np.zeros(3))


def test_random_directions_are_unit_and_seeded() -> None:
    assert np.linalg.norm(random_direction(50, 1)) == pytest.approx(1.0)
    assert (random_direction(50, 1) == random_direction(50, 1)).all()
    assert abs(random_direction(5000, 1) @ random_direction(5000, 2)) < 0.1


def test_errors_over_h_are_a_v_for_each_formula_and_precision(problem: Any) -> None:
    model = problem("softmax", n=300).model
    weights = 0.3 * np.random.default_rng(1).normal(size=model.n_weights)
    h = 10.0 ** np.arange(-13, 1)
    curves = {(c.formula, c.precision): c for c in error_curves(model, weights, range(8), h)}
    assert len(curves) == 4
    at = {round(np.log10(value)): place for place, value in enumerate(h)}
    forward, centered = curves["forward", "float64"].error, curves["centered", "float64"].error
    assert forward[at[-3]] / forward[at[-4]] == pytest.approx(10, rel=0.1)  # error about h
    assert centered[at[-2]] / centered[at[-3]] == pytest.approx(100, rel=0.1)  # error about h^2
    assert forward[at[-12]] > 100 * forward[at[-7]]  # rounding
    assert curves["centered", "float64"].best[0] >= 10 * curves["forward", "float64"].best[0]
    for formula in ("forward", "centered"):
        single, double = curves[formula, "float32"], curves[formula, "float64"]
        assert single.best[0] > 10 * double.best[0]
        assert single.best[1] > 100 * double.best[1]
        assert single.error[at[-9]] > 0.5  # a step that float32 does not feel


def test_steep_dimensions_leave_out_flat_ones() -> None:
    gradient = np.array([0.0, 1.0, -0.5, 0.001, 0.3])
    assert steep_dimensions(gradient, 0) == [1, 2, 4]
    assert len(steep_dimensions(gradient, 0, 2)) == 2
    assert steep_dimensions(np.zeros(3), 0) == [0, 1, 2]


def test_weights_have_names() -> None:
    examples = Examples(np.zeros((2, 12), dtype=np.uint8), np.array([0, 1]))

    def named(shape: tuple[int, ...] | None, hidden: tuple[int, ...], dimension: int) -> str:
        data = Dataset("x", examples, examples, AffineMap(1.0, None), ("cat", "dog"), shape, True, 255.0, "")
        return weight_name(WeightLayout(2, 12, hidden), data, dimension)

    assert named((3, 4), (), 5) == "class cat, pixel (1, 1)"
    assert named((3, 4), (), 12) == "class cat, bias"
    assert named((2, 2, 3), (), 13 + 6) == "class dog, green of pixel (1, 0)"
    assert named(None, (3,), 13 + 4) == "hidden unit 1, feature 4"
    assert named(None, (3,), 3 * 13 + 4 + 2) == "class dog, from hidden unit 2"
    assert named(None, (3,), 3 * 13 + 7) == "class dog, bias"
