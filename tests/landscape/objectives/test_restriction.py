"""A loss on a slice, in one pass over the data, against the same loss one embedded point at a time."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np
import pytest

from landscape.errors import Cancelled
from landscape.losses.catalogue import LOSSES
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.reread_classifier import RereadClassifier
from landscape.objectives.restricted import PointwiseRestriction, grid_points, grid_shape
from landscape.objectives.restricted_classifier import RestrictedClassifier
from landscape.slice import Slice
from landscape.work import Work
from trainers.finite_differences import numeric_gradient, relative_error
from trainers.quadratic import Quadratic

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

every_loss = pytest.mark.parametrize("loss", list(LOSSES))
naive_loss = pytest.mark.parametrize("loss", ["softmax", "svm"])  # which the naive classifier knows; the rest: losses/


def through(model: LinearClassifier, n_axes: int, scale: float = 1.0, seed: int = 0) -> Slice:
    """A slice with skewed axes that move the bias too."""
    random = np.random.default_rng((seed, n_axes))
    return Slice(0.3 * random.normal(size=model.n_weights), scale * random.normal(size=(n_axes, model.n_weights)))


def assert_grid_is_pointwise(model: LinearClassifier, at: Slice, a: np.ndarray, b: np.ndarray) -> None:
    """Loss, regularization and accuracy of the grid, each against its own slow way."""
    grid = model.restrict(at).grid(a, b, Work())
    points = grid_points(a, b)
    weights = at.embed(points)
    expected = np.array([model.loss(row) for row in weights]).reshape(grid_shape(a, b))
    assert grid.loss.shape == expected.shape
    assert (np.abs(grid.loss - expected) <= 1e-12 * np.maximum(np.abs(expected), 1)).all()
    pointwise = PointwiseRestriction(model, at).grid(a, b, Work())
    np.testing.assert_allclose(pointwise.loss, expected, rtol=1e-13)
    penalties = model.penalties(weights).reshape(expected.shape)
    np.testing.assert_allclose(grid.regularization, penalties, rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(grid.accuracy.ravel(), model.evaluate(weights, Work())[1])


@every_loss
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.linspace(-1, 1, 7), np.linspace(-2, 2, 11)),
        (np.linspace(-1, 1, 4), np.linspace(-0.5, 3, 6)),
        (np.linspace(2, 5, 5), np.linspace(-4, -3, 2)),
        (np.linspace(-1, 1, 9), np.empty(0)),
        (np.linspace(0.5, 2, 4), np.empty(0)),
    ],
    ids=["odd", "even", "without 0", "line", "line without 0"],
)
def test_a_grid_is_the_pointwise_one(problem: Any, loss: str, a: np.ndarray, b: np.ndarray) -> None:
    model = problem(loss, n=1300).model
    assert_grid_is_pointwise(model, through(model, 2 if len(b) else 1), a, b)


@every_loss
@pytest.mark.parametrize("n_classes", [2, 3, 100])
@pytest.mark.parametrize("n", [1, 90])
def test_any_number_of_classes_and_a_single_example(problem: Any, loss: str, n_classes: int, n: int) -> None:
    model = problem(loss, n=n, n_classes=n_classes, regularization=0.0).model
    assert_grid_is_pointwise(model, through(model, 2), np.linspace(-1, 1, 5), np.linspace(-1, 2, 4))


@every_loss
@pytest.mark.parametrize("size", [1e2, 1e3, 1e4])
def test_huge_scores(problem: Any, loss: str, size: float) -> None:
    model = problem(loss, regularization=0.0).model
    grid_a, grid_b = np.linspace(-1, 1, 7), np.linspace(-1, 1, 11)
    at = through(model, 2, size)
    assert np.abs(model.restrict(at).cached[1:]).max() > size  # type: ignore[union-attr]
    assert_grid_is_pointwise(model, at, grid_a, grid_b)


@every_loss
def test_a_direction_that_moves_one_class_alone(problem: Any, loss: str) -> None:
    model = problem(loss).model
    axes = np.zeros((2, model.n_weights))
    width = model.layout.n_features + 1
    axes[:, width : 2 * width] = np.random.default_rng(0).normal(size=(2, width))
    for origin in (np.zeros(model.n_weights), through(model, 2).origin):  # at zero all other classes tie
        assert_grid_is_pointwise(model, Slice(origin, axes), np.linspace(-1, 1, 7), np.linspace(-1, 1, 5))


@naive_loss
@pytest.mark.parametrize("n_classes", [2, 3, 5, 7, 10])
@pytest.mark.parametrize("n_features", [13, 64])
def test_equal_rows_tie_all_over_the_grid(problem: Any, loss: str, n_classes: int, n_features: int) -> None:
    found = problem(loss, n=1100, n_features=n_features, n_classes=n_classes)
    row = np.random.default_rng(1).normal(size=(3, n_features + 1))
    origin, *axes = np.tile(row, n_classes)
    grid = found.model.restrict(Slice(origin, np.array(axes))).grid(
        np.linspace(-1, 1, 5), np.linspace(-2, 1, 4), Work()
    )
    np.testing.assert_array_equal(grid.accuracy, np.mean(found.y == 0))
    data = np.log(n_classes) if loss == "softmax" else n_classes - 1.0
    np.testing.assert_allclose(grid.loss - grid.regularization, data, rtol=1e-12)


@every_loss
def test_values_belong_to_their_coordinates_and_not_to_the_transposed_ones(problem: Any, loss: str) -> None:
    model = problem(loss).model
    at = through(model, 2)
    a, b = np.linspace(-1, 1, 4), np.linspace(-3, 3, 4)
    values = model.restrict(at).grid(a, b, Work()).loss
    assert values[3, 0] == pytest.approx(model.loss(at.embed(np.array([1.0, -3.0]))), rel=1e-12)
    assert values[0, 3] == pytest.approx(model.loss(at.embed(np.array([-1.0, 3.0]))), rel=1e-12)
    assert abs(values[3, 0] - values[0, 3]) > 1e-3


@every_loss
@pytest.mark.parametrize("n_axes", [1, 2, 5, 9])
@pytest.mark.parametrize("rows", [None, np.arange(4, 1290, 3)])
def test_loss_gradient_and_losses_of_the_restriction(problem: Any, loss: str, n_axes: int, rows: Any) -> None:
    model = problem(loss, n=1300).model
    at = through(model, n_axes)
    fast, slow = model.restrict(at), PointwiseRestriction(model, at)
    assert isinstance(fast, RestrictedClassifier if n_axes <= 7 else RereadClassifier)
    assert fast.n_weights == n_axes
    assert fast.n_examples == 1300
    points = np.random.default_rng(3).normal(size=(18, n_axes))
    points.flags.writeable = False
    for point in points[:2]:
        value, gradient = fast.loss_and_gradient(point, rows)
        slow_value, slow_gradient = slow.loss_and_gradient(point, rows)
        assert value == pytest.approx(slow_value, rel=1e-12)
        assert fast.loss(point, rows) == pytest.approx(slow_value, rel=1e-12)
        assert relative_error(gradient, slow_gradient) < 1e-11
        np.testing.assert_array_equal(fast.gradient(point, rows), gradient)
        assert relative_error(slow_gradient, at.axes @ model.gradient(at.embed(point), rows)) < 1e-14
    one_by_one = [slow.loss(point, rows) for point in points]
    np.testing.assert_allclose(fast.losses(points, rows), one_by_one, rtol=1e-12)


def test_the_restricted_gradient_is_the_derivative_by_the_coordinates(problem: Any) -> None:
    model = problem("softmax").model
    at = through(model, 3)
    point = np.array([0.3, -0.2, 0.5])
    for restricted in (model.restrict(at), PointwiseRestriction(model, at)):
        assert relative_error(restricted.gradient(point), numeric_gradient(restricted, point)) < 1e-6


@naive_loss
def test_a_restriction_to_rows_knows_those_alone(problem: Any, loss: str) -> None:
    found = problem(loss, n=200)
    rows = np.array([7, 7, 150, 3])
    for n_axes in (2, 9):
        at = through(found.model, n_axes)
        restricted = found.model.restrict(at, rows)
        point = np.full(n_axes, 0.4)
        assert restricted.n_examples == 4
        assert restricted.loss(point) == pytest.approx(found.naive_loss(at.embed(point), rows), rel=1e-11)
        picked = np.array([1, 3])
        assert restricted.loss(point, picked) == pytest.approx(
            found.naive_loss(at.embed(point), rows[picked]), rel=1e-11
        )


@every_loss
@pytest.mark.parametrize("workers", [2, 4])
def test_the_same_bytes_whatever_the_number_of_workers(problem: Any, loss: str, workers: int) -> None:
    model = problem(loss, n=7000).model
    at, a, b = through(model, 2), np.linspace(-1, 1, 7), np.linspace(-2, 2, 11)
    alone, together = (model.restrict(at, work=work).grid(a, b, work) for work in (Work(1), Work(workers)))
    assert alone.loss.tobytes() == together.loss.tobytes()
    assert alone.accuracy.tobytes() == together.accuracy.tobytes()


@naive_loss
@pytest.mark.parametrize("n_axes", [1, 2, 9])
def test_one_point_is_a_grid_of_one_point(problem: Any, loss: str, n_axes: int) -> None:
    found = problem(loss)
    at = through(found.model, n_axes)
    point = np.random.default_rng(6).normal(size=n_axes)
    values, weights = found.model.restrict(at).at(point), at.embed(point)
    assert values.loss == pytest.approx(found.naive_loss(weights), rel=1e-12)
    assert values.regularization == pytest.approx(found.naive_penalty(weights), rel=1e-11)
    assert values.accuracy == found.naive_accuracy(weights)


@every_loss
def test_with_fewer_features_than_axes_the_grid_is_whole_all_the_same(problem: Any, loss: str) -> None:
    model = problem(loss, n=40, n_features=1, n_classes=3).model
    assert isinstance(model.restrict(through(model, 2)), RereadClassifier)
    assert_grid_is_pointwise(model, through(model, 2), np.linspace(-1, 1, 7), np.linspace(-1, 2, 5))


@every_loss
@pytest.mark.parametrize("workers", [1, 2])
def test_a_fine_grid_stops_at_once_when_asked(problem: Any, loss: str, workers: int) -> None:
    model = problem(loss, n=4000, n_features=20, n_classes=10).model
    restricted, fine = model.restrict(through(model, 2, 0.1)), np.linspace(-1, 1, 1001)
    work = Work(workers)
    timer = threading.Timer(0.1, work.stop.set)
    timer.start()
    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        restricted.grid(fine, fine, work)
    assert time.perf_counter() - begun < 0.3 + PATIENCE
    timer.join()


def test_scores_that_would_not_fit_in_memory_are_not_kept(problem: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model = problem("softmax").model
    monkeypatch.setattr("landscape.objectives.linear_classifier.RESTRICTION_BYTES", 1000)
    assert isinstance(model.restrict(through(model, 2)), RereadClassifier)


def test_a_grid_must_have_the_axes_of_its_slice(problem: Any) -> None:
    model = problem("softmax").model
    with pytest.raises(ValueError, match="2 axes"):
        model.restrict(through(model, 3)).grid(np.zeros(2), np.zeros(2), Work())
    with pytest.raises(ValueError, match="1 axes"):
        model.restrict(through(model, 2)).grid(np.zeros(2), np.empty(0), Work())


def test_pointwise_takes_any_objective() -> None:
    bowl = Quadratic(np.zeros((3, 4)))
    at = Slice(np.array([1.0, 0, 0, 0]), np.eye(4)[1:3])
    found = PointwiseRestriction(bowl, at).grid(np.array([0.0, 2.0]), np.array([0.0, 1.0, 3.0]), Work())
    np.testing.assert_allclose(found.loss, [[0.5, 1.0, 5.0], [2.5, 3.0, 7.0]])
    assert np.isnan(found.accuracy).all()
    assert np.isnan(PointwiseRestriction(bowl, at).at(np.zeros(2)).accuracy)


@every_loss
@pytest.mark.parametrize("reach", [1e100, 1e160, 1e300])
def test_infinity_stays_where_the_plain_way_has_it(problem: Any, loss: str, reach: float) -> None:
    model = problem(loss).model
    at, a, b = through(model, 2), np.linspace(-reach, reach, 7), np.linspace(-reach, reach, 5)
    fast = model.restrict(at).grid(a, b, Work(2)).loss
    with np.errstate(over="ignore", invalid="ignore"):
        plain = PointwiseRestriction(model, at).grid(a, b, Work()).loss
    finite = np.isfinite(plain)
    assert finite[3, 2]
    assert finite.all() == (reach == 1e100)
    np.testing.assert_array_equal(np.isfinite(fast), finite)
    # Rounding is measured by the scores at the grid's edge, beside which those at its center vanish.
    np.testing.assert_allclose(fast[finite], plain[finite], rtol=1e-12, atol=1e-12 * reach)
