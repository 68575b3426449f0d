from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainers.batches import batch_rows, judging_rows
from trainers.errors import InvalidValue


@given(n=st.integers(3, 400), sizes=st.tuples(st.integers(1, 400), st.integers(1, 400)), seed=st.integers(0, 2**32 - 1))
def test_a_smaller_batch_is_a_prefix_of_a_larger_one(n, sizes, seed):
    small, large = sorted(min(size, n - 1) for size in sizes)
    prefix = batch_rows(seed, 7, n, large)[:small]
    assert batch_rows(seed, 7, n, small).tolist() == prefix.tolist()


def test_batches_of_every_size_are_prefixes_of_one_order():
    order = batch_rows(0, 1, 300, 299).tolist()
    for size in range(1, 300):
        assert batch_rows(0, 1, 300, size).tolist() == order[:size]


@pytest.mark.parametrize(("n", "size"), [(2, 1), (10, 9), (1437, 64), (1437, 1436), (50_000, 256), (50_000, 49_999)])
def test_a_batch_holds_distinct_rows_of_the_data(n, size):
    rows = batch_rows(3, 5, n, size)
    assert rows.dtype == np.int64
    assert rows.shape == (size,)
    assert len(set(rows.tolist())) == size
    assert rows.min() >= 0
    assert rows.max() < n


def test_all_rows_are_meant_from_the_number_of_examples_on():
    assert batch_rows(0, 1, 10, 9) is not None
    assert batch_rows(0, 1, 10, 10) is None
    assert batch_rows(0, 1, 10, 11) is None


def test_the_work_does_not_grow_with_the_number_of_examples():
    # A permutation of as many rows would need 8 petabytes.
    rows = batch_rows(0, 1, 10**15, 256)
    assert len(set(rows.tolist())) == 256


def test_a_batch_depends_on_seed_and_step():
    drawn = {tuple(batch_rows(seed, step, 1000, 8)) for seed in range(5) for step in range(1, 6)}
    assert len(drawn) == 25
    assert batch_rows(4, 2, 1000, 8).tolist() == batch_rows(4, 2, 1000, 8).tolist()


def test_every_row_comes_equally_often_at_every_place():
    drawn = np.array([batch_rows(1, step, 5, 3) for step in range(1, 5001)])
    for place in range(3):
        counts = np.bincount(drawn[:, place], minlength=5)
        assert abs(counts - 1000).max() < 4 * np.sqrt(5000 * 0.2 * 0.8)


def test_judges_are_ascending_distinct_and_not_a_batch():
    rows = judging_rows(3, 1000, 50)
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert len(rows) == 50
    assert rows.tolist() == judging_rows(3, 1000, 50).tolist()
    assert rows.tolist() != judging_rows(4, 1000, 50).tolist()
    assert rows.tolist() != sorted(batch_rows(3, 0, 1000, 50).tolist())


def test_everybody_judges_at_zero_and_from_the_number_of_examples_on():
    assert judging_rows(3, 10, 0) is None
    assert judging_rows(3, 10, 10) is None
    assert judging_rows(3, 10, 9) is not None


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_out_of_range_is_refused_in_one_line(seed):
    with pytest.raises(InvalidValue, match=r"^seed must be a whole number from 0 to 4294967295; got .*\. Try 0\.$"):
        batch_rows(seed, 1, 10, 5)
