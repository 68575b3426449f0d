"""Paths in the box: their true places, cut at its walls, never hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gui.views.box import Box, box_around
from gui.views.camera import HEIGHT, SIDE_A, SIDE_B
from gui.views.clipped_path import FAINTEST, opacities, trace_of

BOX = Box((-1.0, 1.0), (-1.0, 1.0), (0.0, 10.0))
LINE = [(-1, 0), (0, 0), (1, 0)]


def test_a_point_is_drawn_at_its_true_loss_and_its_foot_at_the_planes(make_path) -> None:
    trace = trace_of(make_path([(-1, 1), (0, 0)], [10.0, 5.0], [0.0, 2.5]), BOX)
    np.testing.assert_allclose(trace.points, [(-SIDE_A / 2, SIDE_B / 2, HEIGHT), (0, 0, HEIGHT / 2)], atol=1e-12)
    np.testing.assert_allclose(trace.feet[:, 2], [0, HEIGHT / 4], atol=1e-12)


def test_a_segment_that_leaves_by_the_top_ends_at_the_top_on_its_own_line(make_path) -> None:
    trace = trace_of(make_path([(0, 0), (1, 0)], [5.0, 25.0]), BOX)
    assert trace.row.tolist() == [1]
    np.testing.assert_allclose(trace.starts[0], [0, 0, HEIGHT / 2], atol=1e-8)
    np.testing.assert_allclose(trace.ends[0], [0.25 * SIDE_A / 2, 0, HEIGHT], atol=1e-8)
    place, true = trace.head(1)
    np.testing.assert_allclose(place, trace.ends[0])
    assert not true


def test_a_path_that_comes_back_is_drawn_again_and_its_head_is_true(make_path) -> None:
    trace = trace_of(make_path(LINE, [5.0, 1e300, 5.0]), BOX)
    assert trace.inside.tolist() == [True, False, True]
    assert (trace.points[trace.inside][:, 2] <= HEIGHT).all()
    assert trace.head(2)[1]
    assert not trace.head(1)[1]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_leaves_a_gap_and_the_head_where_it_was_last_seen(bad: float, make_path) -> None:
    trace = trace_of(make_path(LINE + LINE[1:], [5.0, 4.0, bad, 3.0, 2.0]), BOX)
    assert trace.row.tolist() == [1, 4]
    place, true = trace.head(2)
    assert not true
    np.testing.assert_allclose(place, trace.points[1])


def test_one_row_has_no_line_but_a_head(make_path) -> None:
    trace = trace_of(make_path([(0, 0)], [5.0]), BOX)
    assert len(trace.row) == 0
    assert trace.head(0)[1]


def test_a_start_far_outside_has_its_head_at_the_wall_and_a_path_of_nan_none(make_path) -> None:
    place, true = trace_of(make_path([(1e9, 0)], [1e9]), BOX).head(0)
    assert not true
    assert place[0] <= 0.6 * SIDE_A
    assert place[2] == HEIGHT
    assert trace_of(make_path([(0, 0)], [np.nan]), BOX).head(0) is None


def test_a_segment_across_the_box_is_drawn_although_both_ends_are_outside(make_path) -> None:
    trace = trace_of(make_path([(-5, 0), (5, 0)], [5.0, 5.0]), BOX)
    assert trace.row.tolist() == [1]
    assert trace.starts[0, 0] == pytest.approx(-trace.ends[0, 0])
    assert len(trace_of(make_path([(-5, 3), (5, 3)], [5.0, 5.0]), BOX).row) == 0


def test_opacity_falls_with_the_distance_from_the_slice_but_never_below_its_floor(make_path) -> None:
    path = make_path(LINE, [3.0, 2.0, 1.0])
    assert opacities(path).tolist() == [1, 1, 1]
    faded = opacities(replace(path, residual=np.array([0.0, 1.0, 2.0])))
    assert faded[0] == 1
    assert faded[0] > faded[1] > faded[2] > FAINTEST
    far = opacities(replace(path, residual=np.array([1e12, np.nan, np.inf])))
    np.testing.assert_allclose(far, FAINTEST)


def test_the_box_holds_the_surface_and_lower_paths_whole_but_rises_little_above(asymmetric, descent) -> None:
    low, high = asymmetric.lowest, asymmetric.highest
    assert box_around(asymmetric, []).loss == (low, high)
    assert box_around(asymmetric, [descent(-5.0)]).loss[0] == pytest.approx(descent(-5.0).loss.min())
    diverged = replace(descent(), loss=np.array([2.0, 1e3, 1e300, np.inf, np.nan]))
    assert high < box_around(asymmetric, [diverged]).loss[1] < high + 0.25 * (high - low)


def test_the_axes_of_the_box_are_those_of_the_surface(asymmetric) -> None:
    box = box_around(asymmetric, [])
    corner = box.place(asymmetric.a[-1], asymmetric.b[0], asymmetric.loss[-1, 0])
    np.testing.assert_allclose(corner[:2], [SIDE_A / 2, -SIDE_B / 2])
