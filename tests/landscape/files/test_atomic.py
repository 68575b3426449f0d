"""A file appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from landscape.errors import FileError
from landscape.files.atomic import check_target, replacing


def write_half(target: Path, error: type[BaseException]) -> None:
    """Begin to write, and fail."""
    with replacing(target) as partial:
        partial.write_bytes(b"half")
        raise error


def test_the_file_takes_its_place_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "run.npz"
    with replacing(target) as partial:
        partial.write_bytes(b"new")
        assert partial.parent == tmp_path
        assert partial.suffix == ".npz"
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MemoryError])
def test_an_error_leaves_neither_a_target_nor_a_partial_file(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        write_half(tmp_path / "run.npz", error)
    assert list(tmp_path.iterdir()) == []


def test_an_error_leaves_an_older_target_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "run.npz"
    target.write_bytes(b"old")
    with pytest.raises(ValueError):  # noqa: PT011 - only that it comes through counts
        write_half(target, ValueError)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_older_target_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "run.npz"
    target.write_bytes(b"old")
    with replacing(target) as partial:
        partial.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


def test_a_full_disk_is_an_error_of_one_line(tmp_path: Path) -> None:
    with (
        pytest.raises(FileError, match=r"cannot write .*run\.npz: No space left") as refused,
        replacing(tmp_path / "run.npz"),
    ):
        raise OSError(28, "No space left on device")
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_file_error_of_the_block_is_passed_on_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^a CSV holds no weights\.$"), replacing(tmp_path / "run.csv"):
        raise FileError("a CSV holds no weights.")


def test_targets_that_cannot_be_written_are_found_out_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for target, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "missing" / "run.npz", "no folder"),
        (tmp_path / "file" / "run.npz", "no folder"),
        (tmp_path / f"{'a' * 300}.npz", "too long"),
    ):
        with pytest.raises(FileError, match=said) as refused:
            check_target(target)
        assert "\n" not in str(refused.value)
    check_target(tmp_path / "run.npz")
    check_target(tmp_path / f"{'a' * 251}.npz")
    assert os.listdir(tmp_path) == ["file"]


def test_the_longest_name_that_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / f"{'a' * 251}.npz"
    with replacing(target) as partial:
        partial.write_bytes(b"new")
    assert target.read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileError, match="read-only"):
            check_target(tmp_path / "run.npz")
    finally:
        tmp_path.chmod(0o700)
