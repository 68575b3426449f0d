"""The network against a naive one, against differences, and on a slice against itself point by point."""

from __future__ import annotations

import math
import pickle
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.errors import Cancelled
from landscape.losses.catalogue import LOSSES
from landscape.objectives.activations import ACTIVATIONS
from landscape.objectives.layout import WeightLayout
from landscape.objectives.reread_classifier import RereadClassifier
from landscape.objectives.restricted import PointwiseRestriction, grid_points, grid_shape
from landscape.objectives.restricted_network import RestrictedNetwork
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.slice import Slice
from landscape.work import Work
from trainers.finite_differences import numeric_gradient, relative_error

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

every_loss = pytest.mark.parametrize("loss", ["softmax", "svm"])  # which the naive network knows; the rest: losses/
every_activation = pytest.mark.parametrize("activation", list(ACTIVATIONS))


@dataclass(frozen=True)
class Naive:
    """A network beside mapped features (N, D), example by example and unit by unit."""

    model: TwoLayerNetwork
    x: np.ndarray

    def scores(self, weights: np.ndarray, x: np.ndarray) -> list[float]:
        """The scores of one example."""
        n_hidden, n_classes = self.model.layout.hidden[0], self.model.layout.n_classes
        border = n_hidden * (len(x) + 1)
        hidden = []
        for row in weights[:border].reshape(n_hidden, -1):
            z = float(np.sum(row[:-1] * x)) + row[-1]
            hidden.append(max(z, 0.0) if self.model.activation.name == "relu" else math.tanh(z))
        rows = weights[border:].reshape(n_classes, -1)
        return [sum(w * h for w, h in zip(row[:-1], hidden, strict=True)) + row[-1] for row in rows]

    def loss(self, weights: np.ndarray, rows: Any = slice(None)) -> float:
        """The whole loss, straight from its definition."""
        values = []
        for x, y in zip(self.x[rows], self.model.examples.y[rows], strict=True):
            scores = self.scores(weights, x)
            if self.model.data_loss.name == "softmax":
                values.append(math.log(sum(math.exp(s - scores[y]) for s in scores)))
            else:
                values.append(sum(max(0.0, s - scores[y] + 1.0) for j, s in enumerate(scores) if j != y))
        return float(np.mean(values)) + self.penalty(weights)

    def penalty(self, weights: np.ndarray) -> float:
        """lambda times the sum of the squares of all weights that are no biases."""
        return self.model.regularization * float(np.sum(weights[~self.model.layout.is_bias] ** 2))

    def accuracy(self, weights: np.ndarray) -> float:
        """The share of examples whose class is the first one with the highest score."""
        found = [self.scores(weights, x) for x in self.x]
        return float(np.mean([s.index(max(s)) == y for s, y in zip(found, self.model.examples.y, strict=True)]))


def make(
    loss: str = "softmax",
    activation: str = "relu",
    n: int = 50,
    n_features: int = 6,
    n_hidden: int = 5,
    n_classes: int = 4,
    centered: bool = True,
    regularization: float = 0.03,
) -> Naive:
    """A network on random examples that are stored as uint8, all read-only."""
    random = np.random.default_rng((n, n_features, n_hidden, n_classes))
    x, y = random.integers(0, 256, (n, n_features), dtype=np.uint8), random.integers(n_classes, size=n)
    mean = (x / 100).mean(axis=0) if centered else None
    for array in (x, y, mean):
        if array is not None:
            array.flags.writeable = False
    model = TwoLayerNetwork(
        Examples(x, y),
        AffineMap(0.01, mean),
        WeightLayout(n_classes, n_features, (n_hidden,)),
        ACTIVATIONS[activation](),
        LOSSES[loss](),
        regularization,
    )
    return Naive(model, x / 100 - (0.0 if mean is None else mean))


def weights_of(model: TwoLayerNetwork, seed: int = 1, count: int | None = None) -> np.ndarray:
    """Weights with biases that are not zero, read-only."""
    size = model.n_weights if count is None else (count, model.n_weights)
    drawn: np.ndarray = 0.6 * np.random.default_rng(seed).normal(size=size)
    drawn.flags.writeable = False
    return drawn


def through(model: TwoLayerNetwork, n_axes: int, scale: float = 1.0) -> Slice:
    """A slice with skewed axes that move the biases too."""
    random = np.random.default_rng((9, n_axes))
    return Slice(0.5 * random.normal(size=model.n_weights), scale * random.normal(size=(n_axes, model.n_weights)))


@every_loss
@every_activation
@pytest.mark.parametrize("centered", [True, False])
def test_loss_and_accuracy_are_those_of_the_naive_network(loss: str, activation: str, centered: bool) -> None:
    naive = make(loss, activation, centered=centered)
    stack = weights_of(naive.model, count=3)
    losses, accuracies = naive.model.evaluate(stack, Work())
    for weights, value, share in zip(stack, losses, accuracies, strict=True):
        assert naive.model.loss(weights) == pytest.approx(naive.loss(weights), rel=1e-12)
        assert value == naive.model.loss(weights)
        assert share == naive.accuracy(weights)
        scores = naive.model.scores(weights, naive.model.examples)
        np.testing.assert_allclose(scores, [naive.scores(weights, x) for x in naive.x], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(naive.model.penalties(stack), [naive.penalty(weights) for weights in stack], rtol=1e-12)


def away_from_kinks(naive: Naive, weights: np.ndarray, rows: Any) -> bool:
    """Whether steps of the difference below stay on one side of every kink."""
    inner, outer = naive.model.layout.matrices(weights)
    x = naive.x[slice(None) if rows is None else rows]
    sums = x @ inner[:, :-1].T + inner[:, -1]
    scores = naive.model.scores(weights, naive.model.examples.take(np.arange(len(naive.x)) if rows is None else rows))
    labels = naive.model.examples.y[slice(None) if rows is None else rows]
    margins = scores - np.take_along_axis(scores, labels[:, None], 1) + 1
    reach = 2e-5 * max(1.0, np.abs(x).max()) * max(1.0, np.abs(outer).max(), np.abs(sums).max())
    relu, hinge = naive.model.activation.name == "relu", naive.model.data_loss.name == "svm"
    return not (relu and np.abs(sums).min() < reach) and not (hinge and np.abs(margins).min() < reach)


@every_loss
@every_activation
@pytest.mark.parametrize("rows", [None, np.array([5, 0, 5, 39])])
def test_the_analytic_gradient_agrees_with_centered_differences(loss: str, activation: str, rows: Any) -> None:
    naive = make(loss, activation, n=40)
    checked = 0
    for seed in range(12):
        weights = weights_of(naive.model, seed)
        if not away_from_kinks(naive, weights, rows):
            continue
        checked += 1
        value, gradient = naive.model.loss_and_gradient(weights, rows)
        assert relative_error(gradient, numeric_gradient(naive.model, weights, rows)) < 1e-6
        assert value == pytest.approx(naive.loss(weights, slice(None) if rows is None else rows), rel=1e-12)
        np.testing.assert_array_equal(naive.model.gradient(weights, rows), gradient)
    assert checked >= 3


@every_loss
@every_activation
@pytest.mark.parametrize("n", [1, 1023, 1025, 2100])
def test_blocks_of_rows_add_up_to_all_rows(loss: str, activation: str, n: int) -> None:
    model = make(loss, activation, n=n, n_features=3, n_hidden=4, regularization=0.0).model
    weights = weights_of(model)
    parts = [model.loss_and_gradient(weights, np.array([row])) for row in range(n)]
    value, gradient = model.loss_and_gradient(weights)
    assert value == pytest.approx(np.mean([part[0] for part in parts]), rel=1e-12)
    assert relative_error(gradient, np.mean([part[1] for part in parts], axis=0)) < 1e-12


@every_loss
def test_at_zero_weights_the_loss_is_known_and_all_slopes_of_the_first_layer_are_zero(loss: str) -> None:
    model = make(loss, n=200, n_classes=10).model
    zero = np.zeros(model.n_weights)
    value, gradient = model.loss_and_gradient(zero)
    assert value == pytest.approx(math.log(10) if loss == "softmax" else 9.0, rel=1e-14)
    np.testing.assert_array_equal(model.layout.matrices(gradient)[0], 0.0)  # a saddle: no unit leads anywhere
    assert model.evaluate(zero[None], Work())[1][0] == np.mean(model.examples.y == 0)  # all tie: class 0 wins


@every_loss
@every_activation
def test_exchanged_units_lose_the_same_and_half_way_between_there_is_a_hill(loss: str, activation: str) -> None:
    """Not convex: on the segment between two equally good points the loss rises above both."""
    naive = make(loss, activation, n=200, n_hidden=8, n_features=8, regularization=1e-4)
    classes = naive.x @ np.random.default_rng(0).normal(size=(8, 4))  # something that can be learned
    model = naive.model.on(Examples(naive.model.examples.x, classes.argmax(axis=1)))
    weights = weights_of(model)
    for _ in range(120):
        weights = weights - 0.05 * model.gradient(weights)
    order = np.random.default_rng(3).permutation(8)
    exchanged = weights.copy()
    inner, outer = model.layout.matrices(exchanged)
    inner[:] = inner[order]
    outer[:, :-1] = outer[:, :-1][:, order]
    here, there = model.loss(weights), model.loss(exchanged)
    assert there == pytest.approx(here, rel=1e-12)
    assert model.loss((weights + exchanged) / 2) > here + 0.05
    assert not model.convex


@every_loss
@pytest.mark.parametrize("workers", [2, 4])
def test_the_same_bytes_whatever_the_number_of_workers(loss: str, workers: int) -> None:
    model = make(loss, n=5000).model
    stack, at, a, b = weights_of(model, 2, 18), through(model, 2), np.linspace(-1, 1, 5), np.linspace(-2, 2, 7)
    alone, together = Work(1), Work(workers)
    np.testing.assert_array_equal(model.evaluate(stack, alone), model.evaluate(stack, together))
    first, second = (model.restrict(at, work=work).grid(a, b, work) for work in (alone, together))
    assert first.loss.tobytes() == second.loss.tobytes()
    assert first.accuracy.tobytes() == second.accuracy.tobytes()
    several = TwoLayerNetwork(*model.__reduce__()[1], work=together)
    assert several.gradient(stack[0]).tobytes() == model.gradient(stack[0]).tobytes()
    assert several.losses(stack).tobytes() == model.losses(stack).tobytes()


@every_loss
def test_a_truth_does_not_depend_on_what_is_evaluated_beside_it(loss: str) -> None:
    model = make(loss, n=1200).model
    stack = weights_of(model, 3, 35)
    losses, accuracies = model.evaluate(stack, Work())
    for few in ([0], [5, 33], list(range(1, 35)), [7] * 20):
        np.testing.assert_array_equal(model.evaluate(stack[few], Work()), (losses[few], accuracies[few]))


def assert_grid_is_pointwise(model: TwoLayerNetwork, at: Slice, a: np.ndarray, b: np.ndarray) -> None:
    """Loss, regularization and accuracy of the grid, each against its own slow way."""
    restricted = model.restrict(at)
    assert isinstance(restricted, RestrictedNetwork)
    grid = restricted.grid(a, b, Work())
    weights = at.embed(grid_points(a, b))
    expected = np.array([model.loss(row) for row in weights]).reshape(grid_shape(a, b))
    assert grid.loss.shape == expected.shape
    assert (np.abs(grid.loss - expected) <= 1e-12 * np.maximum(np.abs(expected), 1)).all()
    np.testing.assert_allclose(grid.regularization.ravel(), model.penalties(weights), rtol=1e-11, atol=1e-13)
    np.testing.assert_array_equal(grid.accuracy.ravel(), model.evaluate(weights, Work())[1])


@every_loss
@every_activation
@pytest.mark.parametrize(
    ("a", "b"),
    [
        (np.linspace(-1, 1, 7), np.linspace(-2, 2, 11)),
        (np.linspace(-1, 1, 4), np.linspace(0.5, 3, 6)),
        (np.linspace(-1, 1, 9), np.empty(0)),
    ],
    ids=["odd", "even, without 0", "line"],
)
def test_a_grid_is_the_pointwise_one(loss: str, activation: str, a: np.ndarray, b: np.ndarray) -> None:
    model = make(loss, activation, n=1300, n_features=20, n_hidden=30, n_classes=10).model
    assert_grid_is_pointwise(model, through(model, 2 if len(b) else 1, 0.5), a, b)


@every_loss
@pytest.mark.parametrize("n_classes", [2, 100])
@pytest.mark.parametrize("n", [1, 130])
@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_any_number_of_classes_a_single_example_and_huge_scores(
    loss: str, n_classes: int, n: int, scale: float
) -> None:
    model = make(loss, n=n, n_classes=n_classes, regularization=0.0).model
    assert_grid_is_pointwise(model, through(model, 2, scale), np.linspace(-1, 1, 5), np.linspace(-1, 2, 4))


@every_loss
@every_activation
@pytest.mark.parametrize("n_classes", [10, 13])
def test_equal_classes_tie_all_over_the_grid_and_the_lowest_wins(loss: str, activation: str, n_classes: int) -> None:
    model = make(loss, activation, n=413, n_hidden=30, n_classes=n_classes).model
    planes = np.random.default_rng(1).normal(size=(3, model.n_weights))
    outer = model.layout.matrices(planes)[1]
    outer[:] = outer[:, :1]
    grid = model.restrict(Slice(planes[0], planes[1:])).grid(np.linspace(-1, 1, 5), np.linspace(-2, 1, 4), Work())
    np.testing.assert_array_equal(grid.accuracy, np.mean(model.examples.y == 0))
    np.testing.assert_array_equal(model.evaluate(planes, Work())[1], np.mean(model.examples.y == 0))
    data = math.log(n_classes) if loss == "softmax" else n_classes - 1.0
    np.testing.assert_allclose(grid.loss - grid.regularization, data, rtol=1e-11)


@every_loss
@every_activation
@pytest.mark.parametrize("n_axes", [1, 2, 5, 8])
@pytest.mark.parametrize("rows", [None, np.arange(4, 1290, 3)])
def test_loss_gradient_and_losses_of_the_restriction(loss: str, activation: str, n_axes: int, rows: Any) -> None:
    model = make(loss, activation, n=1300, n_features=7).model
    at = through(model, n_axes)
    fast, slow = model.restrict(at), PointwiseRestriction(model, at)
    assert isinstance(fast, RestrictedNetwork if n_axes <= 7 else RereadClassifier)
    assert fast.n_weights == n_axes
    assert fast.n_examples == 1300
    points = 0.5 * np.random.default_rng(3).normal(size=(5, n_axes))
    points.flags.writeable = False
    for point in points[:2]:
        value, gradient = fast.loss_and_gradient(point, rows)
        slow_value, slow_gradient = slow.loss_and_gradient(point, rows)
        assert value == pytest.approx(slow_value, rel=1e-12)
        assert fast.loss(point, rows) == pytest.approx(slow_value, rel=1e-12)
        assert relative_error(gradient, slow_gradient) < 1e-11
        np.testing.assert_array_equal(fast.gradient(point, rows), gradient)
    one_by_one = [slow.loss(point, rows) for point in points]
    np.testing.assert_allclose(fast.losses(points, rows), one_by_one, rtol=1e-12)


@every_loss
@pytest.mark.parametrize("n_axes", [1, 2, 9])
def test_one_point_is_a_grid_of_one_point(loss: str, n_axes: int) -> None:
    naive = make(loss)
    at = through(naive.model, n_axes, 0.5)
    point = np.random.default_rng(6).normal(size=n_axes)
    values, weights = naive.model.restrict(at).at(point), at.embed(point)
    assert values.loss == pytest.approx(naive.loss(weights), rel=1e-11)
    assert values.regularization == pytest.approx(naive.penalty(weights), rel=1e-11)
    assert values.accuracy == naive.accuracy(weights)


def test_a_restriction_to_rows_knows_those_alone() -> None:
    naive = make(n=200)
    rows, picked = np.array([7, 7, 150, 3]), np.array([1, 3])
    for n_axes in (2, 9):
        at, point = through(naive.model, n_axes, 0.5), np.full(n_axes, 0.4)
        restricted = naive.model.restrict(at, rows)
        assert restricted.n_examples == 4
        assert restricted.loss(point) == pytest.approx(naive.loss(at.embed(point), rows), rel=1e-11)
        assert restricted.loss(point, picked) == pytest.approx(naive.loss(at.embed(point), rows[picked]), rel=1e-11)


def test_sums_that_would_not_fit_in_memory_are_not_kept_and_the_values_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    model = make(n=300).model
    at, a, b = through(model, 2, 0.5), np.linspace(-1, 1, 5), np.linspace(-1, 2, 4)
    kept = model.restrict(at).grid(a, b, Work())
    monkeypatch.setattr("landscape.objectives.two_layer_network.RESTRICTION_BYTES", 1000)
    reread = model.restrict(at)
    assert isinstance(reread, RereadClassifier)
    again = reread.grid(a, b, Work())
    for name in ("loss", "regularization", "accuracy"):
        np.testing.assert_allclose(getattr(again, name), getattr(kept, name), rtol=1e-12)


def test_a_grid_must_have_the_axes_of_its_slice() -> None:
    model = make().model
    with pytest.raises(ValueError, match="2 axes"):
        model.restrict(through(model, 3)).grid(np.zeros(2), np.zeros(2), Work())


@every_activation
@pytest.mark.parametrize("workers", [1, 2])
def test_a_fine_grid_stops_at_once_when_asked(activation: str, workers: int) -> None:
    model = make("softmax", activation, n=3000, n_features=20, n_hidden=100, n_classes=10).model
    restricted, fine = model.restrict(through(model, 2, 0.1)), np.linspace(-1, 1, 1001)
    work = Work(workers)
    timer = threading.Timer(0.1, work.stop.set)
    timer.start()
    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        restricted.grid(fine, fine, work)
    assert time.perf_counter() - begun < 0.3 + PATIENCE
    timer.join()


@pytest.mark.parametrize("what", ["restrict", "evaluate"])
def test_work_that_was_stopped_does_not_begin(what: str) -> None:
    model, work = make().model, Work()
    work.stop.set()
    with pytest.raises(Cancelled):
        model.restrict(through(model, 2), work=work) if what == "restrict" else model.evaluate(
            weights_of(model)[None], work
        )


@every_loss
@every_activation
def test_weights_far_beyond_reason_are_no_crash(loss: str, activation: str) -> None:
    model = make(loss, activation).model
    value, gradient = model.loss_and_gradient(1e200 * weights_of(model))
    assert not np.isfinite(value)
    assert gradient.shape == (model.n_weights,)
    reach = np.linspace(-1e200, 1e200, 5)
    grid = model.restrict(through(model, 2)).grid(reach, reach, Work(2)).loss
    assert np.isfinite(grid[2, 2])
    assert not np.isfinite(np.delete(grid, 12)).any()


@every_activation
def test_it_travels_as_bytes_without_the_circumstances_of_its_work(activation: str) -> None:
    model = make("svm", activation).model
    again = pickle.loads(pickle.dumps(model.on(model.examples)))
    weights = weights_of(model)
    assert again.loss_and_gradient(weights)[0] == model.loss(weights)
    assert again.statement == model.statement


def test_it_says_what_it_is() -> None:
    model = make("svm", "tanh", n_hidden=5).model
    assert model.name == "two-layer network, 5 tanh units"
    assert model.statement.startswith(
        "mean svm loss of a two-layer network (6-5-4, tanh) + 0.03 x sum of squared weights"
    )
    assert make(n_hidden=1).model.name == "two-layer network, 1 ReLU unit"
