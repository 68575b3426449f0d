"""Faults of other pictures that no test beside their subject holds off, each with the faulty formula caught; and
docs/TRUTH.md, which names the test for every fault."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.directions.catalogue import DIRECTIONS
from landscape.directions.direction import Context, ReferenceRun
from landscape.errors import Cancelled, SliceError
from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.parts import GridPart
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.presets import load_preset
from landscape.experiment.ranges import grid_coordinates
from landscape.figures.caption import badge, caption, title
from landscape.losses.catalogue import LOSSES
from landscape.objectives.activations import ACTIVATIONS
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.slice import Slice
from landscape.work import Work
from trainers.random_search import RandomSearch
from trainers.run import record

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "TRUTH.md"
LAYOUT = WeightLayout(5, 12)
DIGITS = with_methods(Description(), ["adam"])


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline()


def test_the_page_names_tests_that_exist_one_or_more_for_every_row() -> None:
    page, named = PAGE.read_text("utf-8"), re.compile(r"(tests/[\w/]+\.py)::(\w+)")
    heads = ("| ---", "| fault", "| a viewer")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith(heads)]
    assert len(rows) == 18 + 8
    assert [row[:80] for row in rows if not named.search(row)] == []
    for file, function in named.findall(page):
        assert (ROOT / file).is_file(), f"docs/TRUTH.md names {file}, which does not exist"
        assert f"def {function}(" in (ROOT / file).read_text("utf-8"), f"{file} has no {function}"


# ---- what must hold


def context(**changes: Any) -> Context:
    center = np.random.default_rng(1).normal(size=LAYOUT.n_weights)
    LAYOUT.matrix(center)[2] *= 7
    given = Context(LAYOUT, center, center, (), 0, DIRECTIONS["filter"].stream, False)
    return replace(given, **changes)


def is_filter_normalized(axes: Any, center: Any) -> bool:
    """Every class's row without its bias is as long as that row at the center, and the bias is left alone."""
    rows, own = LAYOUT.matrix(axes), LAYOUT.matrix(center)
    lengths = np.linalg.norm(rows[..., :-1], axis=-1)
    return bool(np.allclose(lengths, np.linalg.norm(own[:, :-1], axis=-1), rtol=1e-9) and not rows[..., -1].any())


def test_a_filter_is_a_classs_row_and_neither_the_tensor_nor_a_pixel_nor_a_bias() -> None:
    given = context()
    drawn = np.random.default_rng(2).normal(size=(1, LAYOUT.n_weights))
    right, own, raw = DIRECTIONS["filter"].choose(given, 1).axes, LAYOUT.matrix(given.center), LAYOUT.matrix(drawn)
    assert is_filter_normalized(right, given.center)
    per_tensor = drawn * np.linalg.norm(given.center) / np.linalg.norm(drawn)
    per_pixel = (raw * np.linalg.norm(own, axis=0) / np.linalg.norm(raw, axis=1)[:, None]).reshape(1, -1)
    per_weight = (np.abs(own) * np.sign(raw)).reshape(1, -1)  # flattened, and every number its own filter
    with_bias = LAYOUT.matrix(right.copy())
    with_bias[..., -1] = own[:, -1]
    for faulty in (per_tensor, per_pixel, per_weight, with_bias.reshape(1, -1)):
        assert not is_filter_normalized(faulty, given.center)


def test_filter_axes_at_zero_are_an_error_with_the_remedy_and_no_picture(pipeline: Pipeline) -> None:
    asked = {"slice.kind": "filter", "slice.center": "zero", "data.examples": 60, "run.steps": 2}
    with pytest.raises(SliceError, match=r"not zero at the center.*Use slice\.kind=unit") as refused:
        pipeline.scene(with_values(DIGITS, asked))
    assert "\n" not in str(refused.value)


def test_a_range_is_coordinates_and_a_larger_one_shows_more() -> None:
    def ends(r: float) -> list[float]:
        grid = grid_coordinates(GridPart(resolution=(7, 8), range=r), 2, [])
        return [grid.a[0], grid.a[-1], grid.b[0], grid.b[-1]]

    assert ends(2.5) == [-2.5, 2.5, -2.5, 2.5]

    def holds(of: Any) -> bool:
        return bool(of(4.0)[1] > of(2.0)[1])

    assert holds(ends)
    assert not holds(lambda distance: [-10.0 / distance, 10.0 / distance])  # norm / distance


def test_the_height_of_a_path_is_its_true_loss_and_nothing_near_it(pipeline: Pipeline) -> None:
    asked = {"data.examples": 200, "run.steps": 20, "grid.resolution": [9, 11], "slice.kind": "unit"}
    scene = pipeline.scene(with_values(DIGITS, asked))
    (path,), surface, model = scene.paths, scene.surface, scene.model
    assert path.weights is not None
    assert model is not None
    true = np.array([model.loss(weights) for weights in path.weights])

    def is_true(heights: Any) -> bool:
        return bool(np.abs(heights - true)[1:-1].max() < 1e-9)

    assert is_true(path.loss)
    nearest = surface.loss[
        np.abs(surface.a - path.coordinates[:, :1]).argmin(axis=1),
        np.abs(surface.b - path.coordinates[:, 1:]).argmin(axis=1),
    ]
    mean = np.full(len(true), surface.loss.mean())
    for faulty in (mean, nearest, path.batch_loss, path.slice_loss):
        assert not is_true(faulty)


def test_models_and_weights_are_bit_identical_after_an_error_and_after_a_cancel() -> None:
    random = np.random.default_rng(4)
    examples = Examples(random.integers(0, 256, (60, 12), dtype=np.uint8), random.integers(5, size=60))
    as_floats = AffineMap(1 / 64, None)
    models: list[Any] = [
        LinearClassifier(examples, as_floats, LAYOUT, LOSSES["softmax"](), 0.01),
        TwoLayerNetwork(
            examples, as_floats, WeightLayout(5, 12, (6,)), ACTIVATIONS["relu"](), LOSSES["softmax"](), 0.01
        ),
    ]
    for model in models:
        origin = random.normal(size=model.n_weights)
        plane = Slice(origin, random.normal(size=(2, model.n_weights)))
        before = pickle.dumps((model.examples.x, model.examples.y, origin, plane.axes))
        stopped = Work()
        stopped.stop.set()
        a = np.linspace(-1, 1, 7)
        with pytest.raises(Cancelled):
            model.restrict(plane).grid(a, a, stopped)
        with pytest.raises(Exception, match=r"axes|axis"):
            model.restrict(plane).grid(a, np.empty(0), Work())
        model.restrict(plane).grid(a, a, Work())
        model.gradient(origin)
        assert pickle.dumps((model.examples.x, model.examples.y, origin, plane.axes)) == before


def test_one_fixed_set_of_examples_makes_a_smooth_surface_and_is_named(pipeline: Pipeline) -> None:
    asked = {"data.examples": 200, "run.steps": 2, "grid.resolution": [21, 3], "slice.kind": "unit", "grid.range": 2.0}
    scene = pipeline.scene(with_values(DIGITS, asked))
    model = scene.model
    assert model is not None
    assert scene.surface.rows == "all 200 training examples" == scene.provenance["grid"]["rows"]

    def bumps(loss: Any) -> int:
        """A convex loss has no place along a line where it bends down."""
        return int((np.diff(loss, 2) < -1e-9).sum())

    assert bumps(scene.surface.loss[:, 1]) == 0
    random = np.random.default_rng(0)
    places = [scene.slice.embed(np.array([a, 0.0])) for a in scene.surface.a]
    other_each_time = [model.loss(place, np.sort(random.choice(200, 32, replace=False))) for place in places]
    assert bumps(other_each_time) > 3


# ---- what pictures teach


def test_on_a_random_plane_the_slice_loss_rises_where_the_true_loss_falls(pipeline: Pipeline) -> None:
    planes = [{"slice.kind": "unit", "slice.seed": seed, "grid.resolution": [3, 3]} for seed in range(6)]
    scenes = [pipeline.scene(with_values(DIGITS, plane)) for plane in planes]

    def rises(name: str) -> list[int]:
        return [int((np.diff(getattr(scene.paths[0], name)) > 0).sum()) for scene in scenes]

    assert np.mean(rises("slice_loss")) > 30
    assert max(rises("loss")) < 10
    scene = scenes[0]
    (adam,) = scene.paths
    assert adam.movement_seen < 0.01
    words = caption(scene)
    assert "Movement seen: Adam 0." in words
    assert "Random walks put through the same construction: 0." in words
    gap = re.search(r"Slice loss minus true loss, midway / end: Adam \+(\d\.?\d?) / \+(\d\.?\d?)", words)
    assert gap is not None
    wanted = [adam.view_loss[row] - adam.loss[row] for row in (50, 100)]
    assert [float(part) for part in gap.groups()] == pytest.approx(wanted, abs=0.06)
    assert title(scene) == "650 weights. You see 2 directions."


@pytest.mark.parametrize(("kind", "centered", "expected"), [("paths", False, 0.90), ("pca", True, 0.76)])
def test_two_components_of_a_pure_random_walk_hold_as_much_as_a_convincing_picture(
    kind: str, centered: bool, expected: float
) -> None:
    layout, shares = WeightLayout(10, 64), []
    for seed in range(8):
        steps = np.random.default_rng(seed).normal(size=(100, layout.n_weights))
        walk = np.concatenate([np.zeros((1, layout.n_weights)), np.cumsum(steps, axis=0)])
        run = ReferenceRun("walk", True, walk)
        given = Context(layout, walk[0], walk[0], (run,), 0, DIRECTIONS[kind].stream, False)
        axes = DIRECTIONS[kind].choose(given, 2).axes
        moved = walk - walk.mean(axis=0) if centered else walk
        unit = np.linalg.qr(axes.T)[0]
        shares.append(((moved @ unit) ** 2).sum() / (moved**2).sum())
    assert np.mean(shares) == pytest.approx(expected, abs=0.04)


def test_convex_is_no_bowl_a_trough_is_level_along_b(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Trough"))
    loss = scene.surface.loss
    assert np.ptp(loss, axis=1).max() < 1e-6 * np.ptp(loss, axis=0).min()
    lowest = loss[:, 0].argmin()
    assert 0 < lowest < len(loss) - 1
    assert badge(scene) == "convex: no other minima"


def test_convex_is_no_bowl_flat_is_the_same_everywhere(pipeline: Pipeline) -> None:
    scene = pipeline.scene(load_preset("Flat"))
    assert scene.surface.is_flat
    assert scene.surface.lowest == pytest.approx(2.41, abs=0.005)


def test_the_badge_is_on_the_linear_classifier_and_not_on_the_network(pipeline: Pipeline) -> None:
    few = {"data.examples": 60, "run.steps": 2, "grid.resolution": [3, 3]}
    assert badge(pipeline.scene(with_values(DIGITS, few))) == "convex: one minimum"
    assert badge(pipeline.scene(with_values(DIGITS, few | {"objective.model": "network"}))) == ""


def test_random_search_is_good_in_two_unknowns_and_worse_with_each_more(pipeline: Pipeline) -> None:
    """Best of 200 tries in the coordinates of k axes along which the methods went, and random ones beside them."""
    scene = pipeline.scene(with_values(Description(), {"grid.resolution": [3, 3]}))
    model, paths = scene.model, scene.slice
    assert model is not None
    random = np.random.default_rng(0)
    ends = []
    for k in (2, 16, 64):
        others = random.normal(size=(k - 2, model.n_weights))
        axes = np.linalg.qr(np.concatenate([paths.axes, others]).T)[0].T
        plane = model.restrict(Slice(paths.origin, axes))
        search = RandomSearch(scale=10.0, tries_per_step=20)
        ends.append(plane.loss(record(search, plane, np.zeros(k), steps=10, seed=0).weights[-1]))
    assert ends[0] < 0.55 < ends[1] < ends[2]


def test_random_search_on_raw_cifar10_pixels_finds_about_8_6(cifar10_folder: Path) -> None:
    raw = np.fromfile(cifar10_folder / "data_batch_1.bin", dtype=np.uint8).reshape(-1, 3073)[:1000]
    examples = Examples(raw[:, 1:].copy(), raw[:, 0].astype(np.int64))
    layout = WeightLayout(10, 3072)
    model = LinearClassifier(examples, AffineMap(1.0, None), layout, LOSSES["svm"](), 0.0)
    run = record(RandomSearch(scale=1e-4, tries_per_step=16), model, np.zeros(layout.n_weights), steps=50, seed=0)
    assert model.n_weights == 30_730
    assert model.loss(run.weights[-1]) == pytest.approx(8.6, abs=0.25)  # the best of 800
