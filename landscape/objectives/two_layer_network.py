"""A network with one hidden layer, with a loss and regularization, as a function of its flat weights: not convex."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np

from landscape.data.dataset import AffineMap, Examples
from landscape.losses.loss import Loss
from landscape.objectives.activations import Activation
from landscape.objectives.folding import fold, unfold
from landscape.objectives.layout import WeightLayout
from landscape.objectives.linear_classifier import RESTRICTION_BYTES, STACK
from landscape.objectives.outer_layer import outer_gradient, outer_scores
from landscape.objectives.penalty import absolute_sums, penalty_words, slice_penalty
from landscape.objectives.reread_classifier import RereadClassifier
from landscape.objectives.restricted_network import RestrictedNetwork, restricted_network_bytes
from landscape.slice import Slice
from landscape.work import Work, blocks, map_in_order
from trainers.objective import Array, Rows


@dataclass(frozen=True, eq=False)
class TwoLayerNetwork:
    """``L(w) = mean over rows of loss(W2 f(W1 x + b1) + b2, y) + regularization * (sum(W1^2) + sum(W2^2))``.

    f is the activation. The layout's two matrices are W1 with b1 as last column, (H, D + 1), and W2 with b2,
    (C, H + 1). Stored features are read block by block; the affine map (scale, mean) is folded into W1 on the way in
    and into its gradient on the way out. Exchanging two hidden units changes no loss, so minima come in H! copies and
    between two of them there is a hill: no such loss is convex.
    """

    convex: ClassVar[bool] = False

    examples: Examples
    map: AffineMap
    layout: WeightLayout
    activation: Activation
    data_loss: Loss
    regularization: float
    work: Work = field(default_factory=Work)  # how passes over many rows are shared out; never changes a result
    l1: float = 0.0  # what the sum of absolute weights, biases left out, is multiplied by

    @property
    def n_weights(self) -> int:
        """P = H (D + 1) + C (H + 1)."""
        return self.layout.n_weights

    @property
    def n_examples(self) -> int:
        """N, the number of examples."""
        return len(self.examples)

    @property
    def n_hidden(self) -> int:
        """H, the number of hidden units."""
        return self.layout.hidden[0]

    def start(self, seed: int, scale: float) -> Array:
        """The seeded start (P,): He's (ReLU) or Glorot's (tanh), times `scale`; biases 0.

        A weight into a unit with n inputs has the standard deviation ``scale * sqrt(2 / n)`` (ReLU) or
        ``scale * sqrt(1 / n)`` (tanh): see `landscape.objectives.activations`.
        """
        fans = [columns - 1 for _, columns in self.layout.shapes]
        return self.layout.random_start(seed, [scale * float(np.sqrt(self.activation.gain / fan)) for fan in fans])

    def loss(self, weights: Array, rows: Rows | None = None) -> float:
        """The loss at weights (P,) on the given rows, or on all."""
        return float(self.losses(weights[None], rows)[0])

    def losses(self, stack: Array, rows: Rows | None = None) -> Array:
        """The losses (K,) of weights (K, P) in one pass over the rows."""
        return self._evaluate_stack(stack, self._chosen(rows), self.work)[0]

    def gradient(self, weights: Array, rows: Rows | None = None) -> Array:
        """The analytic gradient (P,); at a kink of ReLU or hinge its slope is taken as 0."""
        return self.loss_and_gradient(weights, rows)[1]

    def loss_and_gradient(self, weights: Array, rows: Rows | None = None) -> tuple[float, Array]:
        """The loss and its analytic gradient (P,) on the given rows, or on all."""
        chosen = self._chosen(rows)
        inner, outer = self.layout.matrices(weights)
        hidden = self._hidden_values(inner)

        def block(part: slice) -> tuple[float, Array, Array, Array]:
            with np.errstate(over="ignore", invalid="ignore"):  # threads do not inherit it
                stored = chosen.x[part].astype(np.float64)
                values = hidden(stored)
                losses, slopes = self.data_loss.values_and_slopes(outer_scores(outer, values), chosen.y[part])
                by_outer, by_sums = outer_gradient(outer, values, slopes, self.activation)
                return float(losses.sum()), by_outer, by_sums.T @ stored, by_sums.sum(axis=0)

        total, by_outer = 0.0, np.zeros_like(outer)
        by_folded, by_offset = np.zeros((self.n_hidden, self.layout.n_features)), np.zeros(self.n_hidden)
        for losses, *changes in map_in_order(block, blocks(len(chosen)), self.work):
            total += losses
            for sums, change in zip((by_outer, by_folded, by_offset), changes, strict=True):
                sums += change
        with np.errstate(over="ignore", invalid="ignore"):
            gradient = np.concatenate([unfold(self.map, by_folded, by_offset).ravel(), by_outer.ravel()])
            gradient /= len(chosen)
            kept = self.layout.without_bias(weights)
            gradient += 2.0 * self.regularization * kept
            if self.l1:
                gradient += self.l1 * np.sign(kept)
            return total / len(chosen) + float(self.penalties(weights[None])[0]), gradient

    def penalties(self, stack: Array) -> Array:
        """The regularization term (K,) of weights (K, P)."""
        matrices = self.layout.matrices(stack)
        kept = [matrix[..., :-1] for matrix in matrices]
        squares = self.regularization * sum(np.einsum("kio,kio->k", part, part) for part in kept)
        return np.asarray(squares + absolute_sums(matrices, self.l1))

    def scores(self, weights: Array, examples: Examples) -> Array:
        """Scores (n, C) of any examples under weights (P,)."""
        inner, outer = self.layout.matrices(weights)
        hidden = self._hidden_values(inner)
        return outer_scores(outer, hidden(examples.x[:].astype(np.float64)))

    def evaluate(self, stack: Array, work: Work, stage: str = "true losses") -> tuple[Array, Array]:
        """The losses (K,) and accuracies (K,) of weights (K, P) on all examples; each as if it were alone."""
        found = np.empty((2, len(stack)))
        for part in blocks(len(stack), STACK):
            found[:, part] = self._evaluate_stack(stack[part], self.examples, work)
            work.progress(stage, part.stop / len(stack))
        return found[0], found[1]

    def restrict(
        self, through: Slice, rows: Rows | None = None, work: Work | None = None
    ) -> RestrictedNetwork | RereadClassifier:
        """The same loss as an objective of the slice's k coordinates, after one pass over the rows.

        With more axes than features, or where the hidden units' sums would not fit in memory, X is read at every
        evaluation instead; the values are the same up to rounding.
        """
        chosen, work = self._chosen(rows), work or Work()
        size = restricted_network_bytes(len(chosen), self.n_hidden, through.n_axes)
        if through.n_axes > self.layout.n_features or size > RESTRICTION_BYTES:
            return RereadClassifier(self.on(chosen), through)
        inner, outer = self.layout.matrices(np.concatenate([through.origin[None], through.axes]))
        folds = [fold(self.map, matrix) for matrix in inner]
        cached = np.empty((len(inner), len(chosen), self.n_hidden))

        def project(part: slice) -> None:
            with np.errstate(over="ignore", invalid="ignore"):
                stored = chosen.x[part].astype(np.float64)
                for sums, (folded, offset) in zip(cached, folds, strict=True):
                    work.check()
                    np.matmul(stored, folded, out=sums[part])
                    sums[part] += offset

        for _ in map_in_order(project, blocks(len(chosen)), work, "one pass over the data"):
            pass
        penalty = slice_penalty(self.layout, through, self.regularization, self.l1)
        return RestrictedNetwork(through, cached, outer, chosen.y, self.activation, self.data_loss, penalty)

    def on(self, examples: Examples) -> TwoLayerNetwork:
        """The same objective on other examples, with as many workers; stopping this one's work does not stop it."""
        return replace(self, examples=examples, work=Work(self.work.workers))

    def __reduce__(self) -> tuple[Any, ...]:
        """Travels to another process without the circumstances of its work, which belong to this one."""
        parts = self.examples, self.map, self.layout, self.activation, self.data_loss, self.regularization
        return partial(TwoLayerNetwork, l1=self.l1), parts

    def _chosen(self, rows: Rows | None) -> Examples:
        return self.examples if rows is None else self.examples.take(rows)

    def _hidden_values(self, inner: Array) -> Callable[[Array], Array]:
        """From stored features (n, D) in float64 to the hidden units' values (n, H) under W1 (H, D + 1)."""
        folded, offset = fold(self.map, inner)

        def values(stored: Array) -> Array:
            sums = stored @ folded
            sums += offset
            return self.activation.apply(sums)

        return values

    def _evaluate_stack(self, stack: Array, chosen: Examples, work: Work) -> tuple[Array, Array]:
        layers = [(self._hidden_values(inner), outer) for inner, outer in map(self.layout.matrices, stack)]

        def block(part: slice) -> Array:
            with np.errstate(over="ignore", invalid="ignore"):
                stored, labels = chosen.x[part].astype(np.float64), chosen.y[part]
                sums = np.empty((2, len(layers)))
                for index, (hidden, outer) in enumerate(layers):
                    work.check()
                    scores = outer_scores(outer, hidden(stored))
                    sums[0, index] = self.data_loss.values(scores, labels).sum()
                    sums[1, index] = np.count_nonzero(scores.argmax(axis=-1) == labels)
                return sums

        total = np.zeros((2, len(layers)))
        for sums in map_in_order(block, blocks(len(chosen)), work):
            total += sums
        with np.errstate(over="ignore", invalid="ignore"):
            return total[0] / len(chosen) + self.penalties(stack), total[1] / len(chosen)

    @cached_property
    def name(self) -> str:
        """The model in words, for a title."""
        return f"two-layer network, {self.n_hidden} {self.activation.label} unit{'s'[: self.n_hidden - 1]}"

    @cached_property
    def statement(self) -> str:
        """The loss in words, for a picture."""
        sizes = f"{self.layout.n_features}-{self.n_hidden}-{self.layout.n_classes}"
        penalty = penalty_words(self.regularization, self.l1, " of both layers", "biases")
        return f"mean {self.data_loss.name} loss of a two-layer network ({sizes}, {self.activation.label}) + {penalty}"
