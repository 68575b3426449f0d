"""A classifier's loss on a slice when nothing of it is kept: X is read again at every evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.objectives.restricted import PointValues, PointwiseRestriction
from landscape.work import Work
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.objectives.catalogue import Classifier


@dataclass(frozen=True, eq=False)
class RereadClassifier(PointwiseRestriction):
    """One evaluation per point, as for any objective, with the accuracy and the terms apart."""

    objective: Classifier

    def at(self, coordinates: Array) -> PointValues:
        """Loss, regularization and accuracy at coordinates (k,)."""
        loss, penalty, accuracy = self.tile(coordinates[None], Work())[:, 0]
        return PointValues(float(loss), float(penalty), float(accuracy))

    def tile(self, points: Array, work: Work) -> Array:
        """Loss, regularization and accuracy, (3, n), at coordinates (n, k), of which few are embedded at a time."""
        stack = self.slice.embed(points)
        apart = Work(work.workers, stop=work.stop)  # its progress is not the grid's
        losses, accuracies = self.objective.evaluate(stack, apart)
        with np.errstate(over="ignore", invalid="ignore"):
            return np.stack([losses, self.objective.penalties(stack), accuracies])
