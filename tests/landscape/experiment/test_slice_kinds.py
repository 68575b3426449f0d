"""Slices of every kind as whole experiments: what they state, what they are remembered under, what walks are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.directions.catalogue import DIRECTIONS
from landscape.errors import InvalidValue, SliceError
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.files.dump_npz import read_npz, write_npz

SMALL = with_values(
    with_methods(Description(), ["sgd", "adam"]),
    {"data.examples": 200, "run.steps": 12, "grid.resolution": 9},
)


WITHOUT_RUNS: dict[str, Any] = {"methods.sgd": None, "methods.adam": None}


def scene_of(pipeline: Pipeline, changes: dict[str, Any]) -> Scene:
    return pipeline.scene(with_values(SMALL, changes))


@pytest.mark.parametrize("kind", [name for name in DIRECTIONS if name != "file"])
def test_every_kind_makes_a_scene_that_holds_together(pipeline: Pipeline, kind: str) -> None:
    scene = scene_of(pipeline, {"slice.kind": kind})
    facts = scene.provenance["slice"]
    assert facts["statement"].startswith(DIRECTIONS[kind].label)
    assert facts["dimensions"] == DIRECTIONS[kind].usual_axes
    assert scene.surface.is_line == (kind == "line")
    i, j = (2, 0) if kind == "line" else (2, 5)
    place = [scene.surface.a[i]] if kind == "line" else [scene.surface.a[i], scene.surface.b[j]]
    value = scene.surface.loss[i] if kind == "line" else scene.surface.loss[i, j]
    assert float(np.ravel(value)[0]) == pytest.approx(scene.model.loss(scene.slice.embed(np.array(place))), rel=1e-12)
    for path in scene.paths:
        np.testing.assert_allclose(scene.slice.residual(path.weights), path.residual)
    share = scene.provenance["random_walk_share"]
    assert 0 < share < 1


@pytest.mark.parametrize(
    ("kind", "seeded"), [("unit", True), ("paths", False), ("line", False), ("plane", False), ("gradient", True)]
)
def test_the_seed_is_stated_where_it_had_a_part(pipeline: Pipeline, kind: str, seeded: bool) -> None:
    assert ("seed 0" in scene_of(pipeline, {"slice.kind": kind}).provenance["slice"]["statement"]) is seeded


def test_eigenvalues_and_trace_are_in_the_provenance(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, {"slice.kind": "hessian", "slice.eigenvectors": "both"})
    numbers = scene.provenance["slice"]["numbers"]
    assert numbers["eigenvalues"][0] > numbers["eigenvalues"][1]
    assert numbers["trace"] > numbers["eigenvalues"][0]
    assert any("eigenvalues of the Hessian" in line for line in scene.provenance["statement"])


def test_another_loss_bends_otherwise_and_is_computed_anew(pipeline: Pipeline) -> None:
    mild, strong = (
        scene_of(pipeline, {"slice.kind": "hessian", "objective.regularization": value}) for value in (1e-3, 1.0)
    )
    difference = np.subtract(*(s.provenance["slice"]["numbers"]["eigenvalues"] for s in (strong, mild)))
    assert (difference > 1.5).all(), "lambda bends the loss by 2 lambda, where biases have no part"
    assert (difference < 2.0).all()


def test_a_hinge_has_no_hessian_and_the_error_says_what_to_do(pipeline: Pipeline) -> None:
    with pytest.raises(SliceError, match=r"slice\.kind=hessian.*objective\.loss=softmax"):
        scene_of(pipeline, {"slice.kind": "hessian", "objective.loss": "svm"})


def test_the_points_of_a_plane_are_within_the_range(pipeline: Pipeline) -> None:
    scene = scene_of(pipeline, {"slice.kind": "plane", "slice.through": ["zero", "end:adam"], "methods.sgd": None})
    (adam,) = scene.paths
    zero = scene.slice.project(np.zeros(scene.slice.n_weights))
    for place in (zero, adam.coordinates[-1]):
        assert scene.surface.a[0] < place[0] < scene.surface.a[-1]
        assert scene.surface.b[0] < place[1] < scene.surface.b[-1]
    assert scene.slice.residual(np.zeros((1, scene.slice.n_weights)))[0] < 1e-9


def test_runs_are_named_in_one_line(pipeline: Pipeline) -> None:
    with pytest.raises(InvalidValue, match="through of slice must name a run; got 'nobody'"):
        with_values(SMALL, {"slice.through": ["end:nobody"]})
    alone = scene_of(pipeline, {"slice.kind": "pca", "slice.runs": ["sgd"]})
    assert alone.provenance["slice"]["notes"][0].startswith("principal components of sgd:")
    assert next(path for path in alone.paths if path.label == "sgd").movement_seen > 0.7


def test_lines_between_points_that_need_no_run_train_none() -> None:
    fresh = Pipeline()
    fresh.scene(with_values(SMALL, {"slice.kind": "line", "slice.through": "zero", **WITHOUT_RUNS, "run.steps": 1}))
    assert with_values(SMALL, {"slice.kind": "line", "slice.through": "zero"}).slice.needs_runs is False
    assert with_values(SMALL, {"slice.kind": "gradient"}).slice.needs_runs is False
    assert with_values(SMALL, {"slice.kind": "gradient", "slice.second": "velocity"}).slice.needs_runs is True


def test_joined_kinds_have_the_axes_that_each_usually_has(pipeline: Pipeline) -> None:
    part = with_values(SMALL, {"slice.kind": "line+unit"}).slice
    assert (part.n_axes, part.axes_of_kinds) == (3, (1, 2))
    scene = scene_of(pipeline, {"slice.kind": "line+unit", "slice.through": "zero"})
    assert scene.slice.n_axes == 3
    assert with_values(SMALL, {"slice.kind": "line+unit", "slice.dimensions": 4}).slice.axes_of_kinds == (2, 2)


def test_a_dumps_axes_make_the_same_slice_again(pipeline: Pipeline, tmp_path: Path) -> None:
    scene = scene_of(pipeline, {"slice.kind": "paths", "slice.center": "end:sgd"})
    write_npz(scene, tmp_path / "first.npz")
    kept = read_npz(tmp_path / "first.npz").slice
    again = scene_of(
        pipeline,
        {"slice.kind": "file", "slice.center": "file", "slice.file": str(tmp_path / "first.npz"), "run.steps": 3},
    )
    np.testing.assert_array_equal(again.slice.origin, kept.origin)
    np.testing.assert_array_equal(again.slice.axes, kept.axes)
    assert "made for digits, linear, softmax" in again.provenance["slice"]["notes"][0]


def test_a_file_that_changed_is_read_again(pipeline: Pipeline, tmp_path: Path) -> None:
    file = tmp_path / "axes.npy"
    wanted = {"slice.kind": "file", "slice.file": str(file), **WITHOUT_RUNS, "grid.range": 1.0}
    for seed in (0, 1):
        axes = np.random.default_rng(seed).normal(size=(2, 650))
        np.save(file, axes)
        np.testing.assert_array_equal(scene_of(pipeline, wanted).slice.axes, axes)


def test_without_paths_the_range_follows_the_curvature(pipeline: Pipeline) -> None:
    wanted = {"slice.kind": "hessian", "slice.center": "zero", **WITHOUT_RUNS, "grid.resolution": 3}
    scene = scene_of(pipeline, wanted)
    assert "range from the curvature" in scene.provenance["grid"]["range_statement"]
    here = scene.surface.loss[1, 1]
    assert here == pytest.approx(np.log(10))
    for ends in (scene.surface.loss[[0, 2], 1], scene.surface.loss[1, [0, 2]]):
        assert here * 1.9 < ends.mean() < here * 2.6
    flat = scene_of(pipeline, {**wanted, "slice.kind": "unit", "objective.regularization": 0.0, "grid.resolution": 3})
    assert "range from the curvature" in flat.provenance["grid"]["range_statement"]


def test_principal_components_of_walks_hold_what_theory_says(pipeline: Pipeline) -> None:
    # Antognini and Sohl-Dickstein: a centered walk's two leading components hold 6/pi^2 + 6/(4 pi^2) = 76 %.
    wanted = {"slice.kind": "pca", "slice.runs": ["sgd"], "run.steps": 100, "methods.adam": None, "data.examples": 50}
    share = scene_of(pipeline, wanted).provenance["random_walk_share"]
    assert share > 0.5  # of movement from the start; its share of variance is measured below
    from landscape.directions.direction import Context, ReferenceRun
    from landscape.directions.random_walk import walks_like
    from landscape.objectives.layout import WeightLayout

    layout = WeightLayout(10, 64)
    base = np.zeros(layout.n_weights)
    walks = walks_like((ReferenceRun("sgd", True, np.zeros((401, 650))),), base, 0)
    shares = DIRECTIONS["pca"].choose(Context(layout, base, base, walks, 0, 10, False), 2).numbers["variance_shares"]
    assert sum(shares) == pytest.approx(0.76, abs=0.03)


def test_a_flat_floor_is_the_same_one_every_time() -> None:
    # ARPACK starts over with random vectors where eigenvalues coincide: they must be seeded too.
    from landscape.experiment.presets import load_preset

    preset = with_methods(load_preset("Steepest and flattest"), ["adam"])  # at the end of whose run it lies
    axes = [Pipeline().scene(with_values(preset, {"grid.resolution": 2})).slice.axes.tobytes() for _ in range(2)]
    assert axes[0] == axes[1]
