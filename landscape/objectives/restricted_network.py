"""A two-layer network's loss on a slice: the hidden units' sums are affine in the coordinates, so X is read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from landscape.losses.loss import Labels, Loss
from landscape.objectives.activations import Activation
from landscape.objectives.outer_layer import outer_gradient, outer_scores
from landscape.objectives.penalty import SlicePenalty
from landscape.objectives.restricted import GridValues, PointValues, grid_shape
from landscape.slice import Slice
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows

# Part of the contract, as the last bits of a sum depend on them:
ROWS_AT_ONCE = 256  # examples whose sums, at all hidden units, stay in the cache from one grid point to the next
SCORES_AT_ONCE = 2**17  # scores of several grid points whose losses are taken together: about 1 MB


def restricted_network_bytes(n_examples: int, n_hidden: int, n_axes: int) -> int:
    """Bytes that the hidden units' sums of a restriction take in float64."""
    return 8 * n_examples * n_hidden * (n_axes + 1)


@dataclass(frozen=True, eq=False)
class RestrictedNetwork:
    """The loss at ``origin + c @ axes`` as a function of c (k,).

    Attributes:
        slice: the slice; `n_weights` is its number of axes.
        cached: what comes in at the hidden units, (k + 1, N, H): of the origin, then of each axis.
        outer: the second layer (k + 1, C, H + 1) likewise, bias last.
        labels: (N,) correct classes.
        penalty: the regularization term, apart.
    """

    slice: Slice
    cached: Array
    outer: Array
    labels: Labels
    activation: Activation
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
        """The loss and its gradient (k,), at cost N H (k + C): X is not touched."""
        point = np.concatenate([[1.0], weights])
        total, gradient = 0.0, np.zeros(self.n_weights)
        with np.errstate(over="ignore", invalid="ignore"):
            outer = np.tensordot(point, self.outer, axes=1)
            by_outer = np.zeros_like(outer)
            for sums, labels in self._blocks(rows):
                values = self._hidden(point, sums)
                losses, slopes = self.data_loss.values_and_slopes(outer_scores(outer, values), labels)
                change, by_sums = outer_gradient(outer, values, slopes, self.activation)
                total += float(losses.sum())
                by_outer += change
                gradient += sums[1:].reshape(self.n_weights, -1) @ by_sums.ravel()
            gradient += np.tensordot(self.outer[1:], by_outer, axes=2)
            count = self.n_examples if rows is None else len(rows)
            gradient /= count
            gradient += self.penalty.gradient(point)
            return total / count + float(self.penalty.at(point[None])[0]), gradient

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) at coordinates (K, k)."""
        points = np.concatenate([np.ones((len(stack), 1)), stack], axis=1)
        total = np.zeros(len(stack))
        with np.errstate(over="ignore", invalid="ignore"):
            outers = [np.tensordot(point, self.outer, axes=1) for point in points]
            for sums, labels in self._blocks(rows):
                for index, (point, outer) in enumerate(zip(points, outers, strict=True)):
                    scores = outer_scores(outer, self._hidden(point, sums))
                    total[index] += self.data_loss.values(scores, labels).sum()
            count = self.n_examples if rows is None else len(rows)
            return total / count + self.penalty.at(points)

    def at(self, coordinates: Array) -> PointValues:
        """Loss, regularization and accuracy at coordinates (k,)."""
        point = np.concatenate([[1.0], coordinates])
        total, right = 0.0, 0
        with np.errstate(over="ignore", invalid="ignore"):
            outer = np.tensordot(point, self.outer, axes=1)
            penalty = float(self.penalty.at(point[None])[0])
            for sums, labels in self._blocks(None):
                scores = outer_scores(outer, self._hidden(point, sums))
                total += float(self.data_loss.values(scores, labels).sum())
                right += int(np.count_nonzero(scores.argmax(axis=-1) == labels))
        return PointValues(total / self.n_examples + penalty, penalty, right / self.n_examples)

    def grid(self, a: Array, b: Array, work: Work) -> GridValues:
        """Loss, regularization and accuracy at every ``(a[i], b[j])``; `b` is empty for a line.

        Raises:
            ValueError: the slice has more than two axes; its plane is what has a grid.
        """
        if self.n_weights != (2 if len(b) else 1):
            raise ValueError(f"a grid of {2 if len(b) else 1} axes does not fit a slice of {self.n_weights}")
        steps_b = b if len(b) else np.zeros(1)
        outer, outer_b = self.outer[:2], self.outer[2] if len(b) else np.zeros_like(self.outer[0])

        def block(part: slice) -> Array:
            found = np.zeros((2, len(a), len(steps_b)))
            sums, labels = self.cached[:, part], self.labels[part]
            with np.errstate(over="ignore", invalid="ignore"):  # threads do not inherit it
                for few in blocks(len(labels), ROWS_AT_ONCE):
                    along_b = sums[2, few] if len(b) else np.zeros_like(sums[0, few])
                    for i, step in enumerate(a):
                        origin = sums[0, few] + step * sums[1, few], outer[0] + step * outer[1]
                        found[:, i] += self._line_sums(*origin, along_b, outer_b, steps_b, labels[few], work)
            return found

        total = np.zeros((2, len(a), len(steps_b)))
        for found in map_in_order(block, blocks(self.n_examples), work, "surface"):
            total += found
        shape = grid_shape(a, b)
        with np.errstate(over="ignore", invalid="ignore"):
            penalty = self.penalty.grid(a, steps_b).reshape(shape)
            loss, accuracy = (total / self.n_examples).reshape(2, *shape)
            return GridValues(loss + penalty, penalty, accuracy)

    def _line_sums(
        self, sums: Array, outer: Array, sums_b: Array, outer_b: Array, b: Array, labels: Labels, work: Work
    ) -> Array:
        """Sums (2, n_b) over n examples of the loss and of "the correct class wins", along one grid line.

        At ``b[j]`` the hidden units' sums are ``sums + b[j] sums_b`` (n, H), the second layer ``outer + b[j] outer_b``.
        """
        found, values = np.empty((2, len(b))), np.empty_like(sums)
        for few in blocks(len(b), max(1, SCORES_AT_ONCE // (len(labels) * len(outer)))):
            work.check()
            scores = np.empty((few.stop - few.start, len(outer), len(labels))).transpose(0, 2, 1)
            for into, step in zip(scores, b[few], strict=True):
                np.multiply(sums_b, step, out=values)
                values += sums
                into[:] = outer_scores(outer + step * outer_b, self.activation.apply(values))
            correct = np.broadcast_to(labels, scores.shape[:-1])
            found[0, few] = self.data_loss.values(scores, correct).sum(axis=-1)
            found[1, few] = (scores.argmax(axis=-1) == labels).sum(axis=-1)
        return found

    def _hidden(self, point: Array, sums: Array) -> Array:
        """The hidden units' values (n, H) at a point (k + 1,) that begins with a 1; sums (k + 1, n, H)."""
        return self.activation.apply((point @ sums.reshape(len(point), -1)).reshape(sums.shape[1:]))

    def _blocks(self, rows: Rows | None) -> Iterator[tuple[Array, Labels]]:
        """The cached sums (k + 1, n, H) and labels (n,) of the given rows, or of all, block by block."""
        count = self.n_examples if rows is None else len(rows)
        for part in blocks(count):
            chosen = part if rows is None else rows[part]
            yield np.ascontiguousarray(self.cached[:, chosen]), self.labels[chosen]
