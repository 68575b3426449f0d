"""Anything that Losscope wrote opens, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from landscape.errors import FileError, InvalidValue
from landscape.experiment.description import Description
from landscape.experiment.edit import with_values
from landscape.files.catalogue import DUMPS, FORMATS
from landscape.files.description_toml import write_toml
from landscape.files.reading import read_description, read_scene


def test_a_description_comes_back_from_toml(tmp_path: Path) -> None:
    description = with_values(
        Description(), {"slice.seed": 9, "data.source": "npz", "data.path": 'Zahlen "ä" \\ 数.npz'}
    )
    write_toml(description, tmp_path / "run.toml")
    assert read_description(tmp_path / "run.toml") == description
    (tmp_path / "run.toml").rename(tmp_path / "RUN.TOML")
    assert read_description(tmp_path / "RUN.TOML") == description


def test_a_description_by_hand_is_held_to_every_key(tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text("[slice]\nsede = 3\n", encoding="utf-8")
    with pytest.raises(InvalidValue, match="did you mean 'seed'"):
        read_description(tmp_path / "run.toml")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[slice", b"slice = 3"])
def test_a_broken_description_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "run.toml").write_bytes(content)
    with pytest.raises((FileError, InvalidValue)) as refused:
        read_description(tmp_path / "run.toml")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["run.txt", "run", "run.npz.bak", ".toml"])
def test_other_endings_are_refused_with_those_that_open(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(FileError, match=r"\.toml, \.npz, \.csv"):
        read_description(tmp_path / name)


def test_a_folder_and_a_missing_file_are_no_files(tmp_path: Path) -> None:
    (tmp_path / "folder.npz").mkdir()
    for name in ("folder.npz", "nothing.toml", "nothing.pdf", f"{'a' * 300}.toml"):
        with pytest.raises(FileError, match="there is no file"):
            read_description(tmp_path / name)


def test_a_description_alone_is_no_scene(tmp_path: Path) -> None:
    write_toml(Description(), tmp_path / "run.toml")
    with pytest.raises(FileError, match="--recompute"):
        read_scene(tmp_path / "run.toml")


def test_the_catalogue_knows_what_dump_writes() -> None:
    assert DUMPS == (".npz", ".csv")
    assert [ending for ending, kind in FORMATS.items() if not kind.lenient] == [".toml"]
    assert [ending for ending, kind in FORMATS.items() if kind.read_scene is not None] == [".npz"]
