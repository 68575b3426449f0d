"""Reading arrays out of an .npz archive that somebody else wrote. Nothing in it is ever unpickled."""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy_format
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from landscape.data.arrays import check_packing, check_size
from landscape.errors import DataError

Loaded = NDArray[Any]

KEYS = ("X", "y")
TEST_KEYS = ("X_test", "y_test")
NAMES_KEY = "class_names"

# What numpy and zipfile raise on files that are cut off, altered, encrypted or no archives at all.
BROKEN = (
    ValueError,
    EOFError,
    OSError,
    MemoryError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    tokenize.TokenError,
    zipfile.BadZipFile,
    zlib.error,
)
_SAVE_IT = "Save it with numpy.savez(path, X=X, y=y)."


def read_arrays(file: Path) -> dict[str, Loaded]:
    """The arrays of `file` by key: X and y, with X_test and y_test (both or none) and class_names if they are there.

    Raises:
        DataError: the file is no .npz archive or damaged, a key is missing, or an array holds Python objects.
    """
    try:
        # numpy, given a path that is no archive, leaves the file open for the garbage collector.
        with file.open("rb") as stream:
            return _wanted(file, np.load(stream, allow_pickle=False))
    except BROKEN as error:
        if isinstance(error, DataError):
            raise
        reason = error.strerror if isinstance(error, PermissionError) else "numpy cannot open it"
        raise DataError(f"{file} must be an .npz archive; {reason}. {_SAVE_IT}") from error


def read_array(file: Path) -> Loaded:
    """The array of an .npy file.

    Raises:
        DataError: the file is no .npy file, damaged, or holds Python objects.
    """
    remedy = "Save it with numpy.save(path, array)."
    try:
        with file.open("rb") as stream:
            size = file.stat().st_size
            _check_header(str(file), stream, size, size)
            stream.seek(0)
            array = npy_format.read_array(stream, allow_pickle=False)
    except MemoryError as error:
        raise _too_large(str(file)) from error
    except BROKEN as error:
        if isinstance(error, DataError):
            raise
        reason = "numpy cannot open it"
        if isinstance(error, PermissionError):
            reason = str(error.strerror)
        elif "allow_pickle" in str(error):
            reason = "it holds Python objects, which are never unpickled"
        raise DataError(f"{file} must be an .npy file with numbers; {reason}. {remedy}") from error
    return np.asarray(array)


def _check_header(place: str, stream: IO[bytes], size: int, packed: int) -> None:
    """Refuse an array whose header claims too much, or other than what is there, before memory is taken for it.

    `size` bytes are there once they are unpacked, `packed` bytes before.
    """
    version = npy_format.read_magic(stream)
    read = npy_format.read_array_header_1_0 if version == (1, 0) else npy_format.read_array_header_2_0
    shape, _, dtype = read(stream)
    claimed = check_size(place, shape, dtype.itemsize)
    if not dtype.hasobject and stream.tell() + claimed > size:
        raise DataError(f"{place} must be a whole array; it is cut off or damaged. Save again.")
    check_packing(place, claimed, packed)


def _too_large(place: str) -> DataError:
    return DataError(f"{place} must fit in memory; there is not enough. Save fewer examples, or as uint8 or float32.")


def _wanted(file: Path, archive: Any) -> dict[str, Loaded]:
    if not isinstance(archive, NpzFile):
        raise DataError(f"{file} must be an .npz archive; it is a single array (.npy). {_SAVE_IT}")
    with archive:
        found = [key for key in (*KEYS, *TEST_KEYS, NAMES_KEY) if key in archive.files]
        required = (*KEYS, *TEST_KEYS) if set(TEST_KEYS) & set(found) else KEYS
        missing = ", ".join(key for key in required if key not in found)
        if missing:
            listed = ", ".join(archive.files[:8]) or "none"
            rule = f"{file} must hold the keys {', '.join(required)}"
            raise DataError(f"{rule}; {missing} missing, found {listed}. {_SAVE_IT}")
        return {key: _array(file, archive, key) for key in found}


def _array(file: Path, archive: NpzFile, key: str) -> Loaded:
    try:
        member = archive.zip.getinfo(key if key in archive.zip.namelist() else f"{key}.npy")  # type: ignore[union-attr]
        with archive.zip.open(member) as stream:  # type: ignore[union-attr]
            if member.filename.endswith(".npy"):
                _check_header(f"{key} in {file}", stream, member.file_size, member.compress_size)
        array = archive[key]
    except MemoryError as error:
        raise _too_large(f"{key} in {file}") from error
    except BROKEN as error:
        if isinstance(error, DataError):
            raise
        if "allow_pickle" in str(error):
            raise DataError(
                f"{key} in {file} must be an array of numbers; it holds Python objects, which are never unpickled. "
                "Convert it, for example with numpy.array(values, dtype=float), and save again."
            ) from error
        raise DataError(f"{key} in {file} must be a whole array; it is cut off or damaged. Save again.") from error
    if not isinstance(array, np.ndarray):  # a member of the archive that is no .npy file comes as bytes
        raise DataError(f"{key} in {file} must be an array; it is another kind of file. {_SAVE_IT}")
    return array
