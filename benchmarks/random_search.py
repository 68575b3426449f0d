"""Tries of random search, sixteen in one matrix product, beside one at a time."""

from __future__ import annotations

from dataclasses import replace

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
STACK = 16
SCALE = 0.01


def random_search_rows(setting: Setting) -> list[Row]:
    """Steps of the method itself, judged on all examples, with the random numbers that they draw."""
    measured = problem(setting)
    model = measured.model
    single, stacked = RandomSearch(scale=SCALE, tries_per_step=1), RandomSearch(scale=SCALE, tries_per_step=STACK)
    start = stacked.start(model, measured.weights, seed=0)
    peak, _ = peak_megabytes(lambda: stacked.step(model, start, seed=0))
    seconds = by_turns(
        {
            f"a step of {STACK} tries": lambda: stacked.step(model, start, seed=0),
            "a step of 1 try": lambda: single.step(model, start, seed=0),
        },
        setting.rounds,
    )
    ratio = STACK * seconds["a step of 1 try"].processor / seconds[f"a step of {STACK} tries"].processor
    tries = SCALE * np.random.default_rng(0).standard_normal((STACK, model.n_weights))
    few = replace(model, examples=model.examples.take(np.arange(min(2000, len(model.examples)))))
    plain = plain_classifier(Problem(few, measured.weights))
    expected = np.array([plain.loss(weights) for weights in tries])
    error = float((np.abs(losses_of(few, tries) - expected) / np.maximum(expected, 1.0)).max())
    what = f"random search, tries per second, {STACK} stacked / one at a time"
    return [Row(what, ratio, "x", TARGET, error=error, peak_mb=peak, seconds=seconds)]
