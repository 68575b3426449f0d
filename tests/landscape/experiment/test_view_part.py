"""How a surface is looked at is part of a description: it travels with it, and changes no number."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.view_part import CAMERAS, COLOR_MAPS, ViewPart
from landscape.files.dump_npz import npz_arrays, write_npz

SMALL = with_values(
    with_methods(Description(), ["sgd"]), {"run.steps": 4, "grid.resolution": [5, 7], "data.examples": 120}
)
LOOKS = {
    "view.quantity": "accuracy",
    "view.split": "test",
    "view.heights": "symlog",
    "view.exaggeration": 2.5,
    "view.wires": True,
    "view.color_map": "crameri:batlow",
    "view.camera": [-30.5, 40.0, 1.25],
}


def test_the_usual_view_is_written_nowhere() -> None:
    assert "view" not in Description().table()
    assert "view" not in tomllib.loads(with_values(Description(), {"view.heights": "linear"}).toml())


@pytest.mark.parametrize(("field", "value"), LOOKS.items())
def test_each_field_comes_back_from_toml_and_from_the_command_line(field: str, value: object) -> None:
    looked = with_values(SMALL, {field: value})
    assert looked != SMALL
    assert from_toml(looked.toml()) == looked
    words = assignments(looked)
    spoken = dict(parse_assignment(word) for flag, word in itertools.pairwise(words) if flag == "--set")
    assert with_values(with_methods(Description(), ["sgd"]), spoken) == looked
    assert with_values(looked, {field: None}) == SMALL


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("quantity", "loudness", "loss, data, accuracy"),
        ("split", "both", "train, test"),
        ("heights", "cubic", "linear, log, symlog"),
        ("exaggeration", 5, "at most 4"),
        ("exaggeration", 0.1, "at least 0.25"),
        ("wires", 1, "true or false"),
        ("color_map", "no such map", "Try viridis or cividis"),
        ("color_map", 3, "a text"),
        ("camera", "below", "auto, front, side, top"),
        ("camera", [10], "Try [-72, 35]"),
        ("camera", [10, 2], "from 3 to 90"),
        ("camera", [400, 20], "Try [-72, 35]"),
        ("camera", [10, 20, 9], "0.3 to 6"),
        ("camera", ["x", 20], "Try [-72, 35]"),
        ("camera", [float("nan"), 20.0], "Try [-72, 35]"),
        ("camera", True, "a text or a list"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_the_rule(field: str, value: object, words: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        with_values(SMALL, {f"view.{field}": value})
    assert words in str(refusal.value)
    assert "view" in str(refusal.value)


def test_every_named_map_and_camera_is_one() -> None:
    import cmap

    for name in COLOR_MAPS:
        cmap.Colormap(name)
    for name in CAMERAS:
        assert ViewPart(camera=name).angles == (*CAMERAS[name], 1.0)


def test_a_function_of_two_variables_has_neither_accuracy_nor_test_examples() -> None:
    for changes in ({"view.quantity": "accuracy"}, {"view.split": "test"}):
        with pytest.raises(InvalidValue, match="rosenbrock has none"):
            with_values(Description(), {"objective.model": "rosenbrock", **changes})
    looked = with_values(Description(), {"view.quantity": "accuracy", "view.heights": "log"})
    assert with_values(looked, {"objective.model": "rosenbrock"}).view == ViewPart(heights="log")


def test_another_view_computes_nothing_but_test_values_that_it_lacks() -> None:
    pipeline = Pipeline()
    first = pipeline.scene(SMALL)
    done = list(pipeline.memory.computed)
    look = {field: value for field, value in LOOKS.items() if field != "view.split"}
    again = pipeline.scene(with_values(SMALL, look))
    assert pipeline.memory.computed == done
    assert again.surface is first.surface
    tested = pipeline.scene(with_values(SMALL, LOOKS))
    assert pipeline.memory.computed == [*done, "surface"]
    assert tested.surface is first.surface
    assert tested.test_surface is not None


def test_a_dump_of_another_view_has_the_same_numbers(tmp_path: Path) -> None:
    look = {field: value for field, value in LOOKS.items() if field != "view.split"}
    usual, looked = (npz_arrays(Pipeline().scene(with_values(SMALL, changes)), True) for changes in ({}, look))
    assert set(usual) == set(looked)
    for name in set(usual) - {"description", "provenance"}:
        np.testing.assert_array_equal(usual[name], looked[name])
    write_npz(Pipeline().scene(with_values(SMALL, {"view.camera": "auto"})), tmp_path / "auto.npz")
    write_npz(Pipeline().scene(SMALL), tmp_path / "usual.npz")
    assert (tmp_path / "auto.npz").read_bytes() == (tmp_path / "usual.npz").read_bytes()
