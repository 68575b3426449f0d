"""Axes that are chosen and not drawn: weights, points, slopes, curvatures, principal components, files."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.directions.axes_file import file_digest, read_axes_file
from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Axes, Choices, Context, ReferenceRun
from landscape.errors import SliceError
from landscape.slice import Slice
from landscape.work import Work

P = 32  # 4 classes, 7 features


@pytest.fixture
def context(problem: Any) -> Context:
    """A softmax classifier, a base point, a center at it, and three runs: two follow gradients."""
    model = problem("softmax").model
    random = np.random.default_rng(5)
    base = 0.2 * random.normal(size=P)
    runs = tuple(
        ReferenceRun(label, gradient, base + np.cumsum(0.1 * random.normal(size=(12, P)), axis=0))
        for label, gradient in (("search", False), ("sgd", True), ("adam", True))
    )
    return Context(model.layout, base, base, runs, 0, 1, False, model, Work())


def chosen(context: Context, name: str, count: int, **choices: Any) -> Axes:
    direction = DIRECTIONS[name]
    told = dataclasses.replace(context, stream=direction.stream, choices=Choices(**choices))
    return direction.choose(told, count)


# Weights


def test_named_weights_are_axes_and_nothing_else_moves(context: Context) -> None:
    found = chosen(context, "weights", 2, weights=((1, 3), (5,)))
    np.testing.assert_array_equal(np.flatnonzero(found.axes[0]), [1 * 8 + 3])
    np.testing.assert_array_equal(np.flatnonzero(found.axes[1]), [5])
    assert found.axes.sum() == 2
    assert "class 1's weight of feature 3, class 0's weight of feature 5" in found.notes[0]
    assert "the bias of class 2" in chosen(context, "weights", 1, weights=((2, 7),)).notes[0]


def test_unnamed_weights_are_the_steepest(context: Context) -> None:
    slopes = np.abs(context.objective.gradient(context.center))
    slopes[context.layout.is_bias] = 0
    found = chosen(context, "weights", 2)
    assert list(found.axes.argmax(axis=1)) == list(np.argsort(-slopes)[:2])
    assert "steepest" in found.notes[0]


@pytest.mark.parametrize(
    ("weights", "count", "words"),
    [
        (((3,), (3,)), 2, "2 different weights"),
        (((0, 3), (3,)), 2, "2 different weights"),  # the same one twice, in two ways to write it
        (((3,),), 2, "2 different weights"),
        (((32,), (1,)), 2, "from 0 to 31"),
        (((4, 0), (1,)), 2, "class from 0 to 3"),
        (((0, 8), (1,)), 2, "the last of which is the bias"),
    ],
)
def test_weights_that_are_not_there_are_refused(context: Context, weights: Any, count: int, words: str) -> None:
    with pytest.raises(SliceError, match=words):
        chosen(context, "weights", count, weights=weights)


# Points


def test_a_line_has_one_point_at_0_and_the_other_at_1(context: Context) -> None:
    end = context.runs[1].weights[-1]
    found = chosen(context, "line", 1, through=("end:sgd",))
    line = Slice(context.center, found.axes)
    np.testing.assert_allclose(line.embed(np.array([1.0])), end, atol=1e-14)
    np.testing.assert_allclose(line.project(end), [1.0], atol=1e-12)
    np.testing.assert_array_equal(found.axes, chosen(context, "line", 1).axes)  # the first that follows gradients
    assert not found.seeded
    to_zero = chosen(context, "line", 1, through=("zero",))
    np.testing.assert_allclose(context.center + to_zero.axes[0], 0.0, atol=1e-15)


def test_a_line_that_is_widened_says_so_and_stays_at_its_point(context: Context) -> None:
    found = chosen(context, "line", 2, through=("end:sgd",))
    assert found.seeded
    assert "complete it" in found.notes[1]
    np.testing.assert_allclose(context.center + found.axes[0], context.runs[1].weights[-1])
    assert abs(found.axes[0] @ found.axes[1]) < 1e-10


def test_a_plane_holds_its_three_points_where_it_says(context: Context) -> None:
    ends = [context.runs[2].weights[-1], context.runs[0].weights[-1]]
    for orthogonal in (None, False):
        found = chosen(context, "plane", 2, through=("end:adam", "end:search"), orthogonal=orthogonal)
        plane = Slice(context.center, found.axes)
        for end in ends:
            assert plane.residual(end[None])[0] < 1e-10
            np.testing.assert_allclose(plane.embed(plane.project(end)), end, atol=1e-12)
        if orthogonal is None:
            np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)
            assert plane.project(ends[0])[1] == pytest.approx(0.0, abs=1e-12)
        else:
            np.testing.assert_allclose([plane.project(end) for end in ends], np.eye(2), atol=1e-12)
            assert "the end of adam is at (1, 0)" in found.notes
        assert not found.seeded


def test_points_on_one_line_are_completed_and_said(context: Context) -> None:
    start, run = context.base, context.runs[1]
    middle = ReferenceRun("middle", True, np.array([start, (start + run.weights[-1]) / 2]))
    there = dataclasses.replace(context, runs=(run, middle))
    found = chosen(there, "plane", 2, through=("end:sgd", "end:middle"))
    assert found.seeded
    assert found.notes[0].startswith("the three points lie on one line")
    assert Slice(start, found.axes).residual(run.weights[-1][None])[0] < 1e-10


@pytest.mark.parametrize(
    ("kind", "through", "words"),
    [
        ("line", ("base",), "two different points"),
        ("line", ("zero", "base"), "needs 1 point"),
        ("line", ("end:nobody",), "must be base, zero, file or end:LABEL"),
        ("plane", ("base",), "needs 2 points"),
        ("plane", ("zero", "end:nobody"), "end:LABEL"),
    ],
)
def test_points_that_make_no_axes_are_refused(context: Context, kind: str, through: Any, words: str) -> None:
    with pytest.raises(SliceError, match=words):
        chosen(context, kind, DIRECTIONS[kind].usual_axes, through=through)


def test_a_plane_through_the_same_point_twice_is_refused(context: Context) -> None:
    still = ReferenceRun("still", True, np.array([context.base, context.base]))
    there = dataclasses.replace(context, runs=(still, dataclasses.replace(still, label="too")))
    with pytest.raises(SliceError, match="both the center"):
        chosen(there, "plane", 2, through=("end:still", "end:too"))


# Slopes and curvatures


def test_the_first_axis_is_the_gradients_direction(context: Context) -> None:
    gradient = context.objective.gradient(context.center)
    found = chosen(context, "gradient", 2)
    np.testing.assert_allclose(found.axes[0], gradient / np.linalg.norm(gradient), atol=1e-12)
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)
    assert found.seeded
    assert found.numbers["gradient_norm"] == pytest.approx(np.linalg.norm(gradient))


@pytest.mark.parametrize("orthogonal", [None, False])
def test_the_second_axis_is_a_velocity(context: Context, orthogonal: bool | None) -> None:
    weights = context.runs[2].weights
    velocity = (weights[-1] - weights[-2]) / np.linalg.norm(weights[-1] - weights[-2])
    found = chosen(context, "gradient", 2, second="velocity", runs=("adam",), orthogonal=orthogonal)
    assert np.linalg.lstsq(found.axes.T, velocity, rcond=None)[1][0] < 1e-20  # it lies in the plane
    assert not found.seeded
    assert "adam" in found.notes[1]
    if orthogonal is False:
        np.testing.assert_allclose(found.axes[1], velocity, atol=1e-12)
        angle = float(found.notes[1].rsplit(", ", 1)[1].split()[0])
        assert np.cos(np.radians(angle)) == pytest.approx(found.axes[0] @ velocity, abs=1e-3)


def test_a_velocity_along_the_gradient_leaves_a_random_axis(context: Context) -> None:
    gradient = context.objective.gradient(context.center)
    run = ReferenceRun("gd", True, np.array([context.base, context.base - 0.3 * gradient]))
    found = chosen(dataclasses.replace(context, runs=(run,)), "gradient", 2, second="velocity")
    assert found.seeded
    assert "parallel to the gradient" in found.notes[1]
    assert abs(found.axes[0] @ found.axes[1]) < 1e-10


def test_the_second_axis_is_the_leading_eigenvector(context: Context) -> None:
    leading = chosen(context, "hessian", 1).axes[0]
    found = chosen(context, "gradient", 2, second="hessian", orthogonal=False)
    np.testing.assert_allclose(found.axes[1], leading, atol=1e-9)


def test_at_a_minimum_there_is_no_gradient_direction(context: Context) -> None:
    class Flat:
        def gradient(self, weights: Any) -> Any:
            return np.zeros_like(weights)

    with pytest.raises(SliceError, match="needs a slope"):
        chosen(dataclasses.replace(context, objective=Flat()), "gradient", 2)


def test_curvature_shows_eigenvalues_and_trace_along_its_axes(context: Context) -> None:
    found = chosen(context, "hessian", 2)
    values = found.numbers["eigenvalues"]
    assert values[0] > values[1] > 0
    h = 1e-3
    for value, axis in zip(values, found.axes, strict=True):  # the loss itself bends so much along it
        along = [context.objective.loss(context.center + t * axis) for t in (-h, 0.0, h)]
        assert (along[0] - 2 * along[1] + along[2]) / h**2 == pytest.approx(value, rel=1e-3)
    assert f"{values[0]:.4g}" in found.notes[0]
    assert "trace" in found.notes[0]
    assert found.numbers["trace"] > sum(values)
    assert found.numbers["trace_error"] is None


@pytest.mark.parametrize("kind", ["hessian", "gradient"])
def test_a_loss_with_kinks_has_no_curvature_to_show(context: Context, problem: Any, kind: str) -> None:
    hinged = dataclasses.replace(context, objective=problem("svm").model)
    with pytest.raises(SliceError, match=r"a loss that bends.*objective\.loss=softmax"):
        chosen(hinged, kind, 2, second="hessian")


def test_the_flattest_axis_says_where_it_changes_no_score(context: Context, problem: Any) -> None:
    bare = dataclasses.replace(context, objective=problem("softmax", regularization=0.0).model)
    found = chosen(bare, "hessian", 2, eigenvectors="both")
    assert found.numbers["eigenvalues"][1] == 0.0
    assert "axis b adds one vector to the rows of all classes" in found.notes[1]
    rows = found.axes[1].reshape(4, -1)
    np.testing.assert_allclose(rows, np.broadcast_to(rows[0], rows.shape), atol=1e-9)
    assert not any("adds one vector" in note for note in chosen(bare, "hessian", 2).notes)


# Principal components


def test_principal_components_are_centered(context: Context) -> None:
    places = np.concatenate([context.runs[1].weights, context.runs[2].weights])
    _, values, vectors = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)
    found = chosen(context, "pca", 2)
    assert np.abs(found.axes @ vectors[:2].T) == pytest.approx(np.eye(2), abs=1e-9)
    np.testing.assert_allclose(found.numbers["variance_shares"], (values**2 / (values**2).sum())[:2], rtol=1e-9)
    uncentered = DIRECTIONS["paths"].choose(context, 2).axes
    assert np.abs(found.axes @ uncentered.T).max() < 0.999, "else the mean was not taken away"


def test_components_of_one_run_do_not_know_the_others(context: Context) -> None:
    places = context.runs[0].weights
    _, _, vectors = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)
    found = chosen(context, "pca", 1, runs=("search",))
    assert abs(found.axes[0] @ vectors[0]) == pytest.approx(1.0)
    assert "search" in found.notes[0]


@pytest.mark.parametrize("kind", ["pca", "paths"])
def test_a_straight_run_has_100_and_0_percent_and_a_completed_axis(context: Context, kind: str) -> None:
    way = np.random.default_rng(0).normal(size=P)
    straight = ReferenceRun("gd", True, context.base + np.outer(np.arange(5.0), way))
    found = chosen(dataclasses.replace(context, runs=(straight,)), kind, 2)
    assert "100 % / 0 %" in found.notes[0]
    assert "1 random orthogonal one(s) complete them" in found.notes[1]
    assert found.seeded
    assert abs(found.axes[0] @ way) == pytest.approx(np.linalg.norm(way))
    np.testing.assert_allclose(found.axes @ found.axes.T, np.eye(2), atol=1e-12)


@pytest.mark.parametrize("kind", ["pca", "paths"])
def test_two_recorded_places_are_enough_and_none_that_moved_are_refused(context: Context, kind: str) -> None:
    two = ReferenceRun("gd", True, np.array([context.base, context.base + 1.0]))
    assert np.isfinite(chosen(dataclasses.replace(context, runs=(two,)), kind, 2).axes).all()
    still = ReferenceRun("gd", True, np.array([context.base, context.base]))
    with pytest.raises(SliceError, match="at least one run that moved"):
        chosen(dataclasses.replace(context, runs=(still,)), kind, 2)
    for far in (1e200, np.inf, np.nan):  # whose square is no number
        away = ReferenceRun("wild", True, np.array([context.base, context.base + far]))
        with pytest.raises(SliceError, match="does not diverge; got wild, beyond all bounds"):
            chosen(dataclasses.replace(context, runs=(away, still)), kind, 2)


# Orthogonal or not


@pytest.mark.parametrize("kind", ["random", "unit", "filter", "layer"])
def test_orthogonal_means_so_and_not_orthogonal_keeps_the_lengths(context: Context, kind: str) -> None:
    yes, no = (chosen(context, kind, 2, orthogonal=wish).axes for wish in (True, False))

    def cosine(axes: np.ndarray) -> float:
        return abs(float(axes[0] @ axes[1])) / float(np.prod(np.linalg.norm(axes, axis=1)))

    assert cosine(yes) < 1e-12
    assert cosine(no) > 1e-3
    np.testing.assert_allclose(np.linalg.norm(yes, axis=1), np.linalg.norm(no, axis=1), rtol=1e-12)


# Files


def test_axes_and_origin_come_back_from_a_file(context: Context, tmp_path: Path) -> None:
    axes, origin = np.random.default_rng(1).normal(size=(3, P)), np.arange(P, dtype=float)
    np.savez(tmp_path / "a.npz", axes=axes, origin=origin)
    np.save(tmp_path / "a.npy", axes)
    for name in ("a.npz", "a.npy"):
        found = chosen(context, "file", 2, file=str(tmp_path / name))
        np.testing.assert_array_equal(found.axes, axes[:2])
        assert name in found.notes[0]
    told = dataclasses.replace(context, choices=Choices(file=str(tmp_path / "a.npz")))
    np.testing.assert_array_equal(told.point("file"), origin)
    with pytest.raises(SliceError, match="holds no origin"):
        dataclasses.replace(context, choices=Choices(file=str(tmp_path / "a.npy"))).point("file")
    straight = chosen(context, "file", 2, file=str(tmp_path / "a.npz"), orthogonal=True).axes
    np.testing.assert_allclose(straight @ straight.T, np.eye(2), atol=1e-12)


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"axes": np.ones((2, 9))}, r"\(2, 9\) belong to .*this model has 32 weights"),
        ({"axes": np.eye(P), "origin": np.ones(9)}, "origin in kept.npz of shape"),
        ({"axes": np.full((2, P), np.nan)}, "finite numbers"),
        ({"axes": np.ones((2, P), dtype=complex)}, "finite numbers"),
        ({"axes": np.ones((1, P))}, "needs 2 axes; kept.npz holds 1"),
        ({"directions": np.ones((2, P))}, "no array of that name"),
        ({"axes": np.array([{}], dtype=object)}, "plain arrays"),
    ],
)
def test_files_that_do_not_fit_are_refused_in_one_line(
    context: Context, tmp_path: Path, arrays: dict[str, Any], words: str
) -> None:
    np.savez(tmp_path / "kept.npz", **arrays)
    with pytest.raises(SliceError, match=words) as refused:
        chosen(context, "file", 2, file=str(tmp_path / "kept.npz"))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x93NUMPY\x01\x00 nonsense", b"plain text"])
def test_broken_files_are_refused_in_one_line(context: Context, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.npz").write_bytes(content)
    with pytest.raises(SliceError, match=r"broken\.npz is not") as refused:
        read_axes_file(str(tmp_path / "broken.npz"), P)
    assert "\n" not in str(refused.value)
    with pytest.raises(SliceError, match="cannot be read"):
        read_axes_file(str(tmp_path / "missing.npz"), P)
    with pytest.raises(SliceError, match=r"needs slice\.file"):
        chosen(context, "file", 2)


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    file = tmp_path / "a.npy"
    np.save(file, np.ones((1, P)))
    first = file_digest(str(file))
    np.save(file, np.zeros((1, P)))
    assert len(first) == 64
    assert file_digest(str(file)) != first
    assert file_digest(str(tmp_path / "missing")) == ""
