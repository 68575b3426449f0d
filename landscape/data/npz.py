"""Examples of your own, from an .npz file. Nothing in the file is ever unpickled."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.archive import Loaded, read_arrays
from landscape.data.dataset import Examples, Stored
from landscape.data.source import RawData, Source
from landscape.errors import DataError
from landscape.work import Work, blocks
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class Npz(Source):
    """Your own examples: X (N, D), or images (N, h, w) or (N, h, w, 3), with labels y (N,) from 0 to C - 1.

    `X_test` with `y_test`, and `class_names` (C,) may be in the file too; without a test split, a fifth is
    split off. uint8 stays uint8 and is scaled by 1 / 255; any other numbers become float32 and are scaled by
    1 / the largest absolute value of X.
    """

    name: ClassVar[str] = "npz"
    summary: ClassVar[str] = "Your own examples, from an .npz file with the arrays X and y."

    path: str = parameter("", help="The .npz file with X and y; X_test, y_test and class_names if you like.")

    def read(self, work: Work) -> RawData:
        """The arrays of the file, x (N, D) in uint8 or float32."""
        work.check()
        file = self._file()
        arrays = read_arrays(file)
        work.progress("reading data", 0.5)
        shape = _image_shape(file, arrays["X"])
        train = _examples(file, arrays, "X", "y", work)
        test = None
        if "X_test" in arrays:
            _check_test(file, arrays["X"], arrays["X_test"])
            test = _examples(file, arrays, "X_test", "y_test", work)
        names = _class_names(file, arrays.get("class_names"), train, test)
        original = arrays["X"].dtype
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
            note=f"{file.name}, stored as {stored}{converted}.",
        )

    def _file(self) -> Path:
        if not self.path:
            raise DataError("path of npz must name an .npz file; it is not set. Set data.path.")
        file = Path(os.path.expanduser(self.path))
        if not file.is_file():
            found = "is a folder" if file.is_dir() else "does not exist"
            raise DataError(f"path of npz must name an .npz file; {file} {found}. Check data.path.")
        return file


def _image_shape(file: Path, x: Loaded) -> tuple[int, ...] | None:
    """(h, w) or (h, w, 3) where X holds images; checks X's shape."""
    if x.ndim not in (2, 3, 4) or (x.ndim == 4 and x.shape[3] != 3):
        raise DataError(
            f"X in {file} must have shape (N, D), (N, h, w) or (N, h, w, 3); got {x.shape}. Reshape it to (N, D)."
        )
    if x.size == 0:
        raise DataError(
            f"X in {file} must hold at least one example with one feature; got shape {x.shape}. Save some examples."
        )
    return None if x.ndim == 2 else x.shape[1:]


def _check_test(file: Path, x: Loaded, x_test: Loaded) -> None:
    if x_test.shape[1:] != x.shape[1:] or len(x_test) == 0:
        rule = f"hold examples of X's shape {x.shape[1:]}, at least one"
        raise DataError(
            f"X_test in {file} must {rule}; got shape {x_test.shape}. Leave out X_test and y_test to split X."
        )
    if (x_test.dtype == np.uint8) != (x.dtype == np.uint8):
        raise DataError(
            f"X_test in {file} must be stored like X, as {x.dtype.name}; got {x_test.dtype.name}. "
            "Save both with one dtype and scale."
        )


def _examples(file: Path, arrays: dict[str, Loaded], x_key: str, y_key: str, work: Work) -> Examples:
    x, y = arrays[x_key], arrays[y_key]
    if y.shape != (len(x),):
        raise DataError(
            f"{y_key} in {file} must have one label per example of {x_key}, shape ({len(x)},); got {y.shape}. "
            f"Give {y_key} the length of {x_key}."
        )
    labels = _labels(file, y_key, y)
    return Examples(_stored(file, x_key, x, work), labels)


def _labels(file: Path, key: str, y: Loaded) -> NDArray[np.int64]:
    rule = f"{key} in {file} must hold whole numbers from 0 to C - 1"
    if y.dtype.kind not in "biuf":
        raise DataError(f"{rule}; got {y.dtype.name}. Number the classes from 0 and put their names in class_names.")
    right = (y >= 0) & (y <= np.iinfo(np.int32).max)
    if y.dtype.kind == "f":
        right &= np.floor(y) == y
    if not right.all():
        row = int(np.argmin(right))
        raise DataError(f"{rule}; row {row} (from 0) has {y[row]}. Number the classes from 0.")
    return y.astype(np.int64)


def _stored(file: Path, key: str, x: Loaded, work: Work) -> Stored:
    """x as (N, D), uint8 as it is and other numbers as float32; refuses NaN and infinity."""
    if x.dtype.kind not in "biuf":
        raise DataError(
            f"{key} in {file} must hold real numbers; got {x.dtype.name}. Convert it with {key}.astype('float32')."
        )
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
            place = f"row {rows.start + row}, column {column} (from 0)"
            raise DataError(
                f"{key} in {file} must hold finite numbers below 3.4e38; {place} has {flat[rows.start + row, column]}. "
                "Remove or replace such examples."
            )
    return stored


def _class_names(file: Path, names: Loaded | None, train: Examples, test: Examples | None) -> tuple[str, ...]:
    """The names in the file, or the numbers 0 to C - 1 as texts."""
    largest = max(int(part.y.max()) for part in (train, test) if part is not None)
    if names is None:
        n_examples = len(train) + (0 if test is None else len(test))
        if largest >= n_examples:  # there must be gaps; a label of a billion would also make a billion rows of W
            raise DataError(
                f"labels in {file} must be 0 to C - 1, with at most as many classes as examples, {n_examples}; "
                f"got {largest}. Number the classes from 0 without gaps, or add class_names."
            )
        return tuple(str(number) for number in range(largest + 1))
    if names.dtype.kind != "U" or names.ndim != 1:
        raise DataError(
            f"class_names in {file} must be a list of texts; got {names.dtype.name} of shape {names.shape}. "
            "Save numpy.array(['first', 'second'])."
        )
    if largest >= len(names):
        raise DataError(
            f"class_names in {file} must name every class; it has {len(names)}, and a label is {largest}. "
            "Add the missing names."
        )
    return tuple(str(name) for name in names)


def _largest(x: Stored) -> float:
    return max(float(np.abs(x[rows]).max()) for rows in blocks(len(x)))
