"""Features in a description: the stage between data and objective, what it states, and what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.errors import InvalidValue
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import assignments, parse_assignment, with_methods, with_values
from landscape.experiment.pipeline import Pipeline, training_parts
from landscape.experiment.scene import Scene
from landscape.features.extract import FeaturedDataset
from landscape.figures.caption import caption, subtitle
from landscape.files.dump_npz import read_npz, write_npz
from landscape.work import Work


@pytest.fixture(autouse=True)
def _cache(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def of(kind: str, **changes: object) -> Description:
    described = with_methods(with_values(Description(), {"features.kind": kind}), ["sgd", "adam"])
    small = {"run.steps": 15, "grid.resolution": 7, "data.examples": 200}
    return with_values(described, small | {key.replace("__", "."): value for key, value in changes.items()})


def dataset_of(scene: Scene) -> FeaturedDataset:
    assert isinstance(scene.dataset, FeaturedDataset)
    return scene.dataset


def test_a_classifier_of_features_is_an_experiment_like_any_other(tmp_path) -> None:
    scene = Pipeline().scene(of("hog+histogram"))
    dataset = dataset_of(scene)
    assert scene.slice.n_weights == 10 * (324 + 6 + 1)
    assert dataset.train.x.shape == (200, 330)
    assert "HOG, cells of 2 x 2 pixels" in scene.provenance["data"]["note"]
    assert "histogram of brightness, 6 bins. 330 features, standardized" in scene.provenance["data"]["note"]
    assert scene.resolved["features"]["orientations"] == 9
    assert "HOG 2 × 2 + brightness histogram, 330 features, of digits" in subtitle(scene)
    assert "9 orientations" in caption(scene)
    for path in scene.paths:
        assert path.loss[-1] < path.loss[0]
    weights = scene.paths[1].weights
    assert weights is not None
    np.testing.assert_allclose(scene.model.loss(weights[-1]), scene.paths[1].loss[-1], rtol=1e-12)
    write_npz(scene, tmp_path / "scene.npz")
    assert read_npz(tmp_path / "scene.npz").description == scene.description


def test_the_held_image_is_the_one_of_the_source() -> None:
    plain, with_hog = (Pipeline().scene(of(kind)) for kind in ("none", "hog"))
    assert plain.dataset is not None
    dataset = dataset_of(with_hog)
    for row in (0, 17):
        np.testing.assert_array_equal(dataset.image(dataset.test, row), plain.dataset.image(plain.dataset.test, row))
    np.testing.assert_array_equal(dataset.test.y, plain.dataset.test.y)


def test_other_features_train_anew_and_read_no_data_anew() -> None:
    pipeline = Pipeline()
    pipeline.scene(of("hog"))
    pipeline.memory.computed.clear()
    pipeline.scene(of("hog", slice__seed=3))
    assert not {"data", "features", "run"} & set(pipeline.memory.computed)
    pipeline.scene(of("hog", features__orientations=6))
    assert pipeline.memory.computed.count("features") == 1
    assert pipeline.memory.computed.count("run") == 2
    assert "data" not in pipeline.memory.computed
    assert training_parts(of("hog")) != training_parts(of("pixels"))


def test_without_features_all_is_as_it_was() -> None:
    pipeline = Pipeline()
    scene = pipeline.scene(of("none"))
    assert "features" not in pipeline.memory.computed
    assert scene.dataset is not None
    assert scene.dataset.train.x.dtype == np.uint8
    assert resolved(of("none")).features == Description().features


def test_workers_change_no_bit_of_a_scene(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    surfaces = []
    for workers in (1, 2):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / str(workers)))  # computed both times
        surfaces.append(Pipeline().scene(of("patches", features__words=8), Work(workers=workers)).surface.loss)
    assert surfaces[0].tobytes() == surfaces[1].tobytes()


def test_a_network_learns_from_features_too() -> None:
    scene = Pipeline().scene(of("hog", objective__model="network", objective__hidden=5))
    assert all(path.loss[-1] < path.loss[0] for path in scene.paths)


def test_a_description_with_features_comes_back_as_text_and_as_options() -> None:
    description = of("sift+hog", features__words=50, features__points="keypoints", features__cell=4)
    assert from_toml(description.toml()) == description
    words = [word for word in assignments(description) if word.startswith("features.")]
    again = with_values(Description(), dict(parse_assignment(word) for word in words))
    assert again.features == description.features


def test_another_kind_drops_the_fields_that_it_has_not() -> None:
    description = of("hog+histogram", features__cell=4, features__bins=3)
    assert with_values(description, {"features.kind": "hog"}).features.own_fields == {"cell": 4}
    assert with_values(description, {"features.kind": "none"}).features == Description().features
    assert with_values(description, {"features.kind": None}).features == Description().features


def test_a_field_of_a_feature_that_is_not_chosen_is_refused() -> None:
    with pytest.raises(InvalidValue, match=r"cell of features must belong to one of features.kind, as hog; got 4"):
        of("histogram", features__cell=4)


def test_examples_that_are_no_images_are_refused_in_one_line(tmp_path) -> None:
    file = tmp_path / "numbers.npz"
    np.savez(file, X=np.random.default_rng(0).random((40, 5)), y=np.arange(40) % 2)
    changes = {"data.source": "npz", "data.path": str(file), "data.examples": None, "features.kind": "hog"}
    with pytest.raises(InvalidValue, match="features need images; npz has none") as refused:
        Pipeline().scene(with_values(Description(), changes))
    assert "\n" not in str(refused.value)
