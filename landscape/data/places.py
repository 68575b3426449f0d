"""Files and folders that a description names."""

from __future__ import annotations

import os
from pathlib import Path

from landscape.errors import DataError


def file_of(path: str, rule: str, field: str) -> Path:
    """The file at `path`, ``~`` expanded. An error is `rule`, what was found, and the field to set.

    Raises:
        DataError: `path` is empty, names nothing, or a folder.
    """
    if not path:
        raise DataError(f"{rule}; it is not set. Set {field}.")
    file = expanded(path)
    if not is_file(file):
        found = "is a folder" if is_folder(file) else "does not exist"
        raise DataError(f"{rule}; {file} {found}. Check {field}.")
    return file


def folder_of(path: str, rule: str, field: str) -> Path:
    """The folder at `path`, ``~`` expanded; errors as those of `file_of`.

    Raises:
        DataError: `path` is empty, names nothing, or a file.
    """
    if not path:
        raise DataError(f"{rule}; it is not set. Set {field}.")
    folder = expanded(path)
    if not is_folder(folder):
        found = "is a file" if is_file(folder) else "does not exist"
        raise DataError(f"{rule}; {folder} {found}. Check {field}.")
    return folder


def expanded(path: str) -> Path:
    """A path as a person writes it, ``~`` expanded."""
    return Path(os.path.expanduser(path))


def is_file(path: Path) -> bool:
    """Whether there is a file; a path that no file can have (too long, a zero byte) has none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder, in the same way."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
