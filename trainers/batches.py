"""Which examples a step looks at: the same for every method at the same seed and step, on purpose.

Methods that race then differ by their rule alone, not by the luck of their batches.
"""

from __future__ import annotations

import numpy as np

from trainers.objective import Rows
from trainers.randomness import Purpose, generator


def batch_rows(seed: int, step: int, n_examples: int, size: int) -> Rows | None:
    """The rows (size,) of the step that leads to state number `step` (1, 2, ...); None, all, from `n_examples` on.

    Drawn afresh at each step, without replacement within the batch. A smaller batch at the same seed and step
    is a prefix of a larger one. The work grows with `size`, not with `n_examples`.

    Raises:
        InvalidValue: the seed is outside its range.
    """
    if size >= n_examples:
        return None
    return _distinct(generator(seed, Purpose.BATCH, step), n_examples, size)


def judging_rows(seed: int, n_examples: int, size: int) -> Rows | None:
    """The fixed rows (size,), ascending, that judge the tries of a search; None, all, at 0 or from `n_examples` on.

    Raises:
        InvalidValue: the seed is outside its range.
    """
    if size == 0 or size >= n_examples:
        return None
    return np.sort(_distinct(generator(seed, Purpose.JUDGES), n_examples, size))


def _distinct(random: np.random.Generator, n: int, size: int) -> Rows:
    # One order of all n rows, of which the first `size` are handed out; only as much of it is made as is needed.
    # Its first half: the distinct numbers of one endless stream, as they appear, however much of it was drawn.
    # Its second half, where the stream would seldom bring anything new: the other rows, shuffled.
    half = n // 2
    if size > half:
        first = _distinct(random, n, half)
        others = np.setdiff1d(np.arange(n), first, assume_unique=True)
        return np.concatenate([first, random.spawn(1)[0].permutation(others)[: size - half]])
    stream: Rows = random.integers(n, size=size + size // 8 + 16)
    while True:
        first_seen = np.sort(np.unique(stream, return_index=True)[1])
        if len(first_seen) >= size:
            return stream[first_seen[:size]]
        stream = np.concatenate([stream, random.integers(n, size=len(stream))])
