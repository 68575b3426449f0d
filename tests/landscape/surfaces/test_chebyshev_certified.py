"""Certified surfaces: within their bound of the exact ones, or exact themselves."""

from __future__ import annotations

import threading
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from landscape.data.digits import Digits
from landscape.errors import Cancelled
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.restricted import PointwiseRestriction
from landscape.objectives.restricted_classifier import RestrictedClassifier
from landscape.slice import Slice
from landscape.surfaces.certified import DEGREES, CertifiedGrid, certified_grid
from landscape.surfaces.chebyshev import Interpolant, chebyshev_points
from landscape.surfaces.terms import accuracy_grid, data_grid
from landscape.work import Work
from trainers.quadratic import Quadratic


@cache
def digits(loss: str = "softmax", n_axes: int = 2) -> RestrictedClassifier:
    """Digits on a random plane through a trained W, axes of unit length times W's."""
    found = Digits().load(Work())
    model = LinearClassifier(found.train, found.map, WeightLayout(10, 64), LOSSES[loss](), 1e-3)
    weights = np.zeros(model.n_weights)
    for _ in range(60):
        weights = weights - 0.5 * model.gradient(weights)
    axes = np.random.default_rng(0).normal(size=(n_axes, model.n_weights))
    axes *= np.linalg.norm(weights) / np.linalg.norm(axes, axis=1, keepdims=True)
    restricted = model.restrict(Slice(weights, axes))
    assert isinstance(restricted, RestrictedClassifier)
    return restricted


def both(reach: float, n: int, tolerance: float, **options: Any) -> tuple[CertifiedGrid, Any, np.ndarray]:
    a, b = np.linspace(-reach, reach, n), np.linspace(-0.8 * reach, 1.1 * reach, n + 4)
    return certified_grid(digits(), a, b, Work(), tolerance, **options), digits().grid(a, b, Work()), a


@pytest.mark.parametrize(("reach", "tolerance"), [(0.3, 1e-9), (0.7, 1e-9), (1.0, 1e-4), (3.0, 1e-4), (10.0, 1e-2)])
def test_a_certified_surface_is_within_its_bound_of_the_exact_one(reach: float, tolerance: float) -> None:
    found, exact, _ = both(reach, 101, tolerance)
    assert found.method == "certified"
    assert found.degree is not None
    assert found.degree in {2 * degree for degree in DEGREES}
    error = np.abs(found.values.loss - exact.loss).max()
    assert 0 < error <= found.error_bound <= tolerance * max(1.0, exact.loss.max())
    np.testing.assert_array_equal(found.values.regularization, exact.regularization)
    np.testing.assert_array_equal(found.values.accuracy, exact.accuracy)


def test_larger_ranges_take_higher_degrees() -> None:
    degrees = [both(reach, 201, 1e-4, accuracy=False)[0].degree for reach in (0.3, 2.0, 6.0)]
    assert degrees == sorted(degrees, key=lambda degree: degree or np.inf)
    assert degrees[0] == 16
    assert degrees[-1] != 16


@pytest.mark.parametrize("tolerance", [1e-9, 1e-4])
def test_large_logit_ranges_are_refused_and_exact_to_the_last_bit(tolerance: float) -> None:
    found, exact, _ = both(100.0, 81, tolerance)
    assert np.ptp(digits().cached[1], axis=1).max() * 100 > 200
    assert (found.method, found.error_bound, found.degree) == ("exact", 0.0, None)
    for name in ("loss", "regularization", "accuracy"):
        assert getattr(found.values, name).tobytes() == getattr(exact, name).tobytes()


def node_counts(reach: float, tolerance: float) -> list[int]:
    """How many nodes per axis were tried, in order, for a grid of 101 x 101."""
    heard: list[str] = []
    a = np.linspace(-reach, reach, 101)
    work = Work(progress=lambda stage, _: heard.append(stage))
    certified_grid(digits(), a, a, work, tolerance, accuracy=False)
    return [int(stage.split()[2]) for stage in dict.fromkeys(heard) if "nodes" in stage]


def test_what_cannot_pass_is_not_tried_and_all_tries_stay_below_half_of_the_grid() -> None:
    tries = {
        (reach, tolerance): node_counts(reach, tolerance) for reach in (0.1, 3.0, 100.0) for tolerance in (1e-9, 1e-4)
    }
    assert all(sum(n**2 for n in tried) <= 101**2 / 2 for tried in tries.values())
    assert tries[0.1, 1e-4] == [17]
    assert tries[3.0, 1e-4] == [17, 33]
    assert tries[100.0, 1e-9] == [17]  # hopeless already at the first
    assert node_counts(2.0, 1e-9) == [17, 65]  # so is 33


def test_a_grid_smaller_than_twice_the_nodes_is_exact() -> None:
    a = np.linspace(-0.1, 0.1, 24)
    assert certified_grid(digits(), a, a, Work()).degree is None
    assert certified_grid(digits(), np.linspace(-0.1, 0.1, 25), a, Work()).degree == 16


@pytest.mark.parametrize("tolerance", [1e-20, 1e-9])
def test_a_constant_data_loss_has_nothing_but_rounding_to_bound(tolerance: float) -> None:
    flat = replace(digits(), cached=digits().cached * np.array([1.0, 0.0, 0.0])[:, None, None])
    a = np.linspace(-1.0, 1.0, 41)
    found, exact = certified_grid(flat, a, a, Work(), tolerance), flat.grid(a, a, Work())
    assert (found.degree is None) == (tolerance < 1e-9)
    assert found.error_bound < 1e-13
    assert np.abs(found.values.loss - exact.loss).max() <= found.error_bound


def test_tolerance_zero_asks_for_exact_values() -> None:
    found, exact, _ = both(0.3, 61, 0.0)
    assert found.method == "exact"
    assert found.values.loss.tobytes() == exact.loss.tobytes()


@pytest.mark.parametrize("certified", [True, False])
def test_accuracy_is_left_out_on_request_and_only_then(certified: bool) -> None:
    found, exact, _ = both(0.3, 41, 1e-4 if certified else 0.0, accuracy=False)
    assert (found.method == "certified") == certified
    assert np.isnan(found.values.accuracy).all()
    assert found.values.accuracy.shape == exact.accuracy.shape
    np.testing.assert_allclose(found.values.loss, exact.loss, rtol=0, atol=found.error_bound)


def test_hinges_have_kinks_and_are_counted_exactly() -> None:
    a, svm = np.linspace(-0.3, 0.3, 41), digits("svm")
    assert not svm.data_loss.smooth
    found, exact = certified_grid(svm, a, a, Work(), 1e-2), svm.grid(a, a, Work())
    assert (found.method, found.error_bound) == ("exact", 0.0)
    assert found.values.loss.tobytes() == exact.loss.tobytes()
    without = certified_grid(svm, a, a, Work(), 1e-2, accuracy=False).values
    assert without.loss.tobytes() == exact.loss.tobytes()


@pytest.mark.parametrize("tolerance", [1e-9, 0.0])
def test_a_line_by_the_same_code(tolerance: float) -> None:
    line, a, nothing = digits(n_axes=1), np.linspace(-0.2, 1.2, 201), np.empty(0)
    found, exact = certified_grid(line, a, nothing, Work(), tolerance), line.grid(a, nothing, Work())
    assert (found.degree is None) == (tolerance == 0)
    assert found.values.loss.shape == found.values.accuracy.shape == found.values.regularization.shape == (201,)
    assert np.abs(found.values.loss - exact.loss).max() <= found.error_bound
    np.testing.assert_array_equal(found.values.accuracy, exact.accuracy)


def test_a_finer_or_a_closer_grid_needs_no_new_values() -> None:
    first, _, a = both(1.0, 101, 1e-4)
    fine, near = np.linspace(-0.8, 1.0, 301), np.linspace(0.1, 0.2, 50)
    heard: list[str] = []
    for grid in (fine, near):
        work = Work(progress=lambda stage, _: heard.append(stage))
        again = certified_grid(digits(), grid, grid, work, 1e-4, accuracy=False, known=first.interpolant)
        assert again.interpolant is first.interpolant
        np.testing.assert_allclose(
            again.values.loss, digits().grid(grid, grid, Work()).loss, rtol=0, atol=again.error_bound
        )
    assert heard == []
    wide = certified_grid(digits(), 1.2 * a, a, Work(), 1e-4, accuracy=False, known=first.interpolant)
    assert wide.interpolant is not first.interpolant
    sharper = certified_grid(digits(), fine, fine, Work(), 1e-9, accuracy=False, known=first.interpolant)
    assert sharper.error_bound <= 1e-9


def test_the_bound_belongs_to_the_grid_that_is_asked_for() -> None:
    first, _, _ = both(3.0, 101, 1e-3)
    assert first.interpolant is not None
    corner = np.linspace(-3.0, -2.95, 30), np.linspace(-2.4, -2.35, 30)
    near = certified_grid(digits(), *corner, Work(), 1e-3, accuracy=False, known=first.interpolant)
    assert near.interpolant is first.interpolant
    assert near.error_bound < first.error_bound


def test_what_is_not_finite_stays_where_the_exact_way_has_it() -> None:
    a = np.linspace(-1e300, 1e300, 41)
    found = certified_grid(digits(), a, a, Work(), accuracy=False)
    exact = digits().grid(a, a, Work())
    assert not np.isfinite(exact.loss[0, 0])
    assert found.method == "exact"
    assert found.values.loss.tobytes() == exact.loss.tobytes()


@pytest.mark.parametrize("tolerance", [1e-4, 0.0])
def test_the_same_bytes_whatever_the_number_of_workers(tolerance: float) -> None:
    a = np.linspace(-0.3, 0.3, 41)
    alone, *others = (certified_grid(digits(), a, a, Work(workers), tolerance) for workers in (1, 2, 4))
    for other in others:
        assert other.values.loss.tobytes() == alone.values.loss.tobytes()
        assert other.values.accuracy.tobytes() == alone.values.accuracy.tobytes()
        assert other.error_bound == alone.error_bound


@pytest.mark.parametrize("tolerance", [1e-4, 0.0])
@pytest.mark.parametrize("workers", [1, 2])
def test_it_stops_when_asked(tolerance: float, workers: int) -> None:
    work = Work(workers)
    work.stop.set()
    a = np.linspace(-0.3, 0.3, 101)
    with pytest.raises(Cancelled):
        certified_grid(digits(), a, a, work, tolerance)
    assert threading.active_count() == 1


def test_any_other_restriction_gives_its_own_values() -> None:
    bowl = PointwiseRestriction(Quadratic(np.zeros((3, 4))), Slice(np.zeros(4), np.eye(4)[:2]))
    a = np.linspace(-1, 1, 30)
    found = certified_grid(bowl, a, a, Work())
    assert (found.method, found.error_bound) == ("exact", 0.0)
    np.testing.assert_allclose(found.values.loss, (a[:, None] ** 2 + a**2) / 2)


def test_a_grid_must_have_the_axes_of_its_slice() -> None:
    a = np.linspace(-1, 1, 30)
    with pytest.raises(ValueError, match="1 axes"):
        certified_grid(digits(), a, np.empty(0), Work())
    with pytest.raises(ValueError, match="2 axes"):
        certified_grid(digits(n_axes=1), a, a, Work())
    with pytest.raises(ValueError, match="2 axes"):
        certified_grid(digits(n_axes=3), a, a, Work())
    for term in (data_grid, accuracy_grid):
        with pytest.raises(ValueError, match="slice of 3"):
            term(digits(n_axes=3), a, a, Work())


def test_the_interpolant_is_of_the_data_loss_alone() -> None:
    found, exact, _ = both(0.3, 61, 1e-4)
    assert isinstance(found.interpolant, Interpolant)
    (low_a, high_a), (low_b, high_b) = found.interpolant.limits_a, found.interpolant.limits_b
    assert (low_a, high_a) == (-0.3, 0.3)
    corner = exact.loss[0, -1] - exact.regularization[0, -1]
    assert found.interpolant.values[0, -1] == pytest.approx(corner, rel=1e-13)
    assert chebyshev_points((low_b, high_b), 16)[-1] == high_b
