"""A CSV of the runs: readable by anything, equal to the scene, with the description on top."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from landscape.errors import FileError, LosscopeError
from landscape.experiment.description import Description, from_toml
from landscape.experiment.edit import with_methods, with_values
from landscape.experiment.pipeline import Pipeline
from landscape.experiment.scene import Scene
from landscape.files.dump_csv import write_csv
from landscape.files.reading import read_description, read_scene

BASIC = with_values(
    with_methods(Description(), ["sgd", "second:adam"]),
    {"data.examples": 150, "run.steps": 5, "grid.resolution": 5, "methods.sgd.step_size": 1e308},
)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Pipeline().scene(BASIC)


@pytest.fixture
def written(scene: Scene, tmp_path: Path) -> Path:
    write_csv(scene, tmp_path / "run.csv")
    return tmp_path / "run.csv"


def rows_of(source: Path) -> list[dict[str, str]]:
    with source.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_one_row_for_every_run_and_recorded_step_with_equal_values(written: Path, scene: Scene) -> None:
    rows = rows_of(written)
    assert len(rows) == sum(len(path.step) for path in scene.paths)
    for path in scene.paths:
        own = [row for row in rows if row["label"] == path.label]
        assert {row["method"] for row in own} == {path.method}
        assert {row["stop"] for row in own} == {path.stop}
        for name in ("step", "cost", "loss", "slice_loss", "batch_loss", "accuracy", "residual"):
            np.testing.assert_array_equal([float(row[name]) for row in own], getattr(path, name))
        for axis in range(2):
            np.testing.assert_array_equal(
                [float(row[f"coordinate_{axis + 1}"]) for row in own], path.coordinates[:, axis]
            )
    assert any("diverged" in path.stop for path in scene.paths)


def test_the_first_lines_hold_description_and_provenance(written: Path, scene: Scene) -> None:
    lines = [line for line in written.read_text("utf-8").splitlines() if line.startswith("#")]
    assert lines[0] == "# losscope 1"
    assert from_toml(json.loads(lines[1].removeprefix("# description: "))) == BASIC
    assert json.loads(lines[2].removeprefix("# provenance: ")) == scene.provenance
    assert len(lines) == 3
    assert read_description(written) == BASIC


@pytest.mark.parametrize("n_axes", [1, 3])
def test_as_many_coordinates_as_axes(n_axes: int, tmp_path: Path) -> None:
    write_csv(Pipeline().scene(with_values(BASIC, {"slice.dimensions": n_axes})), tmp_path / "run.csv")
    names = [name for name in rows_of(tmp_path / "run.csv")[0] if name.startswith("coordinate_")]
    assert names == [f"coordinate_{axis + 1}" for axis in range(n_axes)]


def test_equal_scenes_give_equal_bytes(written: Path, tmp_path: Path) -> None:
    write_csv(Pipeline().scene(BASIC), tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == written.read_bytes()
    assert b"\r" not in written.read_bytes()


def test_a_csv_has_no_surface_and_the_error_names_what_is_missing(written: Path) -> None:
    with pytest.raises(FileError, match=r"lacks surface.*--recompute"):
        read_scene(written)


def test_a_csv_has_no_room_for_weights(scene: Scene, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no weights"):
        write_csv(scene, tmp_path / "run.csv", True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n1,2\n",
        b"\xff\xfe\x00",
        b"# losscope 2\n",
        b"# losscope 1\n",
        b"# losscope 1\n# description: {\n",
        b"# losscope 1\n# description: 3\n",
        b'# losscope 1\n# description: "["\n',
    ],
)
def test_a_foreign_or_damaged_csv_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "foreign.csv").write_bytes(content)
    with pytest.raises(LosscopeError, match=r"foreign\.csv") as refused:
        read_description(tmp_path / "foreign.csv")
    assert "\n" not in str(refused.value)
