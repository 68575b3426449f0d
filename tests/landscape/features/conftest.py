"""Small images, and a cache of each test's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from landscape.data.dataset import AffineMap, Dataset, Examples
from landscape.data.digits import Digits
from landscape.work import Work


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that features are remembered in."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    return tmp_path / "losscope" / "features"


@pytest.fixture(scope="session")
def photographs() -> Dataset:
    """40 and 8 planar color images of 20 x 16 pixels: colored disks on noise."""
    random = np.random.default_rng(5)
    y = np.arange(48) % 2
    down, right = np.mgrid[:20, :16]
    images = random.integers(0, 90, (48, 20, 16, 3))
    for image, label in zip(images, y, strict=True):
        disk = np.hypot(down - random.integers(6, 14), right - random.integers(5, 11)) < 4
        image[disk, label] += 150
    x = images.transpose(0, 3, 1, 2).reshape(48, -1).astype(np.uint8)
    examples = Examples(x, y)
    parts = [examples.take(np.arange(*limits)) for limits in ((0, 40), (40, 48))]
    return Dataset("npz", *parts, AffineMap(1 / 255, None), ("red", "green"), (20, 16, 3), True, 255.0, "Made here.")


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """100 training digits and all 360 test digits."""
    return Digits(examples=100).load(Work())
