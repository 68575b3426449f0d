"""CIFAR in every form that it was published in: the same examples, and one line for each way to be broken."""

from __future__ import annotations

import io
import pickle
import tarfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landscape.data import cifar10, cifar100
from landscape.data.cifar10 import Cifar10
from landscape.data.cifar100 import COARSE_NAMES, FINE_NAMES, Cifar100
from landscape.errors import DataError
from landscape.work import Work

N = 30
TRAINING = [f"data_batch_{number}" for number in range(1, 6)]


@pytest.fixture
def table(monkeypatch):
    """The six files' records, by name without ending."""
    monkeypatch.setattr(cifar10, "_RECORDS_PER_FILE", N)
    random = np.random.default_rng(0)
    found = {name: random.integers(0, 256, (N, 3073), dtype=np.uint8) for name in (*TRAINING, "test_batch")}
    for records in found.values():
        records[:, 0] = np.arange(N) % 10
    return found


def binary(table):
    return {f"cifar-10-batches-bin/{name}.bin": records.tobytes() for name, records in table.items()}


def python(table, protocol=2, changes=None):
    files = {}
    for name, records in table.items():
        batch = {b"batch_label": b"one", b"labels": records[:, 0].tolist(), b"data": records[:, 1:].copy()}
        batch |= changes or {}
        files[f"cifar-10-batches-py/{name}"] = pickle.dumps(batch, protocol)
    names = [f"class {number}" for number in range(10)]
    return files | {"cifar-10-batches-py/batches.meta": pickle.dumps({"label_names": names}, protocol)}


def unpacked(files, folder):
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return str(folder)


def packed(files, folder, mode="w:gz", links=()):
    place = folder / ("cifar-10.tar" if mode == "w" else "cifar-10.tar.gz")
    with tarfile.open(place, mode) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        for name, target in links:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return str(place)


def refusal(path, **fields):
    with pytest.raises(DataError) as caught:
        Cifar10(path=path, **fields).load(Work())
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("protocol", [0, 2, 4, 5])
def test_all_forms_are_the_same_examples(table, tmp_path, protocol):
    places = {}
    for name, files in (("bin", binary(table)), ("py", python(table, protocol))):
        (tmp_path / name).mkdir()
        places[name] = unpacked(files, tmp_path / name)
        places[f"{name} packed"] = packed(files, tmp_path / name)
        places[f"{name} tar"] = packed(files, tmp_path / name, "w")
    hashes = {name: Cifar10(path=path).load(Work()).hash for name, path in places.items()}
    assert len(set(hashes.values())) == 1
    assert Cifar10(path=places["py"]).read(Work()).class_names[3] == "class 3"


def test_only_binary_files_in_a_folder_are_streamed(table, tmp_path):
    for path in (packed(binary(table), tmp_path), unpacked(python(table), tmp_path)):
        assert "stream of cifar10 needs the binary files" in refusal(path, stream=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({b"data": np.zeros((N, 5), dtype=np.uint8)}, "must be uint8 of shape (30, 3072); got uint8 of shape (30, 5)"),
        ({b"data": np.zeros((N, 3072), dtype=np.int64)}, "got int64"),
        ({b"data": [1]}, "got list"),
        ({b"labels": [1, 2]}, "must be 30 whole numbers"),
        ({b"labels": ["a"] * N}, "must be 30 whole numbers"),
        ({b"labels": [10] * N}, "label from 0 to 9; record 0 (from 0) has 10"),
        ({b"labels": [-1] * N}, "record 0 (from 0) has 255"),
        ({b"labels": [10**30] * N}, "record 0 (from 0) has 255"),
        ({b"data": print}, "asks for builtins.print, which was not run"),
    ],
)
def test_pickles_of_other_content_are_named(table, tmp_path, changes, words):
    message = refusal(unpacked(python(table, 4, changes), tmp_path))
    assert words in message
    assert "data_batch_1" in message


def test_a_link_out_of_the_archive_is_not_followed(table, tmp_path):
    files = binary(table)
    del files["cifar-10-batches-bin/test_batch.bin"]
    links = [("cifar-10-batches-bin/test_batch.bin", "/etc/passwd")]
    message = refusal(packed(files, tmp_path, links=links))
    assert "test_batch.bin is a link or a device" in message


def test_names_that_lead_out_of_the_archive_write_nothing(table, tmp_path):
    (tmp_path / "inside").mkdir()
    files = {f"../../{name.rpartition('/')[2]}": content for name, content in binary(table).items()}
    Cifar10(path=packed(files, tmp_path / "inside")).load(Work())
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["cifar-10.tar.gz", "inside"]


def test_archives_that_are_cut_short_of_files_or_bombs_are_named(table, tmp_path):
    whole = packed(binary(table), tmp_path)
    with open(whole, "rb") as stream:
        content = stream.read()
    for length in (0, 10, len(content) // 2, len(content) - 2000):
        (tmp_path / "cut.tar.gz").write_bytes(content[:length])
        assert str(tmp_path / "cut.tar.gz") in refusal(str(tmp_path / "cut.tar.gz"))
    assert "missing: test_batch.bin" in refusal(packed(dict(list(binary(table).items())[:-1]), tmp_path))
    bomb = {"huge": bytes(70 * 2**20)}
    assert "huge is too much" in refusal(packed(bomb, tmp_path))
    assert "missing: all" in refusal(packed({"readme": b""}, tmp_path))
    double = binary(table)
    double["again/data_batch_1.bin"] = double["cifar-10-batches-bin/data_batch_1.bin"]
    assert "it is there twice" in refusal(packed(double, tmp_path))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_altered_archives_give_examples_or_one_line(table, tmp_path, data):
    with open(packed(python(table), tmp_path, "w"), "rb") as stream:
        content = bytearray(stream.read())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "x.tar").write_bytes(content)
    refused = None
    try:
        Cifar10(path=str(tmp_path / "x.tar")).read(Work())
    except DataError as error:
        refused = str(error)
    assert refused is None or (str(tmp_path) in refused and "\n" not in refused)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_altered_and_cut_records_give_examples_or_one_line(table, tmp_path, data):
    files = binary(table)
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    record = data.draw(st.integers(0, N - 1))
    label = data.draw(st.integers(0, 255))
    content[record * 3073] = label
    cut = data.draw(st.sampled_from([0, 1, 3073]) | st.integers(0, len(content)))
    files[name] = bytes(content[: len(content) - cut])
    path = unpacked(files, tmp_path)
    if cut:
        assert f"must have {N * 3073:,} bytes; it has {len(content) - cut:,}" in refusal(path)
    elif label > 9:
        assert f"label from 0 to 9; record {record} (from 0) has {label}." in refusal(path)
    else:
        raw = Cifar10(path=path).read(Work())
        assert label in (raw.test if "test" in name else raw.examples).y


def test_the_hundred_fine_and_twenty_coarse_labels(tmp_path, monkeypatch):
    monkeypatch.setattr(cifar100, "_RECORDS", (200, 100))
    random = np.random.default_rng(0)
    for folder in ("bin", "py"):
        (tmp_path / folder).mkdir()
    tables = {}
    for name, count in (("train", 200), ("test", 100)):
        records = random.integers(0, 256, (count, 3074), dtype=np.uint8)
        records[:, 0], records[:, 1] = np.arange(count) % 20, np.arange(count) % 100
        tables[name] = records
        (tmp_path / "bin" / f"{name}.bin").write_bytes(records.tobytes())
        coarse, fine, pixels = records[:, 0].tolist(), records[:, 1].tolist(), records[:, 2:].copy()
        batch = {"data": pixels, "fine_labels": fine, "coarse_labels": coarse}
        (tmp_path / "py" / name).write_bytes(pickle.dumps(batch, 2))
    for coarse, names in ((False, FINE_NAMES), (True, COARSE_NAMES)):
        found = [Cifar100(path=str(tmp_path / folder), coarse=coarse).load(Work()) for folder in ("bin", "py")]
        assert found[0].hash == found[1].hash
        assert found[0].class_names == names
        assert np.array_equal(found[0].train.y, tables["train"][:, 0 if coarse else 1])
        assert np.array_equal(found[0].train.x, tables["train"][:, 2:])
    assert (len(FINE_NAMES), len(COARSE_NAMES)) == (100, 20)
    assert sorted(FINE_NAMES) == list(FINE_NAMES)
    (tmp_path / "bin" / "train.bin").write_bytes(b"\xc8" * 3074 * 200)
    with pytest.raises(DataError, match="label from 0 to 99; record 0"):
        Cifar100(path=str(tmp_path / "bin")).load(Work())
