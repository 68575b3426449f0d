"""Every method has a look of its own, and further runs of one are told apart from it."""

from __future__ import annotations

import re

from landscape.palette import NAMES, SPARE_COLORS, STYLES, display_name, style_of, styles
from trainers.catalogue import METHODS


def test_every_method_has_a_name_and_a_color_of_its_own() -> None:
    assert set(STYLES) == set(NAMES) == set(METHODS)
    colors = [style.color for style in STYLES.values()]
    assert len({*colors, *SPARE_COLORS}) == len(colors) + len(SPARE_COLORS)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", color) for color in (*colors, *SPARE_COLORS))


def test_a_second_run_of_a_method_keeps_its_dashes_and_takes_another_color() -> None:
    first, second, other, third = styles(["rmsprop", "rmsprop", "adam", "rmsprop"])
    assert first == STYLES["rmsprop"]
    assert other == STYLES["adam"]
    assert len({first.color, second.color, third.color}) == 3
    assert first.dashes == second.dashes == third.dashes
    assert style_of("rmsprop", len(SPARE_COLORS)).color == style_of("adam", 0).color  # they begin again


def test_further_runs_of_different_methods_are_told_apart_too() -> None:
    pairs = ["sgd", "sgd", "adam", "adam", "rmsprop", "rmsprop"]
    assert len({style.color for style in styles(pairs)}) == len(pairs)


def test_a_run_is_called_by_its_own_label_where_it_has_one() -> None:
    assert display_name("sgd", "sgd") == "SGD"
    assert display_name("slow", "sgd") == "slow"
