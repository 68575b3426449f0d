"""Where they went: known answers on runs made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.directions.direction import Context, ReferenceRun
from landscape.directions.paths import PATHS, equal_energy_displacements, leading_right_vectors
from landscape.errors import SliceError
from landscape.objectives.layout import WeightLayout

LAYOUT = WeightLayout(4, 9)
P = LAYOUT.n_weights
BASE = np.random.default_rng(0).normal(size=P)
E = np.eye(P)


def straight(label: str, direction: np.ndarray, length: float, n: int = 11, gradient: bool = True) -> ReferenceRun:
    """A run from the base point in a straight line."""
    return ReferenceRun(label, gradient, BASE + np.linspace(0, length, n)[:, None] * direction)


def choose(*runs: ReferenceRun, count: int = 2, seed: int = 0) -> tuple[np.ndarray, tuple[str, ...]]:
    chosen = PATHS.choose(Context(LAYOUT, BASE, BASE, runs, seed, PATHS.stream, False), count)
    return chosen.axes, chosen.notes


def test_one_straight_run_is_the_first_axis_and_the_second_is_completed() -> None:
    direction = (3 * E[2] + 4 * E[7]) / 5
    axes, notes = choose(straight("a", direction, 6.0))
    np.testing.assert_allclose(axes[0], direction, atol=1e-12)
    np.testing.assert_allclose(axes @ axes.T, np.eye(2), atol=1e-12)
    assert "100 % / 0 %" in notes[0]
    assert "complete" in notes[1]


def test_a_run_of_two_points_has_axes_that_are_numbers() -> None:
    axes, notes = choose(straight("a", E[1], 2.0, n=2))
    assert np.isfinite(axes).all()
    np.testing.assert_allclose(np.abs(axes[0] @ E[1]), 1.0, rtol=1e-12)
    assert len(notes) == 2


def test_the_completing_axis_is_seeded_and_leaves_the_bias_alone() -> None:
    run = straight("a", E[1], 2.0)
    axes = [choose(run, seed=seed)[0] for seed in (3, 3, 4)]
    assert axes[0].tobytes() == axes[1].tobytes()
    assert abs(axes[0][1] @ axes[2][1]) < 0.9
    np.testing.assert_array_equal(axes[0][1][LAYOUT.is_bias], 0.0)


def test_a_line_takes_the_first_direction_alone() -> None:
    axes, notes = choose(straight("a", E[4], -6.0), count=1)
    np.testing.assert_allclose(axes, E[4:5], atol=1e-12)
    assert notes == ("captured energy 100 %",)


def test_every_run_weighs_the_same_however_long_it_is() -> None:
    """Two short runs outweigh one that is a hundred times as long."""
    axes, notes = choose(straight("far", E[0], 100.0), straight("near", E[1], 1.0), straight("too", E[1], 1.0))
    np.testing.assert_allclose(axes, E[[1, 0]], atol=1e-10)
    assert "66.67 % / 33.33 %" in notes[0]


def test_a_run_with_more_rows_does_not_weigh_more() -> None:
    axes, _ = choose(straight("slow", E[0], 1.0, n=1000), straight("fast", E[1], 1.0, n=3), straight("c", E[1], 1.0))
    np.testing.assert_allclose(axes[0], E[1], atol=1e-10)


def test_displacements_are_from_the_base_point_and_not_from_their_mean() -> None:
    """A jump along e0 and then a wiggle along e1: centered, the wiggle would lead; uncentered, the jump does."""
    wiggle = np.linspace(-1, 1, 50)[:, None] * E[1]
    run = ReferenceRun("a", True, np.concatenate([BASE[None], BASE + 10 * E[0] + wiggle]))
    axes, _ = choose(run)
    np.testing.assert_allclose(axes[0], E[0], atol=1e-3)
    np.testing.assert_allclose(axes[1], E[1], atol=1e-3)


def test_the_largest_component_of_an_axis_is_positive() -> None:
    axes, _ = choose(straight("a", (E[0] - 2 * E[3]) / np.sqrt(5), 1.0), straight("b", -E[8], 3.0))
    for axis in axes:
        assert axis[np.argmax(np.abs(axis))] > 0
    assert axes[:, 3].max() == pytest.approx(2 / np.sqrt(5), rel=1e-6)


def test_only_runs_that_follow_gradients_decide_where_there_are_any() -> None:
    searches = [straight(label, E[5], 1000.0, gradient=False) for label in ("one", "two")]
    axes, _ = choose(*searches, straight("a", E[0], 1.0), straight("b", E[1], 2.0))
    np.testing.assert_allclose(axes[:, 5], 0.0, atol=1e-12)
    axes, _ = choose(*searches)
    np.testing.assert_allclose(axes[0], E[5], atol=1e-12)


def test_runs_that_did_not_move_or_are_no_numbers_are_skipped() -> None:
    still = straight("still", E[0], 0.0)
    broken = ReferenceRun("broken", True, np.full((4, P), np.nan))
    beyond = ReferenceRun("beyond", True, np.stack([BASE, np.full(P, np.inf)]))
    axes, _ = choose(
        still, broken, straight("a", E[2], 1.0), beyond, straight("b", E[3], 1.0), straight("c", E[3], 1.0)
    )
    np.testing.assert_allclose(axes, E[[3, 2]], atol=1e-10)


@pytest.mark.parametrize("runs", [(), (straight("still", E[0], 0.0),)], ids=["none", "still"])
def test_without_a_run_that_moved_there_is_an_error_with_a_remedy(runs: tuple[ReferenceRun, ...]) -> None:
    with pytest.raises(SliceError, match=r"moved.*slice\.kind=unit") as refused:
        choose(*runs)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("n_rows", [20, 200], ids=["fewer rows than weights", "more rows than weights"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_same_subspace_as_a_singular_value_decomposition(n_rows: int, count: int) -> None:
    random = np.random.default_rng(n_rows)
    runs = tuple(
        ReferenceRun(str(index), True, BASE + np.cumsum(size * random.normal(size=(n_rows, P)), axis=0))
        for index, size in enumerate((0.1, 5.0))
    )
    stacked = equal_energy_displacements(Context(LAYOUT, BASE, BASE, runs, 0, PATHS.stream, False))
    by_hand = np.concatenate([(run.weights - BASE) / np.linalg.norm(run.weights - BASE) for run in runs])
    np.testing.assert_allclose(stacked, by_hand, rtol=1e-13)
    _, singular, right = np.linalg.svd(by_hand, full_matrices=False)
    axes, notes = choose(*runs, count=count)
    assert np.linalg.norm(axes.T @ axes - right[:count].T @ right[:count]) < 1e-8
    for axis, vector in zip(axes, right, strict=False):
        assert abs(axis @ vector) == pytest.approx(1.0, abs=1e-8)
    assert f"{100 * singular[0] ** 2 / 2:.4g} %" in notes[0]


@pytest.mark.parametrize("ratio", [1e-2, 1e-4, 1e-5])
def test_a_weak_second_direction_is_found_all_the_same(ratio: float) -> None:
    random = np.random.default_rng(1)
    left, right = np.linalg.qr(random.normal(size=(50, 4)))[0], np.linalg.qr(random.normal(size=(P, 4)))[0]
    stacked = left @ np.diag([1.0, ratio, 1e-3 * ratio, 0.0]) @ right.T
    found, values = leading_right_vectors(stacked, 2)
    assert np.abs(np.abs(found @ right[:, :2]) - np.eye(2)).max() < 1e-5
    np.testing.assert_allclose(values, [1.0, ratio], rtol=1e-4)


@pytest.mark.parametrize("n_rows", [3, 100, 3000])
def test_rounding_on_a_straight_line_is_no_direction(n_rows: int) -> None:
    places = np.sort(np.random.default_rng(n_rows).random(n_rows))
    stacked = (BASE + np.outer(places, E[0] + 0.3 * E[1])) - BASE
    found, values = leading_right_vectors(stacked / np.linalg.norm(stacked), 2)
    assert len(found) == len(values) == 1


def test_inputs_are_not_written_to() -> None:
    run = straight("a", E[1], 2.0)
    before = run.weights.copy()
    run.weights.flags.writeable = False
    choose(run)
    np.testing.assert_array_equal(run.weights, before)
