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
