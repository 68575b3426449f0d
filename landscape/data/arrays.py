"""From arrays that somebody else made to examples: shapes, labels and numbers held to their rules, one line each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Examples, Stored
from landscape.data.source import RawData
from landscape.errors import DataError
from landscape.work import Work, blocks

Loaded = NDArray[Any]

MAX_BYTES = 8 * 2**30  # of one array: more than that is a wrong header or a compression bomb, seldom data
PACKED_AT_MOST = 200  # times as small as its content: photographs and measurements pack to a tenth at best
BOMB_BYTES = 2**28  # a smaller array is harmless, however it was packed
X_TEST, Y_TEST, NAMES = "X_test", "y_test", "class_names"


@dataclass(frozen=True)
class Arrays:
    """Arrays by key, and where each came from: `elsewhere` for those that are not in `file`."""

    file: Path
    arrays: Mapping[str, Loaded]
    elsewhere: Mapping[str, Path] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Loaded:
        return self.arrays[key]

    def place(self, key: str) -> str:
        """What an error calls the array, with its file."""
        return f"{key} in {self.elsewhere.get(key, self.file)}"


def raw_data(given: Arrays, work: Work, where_from: str = "") -> RawData:
    """X (N, D), (N, h, w) or (N, h, w, 3) with y (N,), and with X_test, y_test and class_names where they are there.

    uint8 stays uint8 and is scaled by 1 / 255; other numbers become float32, scaled by 1 / the largest absolute one.

    Raises:
        DataError: an array has the wrong shape or kind, a number is not finite, a label is none.
        Cancelled: the work was asked to stop.
    """
    shape = _image_shape(given)
    train = _examples(given, "X", "y", work)
    test = None
    if X_TEST in given.arrays:
        _check_test(given)
        test = _examples(given, X_TEST, Y_TEST, work)
    names = _class_names(given, train, test)
    original = given["X"].dtype
    stored = "uint8" if original == np.uint8 else "float32"
    converted = "" if original == stored else f", converted from {original.name}"
    peak = 255.0 if stored == "uint8" else _largest(train.x) or 1.0
    work.progress("reading data", 1.0)
    return RawData(
        examples=train,
        test=test,
        class_names=names,
        image_shape=shape,
        planar=False,
        peak=peak,
        scale=1 / peak,
        note=f"{where_from or given.file.name}, stored as {stored}{converted}.",
    )


def check_size(place: str, shape: tuple[int, ...], item_bytes: int) -> int:
    """The bytes of an array of `shape`, before any memory is taken for it.

    Raises:
        DataError: more than `MAX_BYTES`.
    """
    n_bytes = item_bytes
    for length in shape:
        n_bytes *= int(length)
    if n_bytes > MAX_BYTES:
        raise DataError(
            f"{place} must take at most {MAX_BYTES / 2**30:.0f} GB; its header claims {n_bytes / 2**30:,.0f} GB, shape "
            f"{shape}. Save fewer examples, or get the file again."
        )
    return n_bytes


def check_packing(place: str, n_bytes: int, packed: int) -> None:
    """Refuse a compression bomb: an array of `n_bytes` that `packed` bytes of a file claim to hold.

    Raises:
        DataError: it is large, and packed more than `PACKED_AT_MOST` times.
    """
    if n_bytes > BOMB_BYTES and n_bytes > PACKED_AT_MOST * packed:
        raise DataError(
            f"{place} must be data; {packed:,} bytes claim to hold {n_bytes:,}, as a compression bomb does. "
            "Get the file again, or save it without compression."
        )


def _image_shape(given: Arrays) -> tuple[int, ...] | None:
    """(h, w) or (h, w, 3) where X holds images; checks X's shape."""
    x = given["X"]
    if x.ndim not in (2, 3, 4) or (x.ndim == 4 and x.shape[3] != 3):
        raise DataError(
            f"{given.place('X')} must have shape (N, D), (N, h, w) or (N, h, w, 3); got {x.shape}. "
            "Reshape it to (N, D)."
        )
    if x.size == 0:
        raise DataError(
            f"{given.place('X')} must hold at least one example with one feature; got shape {x.shape}. "
            "Save some examples."
        )
    return None if x.ndim == 2 else x.shape[1:]


def _check_test(given: Arrays) -> None:
    x, x_test = given["X"], given[X_TEST]
    if x_test.shape[1:] != x.shape[1:] or len(x_test) == 0:
        rule = f"hold examples of X's shape {x.shape[1:]}, at least one"
        raise DataError(
            f"{given.place(X_TEST)} must {rule}; got shape {x_test.shape}. Leave out X_test and y_test to split X."
        )
    if (x_test.dtype == np.uint8) != (x.dtype == np.uint8):
        raise DataError(
            f"{given.place(X_TEST)} must be stored like X, as {x.dtype.name}; got {x_test.dtype.name}. "
            "Save both with one dtype and scale."
        )


def _examples(given: Arrays, x_key: str, y_key: str, work: Work) -> Examples:
    x, y = given[x_key], given[y_key]
    if y.shape != (len(x),):
        raise DataError(
            f"{given.place(y_key)} must have one label per example of {x_key}, shape ({len(x)},); got {y.shape}. "
            f"Give {y_key} the length of {x_key}."
        )
    labels = _labels(given.place(y_key), y)
    return Examples(_stored(given.place(x_key), x_key, x, work), labels)


def _labels(place: str, y: Loaded) -> NDArray[np.int64]:
    rule = f"{place} must hold whole numbers from 0 to C - 1"
    if y.dtype.kind not in "biuf":
        raise DataError(f"{rule}; got {y.dtype.name}. Number the classes from 0 and put their names in class_names.")
    right = (y >= 0) & (y <= np.iinfo(np.int32).max)
    if y.dtype.kind == "f":
        right &= np.floor(y) == y
    if not right.all():
        row = int(np.argmin(right))
        raise DataError(f"{rule}; row {row} (from 0) has {y[row]}. Number the classes from 0.")
    return y.astype(np.int64)


def _stored(place: str, key: str, x: Loaded, work: Work) -> Stored:
    """x as (N, D), uint8 as it is and other numbers as float32; refuses NaN and infinity."""
    if x.dtype.kind not in "biuf":
        raise DataError(f"{place} must hold real numbers; got {x.dtype.name}. Convert it with {key}.astype('float32').")
    flat = np.ascontiguousarray(x).reshape(len(x), -1)
    if x.dtype == np.uint8:
        return flat
    stored = flat if flat.dtype == np.float32 else np.empty(flat.shape, dtype=np.float32)
    for rows in blocks(len(flat)):
        work.check()
        if stored is not flat:
            with np.errstate(over="ignore"):  # what overflows float32 is found and named below
                stored[rows] = flat[rows]
        finite = np.isfinite(stored[rows])
        if not finite.all():
            row, column = np.unravel_index(int(np.argmin(finite)), finite.shape)
            at = f"row {rows.start + row}, column {column} (from 0)"
            raise DataError(
                f"{place} must hold finite numbers below 3.4e38; {at} has {flat[rows.start + row, column]}. "
                "Remove or replace such examples."
            )
    return stored


def _class_names(given: Arrays, train: Examples, test: Examples | None) -> tuple[str, ...]:
    """The names given, or the numbers 0 to C - 1 as texts."""
    largest = max(int(part.y.max()) for part in (train, test) if part is not None)
    names = given.arrays.get(NAMES)
    if names is None:
        n_examples = len(train) + (0 if test is None else len(test))
        if largest >= n_examples:  # there must be gaps; a label of a billion would also make a billion rows of W
            raise DataError(
                f"labels in {given.elsewhere.get('y', given.file)} must be 0 to C - 1, with at most as many classes as "
                f"examples, {n_examples}; got {largest}. Number the classes from 0 without gaps, or add class_names."
            )
        return tuple(str(number) for number in range(largest + 1))
    if names.dtype.kind != "U" or names.ndim != 1:
        raise DataError(
            f"{given.place(NAMES)} must be a list of texts; got {names.dtype.name} of shape {names.shape}. "
            "Save numpy.array(['first', 'second'])."
        )
    if largest >= len(names):
        raise DataError(
            f"{given.place(NAMES)} must name every class; it has {len(names)}, and a label is {largest}. "
            "Add the missing names."
        )
    return tuple(str(name) for name in names)


def _largest(x: Stored) -> float:
    return max(float(np.abs(x[rows]).max()) for rows in blocks(len(x)))
