"""CIFAR-10: the official record layout on small files, the errors, and the real folder where it is at hand."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest

from landscape.data import cifar10
from landscape.data.cifar10 import CLASS_NAMES, FOLDER, RECORD_BYTES, TEST_FILE, TRAINING_FILES, Cifar10
from landscape.errors import Cancelled, DataError
from landscape.work import Work

RECORDS = 1500  # more than one block of 1,024 rows, and no multiple of it


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A folder of six files and their records (1500, 3073) by file name."""
    folder = tmp_path_factory.mktemp("cifar") / FOLDER
    folder.mkdir()
    random = np.random.default_rng(0)
    records = {}
    for name in (*TRAINING_FILES, TEST_FILE):
        records[name] = random.integers(0, 256, (RECORDS, RECORD_BYTES), dtype=np.uint8)
        records[name][:, 0] %= 10
        (folder / name).write_bytes(records[name].tobytes())
    return folder, records


@pytest.fixture
def small(written, tmp_path, monkeypatch):
    """A copy of the folder, free to be broken, with the source expecting files of that size."""
    monkeypatch.setattr(cifar10, "_RECORDS_PER_FILE", RECORDS)
    shutil.copytree(written[0], tmp_path / FOLDER)
    return tmp_path / FOLDER


def refusal(path) -> str:
    with pytest.raises(DataError) as caught:
        Cifar10(path=str(path)).load(Work())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_records_come_back_in_the_order_of_the_files(small, written):
    dataset = Cifar10(path=str(small)).load(Work())
    train = np.concatenate([written[1][name] for name in TRAINING_FILES])
    assert dataset.train.x.dtype == np.uint8
    assert np.array_equal(dataset.train.x, train[:, 1:])
    assert np.array_equal(dataset.train.y, train[:, 0])
    assert np.array_equal(dataset.test.x, written[1][TEST_FILE][:, 1:])
    assert np.array_equal(dataset.test.y, written[1][TEST_FILE][:, 0])
    assert (dataset.map.scale, dataset.peak, dataset.image_shape) == (1 / 255, 255, (32, 32, 3))


def test_a_planar_record_becomes_an_image_of_rows_columns_and_colors(small):
    pixels = np.arange(3072) % 251
    file = small / TRAINING_FILES[0]
    content = bytearray(file.read_bytes())
    content[1:RECORD_BYTES] = pixels.astype(np.uint8).tobytes()
    file.write_bytes(content)
    dataset = Cifar10(path=str(small)).load(Work())
    image = dataset.image(dataset.train, 0)
    # The official layout: 1,024 bytes of red, row by row, then green, then blue.
    for row, column, color in ((0, 0, 0), (0, 1, 0), (1, 0, 0), (3, 5, 1), (31, 31, 2)):
        assert image[row, column, color] == pixels[1024 * color + 32 * row + column] / 255


def test_the_parent_folder_and_a_home_path_will_do(small, monkeypatch):
    hashes = {Cifar10(path=str(path)).load(Work()).hash for path in (small, small.parent)}
    monkeypatch.setenv("HOME", str(small.parent))
    monkeypatch.setenv("USERPROFILE", str(small.parent))
    hashes.add(Cifar10(path=f"~/{FOLDER}").load(Work()).hash)
    monkeypatch.chdir(small.parent)
    hashes.add(Cifar10(path=FOLDER).load(Work()).hash)
    assert len(hashes) == 1


def test_class_names_come_from_the_folder_else_they_are_the_official_ten(small):
    assert Cifar10(path=str(small)).load(Work()).class_names == CLASS_NAMES
    (small / "batches.meta.txt").write_text("".join(f"kind {i}\n" for i in range(10)) + "\n")
    assert Cifar10(path=str(small)).load(Work()).class_names == tuple(f"kind {i}" for i in range(10))


@pytest.mark.parametrize("content", [b"cat\ndog\n", b"\xff\xfe\xfa"])
def test_a_broken_list_of_class_names_is_named(small, content):
    (small / "batches.meta.txt").write_bytes(content)
    assert re.search(r"batches\.meta\.txt must .*; .*\. Delete it", refusal(small))


def test_an_unset_path_says_what_to_set():
    assert re.search(r"path of cifar10 must name .*; it is not set\. .*data\.path", refusal(""))


def test_a_missing_folder_and_a_file_in_its_place_are_named(tmp_path):
    assert re.search(r"must be a folder; .*nowhere does not exist\. Unpack", refusal(tmp_path / "nowhere"))
    (tmp_path / "cifar.zip").write_bytes(b"")
    assert re.search(r"must be a folder or a \.tar\.gz; .*zip is a file\. Unpack", refusal(tmp_path / "cifar.zip"))


def test_missing_files_are_listed(small, tmp_path):
    (small / TEST_FILE).unlink()
    (small / "data_batch_3.bin").unlink()
    assert "missing: data_batch_3.bin, test_batch.bin." in refusal(small)
    (tmp_path / "empty").mkdir()
    assert "missing: all six." in refusal(tmp_path / "empty")


@pytest.mark.parametrize("size", [0, 5, RECORD_BYTES * (RECORDS - 1), RECORD_BYTES * RECORDS + 1])
def test_a_file_of_another_size_is_refused_also_where_it_ends_between_two_records(small, size):
    file = small / "data_batch_2.bin"
    file.write_bytes(file.read_bytes().ljust(size, b"\0")[:size])
    expected = RECORDS * RECORD_BYTES
    assert f"data_batch_2.bin must have {expected:,} bytes; it has {size:,}." in refusal(small)


def test_the_official_files_have_30_730_000_bytes(written):
    assert f"must have 30,730,000 bytes; it has {RECORDS * RECORD_BYTES:,}." in refusal(written[0])


@pytest.mark.parametrize("name", [TRAINING_FILES[0], TRAINING_FILES[3], TEST_FILE])
@pytest.mark.parametrize("record", [0, 1023, 1024, RECORDS - 1])
def test_a_label_above_nine_is_refused_with_its_file_and_record(small, name, record):
    file = small / name
    content = bytearray(file.read_bytes())
    content[record * RECORD_BYTES] = 10
    file.write_bytes(content)
    assert re.search(rf"{name} must .* from 0 to 9; record {record} \(from 0\) has 10\.", refusal(small))


def test_reading_stops_within_a_block_of_being_asked(small):
    work = Work()
    heard = []

    def stop_at_once(stage: str, fraction: float) -> None:
        heard.append(fraction)
        work.stop.set()

    work.progress = stop_at_once
    with pytest.raises(Cancelled):
        Cifar10(path=str(small)).load(work)
    assert len(heard) == 1


def test_the_real_folder_has_5000_training_and_1000_test_examples_of_each_class(cifar10_folder):
    dataset = Cifar10(path=str(cifar10_folder)).load(Work())
    assert dataset.train.x.shape == (50_000, 3072)
    assert dataset.test.x.shape == (10_000, 3072)
    assert np.bincount(dataset.train.y).tolist() == [5000] * 10
    assert np.bincount(dataset.test.y).tolist() == [1000] * 10
    assert dataset.class_names == CLASS_NAMES
    # The published means of red, green and blue over the training pixels; a copy re-encoded as JPEG is 1.5e-4 off.
    assert np.allclose(dataset.map.mean.reshape(3, 1024).mean(axis=1), [0.4914, 0.4822, 0.4465], rtol=0, atol=5e-4)
    some = Cifar10(path=str(cifar10_folder), examples=5000).load(Work())
    assert np.bincount(some.train.y).tolist() == [500] * 10
