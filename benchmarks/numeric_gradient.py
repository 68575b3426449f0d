"""The numeric gradient of all weights by columns of scores, beside two forward passes for every weight."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier, plain_features
from benchmarks.problem import Problem, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from landscape.objectives.column_gradient import column_numeric_gradient
from trainers.objective import Array

TARGETS = {"softmax": 1000.0, "svm": 500.0}
H = 1e-5
CHECKED_WEIGHTS = 12
CHECKED_ROWS = 256
Extended = np.longdouble


def gradient_rows(setting: Setting, loss: str) -> list[Row]:
    """All weights, centered differences."""
    measured = problem(setting, loss)
    plain = plain_classifier(measured)
    n_weights = measured.model.n_weights

    def columns() -> Array:
        return column_numeric_gradient(measured.model, measured.weights, h=H)

    peak, _ = peak_megabytes(columns)
    seconds = by_turns(
        {"gradient": columns, "one plain point": lambda: plain.loss(measured.weights)},
        setting.rounds,
    )
    ratio = 2 * n_weights * seconds["one plain point"].processor / seconds["gradient"].processor
    return [
        Row(
            f"{loss} numeric gradient, {n_weights:,} weights / 2 passes per weight",
            ratio,
            "x",
            TARGETS[loss],
            error=_error(measured),
            peak_mb=peak,
            seconds=seconds,
            note=f"the plain way is timed at one point and multiplied by {2 * n_weights:,}; its own differences round "
            f"to about 1e-10, so the error is against the plain way in extended precision on {CHECKED_ROWS} examples",
        )
    ]


def _error(measured: Problem) -> float | None:
    """The deviation from plain centered differences, relative to the largest; None where there is no finer precision.

    Differences of losses at a distance of 1e-5 lose five to six digits in float64: no measure for anything.
    """
    if np.finfo(Extended).eps >= np.finfo(np.float64).eps:
        return None
    rows = np.linspace(0, measured.model.n_examples - 1, CHECKED_ROWS).astype(np.int64)
    found = column_numeric_gradient(measured.model, measured.weights, rows, h=H)
    examples = measured.model.examples.take(rows)
    features = plain_features(examples, measured.model.map).astype(Extended)
    weights = measured.weights.astype(Extended)
    by_name = {"softmax": _extended_softmax, "svm": _extended_svm}
    largest = np.abs(found).max()
    worst = 0.0
    for index in np.linspace(0, len(weights) - 1, CHECKED_WEIGHTS).astype(np.int64):
        losses = []
        for step in (Extended(H), -Extended(H)):
            moved = weights.copy()
            moved[index] += step
            matrix = moved.reshape(-1, features.shape[1])
            data = by_name[measured.model.data_loss.name](features @ matrix.T, examples.y)
            losses.append(data + Extended(measured.model.regularization) * (matrix[:, :-1] ** 2).sum())
        plain = (losses[0] - losses[1]) / (2 * Extended(H))
        worst = max(worst, abs(float(found[index] - plain)) / largest)
    return float(worst)


def _extended_softmax(scores: np.ndarray, labels: np.ndarray) -> Extended:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]).mean()


def _extended_svm(scores: np.ndarray, labels: np.ndarray) -> Extended:
    margins = np.maximum(scores - scores[np.arange(len(labels)), labels][:, None] + 1, 0)
    return margins.sum(axis=1).mean() - 1  # the correct class's own 1
