"""Each method's path on a quadratic against its formula, worked out in another way than by repeating the step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from landscape.selfcheck.case import Case, worst
from landscape.selfcheck.methods import ROWS, Methods, problem
from trainers.catalogue import METHODS
from trainers.objective import Array, Rows
from trainers.quadratic import Quadratic
from trainers.run import record, states

T = 20  # steps


def nesterov(methods: Methods = METHODS) -> float:
    """Nesterov on all rows with the power of its two by two matrix."""
    objective, start, minimum = problem()
    run = record(methods["nesterov"](step_size=0.3, momentum=0.8, batch=ROWS), objective, start, steps=T, seed=0)
    # (distance, velocity): v' = 0.8 v - 0.3 d, d' = d + 0.8 v' - 0.3 d.
    step = np.array([[1 - 0.3 - 0.8 * 0.3, 0.8**2], [-0.3, 0.8]])
    begin = np.stack([start - minimum, np.zeros_like(start)])
    expected = np.array([minimum + (np.linalg.matrix_power(step, t) @ begin)[0] for t in range(T + 1)])
    return float(np.abs(run.weights - expected).max() / np.linalg.norm(start - minimum))


def by_size(methods: Methods = METHODS) -> float:
    """The moves of the methods that divide by the size of slopes, with sums over all slopes before."""
    usual = {"step_size": 0.1, "epsilon": 1e-3, "batch": ROWS}
    rates = {"beta1": 0.7, "beta2": 0.6}
    return worst(
        _off(methods[name](**usual, **options), move)
        for name, options, move in (
            ("adagrad", {}, lambda w, g: -0.1 * g / (np.sqrt(np.cumsum(g**2, axis=0)) + 1e-3)),
            ("rmsprop", {"decay": 0.7}, lambda w, g: -0.1 * g / (np.sqrt(_running(g**2, 0.7)) + 1e-3)),
            ("adam", rates, lambda w, g: _adam(g, _running(g**2, 0.6))),
            ("adam", {**rates, "amsgrad": True}, lambda w, g: _adam(g, np.maximum.accumulate(_running(g**2, 0.6)))),
            ("adam", {**rates, "weight_decay": 0.3}, lambda w, g: _adam(g, _running(g**2, 0.6)) - 0.1 * 0.3 * w),
        )
    )


def batches(methods: Methods = METHODS) -> float:
    """SGD on batches with the sum of its batches' slopes, and on all rows with gradient descent."""
    objective, start, _ = problem()
    heard = _Listening(objective.targets)
    small = record(methods["sgd"](step_size=0.3, batch=4), heard, start, steps=T, seed=0)
    slopes = [w - objective.targets[rows].mean(axis=0) for w, rows in zip(small.weights, heard.asked, strict=False)]
    off = [float(np.abs(small.weights[1:] - (start - 0.3 * np.cumsum(slopes, axis=0))).max())]
    if any(len(set(rows.tolist())) != 4 for rows in heard.asked):
        return float("inf")  # a batch has no row twice
    whole = record(methods["sgd"](step_size=0.3, batch=ROWS), objective, start, steps=T, seed=0)
    plain = record(methods["gradient-descent"](step_size=0.3), objective, start, steps=T, seed=0)
    return worst([*off, float(np.abs(whole.weights - plain.weights).max())])


def searches(methods: Methods = METHODS) -> float:
    """The paths of the searches with the lowest of all their tries so far, one at a time."""
    objective, start, _ = problem()
    off = []
    for name in ("random-search", "local-search"):
        method = methods[name](scale=0.7, tries_per_step=5)
        best = start
        for state in states(method, objective, start, steps=T, seed=0):
            off.append(float(np.abs(state.weights - best).max()))
            best = min([best, *method.tries(best, state.step, 0)], key=objective.loss)
    return worst(off)


@dataclass(frozen=True, eq=False)
class _Listening(Quadratic):
    """The quadratic, which writes down the rows that it is asked for."""

    asked: list[Rows] = field(default_factory=list)

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        self.asked.append(np.arange(ROWS) if rows is None else rows)
        return super().loss_and_gradient(weights, rows)


def _off(method: Any, move: Callable[[Array, Array], Array]) -> float:
    """The largest difference of a method's moves from `move` of its weights (T, P) and their slopes (T, P)."""
    objective, start, minimum = problem()
    path = record(method, objective, start, steps=T, seed=0).weights
    return float(np.abs(np.diff(path, axis=0) - move(path[:-1], path[:-1] - minimum)).max())


def _running(values: Array, decay: float) -> Array:
    """(1 - decay) * sum over i <= t of decay^(t - i) values_i, summed outright."""
    t = np.arange(len(values))
    powers = np.where(t[:, None] >= t, (1 - decay) * decay ** np.maximum(t[:, None] - t, 0), 0.0)
    return np.asarray(powers @ values)


def _adam(g: Array, square: Array) -> Array:
    t = np.arange(1, len(g) + 1)[:, None]
    mean, size = _running(g, 0.7) / (1 - 0.7**t), np.sqrt(square / (1 - 0.6**t))
    return np.asarray(-0.1 * mean / (size + 1e-3))


CASES = (
    Case("Nesterov", "its path on a quadratic with a matrix power", nesterov, 1e-12),
    Case("by size", "moves of Adagrad, RMSprop, Adam, AMSGrad and AdamW with sums over their slopes", by_size, 1e-12),
    Case("SGD", "its path with the sum of its batches' slopes; on all rows with gradient descent", batches, 1e-12),
    Case("tries", "the searches' paths with the lowest of their tries, one at a time", searches, 0.0),
)
