"""Four mistakes that people make in a gradient, planted on purpose; and how a wrong gradient tells which it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.losses.loss import Labels, Loss
from trainers.objective import Array

SlopeChange = Callable[[Array, Labels], Array]


@dataclass(frozen=True)
class Bug:
    """A mistake: its name on the command line, what is wrong, and the sign by which the difference gives it away."""

    name: str
    summary: str
    sign: str


BUGS: dict[str, Bug] = {
    "regularization": Bug(
        "regularization",
        "the regularization's slope is missing",
        "analytic minus numeric is -2 lambda w, and 0 at the biases",
    ),
    "sign": Bug(
        "sign",
        "the slope by the correct class's score has the wrong sign",
        "the difference is -2 times what the examples of a class give to that class's own row",
    ),
    "mean": Bug("mean", "the sum over examples is not divided by N", "the data's part is N times too large"),
    "bias": Bug("bias", "the bias is forgotten", "the analytic slope is 0 at every bias, and right elsewhere"),
}


def planted_gradient(model: Any, weights: Array, bug: str) -> Array:
    """The gradient (P,) of a classifier at weights (P,) with one of the `BUGS` in it.

    Raises:
        KeyError: there is no such bug.
    """
    if bug == "regularization":
        return np.asarray(replace(model, regularization=0.0).gradient(weights))
    if bug == "bias":
        return np.asarray(model.layout.without_bias(model.gradient(weights)))
    change = {"sign": _negated_at_correct, "mean": _times(float(model.n_examples))}[bug]
    return np.asarray(replace(model, data_loss=ChangedSlopes(model.data_loss, change)).gradient(weights))


def suspects(
    model: Any, weights: Array, dimensions: NDArray[np.int64], analytic: Array, numeric: Array, numeric_of_data: Array
) -> dict[str, float]:
    """How badly each of the `BUGS` explains a gradient: 0 where it explains it whole, 1 where it explains nothing.

    Args:
        model: the classifier; weights: (P,) where.
        dimensions: indices (m,) of the slopes that were compared.
        analytic, numeric: those slopes (m,); numeric_of_data: the numeric ones (m,) without regularization.

    Each hypothesis says what the wrong gradient would be, given the right one (which is the numeric one); what is left
    of the difference is its misfit.
    """
    of_penalty = numeric - numeric_of_data
    only_correct = replace(model, regularization=0.0, data_loss=ChangedSlopes(model.data_loss, _only_correct))
    of_correct = only_correct.gradient(weights)[dimensions]
    expected = {
        "regularization": numeric_of_data,
        "sign": numeric - 2 * of_correct,
        "mean": model.n_examples * numeric_of_data + of_penalty,
        "bias": np.where(model.layout.is_bias[dimensions], 0.0, numeric),
    }
    size = float(np.linalg.norm(analytic - numeric))
    return {name: float(np.linalg.norm(analytic - wrong)) / size for name, wrong in expected.items()}


@dataclass(frozen=True)
class ChangedSlopes:
    """A loss whose slopes by the scores are altered on their way out; its values stay right."""

    loss: Loss
    change: SlopeChange

    def values_and_slopes(self, scores: Array, labels: Labels) -> tuple[Array, Array]:
        """The losses (...) and the altered slopes (..., C)."""
        values, slopes = self.loss.values_and_slopes(scores, labels)
        return values, self.change(slopes, labels)


def _negated_at_correct(slopes: Array, labels: Labels) -> Array:
    return slopes - 2 * _only_correct(slopes, labels)


def _only_correct(slopes: Array, labels: Labels) -> Array:
    correct = labels[..., None]
    kept = np.zeros_like(slopes)
    np.put_along_axis(kept, correct, np.take_along_axis(slopes, correct, axis=-1), axis=-1)
    return kept


def _times(factor: float) -> SlopeChange:
    return lambda slopes, labels: factor * slopes
