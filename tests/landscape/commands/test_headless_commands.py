"""The commands in this process: what each one writes, and that it says nothing else."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path

import numpy as np
import pytest

import main
from landscape.data.catalogue import SOURCES
from landscape.directions.catalogue import DIRECTIONS
from landscape.experiment.defaults import resolved
from landscape.experiment.description import Description, from_toml
from landscape.experiment.pipeline import Pipeline
from landscape.files.reading import read_description, read_scene
from landscape.losses.catalogue import LOSSES
from landscape.losses.second_derivative import has_curvature
from landscape.version import VERSION
from trainers.catalogue import METHODS

SMALL = ["--set", "data.examples=120", "--set", "grid.resolution=[7, 11]", "--steps", "4", "--methods", "sgd,adam"]

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *arguments: str | Path) -> tuple[int, str, str]:
    """The exit code, and what went to stdout and stderr."""
    code = main.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def dumped(capsys: Captured, tmp_path: Path) -> Path:
    assert run(capsys, "dump", *SMALL, "-o", tmp_path / "run.npz") == (0, "", "")
    return tmp_path / "run.npz"


def test_describe_prints_the_default_description(capsys: Captured) -> None:
    code, out, err = run(capsys, "describe")
    assert (code, err) == (0, "")
    assert from_toml(out) == Description()


def test_describe_prints_what_was_changed_and_nothing_resolved(capsys: Captured) -> None:
    _, out, _ = run(
        capsys, "describe", "--set", "slice.seed=3", "--set", "methods.sgd.step_size=0.1", "--methods", "sgd"
    )
    table = tomllib.loads(out)
    assert table["slice"]["seed"] == 3
    assert table["methods"] == {"sgd": {"method": "sgd", "step_size": 0.1}}
    assert "steps" not in table["run"]


def test_describe_resolved_fills_in_every_field(capsys: Captured) -> None:
    _, out, _ = run(capsys, "describe", "--resolved", "--set", "objective.loss=svm")
    assert tomllib.loads(out)["methods"]["sgd"]["step_size"] == 0.1
    assert from_toml(out) == resolved(from_toml(out))


def test_describe_reads_files_and_its_own_output(capsys: Captured, dumped: Path, tmp_path: Path) -> None:
    _, out, _ = run(capsys, "describe", dumped)
    (tmp_path / "again.toml").write_text(out, encoding="utf-8")
    assert run(capsys, "describe", tmp_path / "again.toml") == (0, out, "")
    assert run(capsys, "describe", tmp_path / "again.toml", "--steps", "9")[1] == out.replace("steps = 4", "steps = 9")


def test_methods_are_chosen_before_fields_are_set(capsys: Captured) -> None:
    _, out, _ = run(capsys, "describe", "--set", "methods.rmsprop.step_size=0.01", "--methods", "rmsprop, sgd ,")
    table = tomllib.loads(out)["methods"]
    assert list(table) == ["rmsprop", "sgd"]
    assert table["rmsprop"]["step_size"] == 0.01


def test_list_prints_every_entry_of_every_catalogue(capsys: Captured) -> None:
    code, out, err = run(capsys, "list")
    assert (code, err) == (0, "")
    for catalogue in (SOURCES, LOSSES, METHODS, DIRECTIONS):
        for name, entry in catalogue.items():
            line = next(line for line in out.splitlines() if line.split()[:1] == [name])
            assert entry.summary in line
    for word in ("contour", "surface", "line", "curves", ".npz", ".toml", ".pdf", "step_size"):
        assert word in out


def test_version_and_help(capsys: Captured) -> None:
    assert run(capsys, "--version")[:2] == (0, f"losscope, version {VERSION}\n")
    code, out, err = run(capsys, "--help")
    assert (code, err) == (0, "")
    assert all(command in out for command in ("app", "figure", "dump", "describe", "list"))
    for command in ("app", "figure", "dump", "describe", "list"):
        code, out, err = run(capsys, command, "-h")
        assert (code, err) == (0, "")
        assert out.startswith("Usage: losscope")


def test_dump_writes_what_was_asked_for(dumped: Path) -> None:
    scene = read_scene(dumped)
    assert scene.surface.loss.shape == (7, 11)
    assert [path.label for path in scene.paths] == ["sgd", "adam"]
    assert [path.name for path in dumped.parent.iterdir()] == ["run.npz"]


def test_dump_keeps_weights_where_asked(capsys: Captured, tmp_path: Path) -> None:
    run(capsys, "dump", *SMALL, "--weights", "-o", tmp_path / "run.npz")
    weights = read_scene(tmp_path / "run.npz").paths[0].weights
    assert weights is not None
    assert weights.shape == (5, 650)


def test_dump_of_a_dump_is_the_same_dump(capsys: Captured, dumped: Path, tmp_path: Path) -> None:
    assert run(capsys, "dump", dumped, "-o", tmp_path / "again.npz")[0] == 0
    assert (tmp_path / "again.npz").read_bytes() == dumped.read_bytes()
    assert run(capsys, "dump", dumped, "-o", tmp_path / "run.csv")[0] == 0
    assert run(capsys, "dump", tmp_path / "run.csv", "-o", tmp_path / "back.npz", "--workers", "2")[0] == 0
    assert (tmp_path / "back.npz").read_bytes() == dumped.read_bytes()


@pytest.mark.parametrize("loss", list(LOSSES))
@pytest.mark.parametrize("kind", list(DIRECTIONS))
def test_every_loss_and_kind_of_slice_can_be_dumped(capsys: Captured, tmp_path: Path, loss: str, kind: str) -> None:
    changes = ["--set", f"objective.loss={loss}", "--set", f"slice.kind={kind}", "--set", "slice.seed=3"]
    if kind == "file":
        np.save(tmp_path / "axes.npy", np.eye(2, 650))
        changes += ["--set", f"slice.file={tmp_path / 'axes.npy'}"]
    if kind == "hessian" and not has_curvature(LOSSES[loss]()):
        code, out, err = run(capsys, "dump", *SMALL, *changes, "-o", tmp_path / "run.npz")
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert "needs a loss that bends" in err
        assert list(tmp_path.iterdir()) == []
        return
    assert run(capsys, "dump", *SMALL, *changes, "-o", tmp_path / "run.npz") == (0, "", "")
    assert np.isfinite(read_scene(tmp_path / "run.npz").surface.loss).all()


def test_an_npz_of_your_own_can_be_dumped(capsys: Captured, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    np.savez(tmp_path / "own.npz", X=random.normal(size=(50, 3)), y=random.integers(3, size=50))
    changes = ["--set", "data.source=npz", "--set", f"data.path={tmp_path / 'own.npz'}", "--set", "grid.resolution=5"]
    assert run(capsys, "dump", *changes, "--steps", "3", "-o", tmp_path / "run.npz") == (0, "", "")
    assert read_scene(tmp_path / "run.npz").slice.n_weights == 3 * 4


@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_figure_draws_a_dump_and_the_figure_opens_again(
    capsys: Captured, dumped: Path, tmp_path: Path, ending: str
) -> None:
    picture = tmp_path / f"x.{ending}"
    assert run(capsys, "figure", dumped, "-o", picture) == (0, "", "")
    assert read_description(picture) == read_description(dumped)
    first = picture.read_bytes()
    assert run(capsys, "figure", picture, "-o", picture) == (0, "", "")  # computed anew from the description in it
    assert picture.read_bytes() == first


@pytest.mark.parametrize("kind", ["contour", "surface", "line", "curves"])
def test_every_kind_of_figure(capsys: Captured, tmp_path: Path, kind: str) -> None:
    line = ["--set", "slice.dimensions=1"] if kind == "line" else []
    target = tmp_path / f"{kind}.png"
    assert run(capsys, "figure", *SMALL, *line, "--kind", kind, "--dpi", "50", "-o", target) == (0, "", "")
    assert target.read_bytes().startswith(b"\x89PNG")


def test_figure_draws_what_stands_in_a_dump_without_computing(capsys: Captured, dumped: Path, tmp_path: Path) -> None:
    """A dump whose surface was edited is drawn as edited; recomputed, it is drawn as it was."""
    with np.load(dumped) as file:
        arrays = {key: file[key] for key in file.files}
    arrays["surface"] = arrays["surface"][::-1, ::-1] + 1.0
    np.savez(tmp_path / "edited.npz", **arrays)
    pictures = {}
    for name, source, more in (
        ("true", dumped, []),
        ("edited", tmp_path / "edited.npz", []),
        ("recomputed", tmp_path / "edited.npz", ["--recompute"]),
        ("changed", tmp_path / "edited.npz", ["--set", "run.seed=0"]),
    ):
        assert run(capsys, "figure", source, *more, "--dpi", "50", "-o", tmp_path / f"{name}.png") == (0, "", "")
        pictures[name] = (tmp_path / f"{name}.png").read_bytes()
    assert pictures["edited"] != pictures["true"]
    assert pictures["recomputed"] == pictures["true"]
    assert len(pictures["changed"]) > 0


def test_figure_needs_no_data_to_draw_a_dump(capsys: Captured, tmp_path: Path) -> None:
    own = tmp_path / "own.npz"
    random = np.random.default_rng(0)
    np.savez(own, X=random.normal(size=(50, 3)), y=random.integers(3, size=50))
    changes = ["--set", "data.source=npz", "--set", f"data.path={own}", "--set", "grid.resolution=5", "--steps", "3"]
    run(capsys, "dump", *changes, "-o", tmp_path / "run.npz")
    own.unlink()
    assert run(capsys, "figure", tmp_path / "run.npz", "-o", tmp_path / "x.png", "--dpi", "50")[0] == 0
    code, _, err = run(capsys, "figure", tmp_path / "run.npz", "--recompute", "-o", tmp_path / "y.png")
    assert code == 2
    assert "own.npz" in err
    assert not (tmp_path / "y.png").exists()


def test_figure_of_a_dump_that_lacks_keys_names_them_and_the_remedy(
    capsys: Captured, dumped: Path, tmp_path: Path
) -> None:
    with np.load(dumped) as file:
        arrays = {key: file[key] for key in file.files if key not in ("surface", "sgd.loss")}
    np.savez(tmp_path / "less.npz", **arrays)
    code, _, err = run(capsys, "figure", tmp_path / "less.npz", "-o", tmp_path / "x.png")
    assert code == 2
    assert "surface" in err
    assert "--recompute" in err
    assert run(capsys, "figure", tmp_path / "less.npz", "--recompute", "--dpi", "50", "-o", tmp_path / "x.png")[0] == 0


def test_figure_of_a_csv_asks_to_recompute(capsys: Captured, dumped: Path, tmp_path: Path) -> None:
    run(capsys, "dump", dumped, "-o", tmp_path / "run.csv")
    code, _, err = run(capsys, "figure", tmp_path / "run.csv", "-o", tmp_path / "x.png")
    assert code == 2
    assert "--recompute" in err
    assert run(capsys, "figure", tmp_path / "run.csv", "--recompute", "--dpi", "50", "-o", tmp_path / "x.png")[0] == 0
    run(capsys, "figure", dumped, "--dpi", "50", "-o", tmp_path / "y.png")
    assert (tmp_path / "x.png").read_bytes() == (tmp_path / "y.png").read_bytes()


def test_a_run_that_blows_up_is_a_picture_and_no_noise(capsys: Captured, tmp_path: Path) -> None:
    changes = ["--set", "methods.sgd.step_size=1e300", "--workers", "2"]
    assert run(capsys, "dump", *SMALL, *changes, "-o", tmp_path / "run.npz") == (0, "", "")
    assert "diverged" in read_scene(tmp_path / "run.npz").paths[0].stop
    assert run(capsys, "figure", tmp_path / "run.npz", "--dpi", "50", "-o", tmp_path / "x.png") == (0, "", "")


def test_an_older_file_is_replaced_whole_or_not_at_all(capsys: Captured, dumped: Path) -> None:
    old = dumped.read_bytes()
    assert run(capsys, "dump", *SMALL, "--set", "slice.kind=filter", "--set", "slice.center=zero", "-o", dumped)[0] == 2
    assert dumped.read_bytes() == old
    assert run(capsys, "dump", *SMALL, "--set", "slice.kind=unit", "-o", dumped)[0] == 0
    assert dumped.read_bytes() != old


def test_the_figures_of_the_readme_can_be_drawn(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each recipe as it stands there, but for those that need files of one's own.
    text = (Path(__file__).parents[3] / "README.md").read_text("utf-8").replace("\\\n", " ")
    recipes = [shlex.split(line)[1:] for line in text.splitlines() if line.startswith("    losscope figure")]
    own = ("run.npz", "mine.toml")
    recipes = [words for words in recipes if not any(word in own for word in words)]
    assert len(recipes) >= 7
    monkeypatch.chdir(tmp_path)
    pipeline = Pipeline()  # one for all, as in the window: what several recipes share is worked out once
    monkeypatch.setattr("landscape.experiment.pipeline.Pipeline", lambda *_: pipeline)
    for words in recipes:
        assert run(capsys, *words) == (0, "", ""), words
        assert (tmp_path / words[words.index("-o") + 1]).stat().st_size > 5_000
