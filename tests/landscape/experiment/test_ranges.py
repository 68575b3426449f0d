"""Where a grid lies: its coordinates are exactly the places evaluated, and cover every path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from landscape.experiment.parts import GridPart
from landscape.experiment.ranges import grid_coordinates


def auto(*paths: Any, n_axes: int = 2, resolution: Any = (7, 11)) -> tuple[np.ndarray, np.ndarray]:
    found = grid_coordinates(GridPart(resolution=resolution), n_axes, [np.array(path, dtype=float) for path in paths])
    return found.a, found.b


def test_auto_covers_center_and_paths_with_fifteen_percent_on_either_side() -> None:
    a, b = auto([[0, 0], [2, -1]], [[1, 3]])
    np.testing.assert_allclose([a[0], a[-1]], [0 - 0.15 * 2, 2 + 0.15 * 2], rtol=1e-14)
    np.testing.assert_allclose([b[0], b[-1]], [-1 - 0.15 * 4, 3 + 0.15 * 4], rtol=1e-14)
    assert (len(a), len(b)) == (7, 11)


def test_auto_covers_the_center_too_when_all_paths_lie_to_one_side() -> None:
    a, b = auto([[5, 5], [7, 6]])
    assert a[0] < 0 < 7 < a[-1]
    assert b[0] < 0 < 6 < b[-1]


def test_a_closed_path_is_covered_where_it_was_farthest() -> None:
    a, _ = auto([[0, 0], [-9, 4], [0, 0]])
    assert a[0] == pytest.approx(-9 - 0.15 * 9)


def test_a_path_nearly_along_one_axis_is_no_ribbon() -> None:
    a, b = auto([[0, 0], [9, 0.5]])
    np.testing.assert_allclose([a[0], a[-1]], [-0.15 * 9, 9 + 0.15 * 9], rtol=1e-14)
    middle, span = 0.25, 3.0
    np.testing.assert_allclose([b[0], b[-1]], [middle - 0.65 * span, middle + 0.65 * span], rtol=1e-14)


def test_how_narrow_an_axis_is_counts_in_weight_space() -> None:
    paths = [np.array([[0.0, 0.0], [9.0, 0.5]])]
    long_second = grid_coordinates(GridPart(), 2, paths, lengths=np.array([1.0, 18.0]))
    assert long_second.b[-1] == pytest.approx(0.5 + 0.15 * 0.5)  # 9 by 9 in weight space
    assert "third" not in long_second.statement
    short_second = grid_coordinates(GridPart(), 2, paths, lengths=np.array([1.0, 0.5]))
    assert short_second.b[-1] - short_second.b[0] == pytest.approx(1.3 * 6.0)
    assert short_second.statement.endswith("; b a third as wide as the other")


@pytest.mark.parametrize("n_axes", [1, 2])
def test_an_axis_without_movement_takes_the_others_span(n_axes: int) -> None:
    a, b = auto([[0, 0], [4, 0]], n_axes=n_axes)
    assert a[-1] == pytest.approx(4.6)
    if n_axes == 2:
        np.testing.assert_allclose([b[0], b[-1]], [-2.6, 2.6], rtol=1e-14)


def test_without_any_movement_the_range_is_one() -> None:
    a, b = auto()
    assert (a[0], a[-1], b[0], b[-1]) == (-1.0, 1.0, -1.0, 1.0)


def test_places_that_are_no_numbers_do_not_count() -> None:
    a, b = auto([[0, 0], [1, 2], [np.nan, 1], [np.inf, 0], [1e305, 1e305]])
    assert (a[-1], b[-1]) == (pytest.approx(1.15), pytest.approx(2.3))


def test_a_path_that_went_astronomically_far_is_covered() -> None:
    a, _ = auto([[0, 0], [1e250, 1]])
    assert np.isfinite(a).all()
    assert a[-1] == pytest.approx(1.15e250)


def test_more_axes_than_two_do_not_widen_the_picture() -> None:
    a, b = auto([[0, 0, 0], [1, 2, 99]], n_axes=3)
    assert (a[-1], b[-1]) == (pytest.approx(1.15), pytest.approx(2.3))


def test_a_line_has_no_second_coordinates() -> None:
    a, b = auto([[0], [3]], n_axes=1)
    assert len(b) == 0
    assert len(a) == 7
    assert (a[0], a[-1]) == (pytest.approx(-0.45), pytest.approx(3.45))


@pytest.mark.parametrize(
    ("asked", "a_ends", "b_ends"),
    [
        (2.0, (-2, 2), (-2, 2)),
        ([-1, 3], (-1, 3), (-1, 3)),
        ([[-1, 3], [0.5, 0.75]], (-1, 3), (0.5, 0.75)),
    ],
)
@pytest.mark.parametrize("count", [2, 7, 10])
def test_a_range_that_is_asked_for_has_both_its_ends_on_the_grid(
    asked: Any, a_ends: tuple[float, float], b_ends: tuple[float, float], count: int
) -> None:
    found = grid_coordinates(GridPart(resolution=[count, count + 1], range=asked), 2, [np.full((3, 2), 99.0)])
    assert (found.a[0], found.a[-1]) == a_ends
    assert (found.b[0], found.b[-1]) == b_ends
    assert (len(found.a), len(found.b)) == (count, count + 1)
    np.testing.assert_allclose(np.diff(found.a), (a_ends[1] - a_ends[0]) / (count - 1), rtol=1e-12)


def test_one_resolution_counts_for_both_axes() -> None:
    a, b = auto([[0, 0], [1, 1]], resolution=5)
    assert len(a) == len(b) == 5


def test_square_makes_the_shorter_side_as_long_as_the_longer_one_around_the_same_middle() -> None:
    path = np.array([[0.0, 0.0], [4.0, 0.1]])
    found = grid_coordinates(GridPart(resolution=(7, 11), range="square"), 2, [path])
    wide, strip = auto(path)
    np.testing.assert_allclose(found.a[[0, -1]], wide[[0, -1]], rtol=1e-14)
    assert found.b[-1] - found.b[0] == pytest.approx(wide[-1] - wide[0])
    assert found.b[0] + found.b[-1] == pytest.approx(strip[0] + strip[-1])
    assert "both sides equally long" in found.statement
    line = grid_coordinates(GridPart(resolution=7, range="square"), 1, [path[:, :1]])
    np.testing.assert_allclose(line.a, auto(path[:, :1], n_axes=1, resolution=7)[0])
