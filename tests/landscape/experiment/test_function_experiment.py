"""Functions of two variables through the same description: they compute, and say nothing that they have not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from landscape.errors import InvalidValue, SliceError
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description, from_table, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.figures.caption import axis_words, caption, subtitle, title
from landscape.files.dump_npz import npz_arrays, read_npz, write_npz
from landscape.objectives.functions.catalogue import FUNCTIONS
from trainers.catalogue import METHODS

every_function = pytest.mark.parametrize("name", FUNCTIONS)


def of(name: str, **changes) -> Description:
    described = from_table({"objective": {"model": name}, "grid": {"resolution": 21}, "run": {"steps": 20}})
    return with_values(described, {key.replace("__", "."): value for key, value in changes.items()})


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


@every_function
def test_every_method_of_the_catalogue_runs_with_its_default_step_size(pipeline: Pipeline, name: str) -> None:
    scene = pipeline.scene(with_methods(of(name), METHODS))
    assert [path.method for path in scene.paths] == list(METHODS)
    for path in scene.paths:
        assert path.stop.startswith("ran all")
        assert path.loss[-1] < path.loss[0]
        assert path.residual.max() < 1e-12
        np.testing.assert_allclose(path.loss, path.slice_loss, rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(path.loss[:-1], path.batch_loss[:-1])
        np.testing.assert_array_equal(path.coordinates, path.weights)
        assert np.isnan(path.accuracy).all()


@every_function
def test_within_the_default_steps_the_default_methods_get_near_a_minimum(pipeline: Pipeline, name: str) -> None:
    function = FUNCTIONS[name]
    scene = pipeline.scene(with_methods(with_values(of(name), {"run.steps": None}), ["gradient-descent", "momentum"]))
    starts = scene.paths[0].loss[0] - function.lowest
    for path in scene.paths:
        left = (path.loss[-1] - function.lowest) / starts
        assert left < (0.5 if name == "rastrigin" else 0.05)  # who follows Rastrigin's slope stays in the nearest dent


@every_function
def test_the_picture_is_the_function_over_its_usual_range(pipeline: Pipeline, name: str) -> None:
    function = FUNCTIONS[name]
    scene = pipeline.scene(with_methods(of(name), ["gradient-descent"]))
    surface = scene.surface
    assert (surface.a[0], surface.a[-1]) == function.range[0]
    assert (surface.b[0], surface.b[-1]) == function.range[1]
    exact = function.value(*np.meshgrid(surface.a, surface.b, indexing="ij"))
    np.testing.assert_allclose(surface.loss, exact, rtol=1e-12, atol=1e-12)
    assert surface.exactness == "exact"
    assert scene.paths[0].weights[0].tolist() == list(function.start)


def test_where_a_path_leaves_the_usual_range_it_is_wider_on_that_side_only(pipeline: Pipeline) -> None:
    scene = pipeline.scene(with_methods(of("bowl", start__at=[-2.5, 0.0]), ["gradient-descent"]))
    surface = scene.surface
    assert surface.a[0] < -4.0
    assert (surface.a[-1], surface.b[0], surface.b[-1]) == (2.0, -2.0, 2.0)
    assert "wider where a path leaves it" in scene.provenance["grid"]["range_statement"]


def test_what_is_said_is_true(pipeline: Pipeline) -> None:
    scene = pipeline.scene(of("rosenbrock"))
    facts, said = scene.provenance, caption(scene)
    assert title(scene) == "2 weights. You see both."
    assert subtitle(scene) == "Rosenbrock’s function · f(x, y) = (1 − x)² + 100 (y − x²)² · exact"
    assert axis_words(scene) == ("x", "y")
    assert facts["objective"]["minima"] == [[1.0, 1.0]]
    assert not {"loss", "regularization", "l1"} & set(facts["objective"])
    assert not {"hash", "source", "n_train"} & set(facts["data"])
    assert "no batches" in said
    assert "lowest 0, at (1, 1)" in said
    for absent in ("softmax", "digits", "λ", "training", "accuracy", "random walk"):
        assert absent not in said.lower()


def test_one_direction_of_two_is_not_called_both(pipeline: Pipeline) -> None:
    scene = pipeline.scene(of("himmelblau", slice__dimensions=1))
    assert title(scene) == "2 weights. You see 1 direction."
    assert axis_words(scene)[0] == "x"
    np.testing.assert_allclose(scene.surface.loss, FUNCTIONS["himmelblau"].value(scene.surface.a, 0 * scene.surface.a))


@every_function
def test_a_dump_there_and_back(pipeline: Pipeline, name: str, tmp_path: Path) -> None:
    scene = pipeline.scene(of(name))
    write_npz(scene, tmp_path / "one.npz")
    found = read_npz(tmp_path / "one.npz")
    np.testing.assert_array_equal(found.surface.loss, scene.surface.loss)
    assert (title(found), subtitle(found), caption(found)) == (title(scene), subtitle(scene), caption(scene))
    assert np.isnan(npz_arrays(scene, weights=False)["accuracy"]).all()
    again = Pipeline().scene(found.description)
    write_npz(again, tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("kind", ["paths", "unit", "random", "gradient", "hessian", "pca", "line", "plane"])
def test_other_axes_show_the_same_function(pipeline: Pipeline, kind: str) -> None:
    scene = pipeline.scene(of("rosenbrock", slice__kind=kind, slice__center="base"))
    place = (3,) if scene.surface.is_line else (3, 5)
    axes = (scene.surface.a, scene.surface.b)[: len(place)]
    weights = scene.slice.plane().embed(np.array([axis[at] for axis, at in zip(axes, place, strict=True)]))
    found = scene.surface.loss[place]
    assert found == pytest.approx(float(FUNCTIONS["rosenbrock"].value(weights[:1], weights[1:])[0]), rel=1e-12)
    assert axis_words(scene) == ("a, along axis 1", "b, along axis 2")


def test_an_auto_step_size_is_that_of_the_largest_curvature(pipeline: Pipeline) -> None:
    asked = with_values(
        with_methods(of("ravine"), ["gradient-descent"]), {"methods.gradient-descent.step_size": "auto"}
    )
    found = pipeline.scene(asked).provenance["runs"]["auto_step_sizes"]["gradient-descent"]
    assert found["step_size"] == pytest.approx(2 / 50, rel=1e-14)


def test_choosing_a_function_and_leaving_it_begins_the_slice_anew() -> None:
    changes = {"slice.kind": "unit", "start.at": [1.0, 2.0], "grid.range": 3.0, "objective.l1": 1.0}
    classifier = with_values(Description(), changes)
    function = with_values(classifier, {"objective.model": "beale"})
    assert (function.slice.kind, function.slice.center, function.grid.range) == ("weights", "zero", "auto")
    assert function.start.at == (0.0, 0.0)
    assert function.table()["objective"] == {"model": "beale"}
    other = with_values(function, {"start.at": [0.5, 0.5], "objective.model": "bowl"})
    assert other.start.at == (0.5, 0.5)
    assert with_values(function, {"objective.model": "linear"}) == Description()
    assert with_values(function, {"objective.model": None}) == Description()


@every_function
def test_toml_and_the_command_line_make_it_again(name: str) -> None:
    described = of(name, start__at=[0.25, -0.5])
    assert from_toml(described.toml()) == described
    words = assignments(described)
    assert with_values(Description(), dict(parse_assignment(word) for word in words[1::2])) == described
    full = resolved(described)
    assert resolved(full) == full
    assert from_toml(full.toml()) == full


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"objective.loss": "svm"}, "loss of objective belongs to models with examples: linear, network; got 'svm'"),
        ({"objective.regularization": 0.5}, "regularization of objective belongs to models with examples"),
        ({"objective.l1": 0.5}, "l1 of objective belongs to models with examples"),
        ({"objective.hidden": 5}, "hidden of objective belongs to objective.model=network"),
        ({"grid.test": True}, "test of grid needs examples, and objective.model=bowl has none"),
        ({"grid.batch": 8}, "batch of grid needs examples, and objective.model=bowl has none"),
    ],
)
def test_what_needs_examples_is_refused_in_one_line(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValue, match=message) as caught:
        with_values(of("bowl"), changes)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["filter", "layer"])
def test_axes_of_layers_are_refused_in_one_line(pipeline: Pipeline, kind: str) -> None:
    with pytest.raises(SliceError, match="no layers or rows"):
        pipeline.scene(of("bowl", slice__kind=kind))


def test_what_looks_at_examples_is_refused_in_one_line(pipeline: Pipeline) -> None:
    from landscape.work import Work

    with pytest.raises(InvalidValue, match=r"objective\.model=bowl is a function of two variables without examples"):
        pipeline.place(of("bowl"), Work())


def test_a_seeded_start_lies_beside_the_usual_one(pipeline: Pipeline) -> None:
    starts = [
        pipeline.scene(of("himmelblau", start__scale=2.0, start__seed=seed)).paths[0].weights[0] for seed in (1, 2)
    ]
    assert not np.array_equal(*starts)
    assert all(not np.array_equal(start, FUNCTIONS["himmelblau"].start) for start in starts)


@pytest.mark.parametrize("kind", ["ray", "fan", "inside-step", "secants"])
def test_lessons_of_a_step_are_drawn_and_speak_of_no_examples(kind: str, tmp_path: Path) -> None:
    from main import main

    target = tmp_path / "lesson.pdf"
    wanted = ["figure", "--kind", kind, "--set", "objective.model=ravine", "--methods", "gradient-descent"]
    assert main([*wanted, "--at", "base", "--steps", "20", "-o", str(target), "--quiet"]) == 0
    said = " ".join(page.extract_text() for page in PdfReader(target).pages)
    assert "f(x, y) = (x² + 50 y²) / 2" in said
    for absent in ("training examples", "batch", "λ", "SHA-256"):
        assert absent not in said
