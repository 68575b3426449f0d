"""MNIST and its family, from the four files in IDX format, compressed or not."""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.arrays import check_packing, check_size
from landscape.data.dataset import Examples
from landscape.data.places import folder_of, is_file
from landscape.data.source import RawData, Source
from landscape.errors import DataError
from landscape.work import Work
from trainers.parameters import parameter

STEMS = {
    "train": ("train-images", "train-labels"),
    "test": ("t10k-images", "t10k-labels"),
}
UNSIGNED_BYTES = 0x08
_CHUNK = 1 << 22
_GET_IT = "Get the file again."


@dataclass(frozen=True, kw_only=True)
class Mnist(Source):
    """A folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and their t10k siblings, or the same as .gz.

    MNIST, Fashion-MNIST, KMNIST and whatever else has this form. Without t10k files a fifth is split off.
    The format: Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", 1998.
    """

    name: ClassVar[str] = "mnist"
    summary: ClassVar[str] = "MNIST, Fashion-MNIST and the like, from a folder with their IDX files (.gz too)."

    path: str = parameter("", help="The folder with train-images-idx3-ubyte and its siblings, with or without .gz.")

    def read(self, work: Work) -> RawData:
        """The images, uint8 (N, height * width)."""
        folder = folder_of(self.path, "path of mnist must name the folder with its IDX files", "data.path")
        train, shape, name = _split(folder, "train", work, (0.0, 0.7))
        test = None
        if _find(folder, STEMS["test"][0]) or _find(folder, STEMS["test"][1]):
            test, test_shape, test_name = _split(folder, "test", work, (0.7, 1.0))
            if test_shape != shape:
                raise DataError(
                    f"{folder / test_name} must hold images of {shape[0]} x {shape[1]} pixels as {name} does; "
                    f"got {test_shape[0]} x {test_shape[1]}. {_GET_IT}"
                )
        work.progress("reading data", 1.0)
        largest = max(int(part.y.max()) for part in (train, test) if part is not None)
        if largest >= len(train) + (0 if test is None else len(test)):
            raise DataError(
                f"{folder} must hold labels from 0, with at most as many classes as images; a label is {largest}. "
                f"{_GET_IT.replace('file', 'files')}"
            )
        return RawData(
            examples=train,
            test=test,
            class_names=tuple(str(number) for number in range(largest + 1)),
            image_shape=shape,
            planar=False,
            peak=255.0,
            scale=1 / 255,
            note=f"IDX files of {folder.name or folder}.",
        )


def read_idx(file: Path, work: Work) -> NDArray[np.uint8]:
    """The array of unsigned bytes in an IDX file, decompressed where the name ends in .gz; never more than it claims.

    Raises:
        DataError: no IDX file, cut off, too long, or claiming too much.
        Cancelled: the work was asked to stop.
    """
    try:
        with gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb") as stream:
            return _idx(file, stream, work)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error) or "it cannot be read"
        raise DataError(f"{file} must be a whole IDX file; {reason.rstrip('.')}. {_GET_IT}") from error


def _idx(file: Path, stream: IO[bytes] | Any, work: Work) -> NDArray[np.uint8]:
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[3] not in (1, 2, 3):
        rule = "begin with two zero bytes, a type and the number of axes, 1 to 3"
        raise DataError(f"{file} must {rule}; it begins with {head.hex(' ') or 'nothing'}. {_GET_IT}")
    if head[2] != UNSIGNED_BYTES:
        raise DataError(f"{file} must hold unsigned bytes, type 08; it has type {head[2]:02x}. Convert it.")
    sizes = stream.read(4 * head[3])
    if len(sizes) < 4 * head[3]:
        raise DataError(f"{file} must hold {head[3]} lengths after its first 4 bytes; it is cut off. {_GET_IT}")
    shape = struct.unpack(f">{head[3]}I", sizes)
    n_bytes = check_size(str(file), shape, 1)
    if file.suffix == ".gz":
        check_packing(str(file), n_bytes, file.stat().st_size)
    found = bytearray()
    while len(found) <= n_bytes:  # one byte more than claimed tells that there is more
        work.check()
        chunk = stream.read(min(_CHUNK, n_bytes + 1 - len(found)))
        if not chunk:
            break
        found += chunk
    if len(found) != n_bytes:
        number = "more" if len(found) > n_bytes else f"{len(found):,}"
        raise DataError(f"{file} must hold {n_bytes:,} bytes after its header; it holds {number}. {_GET_IT}")
    return np.frombuffer(found, dtype=np.uint8).reshape(shape)


def _split(
    folder: Path, which: str, work: Work, progress: tuple[float, float]
) -> tuple[Examples, tuple[int, int], str]:
    files = []
    for stem in STEMS[which]:
        file = _find(folder, stem)
        if file is None:
            raise DataError(
                f"{folder} must hold {stem}-idx{3 if 'images' in stem else 1}-ubyte or the same with .gz; it is "
                "missing. Put it there, or correct data.path."
            )
        files.append(file)
    images, labels = files
    x = read_idx(images, work)
    work.progress("reading data", (progress[0] + progress[1]) / 2)
    y = read_idx(labels, work)
    work.progress("reading data", progress[1])
    if x.ndim != 3 or x.size == 0:
        raise DataError(f"{images} must hold images, shape (N, h, w); got {x.shape}. {_GET_IT}")
    if y.shape != (len(x),):
        raise DataError(
            f"{labels} must hold one label for each of {len(x):,} images; got shape {y.shape}. Get both files again."
        )
    return Examples(x.reshape(len(x), -1), y.astype(np.int64)), (x.shape[1], x.shape[2]), images.name


def _find(folder: Path, stem: str) -> Path | None:
    axes = 3 if "images" in stem else 1
    for joint in ("-", "."):
        for ending in ("", ".gz"):
            file = folder / f"{stem}{joint}idx{axes}-ubyte{ending}"
            if is_file(file):
                return file
    return None
