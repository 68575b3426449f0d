"""Pickles: plain data come as they were, and nothing else is run, whatever the bytes are."""

from __future__ import annotations

import os
import pickle
import tracemalloc
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landscape.data.plain_pickle import read_plain
from landscape.errors import DataError

FILE = Path("/a/batch")
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PICKLE = pickle.dumps({b"data": np.arange(12, dtype=np.uint8).reshape(3, 4), b"labels": [1, 2, 3]}, protocol=2)


@given(plain, st.integers(0, 5))
def test_plain_data_come_back(value, protocol):
    assert read_plain(FILE, pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize("dtype", ["uint8", "<i8", ">i4", "bool"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_come_back(protocol, dtype, order):
    array = np.asarray(np.arange(12).reshape(3, 4), dtype=dtype, order=order)
    found = read_plain(FILE, pickle.dumps({"data": array}, protocol))["data"]
    assert found.dtype == array.dtype
    assert np.array_equal(found, array)


class Runs:
    """What an attacker writes: code that runs while it is unpickled."""

    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return os.mkdir, (self.place,)


@pytest.mark.parametrize("protocol", range(6))
def test_a_pickle_that_runs_code_runs_none(tmp_path, protocol):
    place = str(tmp_path / "harm")
    with pytest.raises(DataError, match=r"must hold plain numbers.*mkdir, which was not run\. Get the file from its"):
        read_plain(FILE, pickle.dumps({"data": Runs(place)}, protocol))
    assert not os.path.exists(place)


@pytest.mark.parametrize(
    "value", [1.5, OrderedDict(a=1), {1, 2}, np.zeros(2), np.array([{}]), np.float64(1), print, 1j]
)
def test_other_objects_are_refused(value):
    with pytest.raises(DataError) as caught:
        read_plain(FILE, pickle.dumps({"data": value}, 2))
    assert str(caught.value).startswith(str(FILE))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I40000000000\ntS'b'\ntR.",  # 40 GB
        b"\x80\x04B\xff\xff\xff\xff.",  # 4 GB of bytes
        b"\x80\x04\x8e" + b"\xff\xff\xff\xff\x09\0\0\0.",  # 40 GB of bytes
        b"\x80\x02]r\xff\xff\xff\x7f.",  # a memory of 2 billion places
        b"\x80\x02" + b"]" * 200 + b"a" * 199 + b".",  # lists in lists
    ],
)
def test_what_claims_much_takes_little(content):
    tracemalloc.start()
    try:
        with pytest.raises(DataError) as caught:
            read_plain(FILE, content)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()
    assert "\n" not in str(caught.value)


@given(st.data())
def test_altered_and_cut_pickles_give_one_line_or_plain_data(data):
    content = bytearray(PICKLE)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(content[: data.draw(st.integers(0, len(content)))]))
    check(bytes(content))


@given(st.binary(max_size=200))
def test_any_bytes_give_one_line_or_plain_data(content):
    check(content)


def check(content):
    error = None
    try:
        found = read_plain(FILE, content)
    except DataError as refused:
        error = str(refused)
    if error is not None:
        assert error.startswith(str(FILE))
        assert "\n" not in error
    else:
        assert found is None or isinstance(found, (dict, list, tuple, str, bytes, bytearray, int, np.ndarray))
