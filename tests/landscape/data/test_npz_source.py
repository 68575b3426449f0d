"""Examples from an .npz file: what is kept as it came, what is derived, and every way to be refused."""

from __future__ import annotations

import re
import zipfile

import numpy as np
import pytest

from landscape.data.npz import Npz
from landscape.errors import DataError
from landscape.work import Work

X = np.random.default_rng(1).normal(size=(50, 6))
Y = np.arange(50) % 4


@pytest.fixture
def load(tmp_path):
    """A function that saves arrays as a file and loads it as a data set."""

    def save_and_load(**arrays):
        file = tmp_path / "own.npz"
        np.savez(file, **arrays)
        return Npz(path=str(file)).load(Work())

    return save_and_load


@pytest.fixture
def refusal(load):
    """A function that saves arrays, expects that the file is refused, and returns the one line why."""

    def save_and_fail(**arrays) -> str:
        with pytest.raises(DataError) as caught:
            load(**arrays)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    return save_and_fail


def refused_file(path) -> str:
    with pytest.raises(DataError) as caught:
        Npz(path=str(path)).load(Work())
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_uint8_stays_uint8_at_scale_one_255th(load):
    dataset = load(X=np.arange(30, dtype=np.uint8).reshape(10, 3), y=np.arange(10) % 2)
    assert dataset.train.x.dtype == np.uint8
    assert (dataset.map.scale, dataset.peak) == (1 / 255, 255)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int8", "int64", "uint16", ">f4", "bool"])
def test_other_numbers_become_float32_scaled_by_the_largest(load, dtype):
    values = (np.arange(60).reshape(20, 3) % 7 - (0 if dtype in ("uint16", "bool") else 9)).astype(dtype)
    dataset = load(X=values, y=np.arange(20) % 2)
    assert dataset.train.x.dtype == np.float32
    assert sorted(np.vstack([dataset.train.x, dataset.test.x]).tolist()) == sorted(values.astype(float).tolist())
    assert dataset.map.scale == 1 / np.abs(values.astype(float)).max()
    assert "stored as float32" in dataset.note


def test_the_note_says_that_float64_was_converted(load):
    assert "own.npz, stored as float32, converted from float64." in load(X=X, y=Y).note
    assert "converted" not in load(X=X.astype(np.float32), y=Y).note


def test_features_that_are_all_constant_are_refused(load):
    with pytest.raises(DataError, match=r"must differ between training examples; all 8 are equal\. Check"):
        load(X=np.zeros((10, 2)), y=np.arange(10) % 2)


@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64"])
def test_a_file_in_fortran_order_means_the_same(load, dtype):
    x = np.arange(300).reshape(50, 6).astype(dtype)
    own_split = {"y": Y, "X_test": x, "y_test": Y}
    fortran, plain = load(X=np.asfortranarray(x), **own_split), load(X=x, **own_split)
    assert fortran.train.x.flags.c_contiguous
    assert fortran.hash == plain.hash


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 3), (3, 3)])
def test_images_keep_their_shape_and_pixels(load, shape):
    images = np.random.default_rng(2).integers(0, 256, (30, *shape), dtype=np.uint8)
    dataset = load(X=images, y=np.arange(30) % 3, X_test=images[:2], y_test=[0, 1])
    assert dataset.image_shape == shape
    assert np.array_equal(dataset.image(dataset.train, 11), images[11] / 255)


def test_plain_features_are_no_image(load):
    dataset = load(X=X, y=Y)
    assert dataset.image_shape is None
    assert dataset.image(dataset.train, 0) is None


def test_a_split_of_its_own_is_kept_else_a_fifth_is_split_off(load):
    own = load(X=X, y=Y, X_test=X[:7] + 1, y_test=Y[:7])
    assert np.array_equal(own.train.x, X.astype(np.float32))
    assert np.array_equal(own.test.x, (X[:7] + 1).astype(np.float32))
    assert "own split" in own.note
    made = load(X=X, y=Y)
    assert (len(made.train), len(made.test)) == (40, 10)
    assert "split 80 / 20" in made.note


def test_class_names_are_read_else_they_are_numbers(load):
    assert load(X=X, y=Y).class_names == ("0", "1", "2", "3")
    assert load(X=X, y=Y, class_names=list("abcde")).class_names == tuple("abcde")


def test_whole_labels_of_any_number_type_and_classes_without_examples_are_fine(load):
    for dtype in ("float64", "uint8", "int32", "uint64"):
        assert load(X=X, y=Y.astype(dtype)).hash == load(X=X, y=Y).hash
    assert load(X=X, y=Y * 2).n_classes == 7
    only_in_test = load(X=X, y=np.zeros(50), X_test=X[:2], y_test=[1, 2])
    assert only_in_test.n_classes == 3


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"X": X}, r"must hold the keys X, y; y missing, found X\. Save it with"),
        ({"data": X, "target": Y}, r"X, y missing, found data, target\."),
        ({}, r"X, y missing, found none\."),
        ({"X": X, "y": Y, "X_test": X}, r"keys X, y, X_test, y_test; y_test missing"),
        ({"X": X, "y": Y, "y_test": Y}, r"X_test missing"),
        ({"X": X, "y": Y[:-1]}, r"y in .* must have one label per example of X, shape \(50,\); got \(49,\)"),
        ({"X": X, "y": Y[:, None]}, r"got \(50, 1\)"),
        ({"X": X, "y": Y, "X_test": X, "y_test": Y[:3]}, r"y_test in .* shape \(50,\); got \(3,\)"),
        (
            {"X": X, "y": Y, "X_test": X[:, :5], "y_test": Y},
            r"X_test in .* shape \(6,\), at least one; got .*\(50, 5\)",
        ),
        ({"X": X, "y": Y, "X_test": X[:0], "y_test": Y[:0]}, r"X_test in .* at least one; got shape \(0, 6\)"),
        ({"X": X, "y": Y, "X_test": X.astype(np.uint8), "y_test": Y}, r"stored like X, as float64; got uint8"),
        ({"X": X[:, 0], "y": Y}, r"X in .* must have shape .*; got \(50,\)"),
        ({"X": np.zeros((50, 3, 4, 4)), "y": Y}, r"\(N, h, w, 3\); got \(50, 3, 4, 4\)"),
        ({"X": X[:0], "y": Y[:0]}, r"at least one example with one feature; got shape \(0, 6\)"),
        ({"X": X[:, :0], "y": Y}, r"got shape \(50, 0\)"),
        ({"X": X + 1j, "y": Y}, r"X in .* must hold real numbers; got complex128"),
        ({"X": X.astype(str), "y": Y}, r"must hold real numbers; got str"),
        ({"X": X, "y": Y + 0.5}, r"y in .* whole numbers from 0 to C - 1; row 0 \(from 0\) has 0\.5"),
        ({"X": X, "y": np.where(Y == 2, np.nan, Y)}, r"row 2 \(from 0\) has nan"),
        ({"X": X, "y": np.where(Y == 3, np.inf, Y)}, r"row 3 \(from 0\) has inf"),
        ({"X": X, "y": Y - 1}, r"row 0 \(from 0\) has -1"),
        ({"X": X, "y": Y.astype(str)}, r"whole numbers from 0 to C - 1; got str"),
        ({"X": X, "y": np.full(50, 2**63, dtype=np.uint64)}, r"row 0 \(from 0\) has 9223372036854775808"),
        ({"X": X, "y": Y * 1000}, r"at most as many classes as examples, 50; got 3000"),
        ({"X": X, "y": np.ones(50)}, r"must name at least 2 classes; found only class 1\."),
        ({"X": X, "y": Y, "class_names": ["a", "b", "c"]}, r"class_names in .* it has 3, and a label is 3\."),
        ({"X": X, "y": Y, "class_names": np.arange(4)}, r"must be a list of texts; got int64"),
        ({"X": X, "y": Y, "class_names": np.array([["a", "b"]])}, r"got str\w* of shape \(1, 2\)"),
    ],
)
def test_bad_arrays_are_refused_with_rule_find_and_remedy(refusal, arrays, message):
    said = refusal(**arrays)
    assert re.search(message, said), said
    assert "own.npz" in said or "npz must name at least" in said
    assert re.search(r"\. [A-Z][^.]+.*\.$", said), "no remedy"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e39])
@pytest.mark.parametrize("place", [(0, 0), (1023, 4), (1024, 0), (1199, 5)])
def test_what_is_not_finite_is_named_by_row_and_column(refusal, value, place):
    x = np.zeros((1200, 6))
    x[place] = value
    said = refusal(X=x, y=np.arange(1200) % 2)
    assert f"row {place[0]}, column {place[1]} (from 0) has {value}." in said
    if value != 1e39:
        assert f"row {place[0]}, column {place[1]} (from 0)" in refusal(X=x.astype(np.float32), y=np.arange(1200) % 2)


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, mark) -> None:
        self.mark = mark

    def __reduce__(self):
        return (open, (str(self.mark), "w"))


@pytest.mark.parametrize("key", ["X", "y", "class_names"])
def test_python_objects_are_refused_and_never_unpickled(refusal, tmp_path, key):
    mark = tmp_path / "was-here"
    trap = np.array([Trap(mark)] * 50, dtype=object)
    said = refusal(**({"X": X, "y": Y} | {key: trap}))
    assert re.search(rf"{key} in .*own\.npz must be an array of numbers; it holds Python objects", said)
    assert not mark.exists()


def test_files_that_are_no_archives_are_refused(tmp_path):
    file = tmp_path / "data.npz"
    for content in (b"", b"a,b\n1,2\n", b"PK\x03\x04 cut off"):
        file.write_bytes(content)
        assert "data.npz must be an .npz archive; numpy cannot open it. Save it with" in refused_file(file)
    np.save(tmp_path / "single.npy", X)
    assert "it is a single array (.npy)" in refused_file(tmp_path / "single.npy")


def test_an_archive_with_other_files_under_its_keys_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "odd.npz", "w") as archive:
        archive.writestr("X", b"text")
        archive.writestr("y", b"text")
    assert "X in" in refused_file(tmp_path / "odd.npz")


def test_a_missing_file_a_folder_and_an_unset_path_are_named(tmp_path):
    assert re.search(
        r"must name an \.npz file; .*none\.npz does not exist\. Check data\.path", refused_file(tmp_path / "none.npz")
    )
    assert re.search(r"must name an \.npz file; .* is a folder\.", refused_file(tmp_path))
    assert re.search(r"must name an \.npz file; it is not set\. Set data\.path", refused_file(""))


def test_a_home_path_is_expanded(tmp_path, monkeypatch):
    np.savez(tmp_path / "mine.npz", X=X, y=Y)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert len(Npz(path="~/mine.npz").load(Work()).train) == 40


@pytest.mark.parametrize("compressed", [False, True])
def test_damaged_files_are_refused_in_one_line_or_still_read(tmp_path, compressed):
    file = tmp_path / "damaged.npz"
    (np.savez_compressed if compressed else np.savez)(file, X=X, y=Y, class_names=list("abcd"))
    whole = file.read_bytes()
    random = np.random.default_rng(7)
    refusals = []
    for trial in range(150):
        content = bytearray(whole)
        for place in random.integers(0, len(content), 3):
            content[place] = random.integers(0, 256)
        file.write_bytes(content[: random.integers(0, len(content))] if trial % 5 == 0 else content)
        try:
            Npz(path=str(file)).load(Work())
        except DataError as error:
            refusals.append(str(error))
    assert len(refusals) > 75
    assert not any("\n" in said for said in refusals)
