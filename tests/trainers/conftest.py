from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest

from trainers.objective import losses_of
from trainers.quadratic import Quadratic


@dataclass
class Watched:
    """An objective that passes everything on, and writes down what was asked of it and what it costs."""

    inner: object
    calls: list = field(default_factory=list)  # (what, rows)
    stacks: list = field(default_factory=list)
    cost: int = 0

    @property
    def n_weights(self):
        return self.inner.n_weights

    @property
    def n_examples(self):
        return self.inner.n_examples

    def loss(self, weights, rows=None):
        self._note("loss", rows, 1)
        return self.inner.loss(weights, rows)

    def gradient(self, weights, rows=None):
        self._note("gradient", rows, 3)
        return self.inner.gradient(weights, rows)

    def loss_and_gradient(self, weights, rows=None):
        self._note("loss_and_gradient", rows, 3)
        return self.inner.loss_and_gradient(weights, rows)

    def losses(self, stack, rows=None):
        self._note("losses", rows, len(stack))
        self.stacks.append(stack.copy())
        return losses_of(self.inner, stack, rows)

    def _note(self, what, rows, units):
        self.calls.append((what, rows))
        self.cost += units * (self.n_examples if rows is None else len(rows))


@pytest.fixture
def watch():
    """Wraps an objective so that its calls, stacks of tries and example-forwards are known."""
    return Watched


@pytest.fixture
def quadratic():
    """12 examples in 3 unknowns, far enough apart that every batch has another slope; all read-only."""
    targets = np.random.default_rng(5).normal(size=(12, 3)) + np.array([1.0, -2.0, 0.5])
    targets.flags.writeable = False
    return Quadratic(targets)


@pytest.fixture
def minimum(quadratic):
    """Where the quadratic is lowest, computed here."""
    return sum(quadratic.targets) / 12


@pytest.fixture
def start():
    """Weights to start from, read-only."""
    weights = np.array([3.0, 1.0, -2.0])
    weights.flags.writeable = False
    return weights
