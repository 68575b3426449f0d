"""What every way to choose axes must keep, and what the random ones promise."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Choices, Context, ReferenceRun, orthonormal_rows
from landscape.directions.random_walk import walks_like
from landscape.errors import SliceError
from landscape.objectives.layout import WeightLayout
from landscape.slice import Slice
from landscape.work import Work
from trainers.objective import Objective

every_direction = pytest.mark.parametrize("name", list(DIRECTIONS))
RANDOM_ONES = ["random", "unit", "filter", "layer"]
every_random_one = pytest.mark.parametrize("name", RANDOM_ONES)


def context_of(
    name: str,
    layout: WeightLayout | None = None,
    seed: int = 0,
    bias: bool = False,
    scale: float = 0.3,
    objective: Objective | None = None,
    file: Path | None = None,
) -> Context:
    """A base point, a center away from it, and two runs that moved."""
    layout = layout or WeightLayout(5, 12)
    random = np.random.default_rng(42)
    base = scale * random.normal(size=layout.n_weights)
    runs = tuple(
        ReferenceRun(label, True, base + np.cumsum(random.normal(size=(9, layout.n_weights)), axis=0))
        for label in ("one", "two")
    )
    center = base + random.normal(size=layout.n_weights)
    for array in (base, center, *(run.weights for run in runs)):
        array.flags.writeable = False
    choices = Choices(file=str(file or ""))
    return Context(layout, base, center, runs, seed, DIRECTIONS[name].stream, bias, objective, Work(), choices)


@pytest.fixture
def told(problem: Any, tmp_path: Path) -> dict[str, Any]:
    """What only some kinds need: an objective of 65 weights, and a file with three axes."""
    kept = tmp_path / "kept.npz"
    np.savez(kept, axes=np.random.default_rng(3).normal(size=(3, 65)))
    return {"objective": problem(n_features=12, n_classes=5).model, "file": kept}


@every_direction
@pytest.mark.parametrize("count", [1, 2, 3])
def test_as_many_independent_axes_as_asked_for(name: str, count: int, told: dict[str, Any]) -> None:
    context = context_of(name, **told)
    if name == "plane" and count == 1:
        count = 2  # three points need two axes
    chosen = DIRECTIONS[name].choose(context, count)
    assert chosen.axes.shape == (count, 65)
    assert chosen.axes.dtype == np.float64
    assert Slice(context.center, chosen.axes).n_axes == count
    assert all("\n" not in note for note in chosen.notes)


@every_direction
def test_the_same_context_gives_the_same_axes(name: str, told: dict[str, Any]) -> None:
    first, second = (DIRECTIONS[name].choose(context_of(name, seed=7, **told), 2).axes for _ in range(2))
    assert first.tobytes() == second.tobytes()


@every_random_one
def test_another_seed_gives_other_axes(name: str) -> None:
    first, second = (DIRECTIONS[name].choose(context_of(name, seed=seed), 1).axes[0] for seed in (7, 8))
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert abs(cosine) < 0.5


def test_kinds_with_one_seed_are_independent_of_each_other() -> None:
    drawn = [DIRECTIONS[name].choose(context_of(name, WeightLayout(10, 600)), 1).axes[0] for name in RANDOM_ONES]
    unit = [axis / np.linalg.norm(axis) for axis in drawn]
    assert all(abs(unit[i] @ unit[j]) < 0.06 for i in range(len(unit)) for j in range(i))
    streams = [direction.stream for direction in DIRECTIONS.values()]
    assert len(set(streams)) == len(streams)


@every_random_one
def test_random_axes_leave_the_bias_alone(name: str) -> None:
    context = context_of(name)
    axes = DIRECTIONS[name].choose(context, 3).axes
    np.testing.assert_array_equal(axes[:, context.layout.is_bias], 0.0)
    assert (axes[:, ~context.layout.is_bias] != 0).all()


@pytest.mark.parametrize("name", ["random", "unit"])
def test_random_axes_move_the_bias_where_that_is_asked_for(name: str) -> None:
    context = context_of(name, bias=True)
    assert (DIRECTIONS[name].choose(context, 2).axes[:, context.layout.is_bias] != 0).all()


def test_raw_axes_are_standard_normal_numbers() -> None:
    axes = DIRECTIONS["random"].choose(context_of("random", WeightLayout(10, 3072)), 2).axes
    drawn = WeightLayout(10, 3072).matrix(axes)[..., :-1]
    assert abs(drawn.mean()) < 0.02
    assert drawn.std() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("bias", [False, True])
def test_unit_axes_are_orthonormal_at_30730_weights(bias: bool) -> None:
    axes = DIRECTIONS["unit"].choose(context_of("unit", WeightLayout(10, 3072), bias=bias), 3).axes
    products = axes @ axes.T
    np.testing.assert_allclose(np.diag(products), 1.0, rtol=1e-12)
    assert np.abs(products - np.diag(np.diag(products))).max() < 1e-6


@pytest.mark.parametrize("layout", [WeightLayout(5, 12), WeightLayout(10, 3072)])
def test_filter_axes_have_the_classifiers_row_norms_class_by_class(layout: WeightLayout) -> None:
    context = context_of("filter", layout, bias=True)  # even then: a bias is no filter
    axes = layout.matrix(DIRECTIONS["filter"].choose(context, 3).axes)
    norms = np.linalg.norm(layout.matrix(context.center)[:, :-1], axis=1)
    np.testing.assert_allclose(
        np.linalg.norm(axes[..., :-1], axis=2), np.broadcast_to(norms, axes.shape[:2]), rtol=1e-12
    )
    np.testing.assert_array_equal(axes[..., -1], 0.0)
    assert norms.std() > 1e-3, "equal norms would hide a normalization of the whole axis"
    for class_index, norm in enumerate(norms):
        rows = axes[:, class_index] / norm
        assert np.abs(rows @ rows.T - np.eye(3)).max() < 1e-6


def test_filter_axes_take_the_norms_at_the_center_and_not_at_the_base_point() -> None:
    context = context_of("filter")
    elsewhere = dataclasses.replace(context, center=3 * context.center, base=0 * context.base)
    first, second = (DIRECTIONS["filter"].choose(c, 1).axes for c in (context, elsewhere))
    np.testing.assert_allclose(second, 3 * first, rtol=1e-12)


def test_a_zero_row_has_no_filter_and_the_error_says_what_to_do() -> None:
    context = context_of("filter")
    center = context.center.copy()
    context.layout.matrix(center)[3, :-1] = 0.0  # with a bias that is not zero, which does not help
    with pytest.raises(SliceError, match=r"class 3.*slice\.kind=unit") as refused:
        DIRECTIONS["filter"].choose(dataclasses.replace(context, center=center), 2)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("layout", [WeightLayout(5, 12), WeightLayout(3, 9, (6,)), WeightLayout(10, 3072)])
def test_layer_axes_have_the_norm_of_each_layer_without_biases(layout: WeightLayout) -> None:
    context = context_of("layer", layout, bias=True)  # even then: a bias is no part of a layer's norm
    axes = DIRECTIONS["layer"].choose(context, 2).axes
    np.testing.assert_array_equal(axes[:, layout.is_bias], 0.0)
    for layer, here in zip(layout.matrices(axes), layout.matrices(context.center), strict=True):
        flat = layer[..., :-1].reshape(2, -1) / np.linalg.norm(here[:, :-1])
        assert np.abs(flat @ flat.T - np.eye(2)).max() < 1e-6
    rows = np.linalg.norm(layout.matrices(axes)[0][0, :, :-1], axis=1)
    assert rows.std() > 0, "row by row would be the filter's normalization"


def test_a_zero_layer_has_no_normalization_and_the_error_says_what_to_do() -> None:
    context = context_of("layer", WeightLayout(3, 9, (6,)))
    center = context.center.copy()
    context.layout.matrices(center)[1][:, :-1] = 0.0
    with pytest.raises(SliceError, match=r"layer 2 is zero.*slice\.kind=unit"):
        DIRECTIONS["layer"].choose(dataclasses.replace(context, center=center), 2)


def test_filter_axes_are_at_most_as_many_as_features() -> None:
    assert DIRECTIONS["filter"].choose(context_of("filter"), 12).axes.shape[0] == 12
    with pytest.raises(SliceError, match="at most 12"):
        DIRECTIONS["filter"].choose(context_of("filter"), 13)


@pytest.mark.parametrize("name", ["random", "unit"])
def test_more_axes_than_weights_without_bias_are_refused(name: str) -> None:
    assert DIRECTIONS[name].choose(context_of(name), 60).axes.shape == (60, 65)
    with pytest.raises(SliceError, match=r"at most 60.*slice\.bias=true"):
        DIRECTIONS[name].choose(context_of(name), 61)
    whole = context_of(name, bias=True)
    assert Slice(whole.center, DIRECTIONS[name].choose(whole, 65).axes).n_axes == 65


def test_vectors_that_depend_on_each_other_cannot_be_made_orthonormal() -> None:
    with pytest.raises(SliceError, match="independent"):
        orthonormal_rows(np.array([[1.0, 2.0, 0.0], [2.0, 4.0, 0.0]]))
    with pytest.raises(SliceError, match="independent"):
        orthonormal_rows(np.eye(3)[[0, 1, 2, 0]])


def test_orthonormal_rows_keep_span_and_orientation() -> None:
    vectors = np.random.default_rng(0).normal(size=(3, 20))
    rows = orthonormal_rows(vectors)
    assert (np.diag(rows @ vectors.T) > 0).all()
    np.testing.assert_allclose(np.tril(vectors @ rows.T) @ rows, vectors, atol=1e-12)


def test_walks_are_as_many_and_as_long_as_the_runs_and_begin_where_they_do() -> None:
    base = np.full(500, 3.0)
    runs = (ReferenceRun("a", True, np.zeros((8, 500))), ReferenceRun("b", False, np.zeros((30, 500))))
    first, second = walks_like(runs, base, 5)
    assert [len(first.weights), len(second.weights)] == [8, 30]
    assert [first.label, second.uses_gradient] == ["a", False]
    np.testing.assert_array_equal(second.weights[0], base)
    steps = np.diff(second.weights, axis=0)
    assert steps.std() == pytest.approx(1.0, abs=0.03)
    assert np.abs(np.corrcoef(steps)[np.triu_indices(29, 1)]).max() < 0.25  # independent steps
    assert np.abs(np.corrcoef(np.diff(first.weights, axis=0), steps)[:7, 7:]).max() < 0.25  # and walks
    np.testing.assert_array_equal(walks_like(runs, base, 5)[1].weights, second.weights)
    assert np.abs(walks_like(runs, base, 6)[1].weights[-1] - second.weights[-1]).max() > 1


@every_direction
def test_names_and_sentences_for_people(name: str) -> None:
    direction = DIRECTIONS[name]
    assert direction.name == name
    assert direction.summary.endswith(".")
    assert direction.label
