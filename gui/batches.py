"""How many examples the surface can be of: sizes of batches, four an octave, and the ticks they stand at."""

from __future__ import annotations

import math


def batch_sizes(n_examples: int) -> tuple[int, ...]:
    """The sizes of batches that a slider offers below all `n_examples`: four an octave, whole numbers, increasing."""
    quarters = (quarter << octave for octave in range(n_examples.bit_length()) for quarter in range(4, 8))
    return tuple(four // 4 for four in quarters if four % 4 == 0 and four // 4 < n_examples)


def tick_of_batch(size: int | None, n_examples: int) -> int:
    """The tick whose size is nearest to `size` in ratio; the last one for all."""
    sizes = batch_sizes(n_examples)
    if size is None or size >= n_examples:
        return len(sizes)
    return min(range(len(sizes)), key=lambda tick: abs(math.log(sizes[tick] / size)))
