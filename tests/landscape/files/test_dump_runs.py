"""What a dump tells of runs where it is asked: tries and seconds; and without asking, no time at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landscape.experiment.description import Description
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.provenance import TIMINGS
from landscape.files.dump_npz import TRIES, read_npz, write_npz
from main import main

CHANGES = {"data.examples": 60, "run.steps": 5, "grid.resolution": 5}
SMALL = with_values(with_methods(Description(), ["random-search", "sgd"]), CHANGES)
WORDS = ["--methods", "random-search,sgd", *(f"--set={field}={value}" for field, value in CHANGES.items()), "--quiet"]


def test_tries_come_back_as_they_were(tmp_path: Path) -> None:
    assert main(["dump", *WORDS, "--tries", "-o", str(tmp_path / "x.npz")]) == 0
    scene = Pipeline().scene(with_values(SMALL, {"run.tries": True}))
    read = read_npz(tmp_path / "x.npz")
    given, found = scene.paths[0].tries, read.paths[0].tries
    assert given is not None
    assert found is not None
    for name in TRIES:
        np.testing.assert_array_equal(getattr(found, name), getattr(given, name))
        assert getattr(found, name).dtype == getattr(given, name).dtype
    assert read.paths[1].tries is None
    with np.load(tmp_path / "x.npz") as archive:
        assert archive["random-search.tries_coordinates"].shape == (80, 2)


def test_seconds_are_there_where_they_are_asked_for_and_say_what_they_are(tmp_path: Path) -> None:
    assert main(["dump", *WORDS, "--timings", "-o", str(tmp_path / "x.npz")]) == 0
    read = read_npz(tmp_path / "x.npz")
    for path in read.paths:
        assert path.seconds is not None
        assert path.seconds[0] == 0
        assert (np.diff(path.seconds) > 0).all()
        assert path.seconds[-1] < 60
    assert read.provenance["timings"] == TIMINGS
    assert "not reproducible" in TIMINGS
    assert TIMINGS in read.provenance["statement"]


def test_without_asking_no_time_enters_a_dump(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_npz(Pipeline().scene(SMALL), tmp_path / f"{name}.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    with np.load(tmp_path / "a.npz") as archive:
        assert not any("seconds" in key or "tries" in key for key in archive.files)
        assert "timings" not in str(archive["provenance"])


def test_seconds_belong_to_the_curves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figure", *WORDS, "--timings", "-o", str(tmp_path / "x.png")]) == 2
    assert "--timings of figure belongs to --kind curves" in capsys.readouterr().err
    assert main(["figure", *WORDS, "--timings", "--kind", "curves", "-o", str(tmp_path / "x.png")]) == 0


@pytest.mark.parametrize("option", ["--tries", "--timings", "--weights"])
def test_a_csv_has_no_room_for_them(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dump", *WORDS, option, "-o", str(tmp_path / "x.csv")]) == 2
    assert f"a CSV holds no {option[2:]}" in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


def test_what_tells_runs_apart_is_read_from_the_description(tmp_path: Path) -> None:
    assert main(["dump", *WORDS, "--vary", "sgd.step_size=0.5,1", "-o", str(tmp_path / "x.npz")]) == 0
    notes = {path.label: path.note for path in read_npz(tmp_path / "x.npz").paths}
    assert notes == {"random-search": "", "sgd-1": "step size 0.5", "sgd-2": "step size 1"}
