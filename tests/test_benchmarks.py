"""The benchmarks on tiny problems: the table is complete and every value is right. How fast they are is not tested."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.catalogue import MEASURES
from benchmarks.measure import by_turns
from benchmarks.memory import peak_megabytes
from benchmarks.noise import N_CLASSES, noise_blocks
from benchmarks.plain import softmax_sum, svm_sum
from benchmarks.row import ROUNDING, Row, Seconds, row_from_json
from benchmarks.table import HEAD, table

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What one quick run printed, and what it wrote."""
    file = tmp_path_factory.mktemp("benchmarks") / "results.json"
    environment = {name: value for name, value in os.environ.items() if name != "LOSSCOPE_CIFAR10"}
    command = [sys.executable, "-m", "benchmarks", "--quick", "--json", str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(file.read_text("utf-8"))


def test_every_measure_has_its_rows_in_the_table(run: tuple[str, dict[str, Any]]) -> None:
    printed, written = run
    rows = [row_from_json(row) for row in written["rows"]]
    assert len(rows) >= len(MEASURES)
    assert table(rows) in printed
    assert len({row.what for row in rows}) == len(rows)
    assert {"machine", "system", "packages", "data"} <= set(written["about"])


def test_every_row_is_measured_or_says_why_not(run: tuple[str, dict[str, Any]]) -> None:
    has_peer = find_spec("torch") is not None and find_spec("loss_landscapes") is not None
    for row in map(row_from_json, run[1]["rows"]):
        if row.measured is None:
            assert ("loss-landscapes" in row.what and not has_peer) or (row.unit == "MB" and sys.platform != "linux")
            assert row.note
            continue
        assert math.isfinite(row.measured), row.what
        assert row.measured > 0 or "redraws" in row.what, row.what  # memory may as well have been given back
        assert row.seconds or row.unit in ("MB", "s"), row.what  # what is itself in seconds needs no two sides


def test_what_is_fast_is_also_right(run: tuple[str, dict[str, Any]]) -> None:
    rows = [row_from_json(row) for row in run[1]["rows"]]
    checked = [row for row in rows if row.error is not None]
    assert len(checked) >= 14
    for row in checked:
        assert row.error is not None
        assert row.error <= row.error_bound, row.what
        assert row.error_bound == ROUNDING or "certified" in row.what, row.what
    assert sum(row.error_bound > ROUNDING for row in checked) <= 2
    exact = [row for row in rows if "left in files" in row.what or "2 workers / 1 worker" in row.what]
    assert len(exact) == 5
    assert all(row.error == 0 for row in exact)  # the same bytes


def test_a_target_is_a_lower_or_an_upper_limit() -> None:
    assert Row("ratio", 900.0, "x", target=800.0).met is True
    assert Row("ratio", 700.0, "x", target=800.0).met is False
    assert Row("memory", 90.0, "MB", target=100.0, at_least=False).met is True
    assert Row("memory", 110.0, "MB", target=100.0, at_least=False).met is False
    assert Row("only told", 3.0, "x").met is None
    assert Row("not installed", None, "x", target=800.0).met is None


def test_a_row_survives_json_and_shows_its_clock() -> None:
    seconds = {"ours": Seconds(0.5, 2.0), "other": Seconds(3.0, 4.0)}
    row = Row("work", 6.0, "x", 5.0, error=2e-16, peak_mb=12.3, seconds=seconds, clock="wall", note="why")
    assert row_from_json(json.loads(json.dumps(row.as_json()))) == row
    cells = [cell.strip() for cell in table([row]).splitlines()[-1].strip("|").split("|")]
    assert dict(zip(HEAD, cells, strict=True)) == {
        "what": "work",
        "measured": "6.0 x",
        "target": ">= 5.0 x",
        "met": "yes",
        "error": "2e-16",
        "peak MB": "12",
        "ours": "2.00 s",
        "other": "4.00 s",
    }


def test_pieces_take_turns() -> None:
    order: list[str] = []
    found = by_turns({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, rounds=3)
    assert order == ["a", "b"] * 3
    assert set(found) == {"a", "b"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its peak")
def test_the_peak_counts_what_was_let_go_again() -> None:
    peak, found = peak_megabytes(lambda: float(np.ones(10_000_000).sum()))
    assert found == 10_000_000
    assert peak is not None
    assert 75 < peak < 100  # 80 MB were held for a moment


def test_plain_losses_are_those_of_the_lecture() -> None:
    scores, labels = np.zeros((3, 10)), np.array([0, 4, 9])
    assert softmax_sum(scores, labels) == pytest.approx(3 * math.log(10), rel=1e-15)
    assert svm_sum(scores, labels) == 3 * 9
    one = np.array([[3.2, 5.1, -1.7]])  # the cat of CS231n
    assert svm_sum(one, np.array([0])) == pytest.approx(2.9, rel=1e-14)


def test_the_noise_is_seeded_and_has_structure() -> None:
    first, again, other = (
        np.concatenate([pixels for pixels, _ in noise_blocks(1500, 8, 3, seed)]) for seed in (0, 0, 1)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert first.shape == (1500, 192)
    assert first.dtype == np.uint8
    labels = np.concatenate([labels for _, labels in noise_blocks(1500, 8, 3, 0)])
    assert set(labels) == set(range(N_CLASSES))
    means = np.array([first[labels == c].mean(axis=0) for c in range(N_CLASSES)])
    spread = means.std(axis=0).mean()
    assert spread > 5  # of pure noise it would be about 40 / sqrt(150) = 3
