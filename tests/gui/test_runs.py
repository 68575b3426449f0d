"""Runs more, runs less, several of one: what becomes of the description."""

from __future__ import annotations

import pytest

from gui.runs import number_parameters, read_values, with_copy, with_run, with_several, without_run
from landscape.errors import InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from trainers.catalogue import METHODS

TWO = with_values(with_methods(Description(), ["sgd", "adam"]), {"methods.sgd.step_size": 0.25})


def labels(description: Description) -> list[str]:
    return [part.label for part in description.methods]


def test_every_method_of_the_catalogue_can_be_added_under_a_free_label() -> None:
    for name in METHODS:
        added = with_run(TWO, name)
        assert labels(added)[:2] == ["sgd", "adam"]
        assert labels(added)[2] == (f"{name}-2" if name in ("sgd", "adam") else name)
        assert added.methods[2].method == name


def test_a_copy_stands_behind_its_run_and_has_its_settings() -> None:
    copied = with_copy(TWO, "sgd")
    assert labels(copied) == ["sgd", "sgd-2", "adam"]
    assert copied.methods[1].settings == {"step_size": 0.25}


def test_a_removed_run_lets_go_of_the_slice() -> None:
    centered = with_values(TWO, {"slice.center": "end:adam"})
    left = without_run(centered, "adam")
    assert labels(left) == ["sgd"]
    assert left.slice.center == "base"


def test_the_last_run_stays() -> None:
    with pytest.raises(InvalidValue, match="sgd is the only run"):
        without_run(with_methods(TWO, ["sgd"]), "sgd")


def test_a_run_that_is_not_there_is_named() -> None:
    for change in (with_copy, without_run):
        with pytest.raises(InvalidValue, match="there is no run 'gone'; there are sgd, adam"):
            change(TWO, "gone")


def test_several_values_make_a_run_each_in_the_place_of_the_one() -> None:
    several = with_several(TWO, "sgd", "step_size", [0.1, 1.0, 10.0])
    assert labels(several) == ["sgd-1", "sgd-2", "sgd-3", "adam"]
    assert [part.settings.get("step_size") for part in several.methods] == [0.1, 1.0, 10.0, None]


def test_a_value_outside_the_limits_is_refused() -> None:
    with pytest.raises(InvalidValue, match="step_size"):
        with_several(TWO, "sgd", "step_size", [-1.0, 1.0])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.1, 1, 10", [0.1, 1.0, 10.0]),
        ("× 0.1, 1, 10", [0.05, 0.5, 5.0]),
        ("x0.1, x1, x10", [0.05, 0.5, 5.0]),
        (" 1e-3;2 ", [1e-3, 2.0]),
        ("1, 1, 2", [1.0, 2.0]),
    ],
)
def test_values_are_numbers_or_factors_on_the_present_one(text: str, found: list[float]) -> None:
    assert read_values(text, 0.5) == pytest.approx(found, rel=1e-12)


def test_factors_of_a_whole_number_are_whole() -> None:
    values = read_values("× 0.3, 1, 4", 64, whole=True)
    assert values == [19, 64, 256]
    assert all(type(value) is int for value in values)


@pytest.mark.parametrize(
    ("text", "words"), [("", "numbers with commas"), ("fast, slow", "numbers with commas"), ("3", "two")]
)
def test_what_is_no_list_of_values_is_refused_with_a_remedy(text: str, words: str) -> None:
    with pytest.raises(InvalidValue, match=words):
        read_values(text, 1.0)


def test_auto_cannot_be_multiplied() -> None:
    with pytest.raises(InvalidValue, match="it is 'auto'"):
        read_values("× 0.1, 1", "auto")
    assert read_values("0.1, 1", "auto") == [0.1, 1.0]


def test_choices_and_switches_are_no_numbers() -> None:
    assert number_parameters("adam")[0] == "step_size"
    assert number_parameters("random-search")[0] == "scale"
    assert not {"schedule", "amsgrad"} & set(number_parameters("adam"))
