"""First weights that a description gives, and points without a test split, through the whole pipeline."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.figures.caption import caption
from landscape.files.reading import read_description
from landscape.work import Work
from main import main

NINE = tuple(float(n) / 8 for n in range(9))
SMALL = with_values(
    with_methods(Description(), ["gradient-descent"]),
    {"data.source": "points", "run.steps": 5, "grid.resolution": 7},
)


def scene_of(**changes: object) -> Scene:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Pipeline().scene(with_values(SMALL, {name.replace("__", "."): value for name, value in changes.items()}))


def test_runs_and_slice_begin_at_the_weights_given() -> None:
    scene = scene_of(start__weights=list(NINE))
    assert scene.paths[0].weights[0].tolist() == list(NINE)
    assert scene.slice.origin.tolist() == list(NINE)
    assert scene.paths[0].loss[0] == pytest.approx(scene.model.loss(np.array(NINE)), rel=1e-12)


def test_a_start_on_the_plane_is_added_to_them() -> None:
    scene = scene_of(start__weights=list(NINE), start__at=[0.5, -0.25], slice__kind="unit")
    wanted = np.array(NINE) + np.array([0.5, -0.25]) @ scene.slice.axes
    assert scene.paths[0].weights[0] == pytest.approx(wanted, abs=1e-15)


def test_a_network_takes_them_layer_after_layer() -> None:
    many = np.linspace(-1, 1, 4 * 3 + 3 * 5).tolist()
    scene = scene_of(start__weights=many, objective__model="network", objective__hidden=4)
    inner, outer = scene.model.layout.matrices(scene.paths[0].weights[0])
    assert inner.ravel().tolist() + outer.ravel().tolist() == many


@pytest.mark.parametrize("count", [1, 8, 10])
def test_a_wrong_number_of_them_is_one_line_with_the_remedy(count: int) -> None:
    wanted = rf"^weights of start must be 9 numbers, .*; got {count}\. Leave it unset for a random start\.$"
    with pytest.raises(InvalidValue, match=wanted):
        scene_of(start__weights=[0.0] * count)


def test_what_was_remembered_of_the_seeded_start_is_not_taken_for_them() -> None:
    pipeline = Pipeline()
    seeded = pipeline.scene(SMALL)
    given = pipeline.scene(with_values(SMALL, {"start.weights": list(NINE)}))
    other = pipeline.scene(with_values(SMALL, {"start.weights": [0.0] * 9}))
    starts = [scene.paths[0].weights[0].tolist() for scene in (seeded, given, other)]
    assert starts[1:] == [list(NINE), [0.0] * 9]
    assert starts[0] not in starts[1:]


def test_pictures_and_files_say_that_they_were_given() -> None:
    given, seeded = scene_of(start__weights=list(NINE)), scene_of()
    assert "The base point: weights given." in caption(given)
    assert given.provenance["runs"]["weights_given"] is True
    assert "weights given" not in caption(seeded)


@pytest.mark.parametrize(
    "change", [{"data.source": "blobs"}, {"objective.model": "network"}, {"start.seed": 3}, {"start.scale": 0.1}]
)
def test_they_go_where_others_are_chosen(change: dict[str, object]) -> None:
    given = with_values(SMALL, {"start.weights": list(NINE)})
    assert with_values(given, change).start.weights is None
    assert with_values(given, {"start.seed": 0, "objective.loss": "svm"}).start.weights == NINE
    both = with_values(given, {**change, "start.weights": [1.0]})
    assert both.start.weights == (1.0,)


def test_without_test_examples_there_is_no_test_surface_and_the_picture_says_why() -> None:
    scene = scene_of(grid__test=True)
    assert scene.test_surface is None
    assert scene.provenance["data"]["n_test"] == 0
    assert "No test examples: this source has no test split." in caption(scene)
    assert "test" not in caption(scene_of()).casefold().replace("latest", "")


def test_file_and_command_line_give_the_same_bytes(tmp_path) -> None:
    points = [[0.5, 0.25, 0], [-1, 0.125, 1], [0.75, -1.5, 2], [0.1, 0.2, 2]]
    description = with_values(SMALL, {"data.points": points, "start.weights": list(NINE)})
    (tmp_path / "a.toml").write_text(description.toml())
    main(["dump", str(tmp_path / "a.toml"), "-o", str(tmp_path / "a.npz"), "--quiet"])
    words = [
        *("--methods", "gradient-descent", "--set", "data.source=points", "--set", f"data.points={points}"),
        *("--set", f"start.weights={list(NINE)}", "--steps", "5", "--set", "grid.resolution=7"),
    ]
    main(["dump", *words, "-o", str(tmp_path / "b.npz"), "--quiet"])
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert read_description(tmp_path / "b.npz") == description
    assert from_toml(description.toml()) == description


def test_the_place_of_a_lesson_is_the_weights_given() -> None:
    _, model, weights = Pipeline().place(with_values(SMALL, {"start.weights": list(NINE)}), Work())
    assert weights.tolist() == list(NINE)
    assert model.n_weights == 9
