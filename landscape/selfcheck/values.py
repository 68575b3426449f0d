"""Losses, slopes and surfaces against what can be worked out by hand or the plain way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from landscape.data.dataset import AffineMap, Examples
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.selfcheck.case import Case, worst
from landscape.slice import Slice
from landscape.work import Work
from trainers.finite_differences import TableRow, gradient_table, numeric_gradient, relative_error
from trainers.objective import Array

AT_ZERO = {"softmax": float(np.log(10)), "svm": 9.0}
LECTURE = [(0.34, 1.25322, -2.5), (-1.11, 1.25353, 0.6), (0.78, 1.25347, 0.0)]  # weight, loss with it raised, slope
H = 1e-5  # of centered differences

Losses = Mapping[str, Any]


def classifier(loss: Any, regularization: float = 0.02, n: int = 90, n_features: int = 9) -> LinearClassifier:
    """Ten classes of random bytes, centered: everything that real images have, and small."""
    random = np.random.default_rng(1)
    x = random.integers(0, 256, (n, n_features), dtype=np.uint8)
    y = random.integers(10, size=n)
    scale = 1 / 64
    return LinearClassifier(
        Examples(x, y), AffineMap(scale, (x * scale).mean(axis=0)), WeightLayout(10, n_features), loss, regularization
    )


def at_zero(losses: Losses = LOSSES) -> float:
    """The losses at W = 0 with 10 classes: ln 10 for softmax, 9 for the SVM."""
    models = {name: classifier(losses[name]()) for name in AT_ZERO}
    return worst(abs(models[name].loss(np.zeros(models[name].n_weights)) - wanted) for name, wanted in AT_ZERO.items())


def lecture_table(table: Callable[..., Sequence[TableRow]] = gradient_table) -> float:
    """The lecture's three slopes, from its losses and h = 0.0001."""
    weights = np.array([weight for weight, _, _ in LECTURE])
    rows = table(weights, range(3), 1e-4, 1.25347, [loss for _, loss, _ in LECTURE])
    return worst(abs(row.slope - slope) for row, (_, _, slope) in zip(rows, LECTURE, strict=True))


def slopes(losses: Losses = LOSSES) -> float:
    """The relative error of each loss's analytic gradient against centered differences, away from kinks."""
    off = []
    for name in losses:
        model = classifier(losses[name]())
        weights = 0.1 * np.random.default_rng(2).normal(size=model.n_weights)
        off.append(relative_error(model.gradient(weights), numeric_gradient(model, weights, h=H)))
    return worst(off)


def surfaces(losses: Losses = LOSSES) -> float:
    """A 7 x 11 surface of each loss, an asymmetric one, against the objective at every grid point, relative.

    A transposed grid, a shifted column or a missing edge would show.
    """
    off = []
    for name in losses:
        model = classifier(losses[name]())
        through, a, b = _plane(model)
        values = model.restrict(through).grid(a, b, Work())
        plain = np.array([[model.loss(through.embed(np.array([x, y]))) for y in b] for x in a])
        if values.loss.shape != plain.shape:
            return float("inf")
        off.append(float((np.abs(values.loss - plain) / (1.0 + np.abs(plain))).max()))
    return worst(off)


def accuracies(losses: Losses = LOSSES) -> float:
    """How many examples the accuracy on that surface counts otherwise than one at a time."""
    model = classifier(losses["softmax"]())
    through, a, b = _plane(model)
    values = model.restrict(through).grid(a, b, Work())
    rows = np.arange(model.n_examples)
    off = []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            scores = model.scores(through.embed(np.array([x, y])), model.examples)
            right = np.count_nonzero(scores.argmax(axis=1) == model.examples.y[rows])
            off.append(abs(values.accuracy[i, j] * model.n_examples - right))
    return round(worst(off), 9)


def _plane(model: LinearClassifier) -> tuple[Slice, Array, Array]:
    random = np.random.default_rng(3)
    through = Slice(0.2 * random.normal(size=model.n_weights), random.normal(size=(2, model.n_weights)))
    return through, np.linspace(-0.5, 1.5, 7), np.linspace(-1.0, 0.25, 11)


CASES = (
    Case("W = 0", "softmax with ln 10 = 2.302585, the SVM with 9", at_zero, 1e-12),
    Case("lecture table", "slopes with -2.5, 0.6, 0", lecture_table, 1e-9),
    Case("gradients", "each loss's analytic gradient with centered differences, relative", slopes, 1e-6),
    Case("surfaces", "each loss on a 7 x 11 grid with the objective at every point, relative", surfaces, 1e-12),
    Case("accuracy", "examples counted on the grid with one at a time", accuracies, 0.0),
)
