"""Gradients of batches: nearer to the full one the more examples they have."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import main
from landscape.errors import InvalidValue
from landscape.lessons.batches import batch_spread
from trainers.batches import batch_rows


def test_norms_and_cosines_are_those_of_naive_gradients(problem: Any) -> None:
    made = problem("softmax")
    weights = np.random.default_rng(2).normal(size=made.model.n_weights)
    length, (one, eight) = batch_spread(made.model, weights, 3, (1, 8, 60), 4)
    full = made.naive_gradient(weights)
    assert length == pytest.approx(np.linalg.norm(full))
    for spread in (one, eight):
        for index in range(4):
            part = made.naive_gradient(weights, batch_rows(3, index + 1, 60, spread.size))
            assert spread.norms[index] == pytest.approx(np.linalg.norm(part))
            assert spread.cosines[index] == pytest.approx(part @ full / np.linalg.norm(part) / np.linalg.norm(full))


def test_larger_batches_scatter_less(problem: Any) -> None:
    """Squared norms exceed the full one's by a variance that falls as (1 / B) (1 - B / N)."""
    model = problem("softmax", n=400).model
    length, spreads = batch_spread(model, np.zeros(model.n_weights), 0)
    medians = [float(np.median(spread.cosines)) for spread in spreads]
    assert [spread.size for spread in spreads] == [1, 8, 64, 256]
    assert medians == sorted(medians)
    assert medians[0] < 0.5 < medians[-1] < 1
    excess = [float(np.mean(spread.norms**2)) - length**2 for spread in spreads]
    wanted = [(1 - size / 400) / size for size in (1, 8, 64, 256)]
    np.testing.assert_allclose(np.array(excess) / excess[0], np.array(wanted) / wanted[0], rtol=0.3)
    with pytest.raises(InvalidValue):
        batch_spread(model, np.zeros(model.n_weights), 0, (0,))


def test_the_command_prints_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--set", "data.examples=120", "--methods", "sgd", "--batches", "9"]
    assert main.main(["batch-gradients", *small, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["size"] for row in found["sizes"]] == [1, 8, 64]
    assert all(low <= middle <= high <= 1 for low, middle, high in (row["cosine"] for row in found["sizes"]))
    assert main.main(["batch-gradients", *small]) == 0
    assert "norm of the full gradient" in capsys.readouterr().out
