"""A linear classifier's loss on a slice when its scores are not kept: X is read again at every evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from landscape.objectives.restricted import GridValues, PointValues, PointwiseRestriction, grid_points, grid_shape
from landscape.work import Work, blocks
from trainers.objective import Array

if TYPE_CHECKING:
    from landscape.objectives.linear_classifier import LinearClassifier

AT_ONCE = 16  # weight vectors embedded together; a whole grid of them would not fit in memory


@dataclass(frozen=True, eq=False)
class RereadClassifier(PointwiseRestriction):
    """One evaluation per point, as for any objective, with the accuracy and the terms apart."""

    objective: LinearClassifier

    def at(self, coordinates: Array) -> PointValues:
        """Loss, regularization and accuracy at coordinates (k,)."""
        loss, penalty, accuracy = self._values(coordinates[None], Work())
        return PointValues(float(loss[0]), float(penalty[0]), float(accuracy[0]))

    def grid(self, a: Array, b: Array, work: Work) -> GridValues:
        """Loss, regularization and accuracy at every ``(a[i], b[j])``; `b` is empty for a line."""
        points, shape = grid_points(a, b), grid_shape(a, b)
        found = np.empty((3, len(points)))
        for part in blocks(len(points), AT_ONCE):
            found[:, part] = self._values(points[part], work)
            work.progress("surface", part.stop / len(points))
        loss, penalty, accuracy = (values.reshape(shape) for values in found)
        return GridValues(loss, penalty, accuracy)

    def _values(self, points: Array, work: Work) -> tuple[Array, Array, Array]:
        stack = self.slice.embed(points)
        losses, accuracies = self.objective.evaluate(stack, Work(work.workers, stop=work.stop))  # its own progress apart
        with np.errstate(over="ignore", invalid="ignore"):
            return losses, self.objective.penalties(stack), accuracies
