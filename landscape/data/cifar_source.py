"""What CIFAR-10 and CIFAR-100 share as sources: files that are given or fetched, and the pictures in them."""

from __future__ import annotations

from dataclasses import dataclass

from landscape.data.cifar_files import find_place, read_place
from landscape.data.cifar_format import CifarFormat
from landscape.data.download import Remote, download
from landscape.data.source import RawData
from landscape.errors import DataError
from landscape.work import Work


@dataclass(frozen=True)
class Wanted:
    """The fields of a description that say where the files are and how they are read."""

    path: str
    download: bool
    url: str
    stream: bool


def read_cifar(cifar: CifarFormat, remote: Remote, wanted: Wanted, note: str, work: Work) -> RawData:
    """Training and test examples of 32 x 32 color pixels, uint8 and planar.

    Raises:
        DataError: no path is set and nothing may be fetched, or the files are not what they should be.
        Cancelled: the work was asked to stop.
    """
    path = wanted.path
    if not path and wanted.download:
        path = str(download(remote, wanted.url, cifar.source, work))
    if not path:
        raise DataError(
            f"path of {cifar.source} must name the folder with its files; it is not set. {cifar.get_it} and set "
            "data.path, or set data.download=true."
        )
    train, test, names = read_place(find_place(path, cifar), cifar, wanted.stream, work)
    return RawData(
        examples=train,
        test=test,
        class_names=names,
        image_shape=(32, 32, 3),
        planar=True,
        peak=255.0,
        scale=1 / 255,
        note=note,
    )
