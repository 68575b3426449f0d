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

AT_ZERO_SCORES = {
    "softmax": math.log,
    "svm": lambda n_classes: n_classes - 1,
    "ova-svm": lambda n_classes: n_classes,
    "structured-svm": lambda n_classes: 1,
    "squared-hinge": lambda n_classes: n_classes - 1,
}


def examples(n: int, n_classes: int, scale: float = 1.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Random scores (n, C) and labels (n,), read-only."""
    random = np.random.default_rng(seed)
    scores, labels = scale * random.normal(size=(n, n_classes)), random.integers(n_classes, size=n)
    scores.flags.writeable = labels.flags.writeable = False
    return scores, labels


def by_hand(name: str, scores: np.ndarray, label: int) -> float:
    """The definitions, one example at a time; those with hinges in exact fractions."""
    if name == "softmax":
        leader = int(np.argmax(scores))
        others = math.fsum(math.exp(s - scores[leader]) for j, s in enumerate(scores) if j != leader)
        return float(scores[leader] - scores[label]) + math.log1p(others)
    exact = [Fraction(float(s)) for s in scores]
    if name == "ova-svm":
        return float(sum(max(Fraction(0), 1 - s if j == label else 1 + s) for j, s in enumerate(exact)))
    hinges = [max(Fraction(0), s - exact[label] + 1) for j, s in enumerate(exact) if j != label]
    if name == "structured-svm":
        return float(max(hinges))
    return float(sum(hinge**2 if name == "squared-hinge" else hinge for hinge in hinges))


@every_loss
@pytest.mark.parametrize("n_classes", [2, 10, 100])
def test_zero_scores_give_a_number_that_is_known_by_hand(loss: Loss, n_classes: int) -> None:
    values = loss.values(np.zeros((3, n_classes)), np.array([0, 1, n_classes - 1]))
    np.testing.assert_allclose(values, AT_ZERO_SCORES[loss.name](n_classes), rtol=1e-15)


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


def distance_from_kinks(name: str, scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """How far (n,) each example's scores are from where the loss has a kink."""
    correct = np.take_along_axis(scores, labels[:, None], 1)
    if name == "ova-svm":
        return np.abs(np.where(np.arange(scores.shape[1]) == labels[:, None], 1 - scores, 1 + scores)).min(axis=1)
    margins = scores - correct + 1
    if name == "structured-svm":  # where the largest two of the margins and of 0 meet
        np.put_along_axis(margins, labels[:, None], 0.0, 1)
        second, first = np.sort(margins, axis=1)[:, -2:].T
        return first - second
    return np.abs(margins).min(axis=1)


@every_loss
@pytest.mark.parametrize("n_classes", [2, 10, 100])
def test_slopes_are_the_derivatives_of_the_values(loss: Loss, n_classes: int) -> None:
    scores, labels = examples(30, n_classes, 2.0)
    if not loss.smooth:  # away from kinks, where no derivative exists
        kept = distance_from_kinks(loss.name, scores, labels) > 1e-3
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
def test_adding_a_number_to_all_scores_changes_nothing_but_one_vs_all(loss: Loss) -> None:
    scores, labels = examples(20, 10)
    if loss.name == "ova-svm":
        assert (loss.values(scores + 8.0, labels) > loss.values(scores, labels) + 50).all()
        return
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
    if loss.name != "softmax":
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


def test_at_a_kink_every_svm_takes_a_slope_between_the_two_sides() -> None:
    scores, label = np.array([[0.0, -1.0, -1.0]]), np.array([0])  # both rivals exactly at the margin
    h = 1e-6
    for name in ("structured-svm", "squared-hinge"):
        loss = LOSSES[name]()
        assert loss.values(scores, label)[0] == 0.0
        np.testing.assert_array_equal(loss.values_and_slopes(scores, label)[1], np.zeros((1, 3)))
        rise = (loss.values(scores + h * np.eye(3), np.zeros(3, dtype=int)) / h).round(5)
        np.testing.assert_allclose(rise, [0.0, 1.0, 1.0] if name == "structured-svm" else [0.0, 0.0, 0.0], atol=1e-5)
    one_vs_all = LOSSES["ova-svm"]()
    at_kinks = np.array([[1.0, -1.0, 5.0]])
    values, slopes = one_vs_all.values_and_slopes(at_kinks, label)
    assert values[0] == 6.0
    assert slopes.tolist() == [[0.0, 0.0, 1.0]]


def test_of_several_strongest_rivals_one_alone_is_pushed_down() -> None:
    values, slopes = LOSSES["structured-svm"]().values_and_slopes(np.array([[0.0, 2.0, 2.0]]), np.array([0]))
    assert values[0] == 3.0
    assert slopes.tolist() == [[-1.0, 1.0, 0.0]]


def test_every_loss_of_the_catalogue_is_convex_along_lines_of_scores() -> None:
    (first, labels), (second, _) = examples(200, 6, 3.0, seed=1), examples(200, 6, 3.0, seed=2)
    for kind in LOSSES.values():
        middle = kind().values((first + second) / 2, labels)
        chord = (kind().values(first, labels) + kind().values(second, labels)) / 2
        assert (middle <= chord + 1e-12).all()
        assert (middle < chord - 1e-3).any()
