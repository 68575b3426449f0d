"""Any objective on a slice, point by point, by the workers of any executor."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from landscape.errors import Cancelled
from landscape.objectives.pointwise import TILE_POINTS, evaluate_in_tiles
from landscape.objectives.reread_classifier import RereadClassifier
from landscape.objectives.restricted import PointwiseRestriction
from landscape.slice import Slice
from landscape.work import Work
from trainers.quadratic import Quadratic

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

A, B = np.linspace(-1, 2, 7), np.linspace(0, 3, 11)
PLANE = Slice(np.array([1.0, 0, 0, -1]), np.array([[0.0, 1, 0, 0.5], [0, 0.3, 1, 0]]))
BOWL = Quadratic(np.random.default_rng(0).normal(size=(6, 4)))


class Lazy(Executor):
    """Computes nothing before it is asked for, the last submitted first."""

    def __init__(self) -> None:
        self.submitted: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.submitted.append((future, lambda: fn(*args, **kwargs)))
        return future

    def run(self, count: int | None = None) -> None:
        """Compute some, backwards."""
        for future, compute in self.submitted[::-1][:count]:
            if future.set_running_or_notify_cancel():
                future.set_result(compute())


@dataclass(frozen=True)
class Breaks:
    """A quadratic that fails at some point of the plane."""

    error: Exception

    n_weights = 4
    n_examples = 6

    def loss(self, weights: np.ndarray, rows: Any = None) -> float:
        if weights[1] > 1:
            raise self.error
        return BOWL.loss(weights)

    def gradient(self, weights: np.ndarray, rows: Any = None) -> np.ndarray:
        return BOWL.gradient(weights)

    def loss_and_gradient(self, weights: np.ndarray, rows: Any = None) -> tuple[float, np.ndarray]:
        return BOWL.loss_and_gradient(weights)


@pytest.fixture(scope="module")
def processes() -> Any:
    """Two other Pythons, as a cluster is: nothing is inherited, everything travels."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def test_values_are_those_of_the_objective_point_by_point() -> None:
    found = PointwiseRestriction(BOWL, PLANE).grid(A, B, Work())
    expected = [[BOWL.loss(PLANE.embed(np.array([x, y]))) for y in B] for x in A]
    np.testing.assert_array_equal(found.loss, expected)
    assert np.isnan(found.accuracy).all()
    assert np.isnan(found.regularization).all()


@pytest.mark.parametrize("workers", [1, 3])
def test_threads_give_the_same_bytes(workers: int) -> None:
    restricted = PointwiseRestriction(BOWL, PLANE)
    with ThreadPoolExecutor(workers) as pool:
        assert restricted.grid(A, B, Work(), pool).loss.tobytes() == restricted.grid(A, B, Work()).loss.tobytes()
        assert pool.submit(int, 3).result() == 3  # it is its owner's, and still open


def test_other_processes_give_the_same_bytes(processes: Executor) -> None:
    restricted = PointwiseRestriction(BOWL, PLANE)
    found = restricted.grid(A, B, Work(), processes)
    assert found.loss.tobytes() == restricted.grid(A, B, Work()).loss.tobytes()


@pytest.mark.parametrize("loss", ["softmax", "svm"])
def test_a_classifier_travels_and_keeps_accuracy_and_terms(processes: Executor, problem: Any, loss: str) -> None:
    model = problem(loss, n=200).model
    random = np.random.default_rng(2)
    at = Slice(random.normal(size=model.n_weights), random.normal(size=(2, model.n_weights)))
    whole, reread = model.restrict(at).grid(A, B, Work()), RereadClassifier(model, at)
    found, here = reread.grid(A, B, Work(), processes), reread.grid(A, B, Work())
    for name in ("loss", "regularization", "accuracy"):
        np.testing.assert_array_equal(getattr(found, name), getattr(here, name))
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name), rtol=1e-12)


def test_results_go_to_their_places_whatever_the_order_they_come_in() -> None:
    restricted, lazy = PointwiseRestriction(BOWL, PLANE), Lazy()
    timer = threading.Timer(0.1, lazy.run)
    timer.start()
    found = restricted.grid(A, B, Work(), lazy)
    timer.join()
    assert len(lazy.submitted) == -(-A.size * B.size // TILE_POINTS)
    np.testing.assert_array_equal(found.loss, restricted.grid(A, B, Work()).loss)


def test_a_line_has_tiles_too() -> None:
    line = Slice(PLANE.origin, PLANE.axes[:1])
    restricted = PointwiseRestriction(BOWL, line)
    with ThreadPoolExecutor(2) as pool:
        found = restricted.grid(np.linspace(-1, 1, 40), np.empty(0), Work(), pool).loss
    assert found.shape == (40,)
    np.testing.assert_array_equal(found, restricted.grid(np.linspace(-1, 1, 40), np.empty(0), Work()).loss)


def test_progress_rises_to_the_end() -> None:
    heard: list[tuple[str, float]] = []
    with ThreadPoolExecutor(2) as pool:
        PointwiseRestriction(BOWL, PLANE).grid(A, B, Work(progress=lambda *said: heard.append(said)), pool)
    fractions = [fraction for _, fraction in heard]
    assert {stage for stage, _ in heard} == {"surface"}
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


@pytest.mark.parametrize("error", [RuntimeError("broken at a point"), TimeoutError("its own")])
@pytest.mark.parametrize("away", [False, True])
def test_an_exception_travels_and_the_rest_is_withdrawn(error: Exception, away: bool) -> None:
    restricted = PointwiseRestriction(Breaks(error), PLANE)
    with ThreadPoolExecutor(1) as pool, pytest.raises(type(error), match=str(error)):
        restricted.grid(A, B, Work(), pool if away else None)


def test_an_exception_comes_back_from_another_process(processes: Executor) -> None:
    wider = Slice(np.zeros(5), np.eye(5)[:2])
    with pytest.raises(ValueError, match="broadcast"):  # the bowl has four weights
        PointwiseRestriction(BOWL, wider).grid(A, B, Work(), processes)


@pytest.mark.parametrize("kind", ["here", "threads", "lazy"])
def test_it_stops_within_a_fifth_of_a_second_and_leaves_nothing_waiting(kind: str) -> None:
    ran: list[int] = []

    def slow(points: np.ndarray, work: Work) -> np.ndarray:
        for _ in points:
            work.check()
            time.sleep(0.01)
            ran.append(1)
        return np.zeros((1, len(points)))

    work, lazy = Work(), Lazy()
    with ThreadPoolExecutor(2) as pool:
        executor = {"here": None, "threads": pool, "lazy": lazy}[kind]
        timer = threading.Timer(0.1, work.stop.set)
        timer.start()
        begun = time.perf_counter()
        with pytest.raises(Cancelled):
            evaluate_in_tiles(slow, np.zeros((1000, 2)), work, executor)
        assert time.perf_counter() - begun < 0.3 + PATIENCE
    timer.join()
    done = len(ran)
    time.sleep(0.05)
    assert len(ran) == done < 200
    assert all(future.cancelled() for future, _ in lazy.submitted)
