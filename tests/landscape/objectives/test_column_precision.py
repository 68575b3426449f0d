"""Differences by columns are exact to rounding: against long double, closed forms and the errors of the formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.losses.softmax import Softmax
from landscape.losses.svm import MulticlassSVM
from landscape.objectives.column_gradient import COLUMN_DIFFERENCES, column_numeric_gradient
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from trainers.finite_differences import relative_error

EPSILON = float(np.finfo(np.float64).eps)
every_loss = pytest.mark.parametrize("loss", list(COLUMN_DIFFERENCES))
both_forms = pytest.mark.parametrize("centered", [True, False], ids=["centered", "forward"])


def weights_of(model: Any, seed: int = 1, scale: float = 0.5) -> np.ndarray:
    drawn = scale * np.random.default_rng(seed).normal(size=model.n_weights)
    drawn.flags.writeable = False
    return drawn


def precise_gradient(found: Any, weights: np.ndarray, h: float, centered: bool) -> np.ndarray:
    """Finite differences of losses in long double, column after column; the regularization in closed form."""
    x, w = found.x.astype(np.longdouble), weights.astype(np.longdouble)
    n_classes = found.model.layout.n_classes
    w = w.reshape(n_classes, -1)
    scores, correct = x @ w.T, found.y[:, None]

    def losses(s: np.ndarray) -> np.ndarray:
        s = s - np.take_along_axis(s, correct, 1)
        if found.model.data_loss.name == "softmax":
            top = s.max(axis=1)
            return top + np.log(np.exp(s - top[:, None]).sum(axis=1))
        return np.where(np.arange(n_classes) == correct, 0, np.maximum(s + 1, 0)).sum(axis=1)

    gradient = np.empty_like(w)
    for c, d in np.ndindex(*w.shape):
        ends = []
        for step in (h, -h if centered else 0.0):
            moved = scores.copy()
            moved[:, c] += np.longdouble(step) * x[:, d]
            ends.append(losses(moved))
        gradient[c, d] = (ends[0] - ends[1]).mean() / (h * (2 if centered else 1))
    gradient[:, :-1] += found.model.regularization * (2 * w[:, :-1] + (0 if centered else h))
    return gradient.ravel().astype(np.float64)


@dataclass(frozen=True)
class OneExample:
    """One example with given features and scores, which are its biases: all other weights are 0."""

    model: LinearClassifier
    weights: np.ndarray

    @classmethod
    def of(cls, loss: Any, features: list[float], scores: list[float], label: int = 0) -> OneExample:
        layout = WeightLayout(len(scores), len(features))
        weights = np.zeros((len(scores), len(features) + 1))
        weights[:, -1] = scores
        examples = Examples(np.array([features], dtype=np.float32), np.array([label]))
        return cls(LinearClassifier(examples, AffineMap(1.0, None), layout, loss, 0.0), weights.ravel())

    def gradient(self, h: float, centered: bool = True) -> np.ndarray:
        found = column_numeric_gradient(self.model, self.weights, h=h, centered=centered)
        return self.model.layout.matrix(found)


@every_loss
@both_forms
@pytest.mark.parametrize("h", [1e-5, 1e-3, 1e-2, 0.1, 0.7, 5.0])
@pytest.mark.parametrize("scale", [0.5, 30.0])
def test_differences_are_exact_to_rounding(problem: Any, loss: str, centered: bool, h: float, scale: float) -> None:
    """However long the step, and however many kinks lie in it: against losses in long double."""
    found = problem(loss, n=150, n_features=4, n_classes=5)
    weights = weights_of(found.model, scale=scale)
    precise = precise_gradient(found, weights, h, centered)
    columns = column_numeric_gradient(found.model, weights, h=h, centered=centered)
    of_reference = 8 * float(np.finfo(np.longdouble).eps) * scale / h
    of_scores = 8 * EPSILON * scale / min(h, 1.0) if loss == "svm" else 8 * EPSILON * scale
    # Scores are rounded once. The softmax moves smoothly with them, a margin at its kink by their rounding per h.
    assert np.abs(columns - precise).max() < 1e-14 + of_scores + of_reference


@both_forms
def test_logits_of_ten_thousand_are_no_trouble(problem: Any, centered: bool) -> None:
    found = problem("softmax", n=150, n_features=4, n_classes=5)
    weights = weights_of(found.model, scale=5000.0)
    assert np.ptp(found.x @ weights.reshape(5, -1).T) > 1e4
    for h in (1e-5, 1.0):
        columns = column_numeric_gradient(found.model, weights, h=h, centered=centered)
        precise = precise_gradient(found, weights, h, centered)
        assert relative_error(columns, precise) < 1e-12 + float(np.finfo(np.longdouble).eps) * 1e4 / h


@pytest.mark.parametrize("lead", [16.0, 40.0, 300.0])
@pytest.mark.parametrize("h", [1e-5, 1e-3, 0.5])
def test_a_vanishing_softmax_loss_keeps_its_digits(lead: float, h: float) -> None:
    """Two classes: the loss is log1p(exp(-lead)), here near 1e-7, 4e-18 and 5e-131, where no difference survives."""
    found = OneExample.of(Softmax(), [2.0, -3.0], [lead, 0.0]).gradient(h)
    x = np.array([2.0, -3.0, 1.0])
    behind = np.exp(-lead + h * x)  # (1 + exp(-lead - h x)) / (1 + behind), less 1, without a difference:
    expected = np.log1p(-2 * np.exp(-lead) * np.sinh(h * x) / (1 + behind)) / (2 * h)
    np.testing.assert_allclose(found[0], expected, rtol=1e-13)
    np.testing.assert_allclose(found[1], -expected, rtol=1e-13)


@pytest.mark.parametrize("h", [1e-5, 1e-3, 0.5])
def test_a_class_without_a_chance_keeps_the_digits_of_its_slope(h: float) -> None:
    """Beside two classes with p = 1/2: of a p near 2e-18 nothing is left in 1 + p (exp(t) - 1)."""
    found = OneExample.of(Softmax(), [2.0, -3.0], [0.0, 0.0, -40.0]).gradient(h)
    np.testing.assert_allclose(found[2], np.exp(-40) / 2 * np.sinh(h * np.array([2.0, -3.0, 1.0])) / h, rtol=1e-13)


@every_loss
def test_away_from_kinks_it_is_the_analytic_gradient(problem: Any, loss: str) -> None:
    found = problem(loss, n=80, n_features=11, n_classes=10)
    weights = weights_of(found.model)
    scores = found.x @ weights.reshape(10, -1).T
    margins = scores - np.take_along_axis(scores, found.y[:, None], 1) + 1
    assert loss == "softmax" or np.abs(margins).min() > 1e-5 * np.abs(found.x).max(), "a step would cross a kink"
    analytic = found.model.gradient(weights)
    assert relative_error(column_numeric_gradient(found.model, weights), analytic) < (1e-9, 1e-14)[loss == "svm"]


def test_the_error_beside_the_analytic_gradient_is_that_of_the_formulas(problem: Any) -> None:
    """At W = 0 every p is 1 / C: centered, h^2 / 6 times the third derivative; forward, h / 2 times the second."""
    found, h = problem("softmax", n_classes=4, regularization=0.0), 1e-3
    weights, p = np.zeros(found.model.n_weights), 0.25
    analytic = found.model.gradient(weights).reshape(4, -1)
    centered = column_numeric_gradient(found.model, weights, h=h).reshape(4, -1) - analytic
    third = p * (1 - p) * (1 - 2 * p) * (found.x**3).mean(axis=0)
    np.testing.assert_allclose(centered, np.tile(h**2 / 6 * third, (4, 1)), atol=1e-12)
    forward = column_numeric_gradient(found.model, weights, h=h, centered=False).reshape(4, -1) - analytic
    second = p * (1 - p) * (found.x**2).mean(axis=0)
    np.testing.assert_allclose(forward, np.tile(h / 2 * second + h**2 / 6 * third, (4, 1)), atol=1e-9)
    assert np.abs(h**2 / 6 * third).max() > 1e-9  # so neither tolerance hides it


def test_at_a_kink_a_centered_difference_is_the_average_of_the_one_sided_slopes() -> None:
    """Both wrong classes are exactly one point below: both hinges are at 0, and their slopes 0 or 1."""
    example, h, x = OneExample.of(MulticlassSVM(), [2.0, -3.0], [1.0, 0.0, 0.0]), 2.0**-10, np.array([2.0, -3.0, 1.0])
    np.testing.assert_array_equal(example.gradient(h), [-x, x / 2, x / 2])
    rises = np.maximum(x, 0.0)
    np.testing.assert_array_equal(example.gradient(h, centered=False), [2 * np.maximum(-x, 0.0), rises, rises])


@pytest.mark.parametrize("share", [0.25, -0.25])
def test_a_kink_within_the_step_counts_as_far_as_the_step_goes_beyond_it(share: float) -> None:
    h = 2.0**-10
    example = OneExample.of(MulticlassSVM(), [0.125], [1.0, share * h])  # the margin is share * h
    steps = h * np.array([0.125, 1.0])
    margin = share * h
    expected = (np.maximum(margin + steps, 0) - np.maximum(margin - steps, 0)) / (2 * h)
    np.testing.assert_array_equal(example.gradient(h), [-expected, expected])
    forward = (np.maximum(margin + np.array([-steps, steps]), 0) - max(margin, 0)) / h
    np.testing.assert_array_equal(example.gradient(h, centered=False), forward)
    assert expected[1] == 0.5 + 0.5 * share  # the bias moves through the kink; the feature stays on its side
    assert expected[0] == (0.125 if share > 0 else 0.0)


@every_loss
@both_forms
def test_what_overflows_is_never_a_wrong_finite_number(problem: Any, loss: str, centered: bool) -> None:
    found = problem(loss, regularization=0.0)

    def at(first: float) -> np.ndarray:
        weights = weights_of(found.model).copy()
        weights[0] = first
        return column_numeric_gradient(found.model, weights, centered=centered)

    for bad in (np.inf, np.nan):
        assert np.isnan(at(bad)).all()
    np.testing.assert_array_equal(at(1e308), at(1e300))  # the first class has won or lost everywhere
    far = column_numeric_gradient(found.model, weights_of(found.model), h=1e4, centered=centered)
    precise = precise_gradient(found, weights_of(found.model), 1e4, centered)
    finite = np.isfinite(far)
    assert finite.all() == (loss == "svm")
    np.testing.assert_allclose(far[finite], precise[finite], rtol=1e-9)
