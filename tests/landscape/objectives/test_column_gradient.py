"""The numeric gradient by columns: the plain way's numbers, more exactly and in one pass."""

from __future__ import annotations

import threading
import time
import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landscape.errors import Cancelled, InvalidValue
from landscape.losses.catalogue import LOSSES
from landscape.losses.softmax import Softmax
from landscape.objectives.column_gradient import COLUMN_DIFFERENCES, column_numeric_gradient
from landscape.work import Work
from trainers.finite_differences import numeric_gradient, relative_error

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

EPSILON = float(np.finfo(np.float64).eps)
every_loss = pytest.mark.parametrize("loss", list(COLUMN_DIFFERENCES))
both_forms = pytest.mark.parametrize("centered", [True, False], ids=["centered", "forward"])


def weights_of(model: Any, seed: int = 1, scale: float = 0.5) -> np.ndarray:
    drawn = scale * np.random.default_rng(seed).normal(size=model.n_weights)
    drawn.flags.writeable = False
    return drawn


def rounding_of_the_plain_way(found: Any, weights: np.ndarray, h: float) -> float:
    """A bound on the rounding of a plain difference: that of two losses, and of w + h, seen through the division."""
    scores = np.abs(found.x) @ np.abs(weights.reshape(found.model.layout.n_classes, -1)).T
    in_losses = 8 * EPSILON * (scores.max() + found.model.loss(weights))
    in_step = EPSILON * np.abs(weights).max() * np.abs(found.model.gradient(weights)).max()
    return float(in_losses + in_step) / h


@every_loss
@both_forms
@pytest.mark.parametrize(("stored", "mean"), [("uint8", True), ("uint8", False), ("float32", True), ("float32", False)])
@pytest.mark.parametrize("rows", [None, np.array([5, 0, 5, 59, 31])], ids=["all rows", "some rows"])
def test_the_numbers_are_those_of_one_weight_at_a_time(
    problem: Any, loss: str, centered: bool, stored: str, mean: bool, rows: Any
) -> None:
    found = problem(loss, stored=stored, centered=mean)
    weights = weights_of(found.model)
    plain = numeric_gradient(found.model, weights, rows, 1e-5, centered)
    columns = column_numeric_gradient(found.model, weights, rows, 1e-5, centered)
    assert np.abs(columns - plain).max() < rounding_of_the_plain_way(found, weights, 1e-5)


@every_loss
@both_forms
@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-5, 1e-6])
@pytest.mark.parametrize(("n_classes", "n_features"), [(2, 7), (3, 1), (10, 5), (60, 3)])
def test_the_numbers_are_those_of_one_weight_at_a_time_at_any_step(
    problem: Any, loss: str, centered: bool, h: float, n_classes: int, n_features: int
) -> None:
    found = problem(loss, n=40, n_features=n_features, n_classes=n_classes)
    weights = weights_of(found.model)
    plain = numeric_gradient(found.model, weights, h=h, centered=centered)
    columns = column_numeric_gradient(found.model, weights, h=h, centered=centered)
    assert np.abs(columns - plain).max() < rounding_of_the_plain_way(found, weights, h)


@every_loss
@both_forms
def test_regularization_is_that_of_the_formula_and_leaves_the_bias_out(problem: Any, loss: str, centered: bool) -> None:
    with_it, without = (problem(loss, regularization=value).model for value in (0.7, 0.0))
    weights, rows, h = weights_of(with_it), np.array([3, 8]), 1e-2
    added = column_numeric_gradient(with_it, weights, rows, h, centered) - column_numeric_gradient(
        without, weights, rows, h, centered
    )
    w = weights.reshape(4, -1)[:, :-1]
    expected = 0.7 * (2 * w + (0.0 if centered else h))
    np.testing.assert_allclose(added.reshape(4, -1)[:, :-1], expected, atol=1e-14)
    np.testing.assert_array_equal(added.reshape(4, -1)[:, -1], 0.0)


@every_loss
@pytest.mark.parametrize("n", [1, 1024, 1025, 2500])
@pytest.mark.parametrize("n_features", [1, 63, 64, 200])
def test_blocks_of_rows_and_of_features_add_up(problem: Any, loss: str, n: int, n_features: int) -> None:
    found = problem(loss, n=n, n_features=n_features, n_classes=3)
    weights = weights_of(found.model, scale=0.1)
    analytic = found.model.gradient(weights)
    assert relative_error(column_numeric_gradient(found.model, weights, h=1e-7), analytic) < 1e-6


@every_loss
@both_forms
@pytest.mark.parametrize("h", [1e-5, 0.5])
def test_the_bytes_do_not_depend_on_the_number_of_workers(problem: Any, loss: str, centered: bool, h: float) -> None:
    model = problem(loss, n=5000, n_features=70).model
    weights = weights_of(model)
    for rows in (None, np.arange(4999, 0, -1)):
        one, *more = (
            column_numeric_gradient(model, weights, rows, h, centered, Work(workers)).tobytes() for workers in (1, 2, 4)
        )
        assert all(found == one for found in more)
    assert column_numeric_gradient(replace(model, work=Work(2)), weights, rows, h, centered).tobytes() == one


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_rises_to_one(problem: Any, workers: int) -> None:
    heard: list[tuple[str, float]] = []
    model = problem(n=9000, n_features=3).model
    column_numeric_gradient(model, weights_of(model), work=Work(workers, lambda *what: heard.append(what)))
    assert {stage for stage, _ in heard} == {"numeric gradient"}
    assert len(heard) >= 9
    assert [fraction for _, fraction in heard] == sorted(fraction for _, fraction in heard)
    assert heard[-1][1] == 1.0
    own_heard: list[tuple[str, float]] = []
    own = replace(model, work=Work(workers, lambda *what: own_heard.append(what)))
    column_numeric_gradient(own, weights_of(model))
    assert own_heard == heard  # where no work is given, it is the model's


@every_loss
@pytest.mark.parametrize("workers", [1, 2])
def test_it_stops_when_asked_and_leaves_nothing_running(problem: Any, loss: str, workers: int) -> None:
    model, stopped = problem(loss, n=60_000, n_features=200, n_classes=10).model, []

    def stop(stage: str, fraction: float) -> None:  # at the first sign of life: a timer may come too late
        if not stopped:
            stopped.append(time.perf_counter())
            work.stop.set()

    work = Work(workers, stop)
    with pytest.raises(Cancelled):
        column_numeric_gradient(model, weights_of(model), h=0.5, work=work)
    assert time.perf_counter() - stopped[0] < PATIENCE
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("losscope")]


@every_loss
def test_it_stops_within_a_block_too(loss: str) -> None:
    """A block of real images takes longer than anybody wants to wait: each tile of features asks."""
    random, asked = np.random.default_rng(0), []

    class StopsAtTheThirdLook(Work):
        def check(self) -> None:
            asked.append(True)
            if len(asked) == 3:
                raise Cancelled

    scores, labels = random.normal(size=(400, 3)), random.integers(3, size=400)
    with pytest.raises(Cancelled):
        COLUMN_DIFFERENCES[loss](scores, labels, random.normal(size=(400, 300)), 9.0, True, StopsAtTheThirdLook())


@every_loss
@pytest.mark.parametrize("h", [1e-5, 0.5])
def test_memory_does_not_grow_with_the_rows(problem: Any, loss: str, h: float) -> None:
    model = problem(loss, n=12_000, n_features=500, n_classes=10).model
    weights, block = weights_of(model, scale=0.05), 1024 * 501 * 8
    column_numeric_gradient(model, weights, np.arange(10), h)
    tracemalloc.start()
    column_numeric_gradient(model, weights, h=h)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert block < most < 2.5 * block  # all rows are 12 blocks


@every_loss
@both_forms
def test_the_weights_are_not_written_to(problem: Any, loss: str, centered: bool) -> None:
    model = problem(loss).model
    weights = weights_of(model).copy()
    weights[:3] = 1e16, -0.0, 0.1
    before = weights.tobytes()
    found = column_numeric_gradient(model, weights, centered=centered)
    assert weights.tobytes() == before
    assert not np.shares_memory(found, weights)


@pytest.mark.parametrize("h", [0.0, -1e-5, float("nan"), float("inf")])
def test_a_step_that_is_no_step_is_refused(problem: Any, h: float) -> None:
    model = problem().model
    with pytest.raises(
        InvalidValue, match=r"^h of a numeric gradient must be above 0 and finite; got .*\. Try 1e-5\.$"
    ):
        column_numeric_gradient(model, weights_of(model), h=h)


def test_every_column_form_is_of_a_loss_of_the_catalogue() -> None:
    assert set(COLUMN_DIFFERENCES) <= set(LOSSES)


def test_a_loss_without_a_column_form_is_refused_with_the_remedy(problem: Any) -> None:
    class Foreign(Softmax):
        name = "foreign"

    model = replace(problem().model, data_loss=Foreign())
    with pytest.raises(InvalidValue, match=r"softmax, svm; got foreign\. Use numeric_gradient"):
        column_numeric_gradient(model, weights_of(model))
