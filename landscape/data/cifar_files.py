"""CIFAR's files, as they were published: binary records or Python's pickles, in a folder or in the unopened archive."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.data.cifar_format import N_FEATURES, CifarFormat
from landscape.data.dataset import Examples
from landscape.data.file_rows import FileRows, RecordFile
from landscape.data.places import expanded, is_file, is_folder
from landscape.data.plain_pickle import read_plain
from landscape.errors import DataError
from landscape.work import Work, blocks

_MAX_MEMBERS = 1000
_SLACK = 64 * 2**20  # how much larger than its records a pickle may be: it holds labels and file names too


@dataclass(frozen=True)
class Place:
    """Where the files are: a folder with binary files or with pickles, or an archive."""

    path: Path
    kind: str  # "binary", "python", "archive"


def find_place(given: str, cifar: CifarFormat) -> Place:
    """The place that a person's path means; the folder above will do.

    Raises:
        DataError: there is none, or files are missing.
    """
    path = expanded(given)
    if is_file(path):
        if path.name.endswith((".tar.gz", ".tgz", ".tar")):
            return Place(path, "archive")
        raise DataError(
            f"path of {cifar.source} must be a folder or a .tar.gz; {path} is a file. {cifar.get_it} and name the "
            f"folder {cifar.folders[0]}."
        )
    files = {"binary": (*cifar.training, cifar.test), "python": (*cifar.py_training, cifar.py_test)}
    for folder in (path, *(path / name for name in cifar.folders)):
        for kind, names in files.items():
            if any(is_file(folder / name) for name in names):
                _check_complete(folder, names, cifar)
                return Place(folder, kind)
    inner = next((path / name for name in cifar.folders if is_folder(path / name)), path)
    if not is_folder(path):
        raise DataError(
            f"path of {cifar.source} must be a folder; {path} does not exist. {cifar.get_it} and name the folder "
            f"{cifar.folders[0]}."
        )
    _check_complete(inner, files["binary"], cifar)
    raise AssertionError("a file that was missing appeared")


def read_place(
    place: Place, cifar: CifarFormat, stream: bool, work: Work
) -> tuple[Examples, Examples, tuple[str, ...]]:
    """Training and test examples, uint8 and planar, in memory or with `stream` in their files, and class names.

    Raises:
        DataError: a file is not what it must be; or `stream` with files that are not binary records.
        Cancelled: the work was asked to stop.
    """
    if place.kind == "binary":
        return _read_binary(place.path, cifar, stream, work)
    if stream:
        raise DataError(
            f"stream of {cifar.source} needs the binary files in a folder; {place.path} is none. Unpack the binary "
            "version, or set data.stream=false."
        )
    if place.kind == "python":
        wanted = (*cifar.py_training, cifar.py_test, cifar.py_names)
        found = {
            name: _content(place.path / name, _limit(name, cifar)) for name in wanted if is_file(place.path / name)
        }
        return _from_contents(place.path, found, cifar, work)
    return _from_contents(place.path, _members(place.path, cifar, work), cifar, work)


def _read_binary(
    folder: Path, cifar: CifarFormat, stream: bool, work: Work
) -> tuple[Examples, Examples, tuple[str, ...]]:
    share = len(cifar.training) / (len(cifar.training) + 1)
    train = _read_files([folder / name for name in cifar.training], cifar.records, cifar, stream, work, (0.0, share))
    test = _read_files([folder / cifar.test], cifar.test_records, cifar, stream, work, (share, 1.0))
    names = folder / cifar.names
    return train, test, _names_in(names, _content(names, 1 << 20), cifar) if names.exists() else cifar.class_names


def _read_files(
    files: list[Path], records: int, cifar: CifarFormat, stream: bool, work: Work, progress: tuple[float, float]
) -> Examples:
    """The examples of `files` in order, uint8 (n, 3072) with labels (n,); where `stream`, labels alone are kept."""
    found = [RecordFile.find(file) for file in files]
    for file in found:
        _check_bytes(file.path, file.size, records, cifar)
    rows = FileRows(tuple(found), cifar.n_labels, N_FEATURES)
    x = None if stream else np.empty(rows.shape, dtype=np.uint8)
    y = np.empty(len(rows), dtype=np.int64)
    first, last = progress
    for part in blocks(len(rows)):
        work.check()
        read = rows.records(part)
        labels = read[:, cifar.label]
        wrong = np.flatnonzero(labels >= cifar.n_classes)
        if wrong.size:
            which, record = divmod(part.start + int(wrong[0]), records)
            raise _wrong_label(files[which], record, labels[wrong[0]], cifar)
        y[part] = labels
        if x is not None:
            x[part] = read[:, cifar.n_labels :]
        work.progress("reading data", first + (last - first) * part.stop / len(rows))
    return Examples(rows if x is None else x, y)


def _from_contents(
    place: Path, contents: Mapping[str, bytes], cifar: CifarFormat, work: Work
) -> tuple[Examples, Examples, tuple[str, ...]]:
    """Examples of files in memory: binary records if they are there, else pickles."""
    is_binary = any(name in contents for name in (*cifar.training, cifar.test))
    training = cifar.training if is_binary else cifar.py_training
    test = cifar.test if is_binary else cifar.py_test
    missing = [name for name in (*training, test) if name not in contents]
    if missing:
        which = "all" if len(missing) > len(training) else ", ".join(missing)
        raise DataError(
            f"{place} must hold {cifar.title}'s {len(training) + 1} files; missing: {which}. {cifar.get_it}."
        )
    read: Callable[[Path, bytes, int, CifarFormat], Examples] = _records if is_binary else _pickled
    parts = []
    for done, name in enumerate((*training, test), start=1):
        work.check()
        count = cifar.test_records if name == test else cifar.records
        parts.append(read(place / name, contents[name], count, cifar))
        work.progress("reading data", 0.5 + 0.5 * done / (len(training) + 1))
    train = Examples(
        np.concatenate([part.x[:] for part in parts[:-1]]), np.concatenate([part.y for part in parts[:-1]])
    )
    names_file = cifar.names if is_binary else cifar.py_names
    names = cifar.class_names
    if names_file in contents:
        look = _names_in if is_binary else _names_pickled
        names = look(place / names_file, contents[names_file], cifar)
    return train, parts[-1], names


def _records(file: Path, content: bytes, count: int, cifar: CifarFormat) -> Examples:
    _check_bytes(file, len(content), count, cifar)
    table = np.frombuffer(content, dtype=np.uint8).reshape(count, cifar.record_bytes)
    return _checked(file, table[:, cifar.n_labels :].copy(), table[:, cifar.label].astype(np.int64), cifar)


def _pickled(file: Path, content: bytes, count: int, cifar: CifarFormat) -> Examples:
    found = read_plain(file, content)
    keys = "data", cifar.py_label
    if not isinstance(found, dict) or any(key not in _texts(found) for key in keys):
        raise DataError(f"{file} must hold a dict with {keys[0]} and {keys[1]}; it does not. {cifar.get_it} again.")
    x, labels = (_texts(found)[key] for key in keys)
    if not isinstance(x, np.ndarray) or x.dtype != np.uint8 or x.shape != (count, N_FEATURES):
        got = f"{x.dtype.name} of shape {x.shape}" if isinstance(x, np.ndarray) else type(x).__name__
        raise DataError(
            f"data in {file} must be uint8 of shape ({count}, {N_FEATURES}); got {got}. {cifar.get_it} again."
        )
    whole = isinstance(labels, (list, np.ndarray)) and len(labels) == count
    if not whole or not all(type(label) is int or isinstance(label, np.integer) for label in labels):
        got = "others" if whole else f"{len(labels):,}" if isinstance(labels, list) else type(labels).__name__
        raise DataError(f"{keys[1]} in {file} must be {count:,} whole numbers; got {got}. {cifar.get_it} again.")
    if not all(-1 < label < 256 for label in labels):
        labels = [label if -1 < label < 256 else 255 for label in labels]
    return _checked(file, np.ascontiguousarray(x), np.array(labels, dtype=np.int64), cifar)


def _checked(file: Path, x: NDArray[np.uint8], y: NDArray[np.int64], cifar: CifarFormat) -> Examples:
    wrong = np.flatnonzero(y >= cifar.n_classes)
    if wrong.size:
        raise _wrong_label(file, int(wrong[0]), y[wrong[0]], cifar)
    return Examples(x, y)


def _members(archive: Path, cifar: CifarFormat, work: Work) -> dict[str, bytes]:
    """The files of the set in an archive, read one after the other; nothing is unpacked to the disk."""
    wanted = {*cifar.training, cifar.test, cifar.names, *cifar.py_training, cifar.py_test, cifar.py_names}
    found: dict[str, bytes] = {}
    again = f"{cifar.get_it} again."
    try:
        with tarfile.open(archive, "r|*") as members:
            for place, member in enumerate(members):
                work.check()
                name = PurePosixPath(member.name).name
                if place >= _MAX_MEMBERS or member.size > cifar.records * cifar.record_bytes + _SLACK:
                    raise DataError(
                        f"{archive} must hold {cifar.title}'s files and little else; {name} is too much. {again}"
                    )
                if name not in wanted or member.isdir():
                    continue
                if not member.isfile():
                    raise DataError(f"{archive} must hold files; {name} is a link or a device. {again}")
                if name in found:
                    raise DataError(f"{archive} must hold {name} once; it is there twice. {again}")
                stream = members.extractfile(member)
                content = b"" if stream is None else stream.read(_limit(name, cifar) + 1)
                if len(content) != member.size:
                    raise DataError(f"{archive} must be whole; {name} in it is cut off or too long. {again}")
                found[name] = content
                work.progress("reading data", 0.5 * len(found) / (len(cifar.training) + 2))
    except DataError:
        raise
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())
        raise DataError(f"{archive} must be a whole .tar.gz; {reason.removesuffix('.')}. {again}") from error
    return found


def _limit(name: str, cifar: CifarFormat) -> int:
    """How many bytes a file may have."""
    if name in (cifar.names, cifar.py_names):
        return 1 << 20
    return max(cifar.records, cifar.test_records) * cifar.record_bytes + _SLACK


def _content(file: Path, limit: int) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(limit + 1)
    except OSError as error:
        raise DataError(f"{file} must be readable; {error.strerror}. Check its permissions.") from error
    if len(content) > limit:
        raise DataError(f"{file} must have at most {limit:,} bytes; it has more. Get the file again.")
    return content


def _names_in(file: Path, content: bytes, cifar: CifarFormat) -> tuple[str, ...]:
    use = "Delete it to use the official names."
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{file} must be a readable text; got: {error}. {use}") from error
    names = tuple(line.strip() for line in lines if line.strip())
    return _right_names(file, names, cifar, ", one a line")


def _names_pickled(file: Path, content: bytes, cifar: CifarFormat) -> tuple[str, ...]:
    found = read_plain(file, content)
    names = _texts(found).get(cifar.py_class_names) if isinstance(found, dict) else None
    listed = names if isinstance(names, list) else []
    return _right_names(file, tuple(_text(name) for name in listed), cifar, "")


def _right_names(file: Path, names: tuple[str, ...], cifar: CifarFormat, how: str) -> tuple[str, ...]:
    if len(names) != cifar.n_classes or len(set(names)) < len(names):
        words = {10: "ten", 20: "twenty", 100: "a hundred"}[cifar.n_classes]
        raise DataError(
            f"{file} must hold {words} class names{how}; it has {len(names)}. Delete it to use the official names."
        )
    return names


def _texts(found: dict[Any, Any]) -> dict[str, Any]:
    return {_text(key): value for key, value in found.items()}


def _text(found: object) -> str:
    return found.decode("latin1") if isinstance(found, bytes) else str(found)


def _check_bytes(file: Path, size: int, records: int, cifar: CifarFormat) -> None:
    expected = records * cifar.record_bytes
    if size != expected:
        raise DataError(f"{file} must have {expected:,} bytes; it has {size:,}. {cifar.get_it} again.")


def _wrong_label(file: Path, record: int, label: object, cifar: CifarFormat) -> DataError:
    return DataError(
        f"{file} must begin each record of {cifar.record_bytes:,} bytes with a label from 0 to {cifar.n_classes - 1}; "
        f"record {record} (from 0) has {label}. {cifar.get_it} again."
    )


def _check_complete(folder: Path, names: tuple[str, ...], cifar: CifarFormat) -> None:
    missing = [name for name in names if not is_file(folder / name)]
    if missing:
        every = {2: "both", 6: "all six"}[len(names)]
        count = every if len(missing) == len(names) else ", ".join(missing)
        first, last = names[0], names[-2]
        span = first if first == last else f"{first} to {last}"
        raise DataError(
            f"{folder} must hold {cifar.title}'s {span} and {names[-1]}; missing: {count}. {cifar.get_it} again."
        )
