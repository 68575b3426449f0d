"""The linear classifier f = W x with a loss and regularization, as a function of its flat weights."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np

from landscape.data.dataset import AffineMap, Examples
from landscape.losses.loss import Labels, Loss
from landscape.objectives.folding import fold, stored_sums, unfold
from landscape.objectives.layout import WeightLayout
from landscape.objectives.penalty import absolute_sums, penalty_words, slice_penalty
from landscape.objectives.reread_classifier import RereadClassifier
from landscape.objectives.restricted_classifier import RestrictedClassifier, restricted_bytes
from landscape.slice import Slice
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows

TILE = 16  # columns that every BLAS kernel in use treats alike
STACK = 16  # weight vectors evaluated together; part of the contract, as the last bits depend on it
RESTRICTION_BYTES = 2**31  # scores of a restriction beyond this are not kept: X is read again instead


@dataclass(frozen=True, eq=False)
class LinearClassifier:
    """``L(W) = mean over rows of loss(W x, y) + regularization * sum(W^2) + l1 * sum(abs(W))``, bias not
    regularized.

    Stored features are read block by block; the affine map (scale, mean) is folded into the weights on the
    way in and into the gradient on the way out, and the bias is a last feature that is always 1.
    """

    name: ClassVar[str] = "linear classifier"
    convex: ClassVar[bool] = True  # as every loss of the catalogue is convex in the scores

    examples: Examples
    map: AffineMap
    layout: WeightLayout
    data_loss: Loss
    regularization: float
    work: Work = field(default_factory=Work)  # how passes over many rows are shared out; never changes a result
    l1: float = 0.0

    @property
    def n_weights(self) -> int:
        """P = C (D + 1)."""
        return self.layout.n_weights

    @property
    def n_examples(self) -> int:
        """N, the number of examples."""
        return len(self.examples)

    def start(self, seed: int, scale: float) -> Array:
        """The seeded start (P,): Gaussian weights with standard deviation `scale`, biases 0."""
        return self.layout.random_start(seed, [scale])

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at weights (P,) on the given rows, or on all."""
        return float(self.losses(weights[None], rows)[0])

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) of weights (K, P) in one pass over the rows."""
        return self._evaluate_stack(stack, self._chosen(rows), self.work, None)[0]

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The analytic gradient (P,)."""
        return self.loss_and_gradient(weights, rows)[1]

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """The loss and its analytic gradient (P,) on the given rows, or on all."""
        chosen = self._chosen(rows)
        folded, offset = fold(self.map, self.layout.matrix(weights))
        loss = self.data_loss

        def block(part: slice) -> tuple[float, Array, Array]:
            with np.errstate(over="ignore", invalid="ignore"):  # threads do not inherit it
                stored = chosen.x[part].astype(np.float64)
                values, slopes = loss.values_and_slopes(stored @ folded + offset, chosen.y[part])
                return float(values.sum()), slopes.T @ stored, slopes.sum(axis=0)

        total, by_weights = 0.0, np.zeros((self.layout.n_classes, self.layout.n_features))
        by_offset = np.zeros(self.layout.n_classes)
        for values, stored_slopes, slopes in map_in_order(block, blocks(len(chosen)), self.work):
            total += values
            by_weights += stored_slopes
            by_offset += slopes
        with np.errstate(over="ignore", invalid="ignore"):
            gradient = unfold(self.map, by_weights, by_offset)
            gradient /= len(chosen)
            kept = self.layout.matrix(weights)[:, :-1]
            gradient[:, :-1] += 2.0 * self.regularization * kept
            if self.l1:
                gradient[:, :-1] += self.l1 * np.sign(kept)
            return total / len(chosen) + float(self.penalties(weights[None])[0]), gradient.ravel()

    def penalties(self, stack: Array) -> Array:
        """The regularization term (K,) of weights (K, P)."""
        matrix = self.layout.matrix(stack)
        kept = matrix[..., :-1]
        squares = self.regularization * np.einsum("kcd,kcd->k", kept, kept)
        return np.asarray(squares + absolute_sums([matrix], self.l1))

    def scores(self, weights: Array, examples: Examples) -> Array:
        """Scores (n, C) of any examples under weights (P,)."""
        folded, offset = fold(self.map, self.layout.matrix(weights))
        return np.asarray(examples.x[:].astype(np.float64) @ folded + offset)

    def evaluate(self, stack: Array, work: Work, stage: str = "true losses") -> tuple[Array, Array]:
        """The losses (K,) and accuracies (K,) of weights (K, P) on all examples, 16 at a time.

        The last stack is filled up with zeros, so that a result does not depend on how many others follow it.
        """
        losses, accuracies = np.empty(len(stack)), np.empty(len(stack))
        for part in blocks(len(stack), STACK):
            full = np.zeros((STACK, self.n_weights))
            full[: part.stop - part.start] = stack[part]
            values, shares = self._evaluate_stack(full, self.examples, work, None)
            losses[part] = values[: part.stop - part.start]
            accuracies[part] = shares[: part.stop - part.start]
            work.progress(stage, part.stop / len(stack))
        return losses, accuracies

    def restrict(
        self, through: Slice, rows: Rows | None = None, work: Work | None = None
    ) -> RestrictedClassifier | RereadClassifier:
        """The same loss as an objective of the slice's k coordinates, after one pass over the rows.

        With more axes than features, or where the scores would not fit in memory, X is read at every
        evaluation instead; the values are the same up to rounding.
        """
        chosen = self._chosen(rows)
        if (
            through.n_axes > self.layout.n_features
            or restricted_bytes(len(chosen), self.layout.n_classes, through.n_axes) > RESTRICTION_BYTES
        ):
            return RereadClassifier(self.on(chosen), through)
        directions = np.concatenate([through.origin[None], through.axes])
        folded, offset = fold(self.map, self.layout.matrix(directions))
        n_columns = len(offset)
        # Full tiles only: in the rest of a matrix product equal columns can differ in the last bit, which breaks ties.
        folded = np.pad(folded, ((0, 0), (0, -n_columns % TILE)))

        def project(part: slice) -> Array:
            with np.errstate(over="ignore", invalid="ignore"):
                found = stored_sums(chosen.x, part, folded)[:, :n_columns] + offset
            return np.asarray(found.reshape(len(found), len(directions), -1).transpose(1, 0, 2))

        scores = np.empty((len(directions), len(chosen), self.layout.n_classes))
        parts = blocks(len(chosen))
        found = map_in_order(project, parts, work or Work(), "one pass over the data")
        for part, block in zip(parts, found, strict=True):
            scores[:, part] = block
        penalty = slice_penalty(self.layout, through, self.regularization, self.l1)
        return RestrictedClassifier(through, scores, chosen.y, self.data_loss, penalty)

    def on(self, examples: Examples) -> LinearClassifier:
        """The same objective on other examples, with as many workers; stopping this one's work does not stop it."""
        return replace(self, examples=examples, work=Work(self.work.workers))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels to another process without the circumstances of its work, which belong to this one."""
        parts = self.examples, self.map, self.layout, self.data_loss, self.regularization
        return partial(LinearClassifier, l1=self.l1), parts

    def _chosen(self, rows: Rows | None) -> Examples:
        return self.examples if rows is None else self.examples.take(rows)

    def _evaluate_stack(self, stack: Array, chosen: Examples, work: Work, stage: str | None) -> tuple[Array, Array]:
        folded, offset = fold(self.map, self.layout.matrix(stack))
        loss, n_classes = self.data_loss, self.layout.n_classes

        def block(part: slice) -> tuple[Array, Labels]:
            with np.errstate(over="ignore", invalid="ignore"):
                scores = (stored_sums(chosen.x, part, folded) + offset).reshape(-1, len(stack), n_classes)
                labels = np.broadcast_to(chosen.y[part][:, None], scores.shape[:-1])
                right = (scores.argmax(axis=-1) == labels).sum(axis=0)
                return loss.values(scores, labels).sum(axis=0), right

        total, right = np.zeros(len(stack)), np.zeros(len(stack), dtype=np.int64)
        for losses, counts in map_in_order(block, blocks(len(chosen)), work, stage):
            total += losses
            right += counts
        with np.errstate(over="ignore", invalid="ignore"):
            return total / len(chosen) + self.penalties(stack), right / len(chosen)

    @cached_property
    def statement(self) -> str:
        """The loss in words, for a picture."""
        penalty = penalty_words(self.regularization, self.l1, "", "bias")
        return f"mean {self.data_loss.name} loss + {penalty}"
