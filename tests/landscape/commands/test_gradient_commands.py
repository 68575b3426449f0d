"""gradient-table and check-gradient as a user calls them: one JSON document, exit codes 0, 1 and 2."""

from __future__ import annotations

import json

import pytest

import main
from landscape.lessons.planted_bugs import BUGS

SMALL = ["--set", "data.examples=120", "--methods", "sgd", "--steps", "3"]

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    code = main.main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_gradient_table_prints_one_json_document(capsys: Captured) -> None:
    code, out, err = run(
        capsys, "gradient-table", *SMALL, "--dimensions", "20,3,64", "--direction", "random", "--over-h", "--json"
    )
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert [row["dimension"] for row in found["rows"]] == [20, 3, 64]
    assert found["rows"][2]["name"] == "class 0, bias"
    for row in found["rows"]:
        assert row["slope"] == pytest.approx((row["loss"] - found["loss"]) / 1e-4)
        assert row["slope"] == pytest.approx(row["analytic"], abs=1e-4)
    assert found["cost"]["forward"] == {"losses": 651, "example_forwards": 651 * 120}
    assert found["cost"]["centered"] == {"losses": 1300, "example_forwards": 1300 * 120}
    assert found["direction"]["secants"][-1]["slope"] == pytest.approx(found["direction"]["slope"], abs=1e-5)
    assert len(found["over_h"]["curves"]) == 4


def test_gradient_table_for_people_has_the_lectures_columns(capsys: Captured) -> None:
    code, out, _ = run(capsys, "gradient-table", *SMALL, "--rows", "4")
    assert code == 0
    assert "W + h" in out
    assert "651 losses" in out
    assert sum(line.strip().split(" ")[0] in "0123" and "class 0" in line for line in out.splitlines()) == 4


def test_the_direction_of_one_weight_is_its_row_of_the_table(capsys: Captured) -> None:
    _, out, _ = run(capsys, "gradient-table", *SMALL, "--dimensions", "20", "--direction", "20", "--json")
    found = json.loads(out)
    assert found["direction"]["slope"] == pytest.approx(found["rows"][0]["analytic"])


@pytest.mark.parametrize("loss", ["softmax", "svm"])
def test_check_gradient_passes_at_the_start_and_at_an_end(capsys: Captured, loss: str) -> None:
    for at in ("base", "end:sgd"):
        code, out, err = run(capsys, "check-gradient", *SMALL, "--set", f"objective.loss={loss}", "--at", at, "--json")
        found = json.loads(out)
        assert (code, err, found["passed"], found["at"]) == (0, "", True, at)
        assert found["relative_error"] < 1e-6


@pytest.mark.parametrize("bug", BUGS)
def test_check_gradient_of_a_planted_bug_exits_with_1_and_names_it(capsys: Captured, bug: str) -> None:
    code, out, err = run(capsys, "check-gradient", *SMALL, "--plant", bug)
    assert (code, err) == (1, "")
    assert out.startswith("FAILED")
    assert f"looks like: {BUGS[bug].summary}" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check-gradient", "--plant", "typo"],
        ["check-gradient", "--h", "0"],
        ["check-gradient", "--at", "end:nobody"],
        ["gradient-table", "--h", "-1"],
        ["gradient-table", "--dimensions", "0,x"],
        ["gradient-table", "--dimensions", "650"],
        ["gradient-table", "--direction", "up"],
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(capsys: Captured, arguments: list[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("losscope: ")
