"""The command line as a user meets it: bad input is one line and exit code 2, the same input the same bytes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import main

PATIENCE = 5.0  # seconds in which stopped work must end even on a busy machine; idle, it takes 0.2

ROOT = Path(__file__).resolve().parent.parent
SMALL = ["--set", "data.examples=120", "--set", "grid.resolution=5", "--steps", "3"]
LONG = "a" * 300

BAD_INPUT: dict[str, list[str]] = {
    "no such command": ["dumpp"],
    "no such option": ["dump", "--weight", "-o", "OUT"],
    "no output": ["dump"],
    "output of no known kind": ["dump", "-o", "run.txt"],
    "figure of no known kind": ["figure", "-o", "run.npz"],
    "dump as a picture": ["dump", "-o", "run.pdf"],
    "folder that is not there": ["dump", "-o", "nowhere/run.npz"],
    "folder that is a file": ["dump", "-o", "present.toml/run.npz"],
    "output that is a folder": ["dump", "-o", "folder.npz"],
    "output with an impossible name": ["dump", "-o", f"{LONG}.npz"],
    "weights in a CSV": ["dump", "--weights", "-o", "run.csv"],
    "file that is not there": ["dump", "missing.toml", "-o", "OUT"],
    "file with an impossible name": ["dump", f"{LONG}.toml", "-o", "OUT"],
    "file of no known kind": ["dump", "present.txt", "-o", "OUT"],
    "file that is a folder": ["dump", "folder.npz", "-o", "OUT"],
    "description that is no TOML": ["dump", "broken.toml", "-o", "OUT"],
    "description with an unknown key": ["dump", "unknown.toml", "-o", "OUT"],
    "description of a later schema": ["dump", "later.toml", "-o", "OUT"],
    "description that is binary": ["dump", "binary.toml", "-o", "OUT"],
    "dump that is no dump": ["figure", "foreign.npz", "-o", "x.png"],
    "dump of something else": ["figure", "other.npz", "-o", "x.png"],
    "recomputing what is no dump": ["figure", "foreign.npz", "--recompute", "-o", "x.png"],
    "CSV that is no dump": ["dump", "foreign.csv", "-o", "OUT"],
    "picture without a description": ["dump", "foreign.png", "-o", "OUT"],
    "PDF without a description": ["dump", "foreign.pdf", "-o", "OUT"],
    "field without a section": ["dump", "--set", "seed=3", "-o", "OUT"],
    "field that is none": ["dump", "--set", "slice.sede=3", "-o", "OUT"],
    "section that is none": ["dump", "--set", "slcie.seed=3", "-o", "OUT"],
    "assignment without a value": ["dump", "--set", "slice.seed", "-o", "OUT"],
    "value of another type": ["dump", "--set", "slice.seed=three", "-o", "OUT"],
    "value out of range": ["dump", "--set", "slice.seed=-1", "-o", "OUT"],
    "value that is a table": ["dump", "--set", "grid.range={}", "-o", "OUT"],
    "value beyond all numbers": ["dump", "--set", "grid.range=1" + 400 * "0", "-o", "OUT"],
    "loss that is none": ["dump", "--set", "objective.loss=hinge", "-o", "OUT"],
    "kind that is none": ["dump", "--set", "slice.kind=tsne", "-o", "OUT"],
    "kind that is a number": ["dump", "--set", "slice.kind=3", "-o", "OUT"],
    "center that is no run": ["dump", "--set", "slice.center=end:nobody", "-o", "OUT"],
    "method that is none": ["dump", "--methods", "sgd,adaam", "-o", "OUT"],
    "method that is a list": ["dump", "--set", "methods.sgd.method=['sgd']", "-o", "OUT"],
    "parameter that is none": ["dump", "--set", "methods.sgd.stepsize=1", "-o", "OUT"],
    "parameter out of range": ["dump", "--set", "methods.sgd.step_size=0", "-o", "OUT"],
    "no methods for a slice along paths": ["dump", "--methods", "", "-o", "OUT"],
    "no steps": ["dump", "--steps", "0", "-o", "OUT"],
    "steps that are no number": ["dump", "--steps", "many", "-o", "OUT"],
    "no workers": ["dump", "--workers", "0", "-o", "OUT"],
    "source that is none": ["dump", "--set", "data.source=imagenet", "-o", "OUT"],
    "source without its folder": ["dump", "--set", "data.source=cifar10", "-o", "OUT"],
    "folder without data": ["dump", "--set", "data.source=cifar10", "--set", "data.path=.", "-o", "OUT"],
    "data that are not there": ["dump", "--set", "data.source=npz", "--set", "data.path=missing.npz", "-o", "OUT"],
    "data with an impossible name": ["dump", "--set", "data.source=npz", "--set", f"data.path={LONG}.npz", "-o", "OUT"],
    "data of another shape": ["dump", "--set", "data.source=npz", "--set", "data.path=flat.npz", "-o", "OUT"],
    "more examples than there are": ["dump", "--set", "data.examples=99999", "-o", "OUT"],
    "more dimensions than weights": ["dump", "--set", "slice.kind=unit", "--set", "slice.dimensions=651", "-o", "OUT"],
    "more dimensions than weights without bias": [
        "dump", "--set", "slice.kind=unit", "--set", "slice.dimensions=645", "-o", "OUT"
    ],
    "filter norms at zero": ["dump", "--set", "slice.kind=filter", "--set", "slice.center=zero", "-o", "OUT"],
    "turn that flattens": ["dump", "--set", "slice.turn=[[1, 1], [2, 2]]", "-o", "OUT"],
    "kind of figure that is none": ["figure", "--kind", "pie", "-o", "x.png"],
    "line of a plane": ["figure", "--kind", "contour", "--set", "slice.dimensions=1", *SMALL, "-o", "x.png"],
    "figure of no size": ["figure", "--width", "0", "-o", "x.png"],
    "description of nothing": ["describe", "missing.toml"],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with files that are all wrong in their way."""
    (tmp_path / "present.toml").write_text("[slice]\nseed = 3\n", encoding="utf-8")
    (tmp_path / "present.txt").write_text("text", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[slice\n", encoding="utf-8")
    (tmp_path / "unknown.toml").write_text("[slice]\nsede = 3\n", encoding="utf-8")
    (tmp_path / "later.toml").write_text("schema = 99\n", encoding="utf-8")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x01")
    for ending in ("npz", "csv", "png", "pdf"):
        (tmp_path / f"foreign.{ending}").write_bytes(b"not that\n")
    np.savez(tmp_path / "other.npz", X=np.zeros(3))
    np.savez(tmp_path / "flat.npz", X=np.zeros(3), y=np.zeros(3, dtype=int))
    (tmp_path / "folder.npz").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("arguments", BAD_INPUT.values(), ids=list(BAD_INPUT))
def test_bad_input_is_one_line_and_leaves_no_file(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    code = main.main(["OUT.npz" if word == "OUT" else word for word in arguments])
    out, err = capfd.readouterr()
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("losscope: ")
    assert err.endswith("\n")
    assert "Traceback" not in err
    assert len(err) > 25
    assert sorted(path.name for path in folder.iterdir()) == before


def losscope(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, ROOT / "main.py", *map(str, arguments)],
        capture_output=True, check=False, env=os.environ | environment
    )  # fmt: skip


def test_the_same_bytes_whatever_the_threads_and_the_workers(tmp_path: Path) -> None:
    description = ["--set", "grid.resolution=[7, 11]", "--steps", "20"]  # all 1,437 examples: two blocks of rows
    variants = {
        "plain": ({"OPENBLAS_NUM_THREADS": "1"}, "1"),
        "threads": ({"OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}, "1"),
        "workers": ({"OPENBLAS_NUM_THREADS": "2"}, "2"),
    }
    for name, (environment, workers) in variants.items():
        target = tmp_path / f"{name}.npz"
        done = losscope("dump", *description, "--workers", workers, "-o", target, **environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert main.main(["dump", *description, "-o", str(tmp_path / "here.npz")]) == 0
    found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(found) == 4
    assert len(set(found.values())) == 1


def test_bad_input_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = losscope("dump", "--set", "slice.sede=3", "-o", tmp_path / "run.npz")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr == b"losscope: slice has no field 'sede'; did you mean 'seed'?\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal here")
@pytest.mark.parametrize(
    "more", [["--steps", "1000000"], ["--set", "grid.resolution=1501", "--workers", "2"]], ids=["training", "surface"]
)
def test_ctrl_c_ends_a_long_dump_at_once(tmp_path: Path, more: list[str]) -> None:
    command = [sys.executable, str(ROOT / "main.py"), "dump", *more, "-o", str(tmp_path / "run.npz")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(2.0)
        assert process.poll() is None, "it ended too soon to be stopped"
        begun = time.perf_counter()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        took = time.perf_counter() - begun
    assert process.returncode == 130
    assert out == b""
    assert err.strip() == b"losscope: stopped; nothing was written."
    assert list(tmp_path.iterdir()) == []
    assert took < PATIENCE
