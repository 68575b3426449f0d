"""Values become text and text becomes values."""

from __future__ import annotations

import pytest

from gui.panels.notation import COUNTS, NUMBER, NUMBERS, RANGE, ROWS, TEXT, WHOLE, Unreadable, plain_text

WRITTEN = [
    (WHOLE, 64, "64"),
    (NUMBER, 1.0, "1"),
    (NUMBER, 0.001, "0.001"),
    (NUMBER, 1e-08, "1e-8"),
    (NUMBER, 1e20, "1e20"),
    (NUMBER, -2.5, "-2.5"),
    (TEXT, "a b", "a b"),
    (NUMBERS, (1.5, -2.25), "1.5, -2.25"),
    (ROWS, ((1.0, 0.0), (0.0, 1.0)), "1, 0; 0, 1"),
    (RANGE, "auto", "auto"),
    (RANGE, 2.0, "2"),
    (RANGE, (-1.0, 3.0), "-1, 3"),
    (RANGE, ((-1.0, 3.0), (0.0, 2.0)), "-1, 3; 0, 2"),
    (COUNTS, 61, "61"),
    (COUNTS, (61, 31), "61, 31"),
]


OTHERWISE = [
    (WHOLE, "1e3", 1000),
    (NUMBER, "1e-3", 0.001),
    (NUMBER, " −2 ", -2.0),
    (NUMBERS, "1.5 -2", (1.5, -2.0)),
    (RANGE, "AUTO", "auto"),
]
NO_VALUES = [
    (WHOLE, "1.5"),
    (WHOLE, "many"),
    (WHOLE, "inf"),
    (WHOLE, "nan"),
    (NUMBER, "0,5"),
    (NUMBER, ""),
    (NUMBERS, "1; 2"),
    (ROWS, "1, x; 0, 1"),
    (RANGE, "1, 2, 3"),
    (RANGE, "1; 2"),
    (RANGE, "1, 2; 3, 4; 5, 6"),
    (COUNTS, "61, 31, 7"),
    (COUNTS, "61.5"),
]


def test_a_value_is_written_short_and_read_back_equal() -> None:
    for notation, value, text in WRITTEN:
        assert notation.write(value) == text
        assert notation.read(text) == value


def test_other_ways_to_write_a_value_are_read() -> None:
    for notation, text, value in OTHERWISE:
        assert notation.read(text) == value


def test_what_is_no_value_is_answered_with_an_example() -> None:
    for notation, text in NO_VALUES:
        with pytest.raises(Unreadable, match=r"\d") as caught:
            notation.read(text)
        assert "\n" not in str(caught.value)


def test_yes_and_no_are_words() -> None:
    assert (plain_text(True), plain_text(False)) == ("yes", "no")
