"""A fan of small batches' gradients around the gradient of all examples, at the weights before a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.slice import Slice
from trainers.batches import batch_rows
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.experiment.parts import MethodPart
    from landscape.experiment.stages import Experiment

ARROWS = 16
SIZE = 64  # of the batches, where the run itself looks at all examples


@dataclass(frozen=True, eq=False)
class BatchFan:
    """The gradients of n batches of one size, and of all examples, as a plane with orthonormal axes holds them.

    Attributes:
        size: examples in a batch; tips: (n, 2), the first is the batch of the step itself, the others those of the
            steps after it; whole: (2,) the gradient of all examples.
        cosines: (n,) of the angles between each and that of all examples, in the whole weight space; NaN at zero.
    """

    size: int
    tips: Array
    whole: Array
    cosines: Array


def batch_fan(experiment: Experiment, part: MethodPart, plane: Slice, step: int) -> BatchFan | None:
    """The fan at a plane's origin, of batches as large as those of the run; None where nothing has batches.

    Raises:
        Cancelled: the work was asked to stop.
    """
    model, seed, n = experiment.model, part.seed or 0, experiment.model.n_examples
    sizes = [size for size in (part.settings.get("batch"), SIZE) if size is not None and size < n]
    if not sizes:
        return None
    whole = model.gradient(plane.origin)
    gradients = np.empty((ARROWS, whole.size))
    for k in range(ARROWS):
        experiment.work.check()
        gradients[k] = model.gradient(plane.origin, batch_rows(seed, step + k, n, sizes[0]))
    with np.errstate(invalid="ignore", divide="ignore"):
        cosines = gradients @ whole / (np.linalg.norm(gradients, axis=1) * np.linalg.norm(whole))
    return BatchFan(sizes[0], gradients @ plane.axes.T, plane.axes @ whole, cosines)
