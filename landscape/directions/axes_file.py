"""Axes that a file keeps: an .npz with `axes` (k, P), as every dump of Losscope's is one, or a .npy of (k, P)."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.npyio import NpzFile
from numpy.typing import NDArray

from landscape.data.archive import BROKEN
from landscape.errors import SliceError
from trainers.objective import Array

LARGEST = 2**31  # bytes of a file that is read; also of what it may claim to hold
KEYS = ("axes", "origin", "description")


@dataclass(frozen=True, eq=False)
class AxesFile:
    """The axes (k, P) of a file, its origin (P,) or None, and in words what they belong to."""

    name: str
    axes: Array
    origin: Array | None
    belongs_to: str
    digest: str

    @property
    def needed_origin(self) -> Array:
        """The origin.

        Raises:
            SliceError: the file has none.
        """
        if self.origin is None:
            raise SliceError(f"{self.name} holds no origin, which a point named file needs. Use slice.center=base.")
        return self.origin


def read_axes_file(path: str, n_weights: int) -> AxesFile:
    """The axes in a file for a model of `n_weights` weights. Nothing in it is ever unpickled.

    Raises:
        SliceError: no file is named, it cannot be read, or its arrays belong to another number of weights.
    """
    if not path:
        raise SliceError("slice.kind=file needs slice.file, an .npz or .npy that holds axes (k, P); got none.")
    source = Path(path).expanduser()
    try:
        if source.stat().st_size > LARGEST:
            raise SliceError(
                f"slice.file must be at most {LARGEST >> 30} GiB; {source} is larger. Keep the axes alone."
            )
        content = source.read_bytes()
    except OSError as error:
        raise SliceError(
            f"slice.file cannot be read: {source} ({error.strerror or 'unreadable'}). Check it."
        ) from error
    try:
        found = _arrays(content)
    except (*BROKEN, TypeError, AttributeError) as error:
        raise SliceError(f"slice.file must be an .npz or .npy of plain arrays; {source} is not.") from error
    if "axes" not in found:
        raise SliceError(f"slice.file must hold axes (k, P); {source.name} holds no array of that name.")
    belongs_to = _belongs_to(found.get("description"))
    axes = _numbers(found["axes"], "axes", source.name)
    axes = axes[None] if axes.ndim == 1 else axes
    origin = _numbers(found["origin"], "origin", source.name) if "origin" in found else None
    for name, array in (("axes", axes), ("origin", origin)):
        if array is not None and (array.ndim != (2 if name == "axes" else 1) or array.shape[-1] != n_weights):
            raise SliceError(
                f"{name} in {source.name} of shape {array.shape} belong to {belongs_to}; "
                f"this model has {n_weights:,} weights. Use a file of the same data and model."
            )
    return AxesFile(source.name, axes, origin, belongs_to, hashlib.sha256(content).hexdigest())


def file_digest(path: str) -> str:
    """The SHA-256 of a file, empty where it cannot be read: what a remembered slice depends on."""
    try:
        with Path(path).expanduser().open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    loaded = np.load(BytesIO(content), allow_pickle=False)
    if not isinstance(loaded, NpzFile):
        return {"axes": loaded}
    with loaded as archive:
        assert archive.zip is not None
        sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.zip.infolist()}
        if sum(sizes.get(key, 0) for key in KEYS) > LARGEST:  # what a compression bomb unpacks to
            raise ValueError("too large")
        return {key: archive[key] for key in KEYS if key in archive.files}


def _numbers(array: NDArray[Any], name: str, file: str) -> Array:
    if array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise SliceError(f"{name} in {file} must hold finite numbers. Dump it again.")
    return array.astype(np.float64)


def _belongs_to(description: NDArray[Any] | None) -> str:
    """What a dump's description says its axes were made for."""
    try:
        table = tomllib.loads(str(description))
        return f"{table['data']['source']}, {table['objective']['model']}, {table['objective']['loss']}"
    except (ValueError, KeyError, TypeError):
        return "something that the file does not name"
