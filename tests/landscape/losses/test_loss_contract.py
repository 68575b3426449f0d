"""What every loss in the catalogue must keep, and what each one is by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from landscape.losses.catalogue import LOSSES
from landscape.losses.loss import Loss
from landscape.losses.softmax import Softmax
from landscape.losses.svm import MulticlassSVM

every_loss = pytest.mark.parametrize("loss", [kind() for kind in LOSSES.values()], ids=list(LOSSES))

AT_EQUAL_SCORES = {"softmax": math.log, "svm": lambda n_classes: n_classes - 1}


def examples(n: int, n_classes: int, scale: float = 1.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Random scores (n, C) and labels (n,), read-only."""
    random = np.random.default_rng(seed)
    scores, labels = scale * random.normal(size=(n, n_classes)), random.integers(n_classes, size=n)
    scores.flags.writeable = labels.flags.writeable = False
    return scores, labels


def by_hand(name: str, scores: np.ndarray, label: int) -> float:
    """The definitions, one example at a time; the SVM in exact fractions."""
    if name == "softmax":
        leader = int(np.argmax(scores))
        others = math.fsum(math.exp(s - scores[leader]) for j, s in enumerate(scores) if j != leader)
        return float(scores[leader] - scores[label]) + math.log1p(others)
    exact = [Fraction(float(s)) for s in scores]
    return float(sum(max(Fraction(0), s - exact[label] + 1) for j, s in enumerate(exact) if j != label))


@every_loss
@pytest.mark.parametrize("n_classes", [2, 10, 100])
def test_equal_scores_give_the_number_from_the_lecture(loss: Loss, n_classes: int) -> None:
    values = loss.values(np.zeros((3, n_classes)), np.array([0, 1, n_classes - 1]))
    np.testing.assert_allclose(values, AT_EQUAL_SCORES[loss.name](n_classes), rtol=1e-15)


def test_ten_classes_give_ln_10_and_9() -> None:
    assert Softmax().values(np.zeros((1, 10)), np.array([4]))[0] == pytest.approx(2.302585092994046, rel=1e-15)
    assert MulticlassSVM().values(np.zeros((1, 10)), np.array([4]))[0] == 9.0


@every_loss
@pytest.mark.parametrize("n_classes", [2, 3, 10, 100])
@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_values_are_those_of_the_definition(loss: Loss, n_classes: int, scale: float) -> None:
    scores, labels = examples(40, n_classes, scale)
    expected = [by_hand(loss.name, row, label) for row, label in zip(scores, labels, strict=True)]
    np.testing.assert_allclose(loss.values(scores, labels), expected, rtol=1e-12, atol=1e-300)


@every_loss
@pytest.mark.parametrize("n_classes", [2, 10, 100])
def test_slopes_are_the_derivatives_of_the_values(loss: Loss, n_classes: int) -> None:
    scores, labels = examples(30, n_classes, 2.0)
    if loss.name == "svm":  # away from its kinks, where no derivative exists
        margins = scores - np.take_along_axis(scores, labels[:, None], 1) + 1
        kept = (np.abs(margins) > 1e-3).all(axis=1)
        assert kept.sum() >= 15
        scores, labels = scores[kept], labels[kept]
    h = 1e-5
    numeric = np.empty_like(scores)
    for j in range(n_classes):
        step = h * (np.arange(n_classes) == j)
        numeric[:, j] = (loss.values(scores + step, labels) - loss.values(scores - step, labels)) / (2 * h)
    _, slopes = loss.values_and_slopes(scores, labels)
    assert np.linalg.norm(slopes - numeric) <= 1e-6 * np.linalg.norm(slopes)


@every_loss
def test_both_functions_agree_on_the_values(loss: Loss) -> None:
    scores, labels = examples(50, 10, 3.0)
    np.testing.assert_array_equal(loss.values_and_slopes(scores, labels)[0], loss.values(scores, labels))


@every_loss
def test_adding_a_number_to_all_scores_changes_nothing(loss: Loss) -> None:
    scores, labels = examples(20, 10)
    np.testing.assert_allclose(loss.values(scores + 8.0, labels), loss.values(scores, labels), rtol=1e-12)
    slopes = loss.values_and_slopes(scores, labels)[1]
    np.testing.assert_allclose(slopes.sum(axis=1), 0.0, atol=1e-14)


@every_loss
def test_scores_of_ten_thousand_are_safe(loss: Loss) -> None:
    scores, labels = examples(60, 10, 1e4)
    with np.errstate(all="raise", under="ignore"):
        values, slopes = loss.values_and_slopes(scores, labels)
    assert np.isfinite(values).all()
    assert np.isfinite(slopes).all()
    expected = [by_hand(loss.name, row, label) for row, label in zip(scores, labels, strict=True)]
    np.testing.assert_allclose(values, expected, rtol=1e-13)


def test_huge_scores_leave_plain_differences() -> None:
    scores = np.array([[1e4, -1e4, 0.0]])
    assert Softmax().values(scores, np.array([1]))[0] == 2e4
    assert Softmax().values(scores, np.array([0]))[0] == 0.0
    assert MulticlassSVM().values(scores, np.array([1]))[0] == 20001.0 + 10001.0
    assert MulticlassSVM().values(scores, np.array([0]))[0] == 0.0


@pytest.mark.parametrize("gap", [14.73, 20.0, 35.0, 40.0, 100.0])
def test_small_softmax_losses_keep_their_digits(gap: float) -> None:
    """Two classes: log(1 + exp(-gap)), near 4e-7 at a gap of 14.73, where log(p) has lost half its digits."""
    value = Softmax().values(np.array([[gap, 0.0]]), np.array([0]))[0]
    assert value == pytest.approx(math.log1p(math.exp(-gap)), rel=1e-12, abs=0)
    assert 3.9e-7 < Softmax().values(np.array([[14.73, 0.0]]), np.array([0]))[0] < 4.1e-7


def test_small_losses_of_many_classes_keep_their_digits() -> None:
    scores = np.zeros((1, 100))
    scores[0, 3] = 20.0
    expected = math.log1p(99 * math.exp(-20.0))
    assert Softmax().values(scores, np.array([3]))[0] == pytest.approx(expected, rel=1e-12, abs=0)


@every_loss
def test_inputs_are_not_written_to_and_leading_axes_are_kept(loss: Loss) -> None:
    scores, labels = examples(12, 5)
    before = scores.copy()
    stacked = np.broadcast_to(scores, (4, 12, 5))
    values, slopes = loss.values_and_slopes(stacked, np.broadcast_to(labels, (4, 12)))
    assert values.shape == (4, 12)
    assert slopes.shape == (4, 12, 5)
    np.testing.assert_array_equal(values[2], loss.values(scores, labels))
    np.testing.assert_array_equal(scores, before)


@every_loss
def test_a_score_that_is_no_number_makes_the_loss_no_number(loss: Loss) -> None:
    scores = np.zeros((2, 4))
    scores[1, 2] = np.nan
    values = loss.values(scores, np.array([0, 0]))
    assert np.isfinite(values[0])
    assert np.isnan(values[1])


@every_loss
def test_probabilities_where_the_loss_knows_of_any(loss: Loss) -> None:
    scores, labels = examples(10, 6, 1e3)
    found = loss.probabilities(scores)
    if loss.name == "svm":
        assert found is None
        return
    assert found is not None
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-14)
    mild, labels = examples(10, 6)
    correct = np.take_along_axis(Softmax().probabilities(mild), labels[:, None], 1)[:, 0]
    np.testing.assert_allclose(-np.log(correct), Softmax().values(mild, labels), rtol=1e-13)


@pytest.mark.parametrize("name", list(LOSSES))
def test_catalogue_names_are_the_losses_own(name: str) -> None:
    assert LOSSES[name].name == name
    assert LOSSES[name].summary.endswith(".")


def test_at_a_kink_the_svm_takes_a_slope_between_the_two_sides() -> None:
    scores = np.array([[0.0, -1.0, 5.0]])  # class 1 exactly at the margin of class 0
    slopes = MulticlassSVM().values_and_slopes(scores, np.array([0]))[1][0]
    assert 0.0 <= slopes[1] <= 1.0
    assert slopes[2] == 1.0
    assert slopes[0] == -(slopes[1] + slopes[2])
