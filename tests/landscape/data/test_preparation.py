"""Classes chosen, gray and color, dtype, standardization: what becomes of the examples, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest

from landscape.data.digits import Digits
from landscape.data.noise import Noise
from landscape.data.npz import Npz
from landscape.data.xor import Xor
from landscape.errors import DataError
from landscape.experiment.description import from_table
from landscape.experiment.pipeline import Pipeline
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work


@pytest.fixture
def own(tmp_path):
    """A source of the given arrays, with preparation as asked."""

    def make(x, y=None, **fields):
        np.savez(tmp_path / "own.npz", X=x, y=np.arange(len(x)) % 2 if y is None else y)
        return Npz(path=str(tmp_path / "own.npz"), **fields)

    return make


def test_chosen_classes_are_numbered_in_the_order_given():
    everything, two = Digits().load(Work()), Digits(classes=("7", "1")).load(Work())
    assert two.class_names == ("7", "1")
    assert two.n_classes == 2
    for new, old in ((0, 7), (1, 1)):
        n = sum((part.y == old).sum() for part in (everything.train, everything.test))
        assert sum((part.y == new).sum() for part in (two.train, two.test)) == n
        rows = {row.tobytes() for part in (everything.train, everything.test) for row in part.x[part.y == old]}
        assert all(row.tobytes() in rows for row in two.train.x[two.train.y == new])
    assert "Classes 7, 1 of 10." in two.note


def test_a_class_that_is_none_is_named():
    with pytest.raises(
        DataError, match=r"^classes of digits must be among 0, 1.*got 'seven'\. Correct data\.classes\.$"
    ):
        Digits(classes=("1", "seven")).load(Work())


def test_gray_is_the_luma_of_the_planes():
    raw = Noise(count=40).read(Work())
    gray = Noise(count=40, color="gray").load(Work())
    assert gray.image_shape == (32, 32)
    planes = raw.examples.x.reshape(40, 3, 1024).astype(float)
    wanted = np.rint(0.299 * planes[:, 0] + 0.587 * planes[:, 1] + 0.114 * planes[:, 2]).astype(np.uint8)
    known = {row.tobytes() for row in wanted}
    assert all(row.tobytes() in known for row in gray.train.x)


def test_gray_images_in_color_look_the_same(own):
    images = np.random.default_rng(0).integers(0, 256, (20, 3, 4), dtype=np.uint8)
    gray, color = own(images).load(Work()), own(images, color="color").load(Work())
    assert color.image_shape == (3, 4, 3)
    for channel in range(3):
        assert np.array_equal(color.image(color.train, 2)[..., channel], gray.image(gray.train, 2))


def test_color_of_what_is_no_image_is_refused():
    with pytest.raises(DataError, match=r"^color of xor must be own, for its examples are no images; got gray\."):
        Xor(color="gray").load(Work())


def test_bytes_stand_for_the_same_values_up_to_half_a_step(own):
    x = np.random.default_rng(1).uniform(0, 3, (50, 4))
    plain, stored = own(x).load(Work()), own(x, dtype="uint8").load(Work())
    assert stored.train.x.dtype == np.uint8
    assert np.abs(plain.map(plain.train.x) - stored.map(stored.train.x)).max() < 1.01 / 255
    with pytest.raises(DataError, match=r"must be own or float32, for a value is -3\. Try float32\."):
        own(x - 3 - x.min(), dtype="uint8").load(Work())


def test_float32_holds_the_same_values():
    plain, stored = Digits().load(Work()), Digits(dtype="float32").load(Work())
    assert stored.train.x.dtype == np.float32
    assert np.array_equal(plain.map(plain.train.x), stored.map(stored.train.x))


def test_standardized_features_have_mean_0_and_deviation_1_over_the_training_split_alone(own):
    x = np.random.default_rng(2).normal([5, -2, 0], [0.1, 30, 2], (60, 3))
    x = np.column_stack([x, np.full(60, 7.0)])
    dataset = own(x, standardize=True).load(Work())
    mapped = dataset.map(dataset.train.x)
    assert np.abs(mapped.mean(axis=0)).max() < 1e-9
    assert np.allclose(mapped.std(axis=0), [1, 1, 1, 0])
    assert not np.allclose(dataset.map(dataset.test.x).mean(axis=0)[:3], 0, atol=1e-3)
    assert (dataset.map(dataset.test.x)[:, 3] == 0).all()
    assert "divided by the training deviation; 1 constant ones are 0." in dataset.note


def test_what_the_test_split_holds_moves_no_statistic(tmp_path):
    random = np.random.default_rng(3)
    x, y = random.normal(size=(40, 3)), np.arange(40) % 2
    maps = []
    for factor in (1, 1000):
        np.savez(tmp_path / "own.npz", X=x, y=y, X_test=factor * x[:10], y_test=y[:10])
        maps.append(Npz(path=str(tmp_path / "own.npz"), standardize=True, scale=1.0).load(Work()).map)
    assert np.array_equal(maps[0].scale, maps[1].scale)
    assert np.array_equal(maps[0].mean, maps[1].mean)


@pytest.mark.parametrize("loss", list(LOSSES))
def test_the_gradient_of_a_standardized_classifier_is_that_on_the_mapped_features(own, loss):
    random = np.random.default_rng(4)
    dataset = own(random.normal([5, -2, 0], [0.1, 30, 2], (60, 3)), np.arange(60) % 3, standardize=True).load(Work())
    layout = WeightLayout(3, 3)
    model = LinearClassifier(dataset.train, dataset.map, layout, LOSSES[loss](), 0.1)
    weights = random.normal(size=layout.n_weights)
    step = 1e-6 * np.eye(layout.n_weights)
    numeric = [(model.loss(weights + h) - model.loss(weights - h)) / 2e-6 for h in step]
    assert np.allclose(model.loss_and_gradient(weights)[1], numeric, rtol=1e-4, atol=1e-6)


def test_a_standardized_run_states_it_in_its_provenance():
    table = {"data": {"source": "xor", "standardize": True, "count": 50}, "run": {"steps": 2}, "methods": {"sgd": {}}}
    scene = Pipeline().scene(from_table(table), Work())
    assert scene.provenance["data"]["scale"] == "of each feature"
    assert "divided by the training deviation" in scene.provenance["data"]["note"]
    assert np.isfinite(scene.surface.loss).all()
