"""The numeric gradient as a lecture shows it: a table of losses, and what the whole of it would cost."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from landscape.objectives.column_gradient import COLUMN_DIFFERENCES, column_numeric_gradient
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work
from trainers.finite_differences import TableRow, gradient_table, moved_losses
from trainers.objective import Array


@dataclass(frozen=True)
class Cost:
    """What the gradient by all P weights costs: losses to evaluate, the examples they look at, and seconds.

    Seconds are measured here and now: of the plain loop for `measured` weights, from there in proportion to all of
    them; of the fast way (None where the model has none) and of the analytic gradient as a whole. They are not
    reproducible.
    """

    n_weights: int
    n_examples: int
    measured: int
    forward_losses: int
    centered_losses: int
    seconds_per_loss: float
    forward_seconds: float
    centered_seconds: float
    fast_seconds: float | None
    analytic_seconds: float

    @property
    def forward_examples(self) -> int:
        """Example-forwards of forward differences: (P + 1) N."""
        return self.forward_losses * self.n_examples

    @property
    def centered_examples(self) -> int:
        """Example-forwards of centered differences: 2 P N."""
        return self.centered_losses * self.n_examples


@dataclass(frozen=True, eq=False)
class MeasuredTable:
    """A table with the loss at the weights themselves, the analytic slopes (m,) beside it, and its cost."""

    h: float
    loss: float
    rows: tuple[TableRow, ...]
    analytic: Array
    cost: Cost


def measured_table(model: Any, weights: Array, dimensions: Sequence[int], h: float, work: Work) -> MeasuredTable:
    """The forward-difference table of some weights of a classifier at weights (P,), on all its examples.

    Raises:
        InvalidValue: h is not a finite number above 0, or a dimension is none of 0 .. P - 1.
        Cancelled: `work` was asked to stop.
    """
    here = float(model.loss(weights))
    begun = time.perf_counter()
    above = moved_losses(model, weights, dimensions, h)
    per_loss = (time.perf_counter() - begun) / max(1, len(dimensions))
    rows = gradient_table(weights, dimensions, h, here, above)
    begun = time.perf_counter()
    analytic = model.gradient(weights)
    analytic_seconds = time.perf_counter() - begun
    fast_seconds = None
    if has_fast_way(model):
        begun = time.perf_counter()
        column_numeric_gradient(model, weights, h=h, centered=False, work=work)
        fast_seconds = time.perf_counter() - begun
    n = len(weights)
    forward, centered = n + 1, 2 * n
    cost = Cost(
        n, model.n_examples, len(dimensions), forward, centered, per_loss, forward * per_loss, centered * per_loss,
        fast_seconds, analytic_seconds,
    )  # fmt: skip
    return MeasuredTable(h, here, rows, np.asarray(analytic[list(dimensions)]), cost)


def has_fast_way(model: Any) -> bool:
    """Whether all numeric slopes of a model can be had in one pass over its examples."""
    return isinstance(model, LinearClassifier) and model.data_loss.name in COLUMN_DIFFERENCES
