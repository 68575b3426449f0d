"""Methods on the quadratic, whose minimum is known: half the mean squared distance to some targets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from landscape.selfcheck.case import Case, worst
from trainers.catalogue import METHODS
from trainers.objective import Array
from trainers.quadratic import Quadratic
from trainers.run import record

ROWS = 12
STEPS = 400
SIZES = {"rmsprop": 0.01, "adam": 0.05, "adagrad": 0.5}
USUAL_SIZE = 0.2
NEAR = 0.05  # RMSprop keeps jumping to and fro by about its step size

Methods = Mapping[str, Any]


def problem() -> tuple[Quadratic, Array, Array]:
    """The quadratic, a start, and the minimum: the mean of its targets."""
    targets = np.random.default_rng(5).normal(size=(ROWS, 3))
    return Quadratic(targets), np.array([2.0, -1.0, 3.0]), targets.mean(axis=0)


def straight_path(methods: Methods = METHODS) -> float:
    """Gradient descent's distance from the minimum with (1 - step size)^t times that of the start, relative."""
    objective, start, minimum = problem()
    run = record(methods["gradient-descent"](step_size=0.3), objective, start, steps=20, seed=0)
    expected = np.array([minimum + 0.7**t * (start - minimum) for t in range(21)])
    return float(np.abs(run.weights - expected).max() / np.linalg.norm(start - minimum))


def velocity(methods: Methods = METHODS) -> float:
    """Momentum on all rows with the power of its two by two matrix."""
    objective, start, minimum = problem()
    run = record(methods["momentum"](step_size=0.3, momentum=0.8, batch=ROWS), objective, start, steps=20, seed=0)
    step = np.array([[0.7, 0.8], [-0.3, 0.8]])
    begin = np.stack([start - minimum, np.zeros_like(start)])
    expected = np.array([minimum + (np.linalg.matrix_power(step, t) @ begin)[0] for t in range(21)])
    return float(np.abs(run.weights - expected).max() / np.linalg.norm(start - minimum))


def known_minimum(methods: Methods = METHODS) -> float:
    """How far from the minimum the methods that follow gradients end, on all rows."""
    objective, start, minimum = problem()
    off = []
    for name, kind in methods.items():
        if kind.uses_gradient:
            method = kind(step_size=SIZES.get(name, USUAL_SIZE))
            if "batch" in {field.name for field in fields(kind)}:
                method = replace(method, batch=ROWS)
            end = record(method, objective, start, steps=STEPS, seed=0).weights[-1]
            off.append(float(np.linalg.norm(end - minimum)))
    return worst(off)


def searches_keep_the_best(methods: Methods = METHODS) -> float:
    """The largest rise of the true loss along a search's path, which keeps the best place so far."""
    objective, start, _ = problem()
    rises = []
    for kind in methods.values():
        if not kind.uses_gradient:
            run = record(replace(kind(), rows=0), objective, start, steps=50, seed=0)
            losses = np.array([objective.loss(weights) for weights in run.weights])
            rises += [*np.diff(losses), 0.0 if losses[-1] < losses[0] else float("inf")]  # and one that stays is none
    return worst(rises)


CASES = (
    Case("gradient descent", "its path on a quadratic with (1 - step size)^t", straight_path, 1e-12),
    Case("momentum", "its path on a quadratic with a matrix power", velocity, 1e-12),
    Case("minimum", "where every gradient method ends with a quadratic's minimum", known_minimum, NEAR),
    Case("searches", "the best so far never rises", searches_keep_the_best, 0.0),
)
