"""Numbers on axes: round, few, and in order."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gui.theme import LIGHT
from gui.views.axis import Axis
from gui.views.wording import coordinate_text, superscript
from landscape.surfaces.ticks import nice_ticks, tick_text


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_ticks_are_round_multiples_inside_the_range_and_about_as_many_as_asked_for(
    low: float, span: float, count: int
) -> None:
    high = low + span
    ticks, spacing = nice_ticks(low, high, count)
    assert float(f"{spacing:.0e}".split("e")[0]) in (1, 2, 5)
    assert len(ticks) <= count + 1
    assert all(low - 1e-6 * spacing <= tick <= high + 1e-6 * spacing for tick in ticks)
    assert all(abs(tick / spacing - round(tick / spacing)) < 1e-3 for tick in ticks)
    assert len(ticks) >= (count - 1) / 2.5 - 1


def test_no_ticks_where_there_is_no_range() -> None:
    assert nice_ticks(1.0, 1.0, 5)[0] == []
    assert nice_ticks(math.nan, 1.0, 5)[0] == []


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.0, 0.5, "0"), (-1e-17, 0.5, "0"), (2.5, 0.5, "2.5"), (-20.0, 10.0, "\N{MINUS SIGN}20"),
        (0.05, 0.05, "0.05"), (1500.0, 500.0, "1,500"), (2e7, 1e7, "2e+07"),
    ],
)  # fmt: skip
def test_ticks_have_the_decimals_that_their_spacing_needs(value: float, spacing: float, text: str) -> None:
    assert tick_text(value, spacing) == text


def test_coordinates_and_powers() -> None:
    assert coordinate_text(-1.2345) == "\N{MINUS SIGN}1.23"
    assert superscript(-12) == "⁻¹²"


def test_a_log_axis_shows_powers_of_ten_and_its_edge(qtbot: QtBot) -> None:
    axis = Axis("bottom")
    axis.set_theme(LIGHT)
    axis.set_log(True, (1.5, "0"))
    [(spacing, values)] = axis.tickValues(1.4, 6.4, 900)
    assert axis.tickStrings(values, 1.0, spacing)[0] == "0"
    assert [values[0], *[value for value in values if value == int(value)]] == [1.5, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert axis.tickStrings([2.0, 5.0, 6.0, math.log10(2e6), -1.0], 1.0, 1.0) == [
        "100",
        "100,000",
        "10⁶",
        "2×10⁶",
        "0.1",
    ]


def test_a_short_log_axis_shows_twos_and_fives_too(qtbot: QtBot) -> None:
    axis = Axis("left")
    axis.set_theme(LIGHT)
    axis.set_log(True)
    [(spacing, values)] = axis.tickValues(-0.5, 0.5, 400)
    assert axis.tickStrings(values, 1.0, spacing) == ["0.5", "1", "2"]


def test_a_long_log_axis_leaves_powers_out_evenly(qtbot: QtBot) -> None:
    axis = Axis("left")
    axis.set_theme(LIGHT)
    axis.set_log(True)
    [(_, values)] = axis.tickValues(0, 40, 200)
    assert len(values) <= 8
    assert len({round(b - a) for a, b in pairwise(values)}) == 1
