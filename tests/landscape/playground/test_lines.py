"""Lines of equal score: at both ends the score is what the line stands for, within the window or not at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.playground.lines import class_lines, clipped_line
from tests.landscape.playground.models import model_of, random_weights

WINDOW = ((-2.0, 3.0), (-1.0, 1.5))
MODEL = model_of("svm")


def test_a_line_by_hand() -> None:
    # Score 2 x - 1: zero at x = 1/2, one at x = 1, minus one at x = 0; it grows to the right, over a distance of 1/2.
    first, none, constant = class_lines(MODEL, np.array([2.0, 0, -1, 0, 0, 0, 0, 0, 5]), WINDOW)
    assert none is None
    assert constant is None
    assert first.toward.tolist() == [1, 0]
    assert first.margin == 0.5
    for line, x in ((first.zero, 0.5), (first.plus, 1.0), (first.minus, 0.0)):
        assert sorted(line.tolist()) == [[x, -1.0], [x, 1.5]]
    assert first.anchor.tolist() == [0.5, 0.25]


@given(st.lists(st.floats(-3, 3), min_size=9, max_size=9))
def test_both_ends_have_the_score_and_lie_on_the_border(numbers: list[float]) -> None:
    weights = np.array(numbers)
    for row, line in zip(weights.reshape(3, 3), class_lines(MODEL, weights, WINDOW), strict=True):
        length = np.hypot(row[0], row[1])
        if length == 0:
            assert line is None
            continue
        if length < 1e-3:  # its scores hardly change within the window: nothing to read off
            continue
        assert np.hypot(*line.toward) == pytest.approx(1.0)
        assert line.toward @ row[:2] > 0
        assert line.margin * length == pytest.approx(1.0)
        for score, ends in ((0.0, line.zero), (1.0, line.plus), (-1.0, line.minus)):
            corners = np.array([[x, y] for x in WINDOW[0] for y in WINDOW[1]]) @ row[:2] + row[2] - score
            if ends is None:  # the window lies on one side
                assert (corners >= -1e-9).all() or (corners <= 1e-9).all()
                continue
            assert ends @ row[:2] + row[2] == pytest.approx([score, score], abs=1e-9)
            for x, y in ends:
                on_side = min(abs(x - low) for low in WINDOW[0]), min(abs(y - low) for low in WINDOW[1])
                assert min(on_side) < 1e-9
                assert WINDOW[0][0] - 1e-9 <= x <= WINDOW[0][1] + 1e-9
                assert WINDOW[1][0] - 1e-9 <= y <= WINDOW[1][1] + 1e-9


def test_a_line_beyond_the_window_is_none() -> None:
    assert clipped_line(np.array([1.0, 0.0]), 4.0, WINDOW) is None
    assert clipped_line(np.array([0.6, 0.8]), 4.0, WINDOW) is None
    assert clipped_line(np.array([0.0, 1.0]), 1.0, WINDOW).tolist() == [[3.0, 1.0], [-2.0, 1.0]]


def test_a_network_has_no_lines() -> None:
    network = model_of("svm", model="network", hidden=3)
    assert class_lines(network, random_weights(network), WINDOW) == ()


def test_weights_without_measure_have_no_line() -> None:
    weights = np.array([np.inf, 0, 0, np.nan, 1, 0, 1, 0, np.inf])
    assert class_lines(MODEL, weights, WINDOW) == (None, None, None)
