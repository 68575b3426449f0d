"""Stretched steps in a description: their rules, what they train anew, and that no axis moves."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.stretches import stretch_words, with_stretch
from landscape.figures.caption import caption

SMALL = with_values(
    with_methods(Description(), ["sgd", "momentum", "local-search"]), {"run.steps": 12, "grid.resolution": 5}
)
FIELD = "methods.momentum.stretch"


def test_pairs_are_ordered_and_a_factor_of_one_says_nothing() -> None:
    part = with_values(SMALL, {FIELD: [[9, 0.5], [4, 1], [2, 3]]}).methods[1]
    assert part.stretch == ((2, 3.0), (9, 0.5))
    assert with_values(SMALL, {FIELD: [[4, 1.0]]}) == SMALL
    assert "stretch" not in SMALL.toml()


def test_it_comes_back_from_toml_and_from_the_command_line() -> None:
    description = with_values(SMALL, {FIELD: [[10, 2.5]]})
    assert from_toml(description.toml()) == description
    words = [word for word in assignments(description) if word.startswith(FIELD)]
    assert words == [f"{FIELD}=[[10, 2.5]]"]
    assert with_values(SMALL, dict([parse_assignment(words[0])])) == description


@pytest.mark.parametrize("bad", [[[0, 2.0]], [[1.5, 2.0]], [[3]], "3", [[3, float("nan")]], [[3, 1e7]], 3])
def test_what_is_no_pair_is_refused(bad: object) -> None:
    with pytest.raises(InvalidValue, match="pairs of a step from 1"):
        with_values(SMALL, {FIELD: bad})


def test_one_step_twice_and_a_search_are_refused() -> None:
    with pytest.raises(InvalidValue, match="step 3 twice"):
        with_values(SMALL, {FIELD: [[3, 2.0], [3, 4.0]]})
    with pytest.raises(InvalidValue, match="local-search takes what it has tried"):
        with_values(SMALL, {"methods.local-search.stretch": [[3, 2.0]]})


def test_changing_to_a_search_leaves_the_stretches_behind() -> None:
    stretched = with_values(SMALL, {FIELD: [[3, 2.0]]})
    assert with_values(stretched, {"methods.momentum.method": "adam"}).methods[1].stretch == ((3, 2.0),)
    assert with_values(stretched, {"methods.momentum.method": "random-search"}).methods[1].stretch == ()


def test_only_that_run_changes_and_no_axis() -> None:
    pipeline = Pipeline()
    usual, other = pipeline.scene(SMALL), pipeline.scene(with_values(SMALL, {FIELD: [[5, 2.5]]}))
    np.testing.assert_array_equal(usual.slice.axes, other.slice.axes)
    np.testing.assert_array_equal(usual.paths[0].weights, other.paths[0].weights)
    before, after = usual.paths[1].weights, other.paths[1].weights
    np.testing.assert_array_equal(before[:5], after[:5])
    np.testing.assert_array_equal(after[5], before[4] + 2.5 * (before[5] - before[4]))
    assert not np.isclose(before[12], after[12]).all()
    assert "momentum: step 5 with 2.5 times its length" in other.provenance["statement"]
    assert "2.5 times its length" in caption(other)
    again = Pipeline().scene(with_values(SMALL, {FIELD: [[5, 2.5]]}))
    np.testing.assert_array_equal(again.paths[1].weights, after)


def test_inside_the_slice_and_from_another_start_too() -> None:
    base = with_values(SMALL, {"run.inside": "slice", "start.at": [1.0, 0.5], "slice.kind": "unit", "grid.range": 3.0})
    pipeline = Pipeline()
    usual, other = pipeline.scene(base), pipeline.scene(with_values(base, {FIELD: [[5, 2.0]]}))
    before, after = usual.paths[1].coordinates, other.paths[1].coordinates
    np.testing.assert_allclose(after[5], before[4] + 2.0 * (before[5] - before[4]), atol=1e-12)


def test_a_description_is_changed_one_step_at_a_time() -> None:
    pairs = ((2, 3.0), (9, 0.5))
    assert with_stretch(pairs, 9, 4.0) == [[2, 3.0], [9, 4.0]]
    assert with_stretch(pairs, 5, -1.0) == [[2, 3.0], [5, -1.0], [9, 0.5]]
    assert with_stretch(((2, 3.0),), 2, 1.0) is None
    assert stretch_words(pairs) == "step 2 with 3 times its length, step 9 with 0.5 times its length"
