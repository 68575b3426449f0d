"""How far the gradients of batches scatter around the gradient of all examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landscape.errors import InvalidValue
from landscape.work import Work
from trainers.batches import batch_rows
from trainers.objective import Array

SIZES = (1, 8, 64, 256)
N_BATCHES = 100


@dataclass(frozen=True, eq=False)
class BatchSpread:
    """The gradients of n batches of one size: their norms (n,), and their cosines (n,) to the full gradient."""

    size: int
    norms: Array
    cosines: Array


def batch_spread(
    model: Any,
    weights: Array,
    seed: int,
    sizes: Sequence[int] = SIZES,
    n_batches: int = N_BATCHES,
    work: Work | None = None,
) -> tuple[float, tuple[BatchSpread, ...]]:
    """The norm of the full gradient at weights (P,), and the spread of batches of each size below all examples.

    The batches are those that the steps 1 .. n_batches of a run with this seed see, so a smaller one is a part of the
    larger one of the same step. A cosine is NaN where a gradient is zero.

    Raises:
        InvalidValue: a size or the number of batches is below 1.
        Cancelled: `work` was asked to stop.
    """
    work = work or Work()
    if n_batches < 1 or any(size < 1 for size in sizes):
        raise InvalidValue("batches need sizes and a number of at least 1. Try sizes 1, 8, 64 and 256.")
    full = model.gradient(weights)
    length = float(np.linalg.norm(full))
    found = []
    for size in (size for size in sizes if size < model.n_examples):
        norms, along = np.empty(n_batches), np.empty(n_batches)
        for index in range(n_batches):
            work.check()
            gradient = model.gradient(weights, batch_rows(seed, index + 1, model.n_examples, size))
            norms[index], along[index] = np.linalg.norm(gradient), gradient @ full
        with np.errstate(invalid="ignore"):
            found.append(BatchSpread(size, norms, along / (norms * length)))
    return length, tuple(found)
