"""Tries of random search, many in one matrix product, beside one at a time."""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.plain import plain_classifier
from benchmarks.problem import Problem, problem
from benchmarks.row import Row
from benchmarks.setting import Setting
from trainers.objective import losses_of
from trainers.random_search import RandomSearch

TARGET = 4.0
STACKS = (16, 64)  # the default of the method, and as many as still gain something
SCALE = 0.01
CHECKED_ROWS = 2000


def random_search_rows(setting: Setting) -> list[Row]:
    """Steps of the method itself, judged on all examples, with the random numbers that they draw."""
    measured = problem(setting)
    model = measured.model
    methods = {n: RandomSearch(scale=SCALE, tries_per_step=n) for n in (1, *STACKS)}
    start = methods[1].start(model, measured.weights, seed=0)
    steps = {f"step of {n}": partial(method.step, model, start, seed=0) for n, method in methods.items()}
    peaks = {n: peak_megabytes(steps[f"step of {n}"])[0] for n in STACKS}
    seconds = by_turns(steps, setting.rounds)
    one = seconds["step of 1"]
    rows = []
    for n in STACKS:
        many = seconds[f"step of {n}"]
        rows.append(
            Row(
                f"random search, {n} tries stacked / one at a time",
                n * one.processor / many.processor,
                "x",
                TARGET,
                error=_error(measured, n),
                peak_mb=peaks[n],
                seconds={f"step of {n}": many, "step of 1": one},
            )
        )
    return rows


def _error(measured: Problem, n: int) -> float:
    """The largest deviation of `n` stacked losses from plain ones, on a few examples."""
    tries = SCALE * np.random.default_rng(0).standard_normal((n, measured.model.n_weights))
    few = measured.model.on(measured.model.examples.take(np.arange(min(CHECKED_ROWS, measured.model.n_examples))))
    plain = plain_classifier(Problem(few, measured.weights))
    expected = np.array([plain.loss(weights) for weights in tries])
    return float((np.abs(losses_of(few, tries) - expected) / np.maximum(expected, 1.0)).max())
