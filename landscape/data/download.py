"""Files fetched on request: whole with the known hash, or not at all; one that was cut goes on where it ended."""

from __future__ import annotations

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landscape.cache_folder import cache_folder
from landscape.errors import DataError
from landscape.files.alone import alone
from landscape.work import Work

_CHUNK = 1 << 18


@dataclass(frozen=True)
class Remote:
    """A file that somebody publishes: its address, its SHA-256 as 64 hex digits, its length."""

    url: str
    sha256: str
    n_bytes: int

    @property
    def file_name(self) -> str:
        """Of the file in the cache."""
        return self.url.rpartition("/")[2]


def download_folder() -> Path:
    """This person's folder for what was fetched, $XDG_CACHE_HOME/losscope/downloads on Linux; it need not exist."""
    return cache_folder("downloads")


def download(remote: Remote, mirror: str, source: str, work: Work) -> Path:
    """The file in the cache; fetched from `mirror`, or where that is empty from its own address, if it is not there.

    Raises:
        DataError: no network, another hash, no room, an address that is none. What arrived so far is kept beside the
            file as .part and the next attempt goes on from it, unless its hash was wrong.
        Cancelled: the work was asked to stop; what arrived is kept as well.
    """
    import pooch

    url = mirror or remote.url
    if not url.startswith(("http://", "https://")):
        raise DataError(f"url of {source} must begin with http:// or https://; got {url!r}. Correct data.url.")
    folder = download_folder()
    target = folder / remote.file_name
    part = folder / f"{remote.file_name}.part"
    _check_room(folder, remote, part)
    pooch.get_logger().disabled = True  # the window and the command line show progress themselves

    def fetch(address: str, output: Any, _: Any, check_only: bool = False) -> None:
        _fetch(address, part, remote, source, work)
        os.replace(part, output)

    try:
        # Two at once would write into one .part, and the later one into the finished file.
        with alone(folder / f".{remote.file_name}.lock", work, "waiting for another download"):
            return Path(
                pooch.retrieve(
                    url, known_hash=f"sha256:{remote.sha256}", fname=remote.file_name, path=folder, downloader=fetch
                )
            )
    except ValueError as error:  # pooch's word for another hash
        if isinstance(error, DataError):
            raise
        part.unlink(missing_ok=True)
        raise DataError(
            f"{url} must be {remote.file_name} with SHA-256 {remote.sha256[:12]}...; what arrived has another hash and "
            "was deleted. Try again, or set data.url to another mirror."
        ) from error
    except OSError as error:
        raise DataError(
            f"{target} cannot be written; {error.strerror or error}. Make room, or fetch {url} yourself and set "
            "data.path."
        ) from error


def _check_room(folder: Path, remote: Remote, part: Path) -> None:
    if (folder / remote.file_name).exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        wanted = remote.n_bytes - (part.stat().st_size if part.exists() else 0)
    except OSError as error:
        raise DataError(f"{folder} cannot be written; {error.strerror}. Set data.path instead.") from error
    if free < wanted:
        raise DataError(
            f"{folder} must have room for {wanted / 1e6:,.0f} MB; {free / 1e6:,.0f} MB are free. Make room, or set "
            "data.path."
        )


def _fetch(url: str, part: Path, remote: Remote, source: str, work: Work) -> None:
    """Everything of `url` that `part` has not yet, appended to it."""
    import requests

    have = part.stat().st_size if part.exists() else 0
    if have > remote.n_bytes:
        part.unlink()
        have = 0
    if have == remote.n_bytes:
        return
    work.check()
    headers = {"Range": f"bytes={have}-", "Accept-Encoding": "identity"} if have else {"Accept-Encoding": "identity"}
    try:
        with requests.get(url, headers=headers, stream=True, timeout=(10.0, 30.0)) as answer:
            answer.raise_for_status()
            if have and answer.status_code != 206:  # a server that cannot go on begins anew
                have = 0
            length = answer.headers.get("Content-Length", "")
            if length.isdecimal() and have + int(length) != remote.n_bytes:  # another file, or a page that says so
                raise DataError(
                    f"{url} must have {remote.n_bytes:,} bytes; it has {have + int(length):,}. Set data.url to another "
                    "mirror."
                )
            with part.open("ab" if have else "wb") as file:
                for chunk in answer.iter_content(_CHUNK):
                    work.check()
                    have += len(chunk)
                    if have > remote.n_bytes:
                        break
                    file.write(chunk)
                    work.progress("downloading", have / remote.n_bytes)
    except requests.HTTPError as error:
        status = getattr(error.response, "status_code", "no")
        raise DataError(
            f"{url} must be there; the server says {status}. Set data.url to a mirror, or data.path to files you have."
        ) from error
    except requests.RequestException as error:
        arrived = f" after {have / 1e6:,.0f} MB, which are kept" if have else ""
        reason = "it cannot be reached" if isinstance(error, requests.ConnectionError) and not have else "it was cut"
        raise DataError(
            f"{source} must be fetched from {url}; {reason}{arrived}. Check the network and try again, or "
            "set data.path."
        ) from error
    if have < remote.n_bytes:
        raise DataError(
            f"{source} must be fetched from {url}; it was cut after {have / 1e6:,.0f} MB, which are kept. Try again."
        )
    if have > remote.n_bytes:
        with contextlib.suppress(OSError):
            part.unlink()
        raise DataError(
            f"{url} must have {remote.n_bytes:,} bytes; it has more and was deleted. Set data.url to another mirror."
        )
