"""A linear classifier's loss on a slice: scores are affine in the coordinates, so X is read once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from landscape.losses.accuracy_grid import correct_grid_counts
from landscape.losses.loss import Labels, Loss
from landscape.objectives.penalty import SlicePenalty
from landscape.objectives.restricted import GridValues, PointValues, grid_shape
from landscape.slice import Slice
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows


def restricted_bytes(n_examples: int, n_classes: int, n_axes: int) -> int:
    """Bytes that the scores of a restriction take in float64."""
    return 8 * n_examples * n_classes * (n_axes + 1)


@dataclass(frozen=True, eq=False)
class RestrictedClassifier:
    """The loss at ``origin + c @ axes`` as a function of c (k,).

    Attributes:
        slice: the slice; `n_weights` is its number of axes.
        cached: scores (k + 1, N, C): those of the origin, then those of each axis.
        labels: (N,) correct classes.
        penalty: the regularization term, apart.
    """

    slice: Slice
    cached: Array
    labels: Labels
    data_loss: Loss
    penalty: SlicePenalty

    @property
    def n_weights(self) -> int:
        """k, the number of axes."""
        return self.slice.n_axes

    @property
    def n_examples(self) -> int:
        """N, the number of examples."""
        return len(self.labels)

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at coordinates (k,)."""
        return float(self.losses(weights[None], rows)[0])

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The gradient (k,) by the coordinates."""
        return self.loss_and_gradient(weights, rows)[1]

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """The loss and its gradient (k,), at cost N C k: X is not touched."""
        cached, labels = self._rows(rows)
        point = np.concatenate([[1.0], weights])
        total, gradient = 0.0, np.zeros(self.n_weights)
        with np.errstate(over="ignore", invalid="ignore"):
            for part in blocks(len(labels)):
                block = np.ascontiguousarray(cached[:, part]).reshape(len(point), -1)
                scores = (point @ block).reshape(-1, cached.shape[2])
                values, slopes = self.data_loss.values_and_slopes(scores, labels[part])
                total += float(values.sum())
                gradient += block[1:] @ slopes.ravel()
            gradient /= len(labels)
            gradient += self.penalty.gradient(point)
            return total / len(labels) + float(self.penalties(point[None])[0]), gradient

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) at coordinates (K, k)."""
        cached, labels = self._rows(rows)
        points = np.concatenate([np.ones((len(stack), 1)), stack], axis=1)
        total = np.zeros(len(stack))
        with np.errstate(over="ignore", invalid="ignore"):
            for part in blocks(len(labels)):
                block = cached[:, part].reshape(points.shape[1], -1)
                for few in blocks(len(stack), 16):  # bounds the scores held at once
                    scores = (points[few] @ block).reshape(few.stop - few.start, -1, cached.shape[2])
                    correct = np.broadcast_to(labels[part], scores.shape[:-1])
                    total[few] += self.data_loss.values(scores, correct).sum(axis=1)
            return total / len(labels) + self.penalties(points)

    def at(self, coordinates: Array) -> PointValues:
        """Loss, regularization and accuracy at coordinates (k,)."""
        point = np.concatenate([[1.0], coordinates])
        scores = np.tensordot(point, self.cached, axes=1)
        penalty = float(self.penalties(point[None])[0])
        with np.errstate(over="ignore", invalid="ignore"):
            loss = float(self.data_loss.values(scores, self.labels).mean()) + penalty
        return PointValues(loss, penalty, float(np.mean(scores.argmax(axis=1) == self.labels)))

    def penalties(self, points: Array) -> Array:
        """The regularization term (K,) at points (K, k + 1) that begin with a 1."""
        return self.penalty.at(points)

    def grid(self, a: Array, b: Array, work: Work) -> GridValues:
        """Loss, regularization and accuracy at every ``(a[i], b[j])``; `b` is empty for a line.

        Raises:
            ValueError: the slice has more than two axes; its plane is what has a grid.
        """
        if self.n_weights != (2 if len(b) else 1):
            raise ValueError(f"a grid of {2 if len(b) else 1} axes does not fit a slice of {self.n_weights}")
        steps_b = b if len(b) else np.zeros(1)
        along_b = self.cached[2] if len(b) else np.zeros_like(self.cached[0])
        s0, along_a = self.cached[0], self.cached[1]

        def block(part: slice) -> tuple[Array, Labels]:
            scores = s0[part], along_a[part], along_b[part]
            losses = self.data_loss.grid_sums(*scores, self.labels[part], a, steps_b, work)
            return losses, correct_grid_counts(*scores, self.labels[part], a, steps_b, work)

        total = np.zeros((len(a), len(steps_b)))
        right = np.zeros(total.shape, dtype=np.int64)
        for losses, counts in map_in_order(block, blocks(self.n_examples), work, "surface"):
            total += losses
            right += counts
        shape = grid_shape(a, b)
        with np.errstate(over="ignore", invalid="ignore"):
            penalty = self.penalty.grid(a, steps_b).reshape(shape)
            loss = (total / self.n_examples).reshape(shape) + penalty
        return GridValues(loss, penalty, (right / self.n_examples).reshape(shape))

    def _rows(self, rows: Rows | None) -> tuple[Array, Labels]:
        return (self.cached, self.labels) if rows is None else (self.cached[:, rows], self.labels[rows])
