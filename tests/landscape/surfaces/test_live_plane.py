"""A live plane is the plane that it says it is, on the examples that it says, without another look at the data."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import Examples
from landscape.data.digits import Digits
from landscape.errors import Cancelled, InvalidValue, SliceError
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.restricted import PointwiseRestriction
from landscape.slice import Slice
from landscape.surfaces.live_plane import LivePlane, live_plane
from landscape.work import Work

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

A, B = np.linspace(-1, 1, 25), np.linspace(-0.5, 0.9, 31)
TURN = np.array([[0.8, 0.1, -0.6], [0.2, 1.1, 0.3]])
SHIFT = np.array([0.3, -0.2, 0.5])
every_loss = pytest.mark.parametrize("loss", list(LOSSES))


@pytest.fixture(scope="module")
def digits() -> Examples:
    return Digits().load(Work()).train


def model_of(examples: Examples, loss: str = "softmax", regularization: float = 0.02) -> LinearClassifier:
    found = Digits().load(Work())
    return LinearClassifier(examples, found.map, WeightLayout(10, 64), LOSSES[loss](), regularization)


def basis_of(model: LinearClassifier, n_axes: int = 3, scale: float = 0.1) -> Slice:
    """Skewed axes that move the bias too."""
    random = np.random.default_rng(n_axes)
    return Slice(0.1 * random.normal(size=model.n_weights), scale * random.normal(size=(n_axes, model.n_weights)))


def assert_is_the_plane(surface: Any, model: LinearClassifier, at: Slice, accuracy: bool = True) -> None:
    """Equal to the surface that the slice itself gives, within the stated bound."""
    exact = model.restrict(at).grid(surface.a, surface.b, Work())
    close = max(surface.error_bound, 1e-12 * np.abs(exact.loss).max())
    np.testing.assert_allclose(surface.loss, exact.loss, rtol=0, atol=close)
    np.testing.assert_allclose(surface.regularization, exact.regularization, rtol=1e-12)
    if accuracy:
        np.testing.assert_array_equal(surface.accuracy, exact.accuracy)


@every_loss
@pytest.mark.parametrize("tolerance", [1e-4, 0.0])
def test_a_turned_plane_is_the_plane_of_the_turned_slice(digits: Examples, loss: str, tolerance: float) -> None:
    model = model_of(digits, loss)
    basis = basis_of(model)
    live = live_plane(model, basis, Work())
    plain = live.surface(A, B, Work(), accuracy=True, tolerance=tolerance)
    assert_is_the_plane(plain, model, basis.plane())
    turned = live.turned(TURN, SHIFT).surface(A, B, Work(), accuracy=True, tolerance=tolerance)
    assert_is_the_plane(turned, model, basis.shift(SHIFT).turn(TURN))
    assert np.abs(turned.loss - plain.loss).max() > 0.05
    assert turned.method == ("certified" if loss == "softmax" and tolerance else "exact")
    assert (turned.error_bound == 0) == (turned.method == "exact")
    assert (turned.a is A, turned.b is B) == (True, True)


def test_turns_and_shifts_count_from_the_basis_and_not_from_the_last_view(digits: Examples) -> None:
    model = model_of(digits)
    basis = basis_of(model)
    live = live_plane(model, basis, Work())
    twice = live.turned(2 * TURN[::-1], -SHIFT).turned(TURN, SHIFT)
    assert twice.surface(A, B, Work()).loss.tobytes() == live.turned(TURN, SHIFT).surface(A, B, Work()).loss.tobytes()
    kept = live.turned(np.eye(3)[:2], SHIFT).turned(TURN)
    assert_is_the_plane(kept.surface(A, B, Work()), model, basis.shift(SHIFT).turn(TURN), accuracy=False)
    assert_is_the_plane(live.surface(A, B, Work()), model, basis.plane(), accuracy=False)  # nobody moved it


def test_no_view_touches_the_data(digits: Examples) -> None:
    examples = Examples(digits.x.copy(), digits.y)
    model = model_of(examples)
    basis = basis_of(model)
    live = live_plane(model, basis, Work())
    expected = model.restrict(basis.turn(TURN)).grid(A, B, Work()).loss
    examples.x[:] = 0
    surface = live.turned(TURN).surface(A, B, Work(), tolerance=0.0)
    np.testing.assert_allclose(surface.loss, expected, rtol=1e-12)


@pytest.mark.parametrize("n_axes", [1, 3])
def test_lines(digits: Examples, n_axes: int) -> None:
    model = model_of(digits)
    basis = basis_of(model, n_axes)
    turn = np.array([[0.5]]) if n_axes == 1 else TURN[:1]
    live = live_plane(model, basis, Work()).turned(turn)
    a = np.linspace(-1, 2, 101)
    surface = live.surface(a, np.empty(0), Work(), accuracy=True)
    assert surface.is_line
    assert_is_the_plane(surface, model, Slice(basis.origin, turn @ basis.axes))


def test_zooming_in_and_other_resolutions_use_what_is_known(digits: Examples) -> None:
    model = model_of(digits)
    live = live_plane(model, basis_of(model), Work()).turned(TURN)
    live.surface(A, B, Work())
    heard: list[str] = []
    work = Work(progress=lambda stage, _: heard.append(stage))
    fine = live.surface(np.linspace(-1, 1, 301), np.linspace(-0.5, 0.9, 201), work)
    zoomed = live.surface(np.linspace(0.1, 0.2, 41), np.linspace(-0.1, 0.1, 43), work)
    assert heard == []
    for surface in (fine, zoomed):
        assert surface.method == "certified"
        assert_is_the_plane(surface, model, basis_of(model).turn(TURN), accuracy=False)
    out = live.surface(3 * A, 3 * B, work)
    assert heard
    assert_is_the_plane(out, model, basis_of(model).turn(TURN), accuracy=False)
    heard.clear()
    live.turned(TURN[::-1]).surface(A, B, work)
    assert heard  # another plane, other values


@every_loss
@pytest.mark.parametrize("regularization", [0.0, 0.5])
def test_another_regularization_is_another_model(digits: Examples, loss: str, regularization: float) -> None:
    other = model_of(digits, loss, regularization)
    basis = basis_of(other)
    live = live_plane(model_of(digits, loss, 0.0), basis, Work(), preview_examples=300).turned(TURN, SHIFT)
    live.surface(A, B, Work())  # what is remembered of it is the data loss alone
    live.surface(A, B, Work(), preview=True)
    changed = live.with_regularization(regularization)
    assert_is_the_plane(changed.surface(A, B, Work()), other, basis.shift(SHIFT).turn(TURN), accuracy=False)
    few = replace(other, examples=digits.take(live.preview_rows))  # type: ignore[arg-type]
    preview = changed.surface(A, B, Work(), preview=True)
    assert_is_the_plane(preview, few, basis.shift(SHIFT).turn(TURN), accuracy=False)
    again = changed.with_axis(np.random.default_rng(5).normal(size=other.n_weights), Work()).surface(A, B, Work())
    assert_is_the_plane(again, other, basis.shift(SHIFT).turn(TURN), accuracy=False)


@every_loss
def test_a_plane_of_some_examples_is_their_loss_with_another_axis_too(digits: Examples, loss: str) -> None:
    model = model_of(digits, loss)
    basis, rows = basis_of(model), np.array([7, 3, 250, 11])
    few = replace(model, examples=digits.take(rows))
    live = live_plane(model, basis, Work()).turned(TURN, SHIFT).on(rows)
    assert_is_the_plane(live.surface(A, B, Work()), few, basis.shift(SHIFT).turn(TURN), accuracy=False)
    wider = live.with_axis(np.random.default_rng(5).normal(size=model.n_weights), Work())
    assert_is_the_plane(wider.surface(A, B, Work()), few, basis.shift(SHIFT).turn(TURN), accuracy=False)


def test_a_preview_is_on_a_seeded_stratified_subset_and_says_so(digits: Examples) -> None:
    model = model_of(digits)
    basis = basis_of(model)
    live, same, other = (live_plane(model, basis, Work(), preview_examples=500, seed=seed) for seed in (3, 3, 4))
    rows = live.preview_rows
    assert rows is not None
    assert len(np.unique(rows)) == 500
    shares = np.bincount(digits.y[rows]) / 500 - np.bincount(digits.y) / len(digits)
    assert np.abs(shares).max() <= 1 / 500
    np.testing.assert_array_equal(rows, same.preview_rows)
    assert not np.array_equal(rows, other.preview_rows)
    preview = live.turned(TURN).surface(A, B, Work(), preview=True, accuracy=True)
    assert preview.preview
    assert preview.rows == "500 of 1,437 training examples (preview)"
    few = replace(model, examples=digits.take(rows))
    assert_is_the_plane(preview, few, basis.turn(TURN))
    final = live.turned(TURN).surface(A, B, Work())
    assert not final.preview
    assert final.rows == "all 1,437 training examples"
    assert 1e-3 < np.abs(final.loss - preview.loss).max() < 1


def test_where_the_subset_would_be_everything_the_preview_is_final(digits: Examples) -> None:
    model = model_of(digits)
    live = live_plane(model, basis_of(model), Work(), examples="test examples")
    surface = live.surface(A, B, Work(), preview=True)
    assert (surface.preview, surface.rows) == (False, "all 1,437 test examples")
    assert surface.loss.tobytes() == live.surface(A, B, Work()).loss.tobytes()


def test_accuracy_is_left_out_unless_asked_for(digits: Examples) -> None:
    model = model_of(digits)
    assert np.isnan(live_plane(model, basis_of(model), Work()).surface(A, B, Work()).accuracy).all()


def test_a_new_axis_keeps_the_view_until_it_is_turned_to(digits: Examples) -> None:
    model = model_of(digits)
    basis, axis = basis_of(model), basis_of(model, 1).axes[0]
    live = live_plane(model, basis, Work(), preview_examples=200).turned(TURN, SHIFT)
    wider = live.with_axis(axis, Work())
    assert wider.scores.n_weights == 4
    np.testing.assert_allclose(wider.surface(A, B, Work()).loss, live.surface(A, B, Work()).loss, rtol=1e-13)
    into = np.array([[0.0, 0.3, 0, 1], [1, 0, 0, 0]])
    whole = Slice(basis.origin, np.concatenate([basis.axes, axis[None]])).turn(into)
    turned = wider.turned(into, np.zeros(4))
    assert_is_the_plane(turned.surface(A, B, Work(), accuracy=True), model, whole)
    few = replace(model, examples=digits.take(live.preview_rows))  # type: ignore[arg-type]
    assert_is_the_plane(turned.surface(A, B, Work(), preview=True, accuracy=True), few, whole)


def test_the_restricted_loss_of_the_view_has_a_value_and_a_gradient_at_any_place(digits: Examples) -> None:
    model = model_of(digits)
    basis = basis_of(model)
    restricted = live_plane(model, basis, Work()).turned(TURN, SHIFT).restricted()
    slow = PointwiseRestriction(model, basis.shift(SHIFT).turn(TURN))
    point = np.array([0.4, -0.3])
    assert restricted.loss(point) == pytest.approx(slow.loss(point), rel=1e-12)
    np.testing.assert_allclose(restricted.gradient(point), slow.gradient(point), rtol=1e-10)
    assert restricted.at(point).loss == pytest.approx(slow.loss(point), rel=1e-12)


@every_loss
@pytest.mark.parametrize("tolerance", [1e-4, 0.0])
def test_the_same_bytes_whatever_the_number_of_workers(digits: Examples, loss: str, tolerance: float) -> None:
    model = model_of(digits, loss)
    live = [live_plane(model, basis_of(model), Work(workers)).turned(TURN) for workers in (1, 2, 4)]
    alone, *others = (
        plane.surface(A, B, Work(workers), tolerance=tolerance) for plane, workers in zip(live, (1, 2, 4), strict=True)
    )
    for other in others:
        assert other.loss.tobytes() == alone.loss.tobytes()


@every_loss
@pytest.mark.parametrize("workers", [1, 2])
def test_a_view_stops_soon_after_it_is_asked_to(digits: Examples, loss: str, workers: int) -> None:
    model = model_of(digits, loss)
    live = live_plane(model, basis_of(model), Work())
    work, fine = Work(workers), np.linspace(-1, 1, 1001)
    timer = threading.Timer(0.2, work.stop.set)
    timer.start()
    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        live.surface(fine, fine, work, tolerance=0.0)
    assert time.perf_counter() - begun < 0.3 + PATIENCE
    timer.join()


def test_what_cannot_be_a_view_is_refused_in_one_line(digits: Examples, monkeypatch: pytest.MonkeyPatch) -> None:
    model = model_of(digits)
    basis = basis_of(model)
    live = live_plane(model, basis, Work())
    for turn, shift in ((np.eye(2), None), (np.eye(3), None), (TURN, SHIFT[:2]), (TURN[0], None)):
        with pytest.raises(SliceError, match=r"takes a turn \(2, 3\) or \(1, 3\)"):
            live.turned(turn, shift)
    with pytest.raises(SliceError, match="span"):
        live.turned(np.array([TURN[0], 2 * TURN[0]]))
    with pytest.raises(SliceError, match="zero"):
        live.turned(np.zeros((2, 3)))
    with pytest.raises(SliceError, match="finite"):
        live.turned(TURN, [0.0, np.nan, 0.0])
    with pytest.raises(SliceError, match="span"):
        live.with_axis(basis.axes[0] - basis.axes[2], Work())
    for value in (-1.0, np.nan, np.inf):
        with pytest.raises(InvalidValue, match="regularization must be"):
            live.with_regularization(value)
    with pytest.raises(InvalidValue, match="preview_examples must be at least 1; got 0"):
        live_plane(model, basis, Work(), preview_examples=0)
    with pytest.raises(ValueError, match="2 axes"):
        live.turned(TURN[:1]).surface(A, B, Work())
    monkeypatch.setattr("landscape.surfaces.live_plane.RESTRICTION_BYTES", 8 * 1437 * 10 * 4)
    assert isinstance(live_plane(model, basis, Work()), LivePlane)
    with pytest.raises(SliceError, match="4 axes and 1,437 examples"):
        live.with_axis(basis_of(model, 1).axes[0], Work())


def test_more_axes_than_features_are_refused(problem: Any) -> None:
    model = problem("softmax").model
    basis = Slice(np.zeros(model.n_weights), np.random.default_rng(0).normal(size=(8, model.n_weights)))
    with pytest.raises(SliceError, match="at most 7 axes; got 8"):
        live_plane(model, basis, Work())
