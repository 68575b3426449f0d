"""Pickles of plain data, read without running anything that they ask for.

Admitted are numpy arrays of bytes and whole numbers, dicts, lists, tuples, bytes, texts, whole numbers, truth values
and None. What an array is made of is collected by stand-ins, so that no code of numpy runs on a length that a file
claims; numpy itself is called once, on bytes that are there.
"""

from __future__ import annotations

import io
import pickle
import pickletools
from pathlib import Path
from typing import Any

import numpy as np

from landscape.errors import DataError

MAX_BYTES = 512 * 2**20  # of one file; CIFAR-100's largest has 155 MB
_MAX_MEMO = 10_000_000  # places in the unpickler's memory, for which it takes memory at once
_DTYPES = {
    "u1": "u1",
    "i1": "i1",
    "b1": "b1",
    **{f"{kind}{size}": f"{kind}{size}" for kind in "iu" for size in (2, 4, 8)},
}
_FORBIDDEN = {"EXT1", "EXT2", "EXT4", "PERSID", "BINPERSID", "INST", "OBJ", "NEWOBJ_EX"}


def read_plain(file: Path, content: bytes) -> Any:
    """The object that the pickle `content` of `file` holds; texts of Python 2 become str by Latin-1.

    Raises:
        DataError: it holds anything else, is damaged, or asks for too much memory.
    """
    try:
        _check_operations(content)
        return _finished(_PlainUnpickler(io.BytesIO(content), encoding="latin1").load())
    except _NotPlain as error:
        raise DataError(
            f"{file} must hold plain numbers, texts and arrays; its pickle asks for {error}, which was not run. "
            "Get the file from its official place."
        ) from None
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:  # a damaged pickle can fail in any way
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DataError(
            f"{file} must be a whole pickle; it is cut off or damaged ({reason[:80]}). Get the file again."
        ) from error


class _NotPlain(Exception):
    """What a pickle asks for that is not admitted."""


class _Dtype:
    """Stands in for numpy.dtype."""

    def __init__(self, code: Any, *_: Any) -> None:
        self.code, self.order = str(code), "|"

    def __setstate__(self, state: Any) -> None:
        self.order = str(state[1])

    @property
    def name(self) -> str:
        """What numpy is told."""
        if self.code not in _DTYPES:
            raise _NotPlain(f"an array of {self.code[:20]!r}")
        return (self.order if self.order in "<>" else "") + self.code


class _Array:
    """Stands in for numpy.ndarray: keeps what the pickle says of it."""

    def __init__(self, *_: Any) -> None:
        self.state: tuple[Any, ...] | None = None

    def __setstate__(self, state: Any) -> None:
        self.state = tuple(state)

    def array(self) -> np.ndarray[Any, Any]:
        """The array; a length that does not fit the bytes raises ValueError."""
        if self.state is None or len(self.state) != 5:
            raise ValueError("an array without content")
        _, shape, dtype, fortran, content = self.state
        if isinstance(content, str):
            content = content.encode("latin1")
        if not isinstance(dtype, _Dtype) or not isinstance(content, (bytes, bytearray)):
            raise ValueError("an array of another kind")
        return np.frombuffer(content, dtype=dtype.name).reshape(shape, order="F" if fortran else "C")


def _reconstruct(*_: Any) -> _Array:
    return _Array()


def _from_buffer(content: Any, dtype: Any, shape: Any, order: Any) -> _Array:
    found = _Array()
    found.state = (1, shape, dtype, order == "F", content)
    return found


def _encode(text: Any, encoding: Any = "latin1") -> bytes:
    """How Python 3 writes bytes for Python 2."""
    if encoding not in ("latin1", "latin-1") or not isinstance(text, str):
        raise _NotPlain(f"an encoding {str(encoding)[:20]!r}")
    return text.encode("latin1")


def _no_bytes(*arguments: Any) -> bytes:
    """How Python 3 writes empty bytes for Python 2."""
    if arguments:
        raise _NotPlain("bytes of something")
    return b""


_ADMITTED: dict[tuple[str, str], Any] = {
    ("__builtin__", "bytes"): _no_bytes,
    ("builtins", "bytes"): _no_bytes,
    ("_codecs", "encode"): _encode,
    ("numpy", "dtype"): _Dtype,
    ("numpy", "ndarray"): _Array,
    **{(f"numpy.{core}.multiarray", "_reconstruct"): _reconstruct for core in ("core", "_core")},
    **{(f"numpy.{core}.numeric", "_frombuffer"): _from_buffer for core in ("core", "_core")},
}


class _PlainUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """A stand-in, or refusal."""
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise _NotPlain(f"{module}.{name}"[:80]) from None


def _check_operations(content: bytes) -> None:
    """Walk the pickle's operations without doing them: none is forbidden, none claims more than is there."""
    if len(content) > MAX_BYTES:
        raise ValueError(f"{len(content):,} bytes are too many")
    argument: Any
    for operation, argument, _ in pickletools.genops(content):
        if operation.name in _FORBIDDEN:
            raise _NotPlain(f"the operation {operation.name}")
        if operation.name in ("PUT", "BINPUT", "LONG_BINPUT") and argument > _MAX_MEMO:
            raise ValueError("it claims too much memory")


def _finished(found: Any, depth: int = 0) -> Any:
    """Stand-ins become what they stand for."""
    if depth > 20:
        raise ValueError("too many levels")
    if isinstance(found, _Array):
        return found.array()
    if isinstance(found, dict):
        return {_finished(key, depth + 1): _finished(value, depth + 1) for key, value in found.items()}
    if isinstance(found, (list, tuple)):
        return type(found)(_finished(item, depth + 1) for item in found)
    if found is None or isinstance(found, (str, bytes, bytearray, int)):
        return found
    raise _NotPlain(f"a {type(found).__name__.strip('_').lower()}")
