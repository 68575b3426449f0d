"""CIFAR-10 read from its files at every use: the same bits as in memory, in a fraction of the memory."""

from __future__ import annotations

import os
import shutil
import tracemalloc

import numpy as np
import pytest

from landscape.data import cifar10
from landscape.data.cifar10 import RECORD_BYTES, TEST_FILE, TRAINING_FILES, Cifar10
from landscape.data.file_rows import FileRows
from landscape.errors import Cancelled, DataError
from landscape.experiment.description import from_table
from landscape.experiment.pipeline import Pipeline
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.slice import Slice
from landscape.work import Work

RECORDS = 300  # five files: two blocks of 1,024 rows, with borders between files inside them
A, B = np.linspace(-1, 1, 5), np.linspace(-2, 1, 4)


def write_files(folder, records):
    """Six files of random records."""
    random = np.random.default_rng(1)
    for name in (*TRAINING_FILES, TEST_FILE):
        content = random.integers(0, 256, (records, RECORD_BYTES), dtype=np.uint8)
        content[:, 0] %= 10
        (folder / name).write_bytes(content.tobytes())


@pytest.fixture(scope="module", autouse=True)
def _small_files():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cifar10, "_RECORDS_PER_FILE", RECORDS)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("streamed")
    write_files(path, RECORDS)
    return path


def load(folder, stream, workers=1, **fields):
    return Cifar10(path=str(folder), stream=stream, **fields).load(Work(workers=workers))


def model_of(dataset, loss="softmax", workers=1):
    layout = WeightLayout(dataset.n_classes, dataset.n_features)
    return LinearClassifier(dataset.train, dataset.map, layout, LOSSES[loss](), 1e-3, Work(workers=workers))


def weights_of(model, count):
    return 0.01 * np.random.default_rng(2).normal(size=(count, model.n_weights))


@pytest.mark.parametrize("examples", [None, 777])
@pytest.mark.parametrize("workers", [1, 2])
def test_the_data_are_the_same_and_stay_in_the_files(folder, examples, workers):
    memory, stream = load(folder, False, examples=examples), load(folder, True, workers, examples=examples)
    for kept, left in ((memory.train, stream.train), (memory.test, stream.test)):
        assert isinstance(left.x, FileRows)
        assert left.x.shape == kept.x.shape
        assert np.array_equal(left.x[:], kept.x)
        assert np.array_equal(left.y, kept.y)
    assert stream.map.mean.tobytes() == memory.map.mean.tobytes()
    assert stream.hash == memory.hash
    assert stream.note == memory.note


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("examples", [None, 1100])
def test_losses_gradients_and_surfaces_have_the_same_bits(folder, loss, workers, examples):
    memory = model_of(load(folder, False, examples=examples), loss)
    stream = model_of(load(folder, True, examples=examples), loss, workers)
    batch = np.random.default_rng(4).integers(0, memory.n_examples, 1050)  # any order, some rows twice
    stack = weights_of(memory, 5)
    through = Slice(stack[0], stack[1:3])
    for rows in (None, batch):
        (expected, slope), (found, found_slope) = (m.loss_and_gradient(stack[3], rows) for m in (memory, stream))
        assert found == expected
        assert found_slope.tobytes() == slope.tobytes()
        assert stream.losses(stack, rows).tobytes() == memory.losses(stack, rows).tobytes()
        grids = [model.restrict(through, rows, model.work).grid(A, B, model.work) for model in (memory, stream)]
        for name in ("loss", "regularization", "accuracy"):
            expected, found = (getattr(grid, name) for grid in grids)
            assert found.tobytes() == expected.tobytes()
    for expected, found in zip(memory.evaluate(stack, memory.work), stream.evaluate(stack, stream.work), strict=True):
        assert found.tobytes() == expected.tobytes()


def test_where_the_scores_are_not_kept_the_files_are_read_again(folder, monkeypatch):
    monkeypatch.setattr("landscape.objectives.linear_classifier.RESTRICTION_BYTES", 0)
    memory, stream = (model_of(load(folder, streamed)) for streamed in (False, True))
    stack = weights_of(memory, 3)
    batch = np.arange(1400, 100, -3)
    expected, found = (
        model.restrict(Slice(stack[0], stack[1:]), batch).grid(A, B, Work()) for model in (memory, stream)
    )
    assert found.loss.tobytes() == expected.loss.tobytes()


def test_a_held_example_has_the_same_image_and_scores(folder):
    memory, stream = load(folder, False), load(folder, True)
    weights = weights_of(model_of(memory), 1)[0]
    for row in (0, RECORDS - 1):
        assert np.array_equal(stream.image(stream.test, row), memory.image(memory.test, row))
        one = np.array([row])
        expected, found = (model_of(d).scores(weights, d.test.take(one)) for d in (memory, stream))
        assert found.tobytes() == expected.tobytes()


def test_an_experiment_comes_out_the_same(folder):
    scenes = []
    for stream in (False, True):
        table = {
            "data": {"source": "cifar10", "path": str(folder), "stream": stream, "examples": 1200},
            "run": {"steps": 3, "batch": 32},
            "methods": {"sgd": {"method": "sgd"}, "descent": {"method": "gradient-descent"}},
            "grid": {"resolution": 7},
        }
        scenes.append(Pipeline().scene(from_table(table), Work(workers=1 + stream)))
    memory, stream = scenes
    assert stream.surface.loss.tobytes() == memory.surface.loss.tobytes()
    assert stream.surface.accuracy.tobytes() == memory.surface.accuracy.tobytes()
    for expected, found in zip(memory.paths, stream.paths, strict=True):
        assert found.weights.tobytes() == expected.weights.tobytes()
        assert found.loss.tobytes() == expected.loss.tobytes()
    assert stream.provenance["data"]["hash"] == memory.provenance["data"]["hash"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_cut_off_or_removed_after_loading_is_named_in_one_line(folder, tmp_path, workers):
    own = shutil.copytree(folder, tmp_path / "own")
    dataset = load(own, True)
    model = model_of(dataset, workers=workers)
    weights = weights_of(model, 3)
    os.truncate(own / "data_batch_4.bin", RECORDS * RECORD_BYTES - 1)
    (own / TEST_FILE).unlink()
    uses = [
        (lambda: model.loss_and_gradient(weights[0]), "data_batch_4.bin must not change"),
        (lambda: model.restrict(Slice(weights[0], weights[1:]), work=model.work), "data_batch_4.bin must not change"),
        (lambda: dataset.hash, "data_batch_4.bin must not change"),
        (lambda: dataset.image(dataset.test, 0), "test_batch.bin must be readable"),
    ]
    for use, words in uses:
        with pytest.raises(DataError, match=words) as caught:
            use()
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pass_stops_when_asked(folder, workers):
    work = Work(workers=workers, progress=lambda stage, fraction: work.stop.set())
    model = model_of(load(folder, True))
    weights = weights_of(model, 3)
    with pytest.raises(Cancelled):
        model.restrict(Slice(weights[0], weights[1:]), work=work)


def test_memory_stays_flat_over_a_file_of_any_length(tmp_path, monkeypatch):
    records = 4000
    monkeypatch.setattr(cifar10, "_RECORDS_PER_FILE", records)
    write_files(tmp_path, records)
    # Of 61 MB of training pixels one block of 1,024 rows is in memory, as uint8 and as float64: 28 MB.
    tracemalloc.start()
    try:
        dataset = load(tmp_path, True)
        loaded, while_loading = tracemalloc.get_traced_memory()
        model = model_of(dataset)
        stack = weights_of(model, 3)
        model.restrict(Slice(stack[0], stack[1:])).grid(A, B, Work())
        model.loss_and_gradient(stack[0], np.arange(5 * records))
        assert len(dataset.hash) == 64
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert loaded < 2e6
    assert while_loading < 10e6
    assert peak < 50e6


def test_the_real_folder_gives_the_same_data(cifar10_folder, monkeypatch):
    monkeypatch.setattr(cifar10, "_RECORDS_PER_FILE", 10_000)
    memory, stream = load(cifar10_folder, False), load(cifar10_folder, True)
    assert stream.hash == memory.hash
