"""Your own images: a folder with one subfolder for each class."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.arrays import check_size
from landscape.data.dataset import Examples
from landscape.data.image_file import ENDINGS, Header, header_of, pixels_of
from landscape.data.places import folder_of, is_folder
from landscape.data.source import RawData, Source
from landscape.errors import DataError
from landscape.work import Work
from trainers.parameters import parameter


@dataclass(frozen=True, kw_only=True)
class ImageFolder(Source):
    """Images by class: FOLDER/CLASS/*.png, or FOLDER/train/CLASS and FOLDER/test/CLASS for a split of your own.

    Classes are the subfolders in the order of their names. Images are turned as their camera says, shown on white
    where they are transparent, and gray only where all of them are; with `size` they are cropped to their middle
    square and brought to size x size pixels (Lanczos), without it they must have equal sizes.
    """

    name: ClassVar[str] = "folder"
    summary: ClassVar[str] = "Your own images, from a folder with one subfolder for each class."

    path: str = parameter("", help="The folder whose subfolders are the classes, or that holds train and test.")
    size: int | None = parameter(
        None, at_least=2, at_most=1024, help="Pixels along a side that images are cropped and brought to."
    )

    def read(self, work: Work) -> RawData:
        """The images, uint8 (N, h * w) or (N, h * w * 3)."""
        folder = folder_of(
            self.path, "path of folder must name a folder with a subfolder of images a class", "data.path"
        )
        parts = [folder / "train", folder / "test"] if _has_split(folder) else [folder]
        names = _classes(parts[0])
        listed = [_listed(part, names, "train" if part is parts[0] else "test") for part in parts]
        total = sum(len(files) for files, _ in listed)
        headers, done = [], 0
        for files, _ in listed:
            for file in files:
                work.check()
                headers.append((file, header_of(file)))
                done += 1
                work.progress("reading data", 0.2 * done / total)
        height, width = self._side(headers)
        color = self.color == "color" or (self.color == "own" and any(header.color for _, header in headers))
        shape = (height, width, 3) if color else (height, width)
        check_size(f"the images of {folder}", (total, *shape), 1)
        read, done = [], 0
        for files, labels in listed:
            x: NDArray[Any] = np.empty((len(files), *shape), dtype=np.uint8)
            for row, file in enumerate(files):
                work.check()
                pixels = pixels_of(file, color, (width, height), self.size is not None)
                if pixels.shape != shape:  # written to since its header was read
                    raise DataError(f"{file} must stay as it is while it is read; it changed. Try again.")
                x[row] = pixels
                done += 1
                work.progress("reading data", 0.2 + 0.8 * done / total)
            read.append(Examples(x.reshape(len(files), -1), labels))
        brought = "" if self.size is None else f", cropped to squares and brought to {self.size} x {self.size} pixels"
        return RawData(
            examples=read[0],
            test=read[1] if len(read) > 1 else None,
            class_names=names,
            image_shape=shape,
            planar=False,
            peak=255.0,
            scale=1 / 255,
            note=f"{total:,} images of {folder.name or folder}{brought}, {'color' if color else 'gray'}.",
        )

    def _side(self, headers: list[tuple[Path, Header]]) -> tuple[int, int]:
        if self.size is not None:
            return self.size, self.size
        first, header = headers[0]
        for file, other in headers:
            if (other.height, other.width) != (header.height, header.width):
                raise DataError(
                    f"images must have equal sizes; {first} has {header.width} x {header.height} pixels and {file} "
                    f"{other.width} x {other.height}. Set data.size to bring them to one, for example data.size=32."
                )
        return header.height, header.width


def _has_split(folder: Path) -> bool:
    return is_folder(folder / "train") and is_folder(folder / "test")


def _classes(folder: Path) -> tuple[str, ...]:
    names = sorted(entry.name for entry in _entries(folder) if entry.is_dir() and not entry.name.startswith("."))
    if len(names) < 2:
        found = f"only {names[0]}" if names else "none"
        raise DataError(
            f"{folder} must hold a subfolder for each of at least 2 classes; found {found}. Add one a class."
        )
    return tuple(names)


def _listed(folder: Path, names: tuple[str, ...], split: str) -> tuple[list[Path], NDArray[np.int64]]:
    """The image files of a split and their labels (N,), by class and name."""
    strange = [name for name in _classes(folder) if name not in names]
    if strange:
        raise DataError(f"{folder / strange[0]} must be a class of train too; it is not. Rename or remove it.")
    files, labels = [], []
    for label, name in enumerate(names):
        found = _images(folder / name) if is_folder(folder / name) else []
        if not found and split == "train":
            endings = ", ".join(sorted(ENDINGS))
            raise DataError(f"{folder / name} must hold images ({endings}); found none. Add some or remove the folder.")
        files += found
        labels += [label] * len(found)
    if not files:
        raise DataError(f"{folder} must hold images; found none. Add some or remove the folder.")
    return files, np.array(labels, dtype=np.int64)


def _images(folder: Path) -> list[Path]:
    files = []
    for entry in _entries(folder):
        file = Path(entry.path)
        if entry.name.startswith(".") or file.suffix.lower() not in ENDINGS or entry.is_dir():
            continue
        if not entry.is_file():
            found = "a link to nothing" if entry.is_symlink() else "no file that can be read"
            raise DataError(f"{file} must be an image; it is {found}. Put the image there, or remove it.")
        files.append(file)
    return sorted(files)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise DataError(f"{folder} must be readable; {error.strerror}. Check its permissions.") from error
