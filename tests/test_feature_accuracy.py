"""How docs/FEATURES.md gets its numbers: runs side by side are the library's own, and test images choose nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.feature_search import Search, choose, share_right, validation_split
from benchmarks.side_by_side import BATCH, START_SCALE, Setting, trained
from landscape.data.dataset import AffineMap, Dataset, Examples
from landscape.losses.catalogue import LOSSES
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import LinearClassifier
from landscape.work import Work
from trainers.adam import Adam
from trainers.run import record

SEARCH = Search((0.001, 0.03, 1.0), (0.003, 0.03), ((5, None), (20, 4), (60, 2)))


@pytest.fixture(scope="module")
def clouds() -> Dataset:
    """Three overlapping clouds of seven standardized features, 400 training and 90 test examples."""
    random = np.random.default_rng(0)
    y = np.arange(490) % 3
    x = (random.normal(size=(490, 7)) + 0.8 * np.eye(3, 7)[y]).astype(np.float32)
    train, test = Examples(x[:400], y[:400]), Examples(x[400:], y[400:])
    return Dataset("npz", train, test, AffineMap(1.0, None), ("a", "b", "c"), None, False, 1.0, "Made here.")


@pytest.mark.parametrize("seed", [0, 3])
def test_runs_side_by_side_end_where_the_library_s_adam_ends(clouds: Dataset, seed: int) -> None:
    settings = [Setting(loss, own, size, 40) for loss in LOSSES for own, size in ((0.001, 0.01), (0.1, 0.03))]
    together = trained(clouds.train, clouds.n_classes, settings, seed)
    layout = WeightLayout(clouds.n_classes, clouds.n_features)
    for setting, weights in zip(settings, together, strict=True):
        model = LinearClassifier(
            clouds.train, clouds.map, layout, LOSSES[setting.loss](), setting.regularization, Work()
        )
        adam = Adam(step_size=setting.step_size, schedule="cosine", period=setting.steps, batch=BATCH)
        start = model.start(seed, START_SCALE)
        alone = record(adam, model, start, steps=setting.steps, seed=seed).weights[-1]
        moved = np.abs(alone - start).max()
        assert np.abs(weights - alone).max() < 0.02 * moved, setting  # a hinge may fall on the other side of its kink
        assert np.median(np.abs(weights - alone)) < 1e-4 * moved, setting


def test_the_split_is_seeded_stratified_and_takes_every_training_image_once(clouds: Dataset) -> None:
    fitted, judges = validation_split(clouds, 0)
    assert (len(fitted), len(judges)) == (320, 80)
    assert np.ptp(np.bincount(fitted.y)) <= 1
    both = np.concatenate([fitted.x, judges.x])
    assert np.array_equal(np.sort(both, axis=0), np.sort(clouds.train.x, axis=0))
    assert np.array_equal(validation_split(clouds, 0)[0].x, fitted.x)
    assert not np.array_equal(validation_split(clouds, 1)[0].x, fitted.x)


def test_test_examples_choose_nothing(clouds: Dataset) -> None:
    losses = ["softmax", "squared-hinge"]
    found = choose(clouds, losses, SEARCH, 0, Work())
    other = replace(clouds, test=Examples(-clouds.test.x, 2 - clouds.test.y))
    assert choose(other, losses, SEARCH, 0, Work()) == found


def test_the_best_go_further_and_the_best_of_all_is_first(clouds: Dataset) -> None:
    for loss, tried in zip(LOSSES, choose(clouds, list(LOSSES), SEARCH, 0, Work()), strict=True):
        shares = {steps: [one for one in tried if one.setting.steps == steps] for steps, _ in SEARCH.rungs}
        assert [len(part) for part in shares.values()] == [6, 4, 2]
        assert tried[0].validation == max(one.validation for one in tried)
        assert {one.setting.loss for one in tried} == {loss}
        for few, many in ((5, 20), (20, 60)):
            worst = min(_at(shares[few], one.setting).validation for one in shares[many])
            left = [one for one in shares[few] if not any(_same(one.setting, on.setting) for on in shares[many])]
            assert worst >= max(one.validation for one in left)
        assert tried[0].validation > 0.5  # of three classes


def test_the_share_that_is_right_is_that_of_the_examples_asked(clouds: Dataset) -> None:
    weights = trained(clouds.train, 3, [Setting("softmax", 0.01, 0.03, 50)], 0)
    matrix = weights[0].reshape(3, 8)
    for part in (clouds.train, clouds.test):
        plain = ((part.x @ matrix[:, :-1].T + matrix[:, -1]).argmax(axis=1) == part.y).mean()
        assert share_right(clouds, part, weights, Work())[0] == pytest.approx(plain, abs=1e-9)


def _same(first: Setting, second: Setting) -> bool:
    return replace(first, steps=0) == replace(second, steps=0)


def _at(tried: list, setting: Setting):
    return next(one for one in tried if _same(one.setting, setting))
