"""How large the measured problems are."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Setting:
    """Sizes of everything, and where the data is.

    Attributes:
        records: a file in the layout of CIFAR-10's batches, or the folder that holds CIFAR-10 itself.
        real: whether `records` is that folder.
        n_examples: training examples; side: of an image with three colors, in pixels.
        resolution: grid points per axis of a surface; live_resolution: of a plane that is turned; finer_resolution:
            of the surface that follows one at `resolution`.
        n_live: examples of a plane that is turned.
        network_examples, network_side, network_hidden, network_resolution: the two-layer network's, of gray images.
        frames: painted frames of the window for each view; redraws: how often it is painted for its memory.
        rounds: how often everything that takes long is done; brief: what takes milliseconds.
        starts: how often whole programs are started; from two on, once more before, for the caches.
    """

    records: str = ""
    real: bool = False
    n_examples: int = 50_000
    side: int = 32
    resolution: int = 101
    live_resolution: int = 61
    finer_resolution: int = 1001
    n_live: int = 5_000
    network_examples: int = 5_000
    network_side: int = 28
    network_hidden: int = 100
    network_resolution: int = 51
    frames: int = 200
    redraws: int = 1000
    rounds: int = 3
    brief_rounds: int = 51
    starts: int = 3

    @property
    def n_features(self) -> int:
        """Features of an example with three colors."""
        return 3 * self.side**2

    def as_json(self) -> str:
        """One line, for another process."""
        return json.dumps(dataclasses.asdict(self))


FULL = Setting()
QUICK = Setting(
    n_examples=400,
    side=8,
    resolution=41,
    live_resolution=21,
    finer_resolution=101,
    n_live=200,
    network_examples=200,
    network_side=8,
    network_hidden=7,
    network_resolution=7,
    frames=5,
    redraws=5,
    brief_rounds=3,
    starts=1,
)
