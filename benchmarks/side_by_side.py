"""Many linear classifiers trained at once by Adam: each batch is read once for all, in float32.

A search over settings costs a fraction of as many runs one after the other; a run gives what `trainers.adam` gives up
to float32's rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Examples
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from trainers.adam import Adam
from trainers.batches import batch_rows
from trainers.objective import Array
from trainers.schedule import step_size_at

BATCH = 256
START_SCALE = 0.001

Single = NDArray[np.float32]


@dataclass(frozen=True)
class Setting:
    """What is chosen of a run: Adam's step size falls to 0 as a cosine over all steps."""

    loss: str
    regularization: float
    step_size: float
    steps: int


def trained(examples: Examples, n_classes: int, settings: Sequence[Setting], seed: int) -> Array:
    """The weights (K, P) at the end of K runs with equal numbers of steps, from one start, on the same batches.

    Features are taken as they are stored (scale 1, no mean). A run that diverges ends in NaN.
    """
    (steps,) = {setting.steps for setting in settings}
    layout = WeightLayout(n_classes, examples.x.shape[1])
    start = layout.matrix(layout.random_start(seed, [START_SCALE])).astype(np.float32)
    weights = np.repeat(start.T[:, None], len(settings), axis=1)  # (D + 1, K, C)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    decay = np.array([[2 * setting.regularization] for setting in settings], dtype=np.float32)
    lengths = np.array([[setting.step_size] for setting in settings], dtype=np.float32)
    unit = Adam(step_size=1.0, schedule="cosine", period=steps)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            rows = batch_rows(seed, step + 1, len(examples), BATCH)
            batch = examples if rows is None else examples.take(rows)
            gradient = _gradient(batch, weights, settings)
            gradient[:-1] += decay * weights[:-1]
            _average(mean, gradient, unit.beta1)
            _average(square, np.square(gradient, out=gradient), unit.beta2)
            size = np.sqrt(square / (1 - unit.beta2 ** (step + 1)), out=gradient) + unit.epsilon
            weights -= step_size_at(unit, step) / (1 - unit.beta1 ** (step + 1)) * lengths * (mean / size)
    return weights.transpose(1, 2, 0).reshape(len(settings), -1).astype(np.float64)


def _gradient(batch: Examples, weights: Single, settings: Sequence[Setting]) -> Single:
    """The mean slopes (D + 1, K, C) of the losses alone."""
    x = np.asarray(batch.x[:], dtype=np.float32)
    scores = (x @ weights[:-1].reshape(x.shape[1], -1)).reshape(len(x), *weights.shape[1:]) + weights[-1]
    slopes = np.empty_like(scores)
    for loss, runs in _same_loss(settings):
        labels = np.broadcast_to(batch.y[:, None], (len(x), runs.stop - runs.start))
        slopes[:, runs] = LOSSES[loss]().values_and_slopes(scores[:, runs], labels)[1]
    slopes /= len(x)
    gradient = np.empty_like(weights)
    np.matmul(x.T, slopes.reshape(len(x), -1), out=gradient[:-1].reshape(x.shape[1], -1))
    gradient[-1] = slopes.sum(axis=0)
    return gradient


def _average(running: Single, new: Single, share: float) -> None:
    running *= share
    running += (1 - share) * new


def _same_loss(settings: Sequence[Setting]) -> Iterator[tuple[str, slice]]:
    """The losses, with the runs that have them: neighbors, so that a slice is enough."""
    first = 0
    for loss, group in groupby(settings, key=lambda setting: setting.loss):
        last = first + len(list(group))
        yield loss, slice(first, last)
        first = last
