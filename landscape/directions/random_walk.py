"""Random walks put through the same construction as the runs: what a share of movement is worth.

The leading components of a pure random walk hold most of its movement too (Antognini and Sohl-Dickstein, "PCA
of high dimensional random walks with comparison to neural network training", NeurIPS 2018), so the number beside
a share is computed, for walks as many and as long as the runs.
"""

from __future__ import annotations

import numpy as np

from landscape.directions.direction import ReferenceRun
from trainers.objective import Array
from trainers.randomness import Purpose, generator


def walks_like(runs: tuple[ReferenceRun, ...], base: Array, seed: int) -> tuple[ReferenceRun, ...]:
    """One Gaussian random walk from `base` (P,) for every run, with as many rows."""
    walks = []
    for index, run in enumerate(runs):
        steps = generator(seed, Purpose.RANDOM_WALK, index).standard_normal((len(run.weights) - 1, len(base)))
        places = np.concatenate([np.zeros((1, len(base))), np.cumsum(steps, axis=0)])
        walks.append(ReferenceRun(run.label, run.uses_gradient, base + places))
    return tuple(walks)
