"""Several runs of one method: by values of a parameter and by seeds, with labels, words and seeds of their own."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.vary import MOST_RUNS, distinctions, seed_families, with_variations

TWO = with_methods(Description(), ["sgd", "adam"])
SMALL = {"data.examples": 120, "run.steps": 6, "grid.resolution": 5, "slice.kind": "unit"}


def settings(description: Description) -> dict[str, dict[str, object]]:
    return {part.label: {**part.settings, "seed": part.seed} for part in description.methods}


def test_one_run_becomes_several_in_its_place() -> None:
    found = with_variations(TWO, ["sgd.step_size=0.01, 0.1,1"])
    assert [(part.label, part.method) for part in found.methods] == [
        ("sgd-1", "sgd"), ("sgd-2", "sgd"), ("sgd-3", "sgd"), ("adam", "adam"),
    ]  # fmt: skip
    assert [part.settings.get("step_size") for part in found.methods] == [0.01, 0.1, 1, None]
    assert with_variations(TWO, ["methods.sgd.step_size=0.01,0.1,1"]) == found


def test_two_variations_make_all_combinations() -> None:
    found = settings(with_variations(TWO, ["sgd.step_size=0.1,1", "sgd.batch=8,64"]))
    pairs = [(found[f"sgd-{n}"]["step_size"], found[f"sgd-{n}"]["batch"]) for n in (1, 2, 3, 4)]
    assert pairs == [(0.1, 8), (0.1, 64), (1, 8), (1, 64)]


def test_seeds_count_up_from_the_runs_own() -> None:
    start = with_values(TWO, {"run.seed": 7, "methods.adam.seed": 20})
    found = settings(with_variations(start, [], seeds=3))
    assert [found[f"sgd-{n}"]["seed"] for n in (1, 2, 3)] == [7, 8, 9]
    assert [found[f"adam-{n}"]["seed"] for n in (1, 2, 3)] == [20, 21, 22]


def test_every_run_is_varied_by_a_star_and_one_value_renames_nothing() -> None:
    assert list(settings(with_variations(TWO, ["*.batch=8,16"]))) == ["sgd-1", "sgd-2", "adam-1", "adam-2"]
    assert with_variations(TWO, ["*.batch=8"]) == with_values(TWO, {"methods.sgd.batch": 8, "methods.adam.batch": 8})


def test_new_labels_avoid_those_that_are_taken() -> None:
    found = with_variations(with_methods(Description(), ["sgd", "sgd-1:adam"]), ["sgd.step_size=0.1,1"])
    assert list(settings(found)) == ["sgd-2", "sgd-3", "sgd-1"]


def test_a_slice_through_the_end_of_a_run_goes_through_the_first_one_made_of_it() -> None:
    found = with_variations(with_values(TWO, {"slice.center": "end:sgd"}), ["sgd.step_size=0.1,1"])
    assert found.slice.center == "end:sgd-1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sgd", "LABEL.FIELD"),
        ("sgd.step_size", "LABEL.FIELD"),
        ("step_size=1,2", "LABEL.FIELD"),
        ("sgd.step_size=", "LABEL.FIELD"),
        ("sdg.step_size=1,2", "sgd, adam"),
        ("sgd.step_sice=1,2", "step_size"),
        ("sgd.step_size=1,-2", "above 0"),
        ("*.batch=" + ",".join(map(str, range(1, MOST_RUNS + 1))), "at most"),
    ],
)
def test_a_bad_variation_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        with_variations(TWO, [text])
    assert "\n" not in str(refused.value)


def test_seeds_beyond_the_last_one_are_refused() -> None:
    with pytest.raises(InvalidValue, match="--seeds"):
        with_variations(with_values(TWO, {"run.seed": 2**32 - 2}), [], seeds=3)


def test_a_run_is_told_apart_by_what_differs_within_its_method_alone() -> None:
    found = with_variations(TWO, ["sgd.step_size=0.1,1", "sgd.seed=0,3"])
    words = distinctions(resolved(found).table()["methods"])
    assert words == {
        "sgd-1": "seed 0, step size 0.1",
        "sgd-2": "seed 3, step size 0.1",
        "sgd-3": "seed 0, step size 1",
        "sgd-4": "seed 3, step size 1",
        "adam": "",
    }


def test_families_are_runs_that_differ_by_their_seeds_alone() -> None:
    found = with_variations(TWO, ["sgd.step_size=0.1,1", "sgd.seed=0,3"])
    families = seed_families(resolved(found).table()["methods"])
    assert families == [["sgd-1", "sgd-2"], ["sgd-3", "sgd-4"], ["adam"]]


def test_a_seed_of_its_own_gives_the_run_that_the_common_seed_gives() -> None:
    base = with_values(with_methods(Description(), ["sgd", "adam"]), SMALL)
    own, common = with_values(base, {"methods.sgd.seed": 5}), with_values(base, {"run.seed": 5})
    first, second, third = (Pipeline().scene(description).paths for description in (base, own, common))
    np.testing.assert_array_equal(second[0].weights, third[0].weights)
    np.testing.assert_array_equal(second[1].weights, first[1].weights)
    assert np.abs(second[0].weights - first[0].weights).max() > 1e-3


def test_what_is_true_of_several_runs_is_said_once() -> None:
    short = with_values(TWO, {**SMALL, "run.max_cost": 500, "methods.sgd.step_size": "auto"})
    scene = Pipeline().scene(with_variations(short, ["sgd.seed=0,1"]))
    ends = [line for line in scene.provenance["statement"] if "spent its cost" in line]
    assert ends == [f"sgd-1, sgd-2, adam: {scene.paths[0].stop}"]
    steps = [line for line in scene.provenance["statement"] if "lambda_max" in line]
    assert len(steps) == 1
    assert steps[0].startswith("sgd-1, sgd-2: step size ")


def test_another_common_seed_reruns_only_the_runs_without_their_own() -> None:
    base = with_values(with_methods(Description(), ["sgd", "adam"]), {**SMALL, "methods.sgd.seed": 5})
    pipeline = Pipeline()
    pipeline.scene(base)
    before = len(pipeline.memory.computed)
    pipeline.scene(with_values(base, {"run.seed": 1}))
    assert pipeline.memory.computed[before:].count("run") == 1
