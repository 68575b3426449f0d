"""One stream of random numbers per seed, purpose and step.

A start and a direction with the same seed are independent, and step t of a run draws the same numbers
whether the run began at 0, was resumed at t, or was stepped back to it.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from trainers.errors import InvalidValue

MAX_SEED = 2**32 - 1


class Purpose(IntEnum):
    """What random numbers are drawn for. The values are part of every saved result: never renumber them."""

    START = 1
    BATCH = 2
    SEARCH = 3
    JUDGES = 4
    DIRECTION = 5
    COMPLETION = 6
    RANDOM_WALK = 7
    SPLIT = 8
    SUBSET = 9
    TRACE = 10
    VOCABULARY = 11
    DATA = 12
    SAMPLES = 13


def generator(seed: int, purpose: Purpose, step: int = 0) -> np.random.Generator:
    """The generator of `seed` (0 to 2**32 - 1) for one purpose at one step.

    Raises:
        InvalidValue: the seed is outside its range.
    """
    if not 0 <= seed <= MAX_SEED:
        raise InvalidValue(f"seed must be a whole number from 0 to {MAX_SEED}; got {seed}. Try 0.")
    return np.random.default_rng((seed, int(purpose), step))
