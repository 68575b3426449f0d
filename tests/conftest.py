"""What every test stands on: one BLAS thread, no display, a home of its own, the same examples each time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from landscape.blas import use_one_thread

use_one_thread()  # none of the imports above loads numpy; the tests' own will
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # for a run on a display: QT_QPA_PLATFORM=xcb

settings.register_profile("same every time", deadline=None, derandomize=True)
settings.load_profile("same every time")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tester's settings and last session out of the tests, and the tests out of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


@pytest.fixture(scope="session")
def cifar10_folder() -> Path:
    """The folder with CIFAR-10 in its official binary layout, named by LOSSCOPE_CIFAR10."""
    name = os.environ.get("LOSSCOPE_CIFAR10")
    if name is None:
        pytest.skip("CIFAR-10 is not here: set LOSSCOPE_CIFAR10 to the folder with data_batch_1.bin")
    folder = Path(name)
    assert (folder / "data_batch_1.bin").is_file(), f"LOSSCOPE_CIFAR10 names {folder}, which has no data_batch_1.bin"
    return folder
