"""What is done to examples between their source and the classifier: classes, color, how they are stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from landscape.data.dataset import Examples, Stored
from landscape.data.raw import RawData
from landscape.errors import DataError
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array

LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601, as Pillow's and OpenCV's gray

Convert = Callable[[NDArray[Any]], NDArray[Any]]


def with_classes(raw: RawData, wanted: tuple[str, ...], source: str) -> RawData:
    """The examples of these classes alone, which are numbered in the order given.

    Raises:
        DataError: a class is not the source's, or has no examples.
    """
    unknown = [name for name in wanted if name not in raw.class_names]
    if unknown:
        known = ", ".join(raw.class_names[:12]) + (", ..." if len(raw.class_names) > 12 else "")
        raise DataError(f"classes of {source} must be among {known}; got {unknown[0]!r}. Correct data.classes.")
    number = np.full(len(raw.class_names), -1, dtype=np.int64)
    number[[raw.class_names.index(name) for name in wanted]] = np.arange(len(wanted))

    def chosen(examples: Examples) -> Examples:
        found = examples.take(np.flatnonzero(number[examples.y] >= 0))
        return Examples(found.x, number[found.y])

    train, test = chosen(raw.examples), None if raw.test is None else chosen(raw.test)
    for part, words in ((train, ""), (test, "test ")):
        counts = None if part is None else np.bincount(part.y, minlength=len(wanted))
        if counts is not None and not counts.all() and (part is train or counts.any()):
            empty = wanted[int(np.argmin(counts))]
            raise DataError(f"classes of {source} must have {words}examples; {empty!r} has none. Leave it out.")
    note = f"{raw.note} Classes {', '.join(wanted)} of {len(raw.class_names)}."
    return replace(raw, examples=train, test=test, class_names=wanted, note=note)


def with_color(raw: RawData, color: str, source: str, work: Work) -> RawData:
    """Images in "gray" (0.299 red + 0.587 green + 0.114 blue) or "color" (gray ones repeated three times).

    Raises:
        DataError: the examples are no images.
    """
    shape = raw.image_shape
    if shape is None:
        raise DataError(f"color of {source} must be own, for its examples are no images; got {color}. Try own.")
    is_color = len(shape) == 3
    if is_color == (color == "color"):
        return raw
    if is_color:
        convert: Convert = _gray_planar if raw.planar else _gray
        width, note = shape[0] * shape[1], f"{raw.note} Made gray."
    else:
        convert, width, note = _repeated, 3 * shape[0] * shape[1], f"{raw.note} Gray images as color."
    new_shape = shape[:2] if is_color else (*shape, 3)
    train, test = (
        None if part is None else _converted(part, width, part.x.dtype, convert, work)
        for part in (raw.examples, raw.test)
    )
    assert train is not None
    return replace(raw, examples=train, test=test, image_shape=new_shape, planar=False, note=note)


def with_dtype(raw: RawData, dtype: str, source: str, work: Work) -> RawData:
    """Stored as "float32", or as "uint8": 0 to the largest value in 255 steps, rounded.

    Raises:
        DataError: uint8 was asked for, and a value is negative.
    """
    if raw.examples.x.dtype == dtype:
        return raw
    width = raw.examples.x.shape[1]
    to_bytes = dtype == "uint8"
    factor = 255.0 / raw.peak

    def convert(x: NDArray[Any]) -> NDArray[Any]:
        if not to_bytes:
            return x.astype(np.float32)
        if x.min() < 0:
            raise DataError(f"dtype of {source} must be own or float32, for a value is {x.min():g}. Try float32.")
        return np.rint(np.minimum(x.astype(np.float64) * factor, 255.0)).astype(np.uint8)

    train, test = (
        None if part is None else _converted(part, width, np.dtype(dtype), convert, work)
        for part in (raw.examples, raw.test)
    )
    assert train is not None
    peak, scale = (255.0, raw.scale / factor) if to_bytes else (raw.peak, raw.scale)
    how = f"uint8, rounded to steps of {1 / factor:.3g}" if to_bytes else "float32"
    return replace(raw, examples=train, test=test, peak=peak, scale=scale, note=f"{raw.note} Stored as {how}.")


def standardizing(x: Stored, center: bool, factor: float, work: Work) -> tuple[Array, Array | None, int]:
    """The map that gives every feature deviation `factor`, and mean 0 where `center`: scale (D,), mean (D,).

    Statistics are those of x (N, D), which is the training split: float64 sums of fixed blocks, in order. A feature
    that is constant becomes 0 everywhere; the third result counts those.
    """
    mean = block_sums(x, work, "averaging data") / len(x)
    deviation = np.sqrt(block_sums(x, work, "standardizing data", mean) / len(x))
    constant = deviation <= 1e-6 * np.maximum(1e-30, np.abs(mean))
    scale = np.where(constant, 0.0, factor / np.where(constant, 1.0, deviation))
    return scale, scale * mean if center else None, int(constant.sum())


def block_sums(x: Stored, work: Work, stage: str, around: Array | None = None) -> Array:
    """The sum (D,) over the rows of x (N, D), or of their squares around `around` (D,)."""

    def of_block(rows: slice) -> Array:
        if around is None:
            return np.asarray(x[rows].sum(axis=0, dtype=np.float64))
        return np.asarray(((x[rows] - around) ** 2).sum(axis=0))

    total = np.zeros(x.shape[1])
    for part in map_in_order(of_block, blocks(len(x)), work, stage):
        total += part
    return total


def all_constant(x: Stored) -> bool:
    """Whether no feature differs between any two rows of x (N, D)."""
    first = x[:1]
    return all(bool((x[rows] == first).all()) for rows in blocks(len(x)))


def _converted(examples: Examples, width: int, dtype: np.dtype[Any], convert: Convert, work: Work) -> Examples:
    x = np.empty((len(examples), width), dtype=dtype)
    parts = blocks(len(examples))
    for rows, part in zip(
        parts, map_in_order(lambda r: convert(examples.x[r]), parts, work, "reading data"), strict=True
    ):
        x[rows] = part
    return Examples(x, examples.y)


def _gray_planar(x: NDArray[Any]) -> NDArray[Any]:
    return _luma(x.reshape(len(x), 3, -1).transpose(0, 2, 1), x.dtype)


def _gray(x: NDArray[Any]) -> NDArray[Any]:
    return _luma(x.reshape(len(x), -1, 3), x.dtype)


def _luma(pixels: NDArray[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    values = pixels[..., 0] * LUMA[0] + pixels[..., 1] * LUMA[1] + pixels[..., 2] * LUMA[2]
    return (np.rint(values) if dtype == np.uint8 else values).astype(dtype)


def _repeated(x: NDArray[Any]) -> NDArray[Any]:
    return np.repeat(x, 3, axis=1)
