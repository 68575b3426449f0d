"""Data sets of OpenML, by name: fetched on request, kept, and read from there afterwards."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from landscape.data.archive import read_arrays
from landscape.data.arrays import Arrays, raw_data
from landscape.data.download import download_folder
from landscape.data.places import is_file
from landscape.data.source import RawData, Source
from landscape.errors import DataError, FileError
from landscape.files.atomic import replacing
from landscape.work import Work
from trainers.errors import InvalidValue
from trainers.parameters import parameter

POLL = 0.05  # seconds between two looks at whether to stop
Table = tuple[NDArray[Any], NDArray[np.int64], NDArray[np.str_]]  # features, labels, names of classes
_NAME = re.compile(r"[\w.() -]{1,120}")


@dataclass(frozen=True, kw_only=True)
class OpenMl(Source):
    """A data set of openml.org whose features are numbers, with the target that OpenML names as its classes.

    What was fetched is kept as an .npz file in the cache folder. Features are stored as uint8 where all are whole
    numbers from 0 to 255, else as float32. Source: J. Vanschoren et al., "OpenML", SIGKDD Explorations 15, 2013.
    """

    name: ClassVar[str] = "openml"
    summary: ClassVar[str] = "A data set of openml.org by its name, fetched once on request."

    dataset: str = parameter("", help="Its name there, such as mnist_784 or iris.")
    version: int = parameter(1, at_least=1, at_most=1_000_000, help="Its version there.")
    download: bool = parameter(
        False, help="Fetch it from openml.org if it was not fetched before; else nothing is ever fetched."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.dataset and (not _NAME.fullmatch(self.dataset) or self.dataset.startswith(".")):
            raise InvalidValue(
                f"dataset of openml must be a name of letters, digits and _.()-; got {self.dataset!r}. Try 'iris'."
            )

    def read(self, work: Work) -> RawData:
        """The arrays that were kept, or fetched now."""
        work.check()
        if not self.dataset:
            raise DataError(
                "dataset of openml must name a data set; it is not set. Set data.dataset=iris, for example."
            )
        kept = download_folder() / f"openml-{self.dataset}-{self.version}.npz"
        if not is_file(kept):
            if not self.download:
                raise DataError(
                    f"{self.dataset} of openml must have been fetched before; it was not. Set data.download=true to "
                    "fetch it from openml.org."
                )
            work.progress("downloading", 0.0)
            x, y, names = _awaited(lambda: _fetched(self.dataset, self.version), work)
            _keep(kept, x, y, names)
            work.progress("downloading", 1.0)
        where = f"{self.dataset}, version {self.version}, of openml.org"
        return raw_data(Arrays(kept, read_arrays(kept)), work, where)


def _awaited(fetch: Callable[[], Table], work: Work) -> Table:
    """What `fetch` gives. Nothing stops it while it waits for the network, so it waits in a thread of its own.

    Raises:
        Cancelled: the work was asked to stop; the thread is left to its end, and what it may yet find is dropped.
    """
    found: list[Table] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(fetch())
        except BaseException as error:
            failed.append(error)

    # A daemon: a server that never answers must not keep the program from ending.
    thread = Thread(target=run, name="losscope-openml", daemon=True)
    thread.start()
    while thread.is_alive():
        work.check()
        thread.join(POLL)
    if failed:
        raise failed[0]
    return found[0]


def _fetched(dataset: str, version: int) -> Table:
    """Features (N, D), labels (N,) and class names of a data set, through scikit-learn."""
    from http.client import HTTPException  # with all of SSL: it would hold up everything that reads no OpenML
    from urllib.error import HTTPError, URLError

    from sklearn.datasets import fetch_openml

    place = f"{dataset}, version {version}, of openml"

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its attempts: what comes of them is said below
            found = fetch_openml(
                dataset, version=version, as_frame=False, parser="liac-arff", cache=False, n_retries=1, delay=0.1
            )
    except HTTPError as error:
        raise DataError(
            f"{place} must be there; openml.org says {error.code}. Check the name on openml.org."
        ) from error
    except (URLError, HTTPException, TimeoutError, ConnectionError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(
            f"{place} must be fetched from openml.org; it cannot be reached or was cut. Check the network and try "
            "again."
        ) from error
    except Exception as error:  # what is wrong with a table has classes that scikit-learn keeps to itself
        reason = " ".join(str(error).split())[:120].removesuffix(".")
        if "md5 checksum" in reason:
            raise DataError(
                f"{place} must arrive as openml.org describes it; what arrived has another MD5 and was not kept. "
                "Try again."
            ) from error
        raise DataError(f"{place} must be a table of numbers; {reason}. Choose another data set.") from error
    x, target = found.data, found.target
    if not isinstance(x, np.ndarray):
        raise DataError(f"{place} must be a full table; it is a sparse one. Choose another data set.")
    if target is None or np.ndim(target) != 1:
        raise DataError(f"{place} must have one column of labels; it has none or several. Choose another data set.")
    if x.dtype.kind not in "biuf":
        raise DataError(f"{place} must have numbers as features; it has texts too. Choose another data set.")
    if target.dtype.kind == "f" and not np.isfinite(target).all():
        raise DataError(f"{place} must have a label for every example; some are missing. Choose another data set.")
    names, y = np.unique(target.astype(str), return_inverse=True)
    whole = np.isfinite(x).all() and x.min() >= 0 and x.max() <= 255 and (x == np.floor(x)).all()
    return x.astype(np.uint8 if whole else np.float32), y.astype(np.int64), names.astype(np.str_)


def _keep(file: Path, x: NDArray[Any], y: NDArray[np.int64], names: NDArray[np.str_]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as partial, partial.open("wb") as stream:
            np.savez(stream, X=x, y=y, class_names=names)
    except (OSError, FileError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{file} cannot be written; {reason}. Make room there.") from error
