"""The tries of a search as points: where they lie seen from the slice, and what they were worth.

A run remembers the losses of its tries alone. Their weights are drawn again from its seed, and its incumbents follow
from the losses, so nothing is evaluated twice and a search on 30,730 weights needs no more memory than its path.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landscape.errors import InvalidValue
from landscape.experiment.parts import MethodPart
from landscape.slice import Slice
from landscape.work import Work
from trainers.catalogue import METHODS
from trainers.objective import Array
from trainers.trajectory import Trajectory

MOST_TRIES = 2_000_000  # of one run; a run with more remembers none


@dataclass(frozen=True, eq=False)
class Tries:
    """All M tries of a run, in the order in which they were made.

    Attributes:
        step: the step (M,) that each belongs to, from 1; taken: whether the run moved there (M,).
        coordinates: least-squares coordinates (M, k) in the viewed slice; residual: distance (M,) from it.
        loss: the loss (M,) on the examples that judged it: all training examples unless `rows` of the method says less.
    """

    step: NDArray[np.int64]
    taken: NDArray[np.bool_]
    coordinates: Array
    residual: Array
    loss: Array

    @property
    def statement(self) -> str:
        """How many there are and how far from the slice, in words."""
        away = float(np.mean(self.residual)) if len(self.residual) else 0.0
        taken = int(np.count_nonzero(self.taken))
        return f"{len(self.step):,} tries as points, {taken:,} of them taken, on average {away:.3g} from the slice"


def tries_of(
    part: MethodPart,
    trajectory: Trajectory,
    start: Array,
    embed: Callable[[Array], Array],
    view: Slice,
    work: Work,
) -> Tries | None:
    """The tries of a run from `start` (n,), whose points (K, n) are the weights (K, P) that `embed` gives.

    None for a run of a method that tries nothing.

    Raises:
        InvalidValue: there were too many to be remembered.
        Cancelled: the work was asked to stop.
    """
    if not hasattr(METHODS[part.method], "tries"):
        return None
    trainer = METHODS[part.method](**part.settings)
    if trajectory.tried is None:
        raise InvalidValue(
            f"tries of run must be at most {MOST_TRIES:,} for each run; {part.label} made more. Lower run.steps."
        )
    seed = part.seed or 0
    n_steps, n_each = trajectory.tried.shape
    coordinates = np.empty((n_steps, n_each, view.n_axes))
    residual, taken = np.empty((n_steps, n_each)), np.zeros((n_steps, n_each), dtype=np.bool_)
    place, best = start, float(trajectory.batch_loss[0])
    for index, losses in enumerate(trajectory.tried):
        work.check()
        places = trainer.tries(place, index, seed)
        weights = embed(places)
        coordinates[index], residual[index] = view.project(weights), view.residual(weights)
        ranked = np.where(np.isfinite(losses), losses, np.inf)
        lowest = int(np.argmin(ranked))
        if ranked[lowest] < (best if np.isfinite(best) else np.inf):
            place, best, taken[index, lowest] = places[lowest], float(losses[lowest]), True
        work.progress(f"tries of {part.label}", (index + 1) / n_steps)
    step = np.repeat(np.arange(1, n_steps + 1, dtype=np.int64), n_each)
    flat = coordinates.reshape(-1, view.n_axes)
    return Tries(step, taken.ravel(), flat, residual.ravel(), trajectory.tried.ravel())
