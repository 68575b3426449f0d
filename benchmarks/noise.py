"""Examples that stand in for CIFAR-10 where it is not at hand: seeded noise with structure, in the same layout.

An image is its class's coarse pattern (4 x 4 patches per color), faint, plus a coarse pattern of its own, strong, plus
noise of every pixel. A linear classifier gets some of them right, not all, as on photographs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

N_CLASSES = 10
PATCHES = 4  # per side
CLASS_DEPTH, OWN_DEPTH, PIXEL_DEPTH = 7.0, 40.0, 20
AT_ONCE = 1000

Bytes = NDArray[np.uint8]


def write_records(path: Path, n: int, side: int, seed: int = 0) -> None:
    """`n` records into a file: the label, then a color image of side x side pixels, planar."""
    with path.open("wb") as file:
        for pixels, labels in noise_blocks(n, side, 3, seed):
            file.write(np.column_stack([labels.astype(np.uint8), pixels]).tobytes())


def noise_blocks(
    n: int, side: int, n_colors: int, seed: int, n_classes: int = N_CLASSES
) -> Iterator[tuple[Bytes, NDArray[np.int64]]]:
    """Images (m, n_colors side^2) with labels (m,), some at a time; the side is a multiple of 4."""
    random = np.random.default_rng(seed)
    shape = (n_colors, PATCHES, PATCHES)
    patterns = CLASS_DEPTH * random.standard_normal((n_classes, *shape))
    for first in range(0, n, AT_ONCE):
        m = min(AT_ONCE, n - first)
        labels = random.integers(n_classes, size=m)
        coarse = 128 + patterns[labels] + OWN_DEPTH * random.standard_normal((m, *shape))
        fine = coarse.repeat(side // PATCHES, axis=2).repeat(side // PATCHES, axis=3).astype(np.int16)
        fine += random.integers(-PIXEL_DEPTH, PIXEL_DEPTH + 1, fine.shape, dtype=np.int16)
        yield np.clip(fine, 0, 255).astype(np.uint8).reshape(m, -1), labels
