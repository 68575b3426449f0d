"""Steps of a run that are taken with another length: what a description may say of them, and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from landscape.errors import InvalidValue
from landscape.experiment.numbers import is_number
from trainers.catalogue import METHODS

Stretches = tuple[tuple[int, float], ...]
LONGEST = 1e6  # times its length, either way


def stretch_pairs(given: Any, label: str, method: str) -> Stretches:
    """Pairs of a step's number and a factor, in the order of the steps; a factor of 1 says nothing and is left out.

    Raises:
        InvalidValue: something else, one step twice, or a method whose steps are tries that a loss has judged.
    """
    pairs = given if isinstance(given, (list, tuple)) else (None,)
    if not all(_is_pair(pair) for pair in pairs):
        raise InvalidValue(
            f"stretch of methods.{label} must be pairs of a step from 1 and a factor from {-LONGEST:g} to {LONGEST:g}; "
            f"got {given!r}. Try [[10, 2.5]]."
        )
    found = sorted((step, float(factor)) for step, factor in pairs)
    steps = [step for step, _ in found]
    twice = [step for step in steps if steps.count(step) > 1]
    if twice:
        raise InvalidValue(f"stretch of methods.{label} has step {twice[0]} twice. Leave one of them out.")
    if found and not METHODS[method].uses_gradient:
        raise InvalidValue(
            f"stretch of methods.{label} is for methods that follow a gradient; {method} takes what it has tried. "
            "Leave it out."
        )
    return tuple(pair for pair in found if pair[1] != 1.0)


def with_stretch(pairs: Stretches, step: int, factor: float) -> list[list[float]] | None:
    """The pairs with this step's factor, as a description's table has them; None where no step is stretched."""
    others = {number: each for number, each in pairs if number != step}
    found = {**others, step: factor} if factor != 1.0 else others
    return [[number, found[number]] for number in sorted(found)] or None


def stretch_words(pairs: Sequence[Sequence[float]]) -> str:
    """What was done, in words: "step 10 with 2.5 times its length"."""
    return ", ".join(f"step {int(step)} with {factor:g} times its length" for step, factor in pairs)


def _is_pair(pair: Any) -> bool:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return False
    step, factor = pair
    return type(step) is int and step >= 1 and is_number(factor) and abs(factor) <= LONGEST
