"""selfcheck as a user calls it: a line per case, one JSON document, exit code 1 where a case fails."""

from __future__ import annotations

import dataclasses
import json
import math

import pytest

import main
from landscape.selfcheck import catalogue
from landscape.selfcheck.case import Case

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main.main(["selfcheck", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_a_sound_machine_gets_a_line_each_and_exit_code_0(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "CASES", catalogue.CASES[:12])  # the files' cases take seconds: test_selfcheck_cases
    code, out, err = run(capsys)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[-1] == f"{len(catalogue.CASES)} of {len(catalogue.CASES)} passed."
    for case, line in zip(catalogue.CASES, lines[:-1], strict=True):
        assert line.startswith("ok")
        assert case.name in line
        assert case.compares in line


def test_a_failure_and_an_error_are_told_with_exit_code_1(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> float:
        raise ImportError("no library")

    good = dataclasses.replace(catalogue.CASES[0])
    cases = (good, Case("off", "one with two", lambda: 0.5, 0.1), Case("raises", "nothing", broken, 0.1))
    monkeypatch.setattr(catalogue, "CASES", (*cases, Case("nan", "nothing", lambda: math.nan, 0.1)))
    code, out, _ = run(capsys)
    assert code == 1
    assert "FAILED" in out.splitlines()[1]
    assert "0.5 off, at most 0.1" in out.splitlines()[1]
    assert "ImportError: no library" in out.splitlines()[2]
    assert out.splitlines()[-1] == "1 of 4 passed. 3 FAILED."

    code, out, err = run(capsys, "--json")
    found = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert (code, err, found["format"], found["failed"]) == (1, "", "losscope selfcheck 1", 3)
    assert [case["passed"] for case in found["cases"]] == [True, False, False, False]
    assert found["cases"][3]["deviation"] is None
    assert found["cases"][1]["deviation"] == 0.5
    assert found["cases"][2] == {
        "name": "raises",
        "compares": "nothing",
        "deviation": None,
        "within": 0.1,
        "passed": False,
        "error": "ImportError: no library",
    }
