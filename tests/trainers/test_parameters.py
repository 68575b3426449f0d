"""Parameters hold themselves to their types and limits; random streams to their purposes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from trainers.errors import InvalidValue
from trainers.parameters import Limits, check_parameters, parameter
from trainers.randomness import Purpose, generator


@dataclass(frozen=True)
class Oven:
    heat: float = parameter(180.0, above=0.0, at_most=300.0, help="Degrees.")
    share: float = parameter(0.5, at_least=0.0, below=1.0, help="A share.")
    trays: int = parameter(1, at_least=1, help="Trays.")
    mode: str = parameter("fan", choices=("fan", "grill"), help="How.")
    offset: float = parameter(0.0, help="Any finite number.")
    timer: int | None = parameter(None, at_least=1, help="Minutes; None is unset.")

    def __post_init__(self) -> None:
        check_parameters(self, "the oven")


def test_values_on_closed_limits_are_admitted_and_whole_numbers_become_floats():
    oven = Oven(heat=300, share=0, trays=1, timer=1)
    assert (oven.heat, oven.share) == (300.0, 0.0)
    assert type(oven.heat) is float


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"heat": 0.0}, "heat of the oven must be above 0 and at most 300; got 0.0. Try 180.0."),
        ({"heat": 301}, "heat of the oven must be above 0 and at most 300; got 301.0. Try 180.0."),
        ({"heat": float("inf")}, "heat of the oven must be above 0 and at most 300 and finite; got inf. Try 180.0."),
        ({"heat": "hot"}, "heat of the oven must be a number; got 'hot'. Try 180.0."),
        ({"share": 1.0}, "share of the oven must be at least 0 and below 1; got 1.0. Try 0.5."),
        ({"share": float("nan")}, "share of the oven must be at least 0 and below 1 and finite; got nan. Try 0.5."),
        ({"offset": 10**400}, "offset of the oven must be a finite number; got inf. Try 0.0."),
        ({"offset": -(10**400)}, "offset of the oven must be a finite number; got -inf. Try 0.0."),
        ({"trays": 1.5}, "trays of the oven must be a whole number; got 1.5. Try 1."),
        ({"trays": True}, "trays of the oven must be a whole number; got True. Try 1."),
        ({"mode": "steam"}, "mode of the oven must be one of fan, grill; got 'steam'. Try 'fan'."),
        ({"timer": 0}, "timer of the oven must be at least 1; got 0."),
    ],
)
def test_a_value_that_breaks_its_rule_is_refused_in_one_line_with_the_remedy(wrong, line):
    with pytest.raises(InvalidValue) as caught:
        Oven(**wrong)
    assert str(caught.value) == line


def test_a_huge_whole_number_is_compared_not_converted():
    assert Limits(at_least=1).admit(10**400)
    assert not Limits(at_most=1024).admit(10**400)


def test_streams_of_different_seeds_purposes_and_steps_are_different():
    keys = [(seed, purpose, step) for seed in (0, 1) for purpose in Purpose for step in (0, 1)]
    assert len({generator(*key).bytes(16) for key in keys}) == len(keys)
    np.testing.assert_array_equal(generator(5, Purpose.START).random(4), generator(5, Purpose.START).random(4))
