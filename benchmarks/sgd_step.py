"""A step of SGD beside the two matrix products that no gradient goes without."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_features
from benchmarks.problem import BATCH, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from trainers.batches import batch_rows
from trainers.objective import Array
from trainers.sgd import SGD

TARGET = 2.0
STEP_SIZE = 0.01


def sgd_rows(setting: Setting) -> list[Row]:
    """The softmax loss, a batch of 256 stored images; the products are of a batch that is ready in float64."""
    measured = problem(setting)
    model = measured.model
    method = SGD(step_size=STEP_SIZE, batch=BATCH)
    state = method.start(model, measured.weights, seed=0)
    chosen = batch_rows(0, 1, model.n_examples, BATCH)
    batch = model.examples if chosen is None else model.examples.take(chosen)
    features = plain_features(batch, model.map)
    matrix = model.layout.matrix(measured.weights)
    slopes = features @ matrix.T

    def products() -> Array:
        features @ matrix.T  # the scores, whatever becomes of them
        return slopes.T @ features

    peak, after = peak_megabytes(lambda: method.step(model, state, seed=0))
    seconds = by_turns(
        {"a step": lambda: method.step(model, state, seed=0), "two products": products}, setting.brief_rounds
    )
    expected = measured.weights - STEP_SIZE * _plain_gradient(features, batch.y, matrix, model.regularization)
    error = float(np.abs(after.weights - expected).max() / np.abs(expected).max())
    ratio = seconds["a step"].processor / seconds["two products"].processor
    what = f"SGD step, batch {BATCH} / its two matrix products"
    note = "a step also gathers the images, turns bytes into float64 and draws the batch"
    return [Row(what, ratio, "x", TARGET, False, error=error, peak_mb=peak, seconds=seconds, note=note)]


def _plain_gradient(features: Array, labels: np.ndarray, matrix: Array, regularization: float) -> Array:
    scores = features @ matrix.T
    slopes = np.exp(scores - scores.max(axis=1, keepdims=True))
    slopes /= slopes.sum(axis=1, keepdims=True)
    slopes[np.arange(len(labels)), labels] -= 1.0
    gradient = slopes.T @ features / len(labels)
    gradient[:, :-1] += 2 * regularization * matrix[:, :-1]
    return gradient.ravel()
