"""A layer's weights for features as they are stored: the affine map of the data folded in, and out of the gradient."""

from __future__ import annotations

import numpy as np

from landscape.data.dataset import AffineMap, Stored
from landscape.work import blocks
from trainers.objective import Array

ROWS_AT_ONCE = 256  # part of the contract, as every block size


def fold(map: AffineMap, matrices: Array) -> tuple[Array, Array]:
    """Matrices (..., R, D + 1) for mapped features, bias last, as one (D, K R) for stored ones, and offsets (K R,).

    K is the number of matrices. ``stored @ folded + offset`` are the sums that the K R rows give.
    """
    features = matrices[..., :-1].reshape(-1, matrices.shape[-1] - 1)
    offset = matrices[..., -1].reshape(-1)
    if map.mean is not None:
        # Not a matrix product: there equal rows at different places can differ in the last bit, and ties
        # between classes with equal rows would be broken by rounding.
        offset = offset - np.einsum("kd,d->k", features, map.mean)
    return np.ascontiguousarray((map.scale * features).T), offset


def stored_sums(x: Stored, part: slice, folded: Array) -> Array:
    """``x[part] @ folded``, (n, K R), converted to float64 a few rows at a time, which stay in the cache."""
    stored = x[part]
    sums = np.empty((len(stored), folded.shape[1]))
    for few in blocks(len(stored), ROWS_AT_ONCE):
        np.matmul(stored[few].astype(np.float64), folded, out=sums[few])
    return sums


def unfold(map: AffineMap, by_folded: Array, by_offset: Array) -> Array:
    """The gradient (R, D + 1) by a layer's matrix from those by its folded rows (R, D) and its offset (R,)."""
    gradient = np.empty((by_folded.shape[0], by_folded.shape[1] + 1))
    gradient[:, :-1] = map.scale * by_folded
    if map.mean is not None:
        gradient[:, :-1] -= np.outer(by_offset, map.mean)
    gradient[:, -1] = by_offset
    return gradient
