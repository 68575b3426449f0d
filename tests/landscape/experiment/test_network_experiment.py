"""Whole experiments with the two-layer network, and descriptions that ask for one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description, from_table, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.figures.caption import caption, subtitle
from landscape.files.dump_npz import write_npz
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.restricted_network import RestrictedNetwork
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.work import Work
from trainers.catalogue import METHODS

SMALL = {
    "objective.model": "network",
    "objective.hidden": 12,
    "data.examples": 300,
    "run.steps": 15,
    "grid.resolution": [7, 9],
}
KINDS: dict[str, dict[str, Any]] = {
    "paths": {},
    "unit": {"slice.kind": "unit", "objective.activation": "tanh"},
    "filter": {"slice.kind": "filter", "slice.center": "end:adam", "objective.loss": "svm"},
    "line": {"slice.dimensions": 1},
    "inside": {"run.inside": "slice", "objective.loss": "svm", "objective.activation": "tanh"},
    "inside, more axes than features": {"slice.kind": "unit", "slice.dimensions": 70, "run.inside": "slice"},
}
every_kind = pytest.mark.parametrize("changes", KINDS.values(), ids=list(KINDS))


def described(changes: dict[str, Any] | None = None) -> Description:
    """A small network, with changes."""
    return with_values(Description(), {**SMALL, **(changes or {})})


@every_kind
def test_all_numbers_of_a_scene_agree_with_the_objective(pipeline: Pipeline, changes: dict[str, Any]) -> None:
    scene = pipeline.scene(described(changes))
    model, plane = scene.model, scene.slice.plane()
    assert isinstance(model, TwoLayerNetwork)
    assert scene.surface.n_holes == 0
    for index in np.ndindex(scene.surface.loss.shape):
        place = np.array([axis[i] for axis, i in zip((scene.surface.a, scene.surface.b), index, strict=False)])
        losses, accuracies = model.evaluate(plane.embed(place)[None], Work())
        assert scene.surface.loss[index] == pytest.approx(losses[0], rel=1e-12)
        assert scene.surface.accuracy[index] == accuracies[0]
    for path in scene.paths:
        assert path.weights is not None
        losses, accuracies = model.evaluate(path.weights, Work())
        np.testing.assert_array_equal(path.loss, losses)
        np.testing.assert_array_equal(path.accuracy, accuracies)
        beneath = [model.loss(scene.slice.embed(place)) for place in path.coordinates]
        np.testing.assert_allclose(path.slice_loss, beneath, rtol=1e-11)
        np.testing.assert_array_equal(path.weights[0], scene.paths[0].weights[0])  # type: ignore[index]


@pytest.mark.parametrize("kind", ["inside", "inside, more axes than features"])
def test_runs_inside_the_slice_stay_on_it(pipeline: Pipeline, kind: str) -> None:
    scene = pipeline.scene(described(KINDS[kind]))
    for path in scene.paths:
        assert path.residual.max() < 1e-10
        np.testing.assert_allclose(path.slice_loss, path.loss, rtol=1e-11)
    moved = [path for path in scene.paths if METHODS[path.method].uses_gradient]
    assert all(path.loss[-1] < path.loss[0] for path in moved)


def test_two_dumps_of_one_description_are_the_same_bytes(tmp_path: Path) -> None:
    files = [tmp_path / name for name in ("first.npz", "second.npz")]
    for file, workers in zip(files, (1, 2), strict=True):
        write_npz(Pipeline().scene(described(), Work(workers)), file, weights=True)
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("loss", ["softmax", "svm"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_default_methods_end_well_below_the_start(pipeline: Pipeline, loss: str, activation: str) -> None:
    changes = {"objective.model": "network", "objective.loss": loss, "objective.activation": activation}
    methods = [name for name, method in METHODS.items() if method.uses_gradient and name != "gradient-descent"]
    few = {"grid.resolution": 2, "run.memory": 10}  # true losses of every tenth step or so: the ends are what counts
    scene = pipeline.scene(with_values(with_methods(Description(), methods), changes | few))
    assert scene.slice.n_weights == 7510
    for path in scene.paths:
        assert path.step[-1] == 100
        assert path.loss[0] > 2.2
        assert path.loss[-1] < 0.4, path.label  # measured over 6 seeds: 0.19 to 0.36
        assert path.accuracy[-1] > 0.95
        assert path.movement_seen > 0.8


def test_the_scene_says_that_it_is_a_network_and_not_convex(pipeline: Pipeline) -> None:
    scene = pipeline.scene(described({"objective.activation": "tanh"}))
    about = scene.provenance["objective"]
    assert about["model"] == "two-layer network, 12 tanh units"
    assert about["convex"] is False
    assert about["n_weights"] == scene.slice.n_weights == 12 * 65 + 10 * 13
    assert "two-layer network, 12 tanh units" in subtitle(scene)
    assert "64-12-10, tanh" in caption(scene)
    assert scene.provenance["description"]["objective"]["hidden"] == 12


def test_the_linear_classifier_says_that_it_is_convex(pipeline: Pipeline) -> None:
    scene = pipeline.scene(with_values(Description(), {"run.steps": 2, "grid.resolution": 2, "data.examples": 100}))
    assert isinstance(scene.model, LinearClassifier)
    assert scene.provenance["objective"]["model"] == "linear classifier"
    assert scene.provenance["objective"]["convex"] is True


def test_what_a_window_asks_of_a_scene_is_there(pipeline: Pipeline) -> None:
    scene: Scene = pipeline.scene(described())
    assert scene.model is not None
    assert scene.dataset is not None
    assert isinstance(scene.plane, RestrictedNetwork)
    weights = scene.slice.plane().embed(np.array([0.3, -0.2]))
    held = scene.dataset.test.take(np.array([5]))
    scores = scene.model.scores(weights, held)
    assert scores.shape == (1, 10)
    probabilities = scene.model.data_loss.probabilities(scores)
    assert probabilities is not None
    assert probabilities.sum() == pytest.approx(1.0)
    values = scene.plane.at(np.array([0.3, -0.2]))
    assert values.loss == pytest.approx(scene.model.loss(weights), rel=1e-12)


def test_another_shape_of_the_network_is_another_base_point_and_another_loss_is_not(pipeline: Pipeline) -> None:
    random = {"slice.kind": "unit", "run.steps": 1, "grid.resolution": 2}
    narrow, wide, svm = (
        pipeline.scene(described({**random, **changes}))
        for changes in ({}, {"objective.hidden": 13}, {"objective.loss": "svm"})
    )
    assert narrow.slice.n_weights < wide.slice.n_weights
    np.testing.assert_array_equal(narrow.slice.axes, svm.slice.axes)
    assert not np.array_equal(narrow.surface.loss, svm.surface.loss)


def test_a_start_scale_of_one_is_hes_own(pipeline: Pipeline) -> None:
    assert resolved(described()).start.scale == 1.0
    one, half = (pipeline.scene(described({"run.steps": 1, "start.scale": scale})) for scale in (1.0, 0.5))
    np.testing.assert_allclose(half.slice.origin, 0.5 * one.slice.origin, rtol=1e-15)


# Descriptions


def test_a_description_from_before_there_were_models_is_a_linear_one() -> None:
    old = from_toml('schema = 1\n[objective]\nloss = "svm"\nregularization = 0.01\n')
    assert old.objective.model == "linear"
    assert old.objective.loss == "svm"
    assert "hidden" not in resolved(old).table()["objective"]


def test_a_network_goes_through_toml_and_unset_fields_stay_unset() -> None:
    description = with_values(Description(), {"objective.model": "network"})
    assert from_toml(description.toml()) == description
    assert "hidden" not in description.table()["objective"]
    full = resolved(description).table()["objective"]
    assert (full["hidden"], full["activation"]) == (100, "relu")
    assert from_toml(described().toml()) == described()


@pytest.mark.parametrize(
    ("objective", "said"),
    [
        ({"hidden": 50}, r"hidden of objective belongs to objective\.model=network; got 50 beside model=linear"),
        ({"model": "linear", "activation": "relu"}, r"activation of objective belongs to objective\.model=network"),
        (
            {"model": "network", "hidden": 0},
            r"hidden of objective must be at least 1 and at most 10000; got 0\. Try 100",
        ),
        ({"model": "network", "hidden": 2.5}, r"hidden of objective must be a whole number; got 2\.5"),
        ({"model": "network", "activation": "sine"}, r"activation of objective must be one of relu, tanh; got 'sine'"),
        ({"model": "forest"}, r"model of objective must be one of linear, network, bowl, .*; got 'forest'"),
        ({"model": ["network"]}, r"model of objective must be a text; got \['network'\]"),
    ],
)
def test_what_a_model_does_not_have_is_refused_in_one_line(objective: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        from_table({"objective": objective})
    assert "\n" not in str(refused.value)
