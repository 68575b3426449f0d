"""Rows in files against the same rows in memory: every way to index, every file border, every change of a file."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.data.file_rows import FileRows, RecordFile
from landscape.errors import DataError

COUNTS = (5, 0, 1, 9, 3)  # records per file
HEADER, WIDTH = 2, 7


def write(folder, counts=COUNTS, header=HEADER, width=WIDTH):
    """Files of random records as `FileRows`, and all records (N, header + width)."""
    random = np.random.default_rng(3)
    parts = [random.integers(0, 256, (count, header + width), dtype=np.uint8) for count in counts]
    paths = [folder / f"{number}.bin" for number in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        path.write_bytes(part.tobytes())
    return FileRows(tuple(map(RecordFile.find, paths)), header, width), np.concatenate(parts)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    return write(tmp_path_factory.mktemp("records"))


ends = st.none() | st.integers(-25, 25)
steps = st.none() | st.integers(-4, 4).filter(bool)
row_lists = st.lists(st.integers(0, sum(COUNTS) - 1), max_size=40)  # any order, with repetitions


@given(st.builds(slice, ends, ends, steps))
def test_a_slice_reads_what_it_takes_of_an_array(stored, key):
    rows, records = stored
    assert np.array_equal(rows[key], records[key, HEADER:])
    assert np.array_equal(rows.records(key), records[key])


@given(row_lists)
def test_row_numbers_read_these_rows_in_their_order(stored, numbers):
    rows, records = stored
    chosen = np.array(numbers, dtype=np.int64)
    found = rows[chosen]
    assert found.dtype == rows.dtype == records.dtype
    assert np.array_equal(found, records[chosen, HEADER:])


@given(row_lists.filter(len), st.data())
def test_taken_rows_are_rows_again(stored, numbers, data):
    rows, records = stored
    taken, expected = rows.take(np.array(numbers)), records[numbers, HEADER:]
    assert (taken.shape, len(taken)) == (expected.shape, len(expected))
    key = data.draw(st.builds(slice, ends, ends, steps))
    assert np.array_equal(taken[key], expected[key])
    again = np.array(data.draw(st.lists(st.integers(0, len(numbers) - 1), max_size=9)), dtype=np.int64)
    assert np.array_equal(taken.take(again)[:], expected[again])


def test_taken_rows_do_not_follow_the_array_that_named_them(stored):
    rows, records = stored
    numbers = np.array([4, 2])
    taken = rows.take(numbers)
    numbers[:] = 0
    assert np.array_equal(taken[:], records[[4, 2], HEADER:])


@pytest.mark.parametrize(("header", "width"), [(0, 4), (1, 1), (3, 5)])
def test_headers_of_any_length_are_skipped(tmp_path, header, width):
    rows, records = write(tmp_path, (4, 6), header, width)
    assert rows.shape == (10, width)
    assert np.array_equal(rows[:], records[:, header:])


def test_a_row_that_is_not_there_is_an_index_error(stored):
    for wrong in ([18], [0, -1]):
        with pytest.raises(IndexError, match=r"rows must lie in 0 \.\. 17"):
            stored[0][np.array(wrong)]


@pytest.mark.parametrize("key", [3, np.ones(18, dtype=bool), np.array([0.0]), np.array([[1]])])
def test_only_slices_and_lists_of_row_numbers_index(stored, key):
    with pytest.raises(TypeError, match="a slice or whole numbers"):
        stored[0][key]


def test_each_use_reads_a_fresh_array(stored):
    rows, records = stored
    rows[:5][:] = 0
    assert np.array_equal(rows[:5], records[:5, HEADER:])


def test_many_threads_may_read_at_once(tmp_path):
    rows, records = write(tmp_path, (400, 700, 300), 1, 300)
    random = np.random.default_rng(0)
    keys = [random.integers(0, 1400, 200) for _ in range(60)]
    with ThreadPoolExecutor(8) as pool:
        for key, found in zip(keys, pool.map(rows.__getitem__, keys), strict=True):
            assert np.array_equal(found, records[key, 1:])


def test_a_relative_path_still_leads_there_from_another_folder(tmp_path, monkeypatch):
    _, records = write(tmp_path, (6,))
    monkeypatch.chdir(tmp_path)
    rows = FileRows((RecordFile.find((tmp_path / "0.bin").relative_to(tmp_path)),), HEADER, WIDTH)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert np.array_equal(rows[:], records[:, HEADER:])


def test_a_file_that_ends_within_a_record_is_refused(tmp_path):
    (tmp_path / "cut.bin").write_bytes(bytes(3 * 9 + 1))
    with pytest.raises(DataError, match=r"cut\.bin must hold whole records of 9 bytes; it has 28 bytes\. Get"):
        FileRows((RecordFile.find(tmp_path / "cut.bin"),), HEADER, WIDTH)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path):
    for path in (tmp_path / "nothing.bin", tmp_path):
        with pytest.raises(DataError, match=rf"{path.name} must be readable .*; got: .*\. Check the file") as caught:
            RecordFile.find(path)
        assert "\n" not in str(caught.value)


def lengthen(path):
    with path.open("ab") as file:
        file.write(bytes(HEADER + WIDTH))


CHANGES = {
    "truncated": (lambda path: os.truncate(path, 9 * 9 - 3), r"must not change .*; it had 81 bytes and has 78\. Put"),
    "a record less": (lambda path: os.truncate(path, 8 * 9), r"must not change .*; it had 81 bytes and has 72\. Put"),
    "longer": (lengthen, r"must not change .*; it had 81 bytes and has 90\. Put"),
    "written to": (lambda path: os.utime(path, (0, 0)), r"must not change .*; it was written to\. Put"),
    "removed": (lambda path: path.unlink(), r"must be readable .*; got: No such file or directory\. Check"),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_file_that_changes_between_two_uses_is_named(tmp_path, change):
    rows, records = write(tmp_path)
    alter, words = CHANGES[change]
    alter(tmp_path / "3.bin")
    assert np.array_equal(rows[:6], records[:6, HEADER:])  # the other files are as they were
    for use in (lambda: rows[:], lambda: rows[np.array([10, 0])], lambda: rows.take(np.array([7]))[:]):
        with pytest.raises(DataError, match=rf"3\.bin {words}") as caught:
            use()
        assert "\n" not in str(caught.value)


def test_a_file_that_shrinks_under_the_reader_is_named(tmp_path):
    write(tmp_path, (9,))
    file = RecordFile.find(tmp_path / "0.bin")
    with file.opened() as stream:
        os.truncate(file.path, 30)
        with pytest.raises(DataError, match=r"0\.bin must not change .*; it became shorter while it was read\. Put"):
            file.fill(memoryview(bytearray(81)), stream)
