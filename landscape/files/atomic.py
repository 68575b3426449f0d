"""Files that appear whole or not at all: written beside their target, then moved into place."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landscape.errors import FileError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place where the block ends without an error.

    Raises:
        FileError: the folder is missing or cannot be written; nothing is left behind.
    """
    check_target(target)
    partial = target.with_name(f".losscope-{secrets.token_hex(4)}.part{target.suffix}")
    try:
        yield partial
        os.replace(partial, target)
    except FileError:
        raise
    except OSError as error:
        raise FileError(f"cannot write {target}: {error.strerror or error}. Choose another place.") from error
    finally:
        partial.unlink(missing_ok=True)


def check_target(target: Path) -> None:
    """Find out before any work whether `target` can be written.

    Raises:
        FileError: its folder is missing or not writable, or it is a folder itself.
    """
    try:
        is_folder = stat.S_ISDIR(target.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        is_folder = False
    except OSError as error:
        raise FileError(f"cannot write {target}: {error.strerror or error}. Choose another place.") from error
    if is_folder:
        raise FileError(f"cannot write {target}: it is a folder. Name a file.")
    folder = target.parent
    if not folder.is_dir():
        raise FileError(f"cannot write {target}: there is no folder {folder}. Make it first.")
    if not os.access(folder, os.W_OK):
        raise FileError(f"cannot write {target}: the folder {folder} is read-only. Choose another place.")
