"""One slice seen by batches: the loss of 1, 8, 64, 256 and all examples, and the scatter of their gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.experiment.ranges import grid_coordinates
from landscape.lessons.ask import Ask
from landscape.lessons.batches import SIZES
from landscape.lessons.place import Facts, facts_of
from landscape.slice import Slice
from landscape.surfaces.surface import Surface
from trainers.batches import batch_rows
from trainers.objective import Array, Rows

if TYPE_CHECKING:
    from landscape.experiment.stages import Experiment

ARROWS = 16  # batches of each size whose gradients are shown


@dataclass(frozen=True, eq=False)
class BatchView:
    """What examples see of the slice.

    Attributes:
        size: how many there are; surface: their loss on the grid.
        downhill: (n, k) the negative gradients of n batches of this size at the slice's origin, projected on its
            orthonormal axes, k = 1 or 2; the first belongs to the surface's own batch.
        share: of the gradients' squared length, what the slice holds, on average over the n.
    """

    size: int
    surface: Surface
    downhill: Array
    share: float


@dataclass(frozen=True, eq=False)
class BatchLesson:
    """The views, the largest last, and the viewed slice (orthonormal, through its center)."""

    facts: Facts
    plane: Slice
    step: int
    views: tuple[BatchView, ...]


def batch_lesson(experiment: Experiment, ask: Ask) -> BatchLesson:
    """The slice as batches of each size below all examples see it, then as all of them do.

    The surfaces are of the batches that step `ask.step` (default 1) of a run sees, so the examples of a smaller one
    are among those of a larger one: read in order, they are one example's loss, then the mean of more and more. The
    gradients are of the batches of that step and the 15 after it.

    Raises:
        LosscopeError, Cancelled: as `Pipeline.scene`.
    """
    full, model, work = experiment.full, experiment.model, experiment.work
    plane = experiment.slice.view.plane().orthonormal()
    places = [plane.project(experiment.trajectory(part).weights) for part in full.methods]
    marks = [plane.project(mark)[None] for mark in experiment.slice.marks]
    whole = model.restrict(plane, work=work)
    lengths = np.linalg.norm(plane.axes, axis=1)
    grid = grid_coordinates(full.grid, plane.n_axes, [*places, *marks], whole.losses, None, lengths)
    first, seed, n = ask.step or 1, full.run.seed, model.n_examples
    views = []
    for size in (*(size for size in SIZES if size < n), n):
        work.check()
        rows = batch_rows(seed, first, n, size)
        values = model.restrict(plane, rows, work=work).grid(grid.a, grid.b, work)
        words = f"all {n:,} training examples" if rows is None else f"{size:,} of {n:,} training examples"
        terms = values.loss, values.accuracy, values.regularization
        surface = Surface(grid.a, grid.b, *terms, words, of_batch=rows is not None)
        several: list[Rows | None] = (
            [rows] if rows is None else [batch_rows(seed, first + k, n, size) for k in range(ARROWS)]
        )
        downhill, share = _gradients(experiment, plane, several)
        views.append(BatchView(size, surface, downhill, share))
    return BatchLesson(facts_of(experiment), plane, first, tuple(views))


def _gradients(experiment: Experiment, plane: Slice, batches: list[Rows | None]) -> tuple[Array, float]:
    gradients = np.array([experiment.model.gradient(plane.origin, rows) for rows in batches])
    held = gradients @ plane.axes.T
    squares = np.einsum("np,np->n", gradients, gradients)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.einsum("nk,nk->n", held, held) / squares
    return -held, float(np.nanmean(shares)) if np.isfinite(shares).any() else float("nan")
