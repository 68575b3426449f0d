"""The up and down keys stay within the limits, and come back to where they were."""

from __future__ import annotations

from gui.panels.steps import next_number, next_whole
from trainers.parameters import Limits

POSITIVE, SHARE, NOT_NEGATIVE = Limits(above=0.0), Limits(at_least=0.0, below=1.0), Limits(at_least=0.0)


def test_positive_numbers_go_along_one_two_five() -> None:
    steps = [(1.0, 2.0, 0.5), (0.05, 0.1, 0.02), (0.3, 0.5, 0.2), (1e-8, 2e-8, 5e-9), (7.0, 10.0, 5.0)]
    for value, above, below in steps:
        assert next_number(value, True, POSITIVE) == above
        assert next_number(value, False, POSITIVE) == below


def test_shares_approach_one_and_never_reach_it() -> None:
    for value, above, below in [(0.9, 0.95, 0.8), (0.999, 0.9995, 0.998), (0.5, 0.8, 0.0)]:
        assert next_number(value, True, SHARE) == above
        assert next_number(value, False, SHARE) == below


def test_at_a_limit_nothing_moves() -> None:
    assert next_number(0.0, False, SHARE) == 0.0
    assert next_whole(0, False, Limits(at_least=0)) == 0
    assert next_whole(5, True, Limits(at_most=5)) == 5


def test_a_number_that_may_be_zero_gets_there_and_back() -> None:
    assert next_number(1e-5, False, NOT_NEGATIVE) == 0.0
    assert next_number(0.0, True, NOT_NEGATIVE) == 1e-5


def test_whole_numbers_go_by_one() -> None:
    assert (next_whole(64, True, Limits()), next_whole(64, False, Limits())) == (65, 63)
