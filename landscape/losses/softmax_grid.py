"""The softmax loss on a whole grid for the price of two exponentials per example, class and grid line.

Scores on a plane are s0 + a u + b v, so exp(s0 + a u + b v) = exp(s0 + a u) * exp(b v), and the sum over classes at
all grid points of one example is a product of a (G_a, C) and a (C, G_b) matrix. Safe for any finite scores: both
factors are taken relative to their largest class, and b is split into strips narrow enough that what remains neither
overflows nor loses the class that counts.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.losses.loss import Labels, above_correct
from landscape.work import Work, blocks
from trainers.objective import Array

Floats = NDArray[Any]
POINTS_AT_ONCE = 2**19  # grid values of all examples of a batch: about what the caches hold


@dataclass(frozen=True)
class Precision:
    """How far exponents may go in a floating-point type.

    Attributes:
        dtype: what is computed in.
        spread: the largest range over the classes of ``(b - b_c) v`` within a strip around b_c, and the largest total
            of such ranges of examples whose sums are multiplied before one logarithm is taken of all.
        floor: exponents below it are raised to it: they are nothing beside the largest, which is 0.
    """

    dtype: type
    spread: float
    floor: float


DOUBLE = Precision(np.float64, 600.0, -700.0)
SINGLE = Precision(np.float32, 60.0, -80.0)


def softmax_grid_sums(
    s0: Array,
    along_a: Array,
    along_b: Array,
    labels: Labels,
    a: Array,
    b: Array,
    work: Work,
    precision: Precision = DOUBLE,
) -> Array:
    """Sums (n_a, n_b) over n examples of the softmax loss at scores ``s0 + a[i] along_a + b[j] along_b``, all (n, C).

    `b` increases. The last bits depend on the grid's size, nothing else.
    """
    total = np.zeros((len(a), len(b)))
    lines = blocks(len(a), max(1, POINTS_AT_ONCE // len(b)))
    points = lines[0].stop * len(b)
    size = min(max(1, POINTS_AT_ONCE // points), len(labels))
    # One room for all batches: fresh pages of memory would cost as much as the work.
    room: Floats = np.empty(size * points, dtype=precision.dtype)
    with np.errstate(over="ignore", invalid="ignore"):
        for part in blocks(len(labels), size):
            origin, u, v = (above_correct(scores[part], labels[part]) for scores in (s0, along_a, along_b))
            for (strip, half_range), line in itertools.product(_strips(b, v, precision), lines):
                work.check()
                total[line, strip] += _strip_sums(origin, u, v, a[line], b[strip], half_range, precision, room)
    return total


def _strips(b: Array, v: Array, precision: Precision) -> Iterator[tuple[slice, float]]:
    """Consecutive parts of `b`, each with the largest range over the classes of ``(b - middle) v`` in it."""
    reach = float((v.max(axis=-1) - v.min(axis=-1)).max())
    whole = reach * float(b[-1] - b[0]) / 2
    if not np.isfinite(whole) or whole <= precision.spread:
        yield slice(0, len(b)), whole
        return
    count = int(min(np.ceil(whole / precision.spread), len(b)))
    edges = np.searchsorted(b, np.linspace(b[0], b[-1], count + 1)[1:-1])
    for first, last in itertools.pairwise([0, *dict.fromkeys(int(edge) for edge in edges if edge > 0), len(b)]):
        yield slice(first, last), reach * float(b[last - 1] - b[first]) / 2


def _strip_sums(
    s0: Array, u: Array, v: Array, a: Array, b: Array, half_range: float, precision: Precision, room: Floats
) -> Array:
    middle = (b[0] + b[-1]) / 2
    s0 = s0 + middle * v
    left = u[:, :, None] * a + s0[:, :, None]  # (n, C, n_a): long rows, not short ones, are added and reduced
    right = v[:, :, None] * (b - middle)
    reach = float(np.abs(s0).max() + np.abs(a).max() * np.abs(u).max()) + half_range
    # The correct class's exponents are 0, so a sum is at least 1; and here it cannot overflow either.
    if reach <= precision.spread:
        tops, spread = np.zeros((1, 1)), reach
        left, right = (part.astype(precision.dtype, copy=False) for part in (left, right))
        left, right = np.exp(left, out=left), np.exp(right, out=right)
    else:
        top_left, left = _relative_exp(left, 1, precision)
        top_right, right = _relative_exp(right, 1, precision)
        tops, spread = top_left.sum(axis=0)[:, None] + top_right.sum(axis=0), half_range
    shape = (len(s0), len(a), len(b))
    sums = np.matmul(left.transpose(0, 2, 1), right, out=room[: math.prod(shape)].reshape(shape))
    sums = sums[: _multiply(sums, spread + math.log(v.shape[1]), precision)]
    logs = np.log(sums, out=sums).sum(axis=0, dtype=np.float64)
    return np.asarray(logs + tops)


def _relative_exp(exponents: Array, axis: int, precision: Precision) -> tuple[Array, Floats]:
    """The largest exponent along `axis`, and the exponentials relative to it."""
    top = exponents.max(axis=axis)
    exponents -= np.expand_dims(top, axis)
    shifted: Floats = np.maximum(exponents, precision.floor, out=exponents).astype(precision.dtype, copy=False)
    return top, np.exp(shifted, out=shifted)


def _multiply(sums: Floats, spread: float, precision: Precision) -> int:
    """Multiply examples' sums (n, n_a, n_b) in place: the first so many rows, returned, hold the same product.

    A logarithm costs ten multiplications. `spread` bounds the size of every sum's logarithm.
    """
    count = len(sums)
    while count > 1 and 2 * spread <= precision.spread:
        half = count // 2
        np.multiply(sums[:half], sums[half : 2 * half], out=sums[:half])
        if count % 2:
            sums[half] = sums[count - 1]
        count, spread = half + count % 2, 2 * spread
    return count
