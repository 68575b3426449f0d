"""Settings of training runs, chosen on a part of the training images that the runs do not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from benchmarks.side_by_side import Setting, trained
from landscape.data.dataset import Dataset, Examples
from landscape.data.stratify import stratified
from landscape.losses.softmax import Softmax
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work
from trainers.objective import Array
from trainers.randomness import Purpose, generator


@dataclass(frozen=True)
class Search:
    """Which settings are tried: a grid, and rungs: steps, and how many of the best go so far (the first: all)."""

    regularizations: tuple[float, ...] = (1e-4, 1e-3, 1e-2, 3e-2, 1e-1, 3e-1, 1.0, 3.0)
    step_sizes: tuple[float, ...] = (1e-3, 3e-3, 1e-2)
    rungs: tuple[tuple[int, int | None], ...] = ((300, None), (1000, 8), (3000, 3), (9000, 1))


@dataclass(frozen=True)
class Tried:
    """A setting, and its share of right images among those that judge."""

    setting: Setting
    validation: float


def choose(dataset: Dataset, losses: Sequence[str], search: Search, seed: int, work: Work) -> list[list[Tried]]:
    """For each loss all that was tried, best first: the whole grid with few steps, the best of it with more and more.

    Runs are fitted on four fifths of the training images and judged on the rest; test images are not looked at.
    Source: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification", 2016 (successive halving).
    """
    fitted, judges = validation_split(dataset, seed)
    tried: dict[str, list[Tried]] = {loss: [] for loss in losses}
    last = tried
    grid = product(losses, search.regularizations, search.step_sizes)
    going = [Setting(loss, own, size, 0) for loss, own, size in grid]
    for steps, count in search.rungs:
        if count is not None:
            going = [one.setting for loss in losses for one in last[loss][:count]]
        going = [replace(setting, steps=steps) for setting in going]
        weights = trained(fitted, dataset.n_classes, going, seed)
        shares = share_right(dataset, judges, weights, work)
        found = [Tried(setting, float(share)) for setting, share in zip(going, shares, strict=True)]
        last = {loss: _best_first([one for one in found if one.setting.loss == loss]) for loss in losses}
        for loss in losses:
            tried[loss] += last[loss]
    return [_best_first(tried[loss]) for loss in losses]


def validation_split(dataset: Dataset, seed: int) -> tuple[Examples, Examples]:
    """The training images that are fitted, four fifths, and those that judge: stratified and seeded."""
    labels = dataset.train.y
    fitted = np.zeros(len(labels), dtype=bool)
    fitted[stratified(labels, 4 * len(labels) // 5, generator(seed, Purpose.SPLIT))] = True
    return dataset.train.take(np.flatnonzero(fitted)), dataset.train.take(np.flatnonzero(~fitted))


def share_right(dataset: Dataset, examples: Examples, weights: Array, work: Work) -> Array:
    """The shares (K,) of examples that weights (K, P) classify right."""
    layout = WeightLayout(dataset.n_classes, dataset.n_features)
    return LinearClassifier(examples, dataset.map, layout, Softmax(), 0.0).evaluate(weights, work)[1]


def _best_first(tried: list[Tried]) -> list[Tried]:
    return sorted(tried, key=lambda one: -one.validation)
