"""A description alone, as TOML."""

from __future__ import annotations

from pathlib import Path

from landscape.errors import FileError
from landscape.experiment.description import Description
from landscape.files.atomic import replacing


def write_toml(description: Description, target: Path) -> None:
    """Write a description.

    Raises:
        FileError: the target cannot be written; nothing is left behind.
    """
    with replacing(target) as partial:
        partial.write_text(description.toml(), encoding="utf-8")


def description_text(source: Path) -> str:
    """The TOML text of a file.

    Raises:
        FileError: the file cannot be read as UTF-8 text.
    """
    try:
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"cannot read {source}: {type(error).__name__}. It must be UTF-8 text.") from None
