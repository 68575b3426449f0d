"""The plain way: features as float64 numbers in memory, one forward pass over all of them for every loss.

Written as a textbook has it, on its own, so that it is also what the engine's values are checked against.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.problem import Problem
from landscape.data.dataset import AffineMap, Examples
from landscape.objectives.two_layer_network import TwoLayerNetwork
from landscape.slice import Slice
from trainers.objective import Array

BLOCK = 1024  # rows at a time: scores of all rows at once would leave the cache and take longer

Labels = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class PlainClassifier:
    """Mapped features (N, D + 1) with a last column of ones, in float64: eight times the bytes of the images."""

    features: Array
    labels: Labels
    loss_name: str
    regularization: float

    def loss(self, weights: Array) -> float:
        """The loss at weights (P,)."""
        return self.loss_and_accuracy(weights, accuracy=False)[0]

    def loss_and_accuracy(self, weights: Array, accuracy: bool = True) -> tuple[float, float]:
        """The loss and the share of examples whose class has the highest score."""
        matrix = weights.reshape(-1, self.features.shape[1])
        total, right = 0.0, 0
        for first in range(0, len(self.labels), BLOCK):
            scores = self.features[first : first + BLOCK] @ matrix.T
            labels = self.labels[first : first + BLOCK]
            total += LOSS_SUMS[self.loss_name](scores, labels)
            if accuracy:
                right += int(np.count_nonzero(scores.argmax(axis=1) == labels))
        penalty = self.regularization * float((matrix[:, :-1] ** 2).sum())
        return total / len(self.labels) + penalty, right / len(self.labels)


@dataclass(frozen=True, eq=False)
class PlainNetwork:
    """Mapped features (N, D + 1) in float64 and a layer of ReLU units before the scores."""

    features: Array
    labels: Labels
    n_hidden: int
    regularization: float

    def loss_and_accuracy(self, weights: Array) -> tuple[float, float]:
        """The softmax loss at weights (P,) and the share of examples whose class has the highest score."""
        inner = weights[: self.n_hidden * self.features.shape[1]].reshape(self.n_hidden, -1)
        outer = weights[inner.size :].reshape(-1, self.n_hidden + 1)
        total, right = 0.0, 0
        for first in range(0, len(self.labels), BLOCK):
            hidden = np.maximum(self.features[first : first + BLOCK] @ inner.T, 0.0)
            scores = hidden @ outer[:, :-1].T + outer[:, -1]
            labels = self.labels[first : first + BLOCK]
            total += softmax_sum(scores, labels)
            right += int(np.count_nonzero(scores.argmax(axis=1) == labels))
        penalty = self.regularization * float((inner[:, :-1] ** 2).sum() + (outer[:, :-1] ** 2).sum())
        return total / len(self.labels) + penalty, right / len(self.labels)


def plain_classifier(problem: Problem) -> PlainClassifier:
    """The same loss as the problem's model, the plain way."""
    model = problem.model
    features = plain_features(model.examples, model.map)
    return PlainClassifier(features, model.examples.y, model.data_loss.name, model.regularization)


def plain_network(model: TwoLayerNetwork) -> PlainNetwork:
    """The same loss as the model's, the plain way."""
    features = plain_features(model.examples, model.map)
    return PlainNetwork(features, model.examples.y, model.n_hidden, model.regularization)


def plain_features(examples: Examples, map: AffineMap) -> Array:
    """Mapped features (N, D + 1) in float64, with a last column of ones."""
    features = np.ones((len(examples), examples.x.shape[1] + 1))
    for first in range(0, len(examples), BLOCK):
        part = slice(first, first + BLOCK)
        features[part, :-1] = map(examples.x[part])
    return features


def surface_error(
    plain: PlainClassifier | PlainNetwork, plane: Slice, a: Array, b: Array, loss: Array, accuracy: Array | None = None
) -> float:
    """The largest deviation of a surface from the plain way, at the corners, the center and two more grid points.

    Of the loss relative to its size where that is above 1, of the accuracy (given or not) as it is.
    """
    last_a, last_b = len(a) - 1, len(b) - 1
    picked = [(0, 0), (0, last_b), (last_a, 0), (last_a, last_b), (last_a // 2, last_b // 2)]
    picked += [(last_a // 3, last_b // 5), (2 * last_a // 3, 7 * last_b // 8)]
    worst = 0.0
    for i, j in picked:
        true_loss, true_accuracy = plain.loss_and_accuracy(plane.embed(np.array([a[i], b[j]])))
        worst = max(worst, abs(loss[i, j] - true_loss) / max(abs(true_loss), 1.0))
        if accuracy is not None:
            worst = max(worst, abs(accuracy[i, j] - true_accuracy))
    return worst


def softmax_sum(scores: Array, labels: Labels) -> float:
    """The sum of the softmax losses of scores (n, C)."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]).sum())


def svm_sum(scores: Array, labels: Labels) -> float:
    """The sum of the multiclass SVM losses of scores (n, C)."""
    margins = np.maximum(scores - scores[np.arange(len(labels)), labels][:, None] + 1.0, 0.0)
    margins[np.arange(len(labels)), labels] = 0.0
    return float(margins.sum())


LOSS_SUMS = {"softmax": softmax_sum, "svm": svm_sum}
