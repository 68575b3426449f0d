"""What some weights make of every example: scores, losses, winners, and who pulls at the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from landscape.objectives.catalogue import Classifier
from landscape.playground.scores import scores_and_slopes
from trainers.objective import Array


@dataclass(frozen=True, eq=False)
class Judged:
    """A model's training examples under some weights, N of them in C classes, and P weights.

    Attributes:
        scores: (N, C). probabilities: (N, C), None where the loss knows of none.
        losses: (N,), each example's own. winners: (N,), the class with the highest score, ties to the lowest class.
        shares: (N,), each example's share of the data gradient: what it contributes, projected on the data gradient,
            over that gradient's length. They sum to 1; one below 0 pulls against the others. All NaN where the data
            gradient is zero.
        data_loss: the mean of the losses. regularization: the penalty. loss: both.
        accuracy: the share of examples whose winner is their class.
        data_gradient: (P,) of the data loss. regularization_gradient: (P,) of the penalty: 2 lambda w, plus
            lambda_1 sign(w) where absolute weights are penalized too; 0 for a bias.
    """

    scores: Array
    probabilities: Array | None
    losses: Array
    winners: NDArray[np.int64]
    shares: Array
    data_loss: float
    regularization: float
    loss: float
    accuracy: float
    data_gradient: Array
    regularization_gradient: Array

    @property
    def gradient(self) -> Array:
        """The gradient (P,) of the whole loss."""
        return self.data_gradient + self.regularization_gradient


def judge(model: Classifier, weights: Array) -> Judged:
    """Judge all of a model's examples at weights (P,); meant for some thousand examples at most, in one thread.

    With a data gradient ``g = sum over i of g_i``, where ``g_i`` is example i's own gradient over N, example i has the
    share ``g_i . g / |g|^2``. The product ``g_i . g`` is the slope of its loss along g, over N: it needs no g_i.
    """
    examples = model.examples
    with np.errstate(over="ignore", invalid="ignore"):
        data_gradient = replace(model, regularization=0.0, l1=0.0).gradient(weights)
        scores, scores_along = scores_and_slopes(model, weights, data_gradient)
        losses, slopes = model.data_loss.values_and_slopes(scores, examples.y)
        squared = float(data_gradient @ data_gradient)
        pulls = (slopes * scores_along).sum(axis=1) / len(losses)
        winners = scores.argmax(axis=1)
        data_loss = float(losses.sum()) / len(losses)
        regularization = float(model.penalties(weights[None])[0])
        return Judged(
            scores=scores,
            probabilities=model.data_loss.probabilities(scores),
            losses=losses,
            winners=winners,
            shares=pulls / squared if squared > 0 else np.full(len(losses), np.nan),
            data_loss=data_loss,
            regularization=regularization,
            loss=data_loss + regularization,
            accuracy=float(np.count_nonzero(winners == examples.y) / len(losses)),
            data_gradient=data_gradient,
            regularization_gradient=_penalty_gradient(model, weights),
        )


def _penalty_gradient(model: Classifier, weights: Array) -> Array:
    kept = model.layout.without_bias(weights)
    gradient = 2.0 * model.regularization * kept
    return gradient + model.l1 * np.sign(kept) if model.l1 else gradient
