"""Stratified rows: exact totals, every class within one of its share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landscape.data.stratify import largest_remainder, stratified


@st.composite
def labels_and_count(draw):
    labels = np.array(draw(st.lists(st.integers(0, 6), min_size=1, max_size=200)))
    return labels, draw(st.integers(0, len(labels)))


@given(case=labels_and_count(), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, database=None)
def test_classes_keep_their_share_and_the_total_is_exact(case, seed):
    labels, count = case
    rows = stratified(labels, count, np.random.default_rng(seed))
    assert len(rows) == count
    assert (np.diff(rows) > 0).all()  # in order, none twice
    totals = np.bincount(labels)
    chosen = np.bincount(labels[rows], minlength=len(totals))
    assert (np.abs(chosen - totals * count / len(labels)) < 1).all()


@given(case=labels_and_count(), fewer=st.integers(0, 200))
@settings(deadline=None, database=None)
def test_rows_of_a_smaller_subset_are_among_those_of_a_larger_one(case, fewer):
    labels, count = case
    labels = np.sort(labels % 2)
    small, large = (stratified(labels, n, np.random.default_rng(3)) for n in (min(fewer, count), count))
    # Two classes: the largest remainder is monotone, so each class's smaller choice is a prefix of the larger.
    assert set(small) <= set(large)


def test_largest_remainder_gives_left_over_rows_to_the_largest_remainders():
    # 10 of 53 + 24 + 23: shares 5.3, 2.4, 2.3; one row is left over and goes to 0.4.
    assert largest_remainder(np.array([53, 24, 23]), 10).tolist() == [5, 3, 2]


def test_a_tie_goes_to_the_lowest_class():
    assert largest_remainder(np.array([100, 100, 100]), 50).tolist() == [17, 17, 16]


def test_rows_are_drawn_and_not_the_first_ones():
    labels = np.zeros(1000, dtype=np.int64)
    rows = stratified(labels, 500, np.random.default_rng(0))
    assert 450 < rows.mean() < 550  # uniform over 0 .. 999: 499.5, standard deviation of the mean 9


@pytest.mark.parametrize("count", [-1, 4])
def test_a_count_outside_the_rows_is_refused(count):
    with pytest.raises(ValueError, match=r"0 \.\. 3"):
        largest_remainder(np.array([1, 2]), count)
