"""One factor on all step sizes: read from a description and written to it, "auto" left alone."""

from __future__ import annotations

import pytest

from gui.step_factor import changes_for, factor_of
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values

TWO = with_methods(Description(), ["sgd", "adam", "random-search"])


@pytest.mark.parametrize("factor", [0.1, 1.0, 3.0])
def test_the_factor_that_is_written_is_read(factor: float) -> None:
    assert factor_of(with_values(TWO, changes_for(TWO, factor))) == pytest.approx(factor)


def test_the_factor_leaves_auto_alone() -> None:
    auto = with_values(TWO, {"methods.sgd.step_size": "auto"})
    assert set(changes_for(auto, 2.0)) == {"methods.adam.step_size"}
    changed = with_values(auto, changes_for(auto, 2.0))
    assert changed.methods[0].settings["step_size"] == "auto"
    assert factor_of(changed) == pytest.approx(2.0)


def test_with_nothing_but_auto_the_factor_is_one_and_changes_nothing() -> None:
    auto = with_values(with_methods(TWO, ["sgd"]), {"methods.sgd.step_size": "auto"})
    assert factor_of(auto) == 1.0
    assert changes_for(auto, 2.0) == {}


def test_a_fan_of_step_sizes_keeps_its_ratios_there_and_back() -> None:
    fan = with_values(
        with_methods(Description(), ["sgd", "low:sgd", "high:sgd"]),
        {"methods.low.step_size": 0.123457, "methods.high.step_size": 7.7},
    )
    sizes = [1.0, 0.123457, 7.7]
    moved = fan
    for factor in (3.0, 0.013, 100.0, 0.7):
        moved = with_values(moved, changes_for(moved, factor))
        found = [part.settings["step_size"] for part in moved.methods]
        assert found == pytest.approx([found[0] * size for size in sizes], rel=1e-9)
        assert factor_of(moved) == pytest.approx(factor, rel=1e-5)
    back = with_values(moved, changes_for(moved, (0.123457 * 7.7) ** (1 / 3)))
    assert back == fan  # the one at its default is left to it again


def test_the_factor_of_a_fan_is_its_mean_and_one_factor_is_the_same_for_all() -> None:
    fan = with_values(
        with_methods(Description(), ["a:sgd", "b:sgd", "c:sgd"]),
        {"methods.a.step_size": 0.1, "methods.c.step_size": 10.0},
    )
    assert factor_of(fan) == 1.0
    assert changes_for(fan, 10.0) == {
        "methods.a.step_size": None, "methods.b.step_size": 10.0, "methods.c.step_size": 100.0,
    }  # fmt: skip
