"""The cache: found again byte for byte, whole or not used, bounded, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from landscape.cache_folder import cache_folder
from landscape.data.dataset import Dataset
from landscape.features.cache import Extracted, load, save
from landscape.features.extract import with_features
from landscape.features.histogram import Histogram
from landscape.features.hog import Hog
from landscape.features.patches import Patches
from landscape.features.pixels import Pixels
from landscape.work import Work

PATCHES = Patches(words=6, patch=4)


def made(dataset: Dataset, *features, seed: int = 0) -> Dataset:
    return with_features(dataset, features, seed, True, Work())


@pytest.fixture
def no_computing(monkeypatch: pytest.MonkeyPatch):
    """From the moment it is called, computing a feature fails."""

    def forbid() -> None:
        def fail(*_args: object) -> None:
            raise AssertionError("it was computed anew")

        for kind in (Hog, Histogram, Patches):
            monkeypatch.setattr(kind, "extract", fail)
            monkeypatch.setattr(kind, "learn", fail)

    return forbid


def test_features_are_computed_once(photographs: Dataset, cache: Path, no_computing) -> None:
    first = made(photographs, Hog(), PATCHES)
    assert cache == cache_folder("features")
    assert len(list(cache.iterdir())) == 2
    no_computing()
    for features in ((Hog(), PATCHES), (PATCHES, Hog()), (Hog(),), (PATCHES,)):
        made(photographs, *features)  # in any order, and each alone
    again = made(photographs, Hog(), PATCHES)
    assert again.hash == first.hash
    assert again.learned[1]["words"].tobytes() == first.learned[1]["words"].tobytes()


def test_other_images_settings_or_seeds_are_other_entries(photographs: Dataset, digits: Dataset, cache: Path) -> None:
    for count, (dataset, feature, seed) in enumerate(
        [
            (photographs, Hog(), 0),
            (photographs, Hog(orientations=8), 0),
            (digits, Hog(), 0),
            (photographs, PATCHES, 0),
            (photographs, PATCHES, 1),
        ],
        start=1,
    ):
        made(dataset, feature, seed=seed)
        assert len(list(cache.iterdir())) == count
    made(photographs, Hog(), seed=1)  # it learns nothing, so a seed changes nothing
    made(photographs, Pixels())  # as quickly computed as read
    assert len(list(cache.iterdir())) == 5


@pytest.mark.parametrize("harm", [b"", b"PK\x03\x04 cut off", "half", "changed"])
def test_a_damaged_entry_is_computed_anew(photographs: Dataset, cache: Path, harm) -> None:
    first = made(photographs, Hog())
    (entry,) = cache.iterdir()
    whole = entry.read_bytes()
    middle = len(whole) // 2
    changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    entry.write_bytes({"half": whole[:middle], "changed": changed}.get(harm, harm))
    assert made(photographs, Hog()).hash == first.hash
    assert entry.read_bytes() == whole


def test_an_entry_of_other_counts_is_not_used(cache: Path) -> None:
    found = Extracted(np.zeros((4, 3), np.float32), np.ones((2, 3), np.float32), {"words": np.eye(2)})
    save(cache, "key", found)
    known = load(cache, "key", 4, 2)
    assert known is not None
    np.testing.assert_array_equal(known.test, found.test)
    np.testing.assert_array_equal(known.learned["words"], np.eye(2))
    assert load(cache, "key", 5, 2) is None
    assert load(cache, "key", 4, 3) is None
    assert load(cache, "other", 4, 2) is None


def test_the_entries_used_longest_ago_make_room(cache: Path) -> None:
    part = Extracted(np.zeros((1000, 10), np.float32), np.zeros((10, 10), np.float32), {})
    size = part.train.nbytes + part.test.nbytes + 1000
    for age, key in enumerate("abc"):
        save(cache, key, part, limit=3 * size)
        os.utime(cache / f"{key}.npz", (1000 + age, 1000 + age))
    assert load(cache, "a", 1000, 10) is not None  # now used last
    save(cache, "d", part, limit=3 * size)
    assert sorted(file.stem for file in cache.iterdir()) == ["a", "c", "d"]
    save(cache, "e", part, limit=size // 2)  # larger than all room: not kept
    assert sorted(file.stem for file in cache.iterdir()) == ["a", "c", "d"]


def test_a_folder_that_cannot_be_is_no_error(photographs: Dataset, cache: Path) -> None:
    cache.parent.mkdir()
    cache.write_text("a file where the folder should be")
    assert made(photographs, Hog()).n_features > 0
    assert cache.read_text() == "a file where the folder should be"


def test_a_changed_pixel_of_any_image_is_another_entry(photographs: Dataset, cache: Path) -> None:
    made(photographs, Hog())
    for split in ("train", "test"):
        x = getattr(photographs, split).x.copy()
        x[-1, -1] ^= 1
        made(replace(photographs, **{split: replace(getattr(photographs, split), x=x)}), Hog())
    assert len(list(cache.iterdir())) == 3


def test_a_disk_that_fills_up_keeps_no_part_of_an_entry_and_is_no_error(photographs: Dataset, cache: Path) -> None:
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    first = made(photographs, Hog())
    (entry,) = cache.iterdir()
    size = entry.stat().st_size
    entry.unlink()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, before[1]))  # a real error of writing, half-way
    try:
        second = made(photographs, Hog())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(cache.iterdir()) == []
    assert first.hash == second.hash


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of the fixture is Linux's")
def test_two_processes_at_once_both_have_the_features_and_leave_one_entry(cache: Path) -> None:
    code = (
        "from landscape.data.digits import Digits; from landscape.features.extract import with_features\n"
        "from landscape.features.patches import Patches; from landscape.work import Work; import sys\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "found = with_features(Digits().load(Work()), (Patches(words=12, patch=4),), 0, True, Work())\n"
        "print(found.hash)"
    )
    command, pipe = [sys.executable, "-c", code], subprocess.PIPE
    with (
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as one,
        subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other,
    ):
        for process in (one, other):
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in (one, other):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        hashes = {process.communicate(timeout=120)[0].strip() for process in (one, other)}
    assert (one.returncode, other.returncode) == (0, 0)
    assert len(hashes) == 1
    assert len(next(iter(hashes))) == 64
    (entry,) = cache.iterdir()
    assert not entry.name.startswith(".")


def test_nothing_in_an_entry_is_unpickled(photographs: Dataset, cache: Path) -> None:
    made(photographs, Hog())
    (entry,) = cache.iterdir()
    objects = np.empty((40, 1), dtype=object)
    np.savez(entry, train=objects, test=objects[:8])
    assert made(photographs, Hog()).train.x.dtype == np.float32
