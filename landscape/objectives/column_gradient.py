"""The numeric gradient of a linear classifier by whole columns of scores: all weights in one pass over the examples.

One weight W[c, d] enters one score of each example, by x_d. So what a step h of it does to the loss follows from the
scores at the weights themselves and from the features: no loss is evaluated anew. The values are those of
`trainers.finite_differences.numeric_gradient`, which is the plain way and the reference, up to that one's rounding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.losses.loss import Labels
from landscape.losses.softmax_columns import softmax_column_differences
from landscape.losses.svm_columns import svm_column_differences
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows

STAGE = "numeric gradient"
ColumnDifferences = Callable[[Array, Labels, Array, float, bool, Work], Array]

COLUMN_DIFFERENCES: dict[str, ColumnDifferences] = {
    "softmax": softmax_column_differences,
    "svm": svm_column_differences,
}


def column_numeric_gradient(
    model: LinearClassifier,
    weights: Array,
    rows: Rows | None = None,
    h: float = 1e-5,
    centered: bool = True,
    work: Work | None = None,
) -> Array:
    """The finite-difference gradient (P,) at weights (P,), on the given rows or on all.

        centered:  (L(w + h e_j) - L(w - h e_j)) / 2h       error about h^2
        forward:   (L(w + h e_j) - L(w)) / h                error about h

    These are the exact differences up to rounding, h^2 terms and kinks included, and not an analytic gradient. The
    plain way takes 2 P losses for them, or P + 1; this one takes about as long as a few gradients. The same bytes for
    any number of workers; at 3,072 features it holds about 33 MB per worker above the data, however many the rows.
    `work` is the model's own where it is not given. `weights` is not written to.

    Raises:
        InvalidValue: h is not a finite number above 0, or the loss has no column form.
        Cancelled: `work` was asked to stop.
    """
    if not (h > 0 and np.isfinite(h)):
        raise InvalidValue(f"h of a numeric gradient must be above 0 and finite; got {h!r}. Try 1e-5.")
    if model.data_loss.name not in COLUMN_DIFFERENCES:
        raise InvalidValue(
            f"a numeric gradient by columns needs one of the losses {', '.join(COLUMN_DIFFERENCES)}; "
            f"got {model.data_loss.name}. Use numeric_gradient, one weight at a time."
        )
    work = model.work if work is None else work
    matrix = model.layout.matrix(np.asarray(weights, dtype=np.float64))
    differences, examples = COLUMN_DIFFERENCES[model.data_loss.name], model.examples

    def block(part: slice) -> Array:
        chosen = part if rows is None else rows[part]
        with np.errstate(over="ignore", invalid="ignore"):  # threads do not inherit it
            features = _features(model, examples.x[chosen])
            scores = features @ matrix.T
            if not np.isfinite(scores).all():
                return np.full(matrix.shape, np.nan)  # as losses that are not finite have no difference
            return differences(scores, examples.y[chosen], features, h, centered, work)

    n = len(examples) if rows is None else len(rows)
    total = np.zeros(matrix.shape)
    for changes in map_in_order(block, blocks(n), work, STAGE):
        total += changes
    gradient = total / n
    with np.errstate(over="ignore", invalid="ignore"):
        # Of the regularization the difference is known: ((w + h)^2 - (w - h)^2) / 2h = 2 w, forward 2 w + h.
        gradient[:, :-1] += 2.0 * model.regularization * matrix[:, :-1] + (
            0.0 if centered else model.regularization * h
        )
        if model.l1:
            # Of an absolute value likewise: its slope, -1 or 1, and in between where the step crosses 0.
            kept = matrix[:, :-1]
            gradient[:, :-1] += model.l1 * np.clip(kept / h if centered else (2.0 * kept + h) / h, -1.0, 1.0)
    return gradient.ravel()


def _features(model: LinearClassifier, stored: NDArray[Any]) -> Array:
    """Mapped features (n, D + 1) of stored ones (n, D), with the 1 of the bias last."""
    features = np.ones((len(stored), model.layout.n_features + 1))
    np.multiply(stored, model.map.scale, out=features[:, :-1], dtype=np.float64)  # not in the float32 of the stored
    if model.map.mean is not None:
        features[:, :-1] -= model.map.mean
    return features
