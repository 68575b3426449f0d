"""Small classifiers with everything that can go wrong in them, and one pipeline for whole experiments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Examples
from landscape.experiment.pipeline import Pipeline
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier


@dataclass(frozen=True)
class Problem:
    """A classifier beside what a deliberately naive implementation needs: mapped features with a column of ones."""

    model: LinearClassifier
    x: np.ndarray  # (N, D + 1) float64
    y: np.ndarray

    def naive_data_loss(self, weights: np.ndarray, rows: Any = slice(None)) -> float:
        """The mean loss without regularization, example by example and class by class."""
        matrix = weights.reshape(self.model.layout.n_classes, -1)
        values = []
        for x, y in zip(self.x[rows], self.y[rows], strict=True):
            scores = [float(np.sum(x * row)) for row in matrix]
            if self.model.data_loss.name == "softmax":
                top = max(scores)
                values.append(top - scores[y] + np.log(sum(np.exp(s - top) for s in scores)))
            else:
                values.append(sum(max(0.0, s - scores[y] + 1.0) for j, s in enumerate(scores) if j != y))
        return float(np.mean(values))

    def naive_penalty(self, weights: np.ndarray) -> float:
        """lambda times the sum of the squared weights, the last column left out."""
        matrix = weights.reshape(self.model.layout.n_classes, -1)
        return float(self.model.regularization * np.sum(matrix[:, :-1] ** 2))

    def naive_loss(self, weights: np.ndarray, rows: Any = slice(None)) -> float:
        """The whole loss."""
        return self.naive_data_loss(weights, rows) + self.naive_penalty(weights)

    def naive_gradient(self, weights: np.ndarray, rows: Any = slice(None)) -> np.ndarray:
        """The gradient, example by example from the textbook's formulas."""
        matrix = weights.reshape(self.model.layout.n_classes, -1)
        total = np.zeros_like(matrix)
        for x, y in zip(self.x[rows], self.y[rows], strict=True):
            scores = matrix @ x
            if self.model.data_loss.name == "softmax":
                raised = np.exp(scores - scores.max())
                slopes = raised / raised.sum()
                slopes[y] -= 1.0
            else:
                slopes = (scores - scores[y] + 1 > 0).astype(float)
                slopes[y] = 0.0
                slopes[y] = -slopes.sum()
            total += np.outer(slopes, x)
        total /= len(self.y[rows])
        total[:, :-1] += 2 * self.model.regularization * matrix[:, :-1]
        return total.ravel()

    def naive_accuracy(self, weights: np.ndarray) -> float:
        """The share of examples whose class is the first one with the highest score."""
        matrix = weights.reshape(self.model.layout.n_classes, -1)
        right = 0
        for x, y in zip(self.x, self.y, strict=True):
            scores = [float(np.sum(x * row)) for row in matrix]
            right += scores.index(max(scores)) == y
        return right / len(self.y)


def make_problem(
    loss: str = "softmax",
    n: int = 60,
    n_features: int = 7,
    n_classes: int = 4,
    stored: str = "uint8",
    centered: bool = True,
    regularization: float = 0.03,
    seed: int = 0,
) -> Problem:
    """Random examples in a stored form, read-only, as a classifier and as plain mapped features."""
    random = np.random.default_rng((seed, n, n_features, n_classes))
    if stored == "uint8":
        x, scale = random.integers(0, 256, (n, n_features), dtype=np.uint8), 1 / 100
    else:
        x, scale = (2 + random.normal(size=(n, n_features))).astype(np.float32), 0.8
    y = random.integers(n_classes, size=n)
    mean = (x.astype(np.float64) * scale).mean(axis=0) if centered else None
    for array in (x, y, mean):
        if array is not None:
            array.flags.writeable = False
    mapped = x.astype(np.float64) * scale - (0.0 if mean is None else mean)
    model = LinearClassifier(
        Examples(x, y), AffineMap(scale, mean), WeightLayout(n_classes, n_features), LOSSES[loss](), regularization
    )
    return Problem(model, np.hstack([mapped, np.ones((n, 1))]), y)


@pytest.fixture(scope="session")
def problem() -> Any:
    """Makes a `Problem`: problem(loss, n, n_features, n_classes, stored, centered, regularization, seed)."""
    return make_problem


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    """One pipeline for the whole run, so that scenes which tests share are computed once."""
    return Pipeline()
